import type { AlertSettings } from "../alert/config.ts";
import type { AwsSourceOptions } from "../collect/aws/source.ts";
import type { KubernetesSourceOptions } from "../collect/kubernetes/source.ts";
import type { Severity } from "../model/rule.ts";

/** Options of `assay scan` after the configuration file and the flags are merged; names as in docs and config. */
export interface ScanCommandOptions
	extends Omit<AwsSourceOptions, "cwd" | "collectors" | "converters">,
		Omit<KubernetesSourceOptions, "cwd" | "types"> {
	framework?: string[];
	rule?: string[];
	skipRule?: string[];
	severityMin?: Severity;
	/** `sarif` or `sarif=path`; default `console`. */
	format?: string[];
	/** Default high. */
	failOn?: Severity | "never";
	/** `soc2=80`: percent the lower bound of the score must reach. */
	minScore?: string[];
	/** Default true. */
	failOnIncomplete?: boolean;
	/** `retention_days=365`; or values by name, from the configuration file. */
	param?: string[];
	parameters?: Record<string, unknown>;
	timestamp?: string;
	/** Megabytes. */
	maxFileSize?: number;
	quiet?: boolean;
	verbose?: boolean;
	color?: boolean;
	/** Folder of the Terraform code of the plans. */
	terraformRoot?: string;
	/** Folders for kustomize to build and scan. */
	kustomize?: string[];
	/** Charts for helm to render and scan. */
	helm?: string[];
	/** Value files for `helm`. */
	values?: string[];
	/** Accepted debt. */
	baseline?: string;
	/** Accepts every open finding and writes the baseline file. */
	updateBaseline?: boolean;
	waivers?: string;
	attestations?: string;
	/** False: `assay:ignore` comments do not count. Default true. */
	inlineSuppressions?: boolean;
	/** Rules that comments cannot suppress; from the configuration file. */
	protected?: string[];
	/** What code scanning takes, or everything; default full. */
	sarifProfile?: "github" | "full";
	/** Distinguishes several SARIF uploads for one commit. */
	category?: string;
	/** Tries mechanical fixes and reports those that hold. */
	fixes?: boolean;
	/** Folder of own Rego rules. */
	policy?: string;
	/** Folder of mapping sets for them. */
	rules?: string;
	/** False: compile own rules anew. */
	cache?: boolean;
	/** `aws`, `kubernetes`. */
	live?: string[];
	/** File to list what is live and was judged in. */
	inventory?: string;
	/** Journal of a live scan. */
	resume?: string;
	/** Seconds after which a live scan ends early. */
	timeout?: number;
	/** Where runs are kept: a folder, an SQLite file or a postgres:// URL. */
	history?: string;
	/** Name of the runs to compare with; derived from targets and choices where not given. */
	historyStream?: string;
	/** From the configuration file. */
	alerts?: AlertSettings;
	/** False: tell nobody. */
	alert?: boolean;
}

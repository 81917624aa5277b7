import type { ReadText } from "../collect/texts.ts";
import type { TerraformSources } from "../locate/terraform/sources.ts";
import type { Finding } from "../model/report.ts";
import type { Document, Resource } from "../model/resource.ts";
import type { Parameters, Rule, RuleResult } from "../model/rule.ts";
import type { NormalizedPlan } from "../normalize/terraform/normalize.ts";

/** A scan that is over but for its report: what fixes are made from and tried on. */
export interface Scene {
	/** Folder that uris are relative to. */
	cwd: string;
	documents: Document[];
	plans: NormalizedPlan[];
	/** Of files, scope resources included, and what plans delete. */
	resources: Resource[];
	/** Those of the scan. */
	rules: Rule[];
	parameters: Parameters;
	/** Settled, and marked where they are suppressed. */
	findings: Finding[];
	readText: ReadText;
	/** Inputs that are no files: standard input, what other programs rendered. By uri. */
	kept: ReadonlyMap<string, Uint8Array>;
	/** The code of the plans, where it was found. */
	terraform: TerraformSources | null;
	/** What the rules make of other resources; nothing of it is kept. */
	verdictsOn(resources: Resource[]): RuleResult[];
}

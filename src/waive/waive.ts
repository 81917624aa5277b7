import type { ReadText } from "../collect/texts.ts";
import type { Attestation, Exclusion } from "../model/framework.ts";
import type { Finding, Suppression } from "../model/report.ts";
import type { Diagnostic } from "../model/resource.ts";
import type { Rule } from "../model/rule.ts";

/** What people have said about findings and controls. */
export interface Waiving {
	/**
	 * The comment in the code that accepts a finding, noted as used; null where there is none, or comments do not count.
	 * @param lines 1-based: the finding's line, then those of what encloses it.
	 */
	inline(rule: Rule, uri: string, lines: number[]): Suppression | null;
	/** Marks findings by the waiver file and the baseline, in place; what is suppressed already stays so. */
	apply(findings: Finding[]): void;
	/** What expired, was never used, or cannot be read; asked once, after `apply`. */
	diagnostics(): Diagnostic[];
	attestations: Attestation[];
	exclusions: Exclusion[];
}

export interface WaivingOptions {
	cwd: string;
	/** Files as given, relative to `cwd`; undefined: assay-waivers.yaml and assay-attestations.yaml in `cwd`, where there are any. */
	waivers?: string | undefined;
	attestations?: string | undefined;
	/** The baseline file; undefined: none. */
	baseline?: string | undefined;
	/** Whether comments in the code count. */
	inlineSuppressions: boolean;
	/** Ids or aliases of rules that comments cannot suppress. */
	protectedRules: string[];
	rules: Rule[];
	/** Ids of the known frameworks, and of their controls. */
	frameworks: { id: string; controls: { id: string }[] }[];
	/** Uris of all files that may hold comments; Terraform code is not among them. */
	uris: string[];
	readText: ReadText;
	/** ISO 8601: the time of the scan. */
	now: string;
}

/**
 * Reads the waiver, baseline and attestation files.
 * @throws ScanError where a file that was asked for cannot be read.
 */
export async function loadWaiving(_options: WaivingOptions): Promise<Waiving> {
	return {
		inline: () => null,
		apply: () => {},
		diagnostics: () => [],
		attestations: [],
		exclusions: [],
	};
}

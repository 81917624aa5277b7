import type { Finding } from "../../../src/model/report.ts";
import type { Resource } from "../../../src/model/resource.ts";
import type { Rule, RuleResult } from "../../../src/model/rule.ts";
import type { CodeComments } from "../../../src/waive/inline.ts";
import { loadWaiving, type Waiving, type WaivingOptions } from "../../../src/waive/waive.ts";
import { finding, RULE } from "../report/sample.ts";

export const PRIVILEGED = RULE;
export const OTHER: Rule = { ...RULE, id: "k8s-image-tag", aliases: ["image-tag"] };
export const DIGEST = "d".repeat(64);

/** What people said, with files of a folder; everything else as in a scan on 2026-11-21. */
export function waivingOf(cwd: string, change: Partial<WaivingOptions> = {}): Promise<Waiving> {
	return loadWaiving({
		cwd,
		updateBaseline: false,
		inlineSuppressions: true,
		protectedRules: [],
		rules: [PRIVILEGED, OTHER],
		compliance: {
			frameworks: ["soc2", "hipaa"].map((id) => ({
				id,
				title: id,
				version: "1",
				controls: ["CC1.1", "CC6.1"].map((control) => ({
					id: control,
					title: control,
					section: "s",
					level: "none",
					reason: "r",
				})),
			})),
			mappings: [],
		},
		tool: { name: "assay", version: "0.1.0", policySetDigest: DIGEST },
		uris: [],
		code: null,
		readText: () => null,
		now: "2026-11-21T10:00:00.000Z",
		...change,
	});
}

export interface TextFiles {
	yaml?: Record<string, string>;
	code?: Record<string, { text: string; comments: { line: number; text: string; ownLine: boolean }[] }>;
}

/** Options of a scan over texts instead of files. */
export function texts({ yaml = {}, code = {} }: TextFiles): Partial<WaivingOptions> {
	const comments: CodeComments = {
		files: () => Object.keys(code),
		comments: (uri) => code[uri]?.comments ?? [],
	};
	return {
		uris: Object.keys(yaml),
		code: comments,
		readText: (uri) => yaml[uri] ?? code[uri]?.text ?? null,
	};
}

export function result(rule: string, change: Partial<RuleResult> = {}): RuleResult {
	return {
		rule,
		status: "evaluated",
		population: [],
		passed: [],
		denials: [],
		inconclusive: [],
		notAssessed: [],
		notApplicable: [],
		error: null,
		...change,
	};
}

export function resource(key: string, uri: string, change: Partial<Resource> = {}): Resource {
	return {
		key,
		type: "core/Pod",
		origin: "kubernetes",
		scope: "n",
		name: "p",
		labels: {},
		attributes: {},
		facets: {},
		unknown: [],
		sensitive: [],
		anchor: { uri },
		...change,
	};
}

/** A scan in which both rules ran and nothing passed. */
export const RAN = {
	results: [result(PRIVILEGED.id), result(OTHER.id)],
	resources: [] as Resource[],
	complete: true,
	partialPlan: false,
};

export function findingOn(key: string, change: Partial<Finding> = {}): Finding {
	return finding({ resource: { ...finding().resource, key }, ...change });
}

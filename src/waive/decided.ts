import type { Resource } from "../model/resource.ts";
import type { RuleResult } from "../model/rule.ts";

/** Stands for all files of Terraform code: what is undecided in a plan may belong to any of them. */
const CODE = "\0code";

/**
 * Whether a rule ran, and decided all that it may judge in a file: only then something that covers nothing is not needed.
 * @param yaml uris of YAML files that are asked about; all others are code of plans.
 * @param partialPlan whether a plan shows only a part of its code: one of some targets says nothing about the others.
 */
export function decidedIn(
	results: ReadonlyMap<string, RuleResult>,
	resources: Resource[],
	yaml: ReadonlySet<string>,
	partialPlan: boolean,
): (rule: string, uri: string) => boolean {
	const undecided = new Map<string, Set<string>>();
	let files: Files | null = null;
	return (rule, uri) => {
		const result = results.get(rule);
		if (result === undefined || result.status === "errored") return false;
		files ??= filesOf(resources);
		const isYaml = yaml.has(uri);
		if (!isYaml && partialPlan) return false;
		let uris = undecided.get(rule);
		if (uris === undefined) {
			uris = undecidedFiles(result, files);
			undecided.set(rule, uris);
		}
		return !uris.has(isYaml ? uri : CODE);
	};
}

interface Files {
	/** Of a resource. */
	byKey: Map<string, string>;
	plans: ReadonlySet<string>;
}

function filesOf(resources: Resource[]): Files {
	const scopes = resources.filter(({ type }) => type === "scope/plan");
	return {
		byKey: new Map(resources.map(({ key, anchor }) => [key, anchor.uri])),
		plans: new Set(scopes.map(({ anchor }) => anchor.uri)),
	};
}

function undecidedFiles({ inconclusive, notAssessed }: RuleResult, { byKey, plans }: Files): Set<string> {
	const uris = new Set<string>();
	for (const list of [inconclusive, notAssessed]) {
		for (const { resource } of list) {
			const uri = byKey.get(resource);
			if (uri !== undefined) uris.add(plans.has(uri) ? CODE : uri);
		}
	}
	return uris;
}

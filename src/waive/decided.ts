import type { Resource } from "../model/resource.ts";
import type { RuleResult } from "../model/rule.ts";
import { push } from "../multimap.ts";

/** Stands for all files of Terraform code: what is undecided in a plan may belong to any of them. */
const CODE = "\0code";

/**
 * Whether a rule ran, and decided all that it may judge in a file: only then something that covers nothing is not needed.
 * @param yaml uris of YAML files that are asked about; all others are code of plans.
 */
export function decidedIn(
	results: ReadonlyMap<string, RuleResult>,
	resources: Resource[],
	yaml: ReadonlySet<string>,
): (rule: string, uri: string) => boolean {
	const undecided = new Map<string, Set<string>>();
	const plans = new Set<string>();
	let inPart = false;
	const filesOf = new Map<string, string[]>();
	for (const { key, type, anchor, complete } of resources) {
		push(filesOf, key, anchor.uri);
		if (type !== "scope/plan") continue;
		plans.add(anchor.uri);
		// A plan of some targets says nothing about the others.
		if (complete === false) inPart = true;
	}
	const read = ({ inconclusive, notAssessed }: RuleResult): Set<string> => {
		const uris = new Set<string>();
		for (const list of [inconclusive, notAssessed]) {
			for (const { resource } of list) {
				for (const uri of filesOf.get(resource) ?? []) uris.add(plans.has(uri) ? CODE : uri);
			}
		}
		return uris;
	};
	return (rule, uri) => {
		const result = results.get(rule);
		if (result === undefined || result.status === "errored") return false;
		const isYaml = yaml.has(uri);
		if (!isYaml && inPart) return false;
		let uris = undecided.get(rule);
		if (uris === undefined) {
			uris = read(result);
			undecided.set(rule, uris);
		}
		return !uris.has(isYaml ? uri : CODE);
	};
}

import type { Resource } from "../../model/resource.ts";
import { type Rule, type RuleResult, SEVERITIES } from "../../model/rule.ts";

/** Something that a change makes worse: one rule on one resource. */
export interface Worsening {
	rule: string;
	resource: string;
	/** One clause. */
	text: string;
}

interface Denied {
	message: string;
	/** Place in the order of severities; lower is worse. */
	grades: number[];
}

/** What the rules made of all resources, to be held beside what they make of them after a change. */
export class Verdicts {
	/** By rule, resource and path. */
	readonly #denied = new Map<string, Map<string, Map<string, Denied>>>();
	/** By rule: resources that could not be judged. */
	readonly #open = new Map<string, Set<string>>();
	/** By rule: resources that it passed. */
	readonly #passed = new Map<string, Set<string>>();
	readonly #errored = new Set<string>();
	readonly #keys: ReadonlySet<string>;

	constructor(results: RuleResult[], rules: Rule[], resources: Resource[]) {
		const severities = new Map(rules.map(({ id, severity }) => [id, severity]));
		this.#keys = new Set(resources.map(({ key }) => key));
		for (const { rule, status, denials, passed, inconclusive, notAssessed } of results) {
			if (status === "errored") this.#errored.add(rule);
			const byResource = new Map<string, Map<string, Denied>>();
			for (const { resource, path, message, severity = severities.get(rule)! } of denials) {
				const byPath = byResource.get(resource) ?? new Map<string, Denied>();
				byResource.set(resource, byPath);
				const at = JSON.stringify(path);
				const known = byPath.get(at) ?? { message, grades: [] };
				known.grades.push(SEVERITIES.indexOf(severity));
				byPath.set(at, known);
			}
			this.#denied.set(rule, byResource);
			this.#passed.set(rule, new Set(passed));
			const open = new Set<string>();
			for (const { resource } of inconclusive) open.add(resource);
			for (const { resource } of notAssessed) open.add(resource);
			this.#open.set(rule, open);
		}
	}

	/** Paths, as JSON, at which a rule finds something wrong with a resource. */
	denied(rule: string, resource: string): ReadonlySet<string> {
		return new Set(this.#denied.get(rule)?.get(resource)?.keys());
	}

	/** Whether a rule could not judge a resource. */
	isOpen(rule: string, resource: string): boolean {
		return this.#errored.has(rule) || this.#open.get(rule)?.has(resource) === true;
	}

	#answered(rule: string, resource: string): boolean {
		return this.#passed.get(rule)?.has(resource) === true || this.#denied.get(rule)?.has(resource) === true;
	}

	/**
	 * What is worse than before: new or graver findings, answers that are gone, resources that are. A question that did not
	 * arise before and cannot be answered is none: nothing that was known is lost.
	 */
	worseThan(before: Verdicts): Worsening[] {
		const found: Worsening[] = [];
		for (const [rule, byResource] of this.#denied) {
			for (const [resource, byPath] of byResource) {
				const old = before.#denied.get(rule)?.get(resource);
				for (const [path, { message, grades }] of byPath) {
					const known = old?.get(path)?.grades ?? [];
					if (grades.length <= known.length && Math.min(...grades) >= Math.min(...known)) continue;
					found.push({ rule, resource, text: `${rule} would then find: ${message}` });
				}
			}
			for (const resource of this.#open.get(rule)!) {
				if (!before.#answered(rule, resource)) continue;
				found.push({ rule, resource, text: `${rule} could then not be decided` });
			}
			if (this.#errored.has(rule) && !before.#errored.has(rule)) {
				found.push({ rule, resource: "", text: `${rule} could then not be evaluated` });
			}
		}
		for (const key of before.#keys) {
			if (!this.#keys.has(key)) found.push({ rule: "", resource: key, text: "the object would no longer be read" });
		}
		return found;
	}
}

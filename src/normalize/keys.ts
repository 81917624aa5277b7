import type { Resource } from "../model/resource.ts";

/**
 * Gives resources whose keys are equal (an object in several files, one address in two plans) keys of their own, in
 * place: the first keeps its key, others get their file appended, and a number where that is not enough.
 */
export function separateKeys(resources: Resource[]): void {
	const used = new Set<string>();
	// Of each key with a file appended, how often it was needed: names alone may repeat thousands of times.
	const copies = new Map<string, number>();
	for (const resource of resources) {
		if (used.has(resource.key)) {
			const other = `${resource.key} (${resource.anchor.uri})`;
			do {
				const copy = (copies.get(other) ?? 0) + 1;
				copies.set(other, copy);
				resource.key = copy === 1 ? other : `${other} #${copy}`;
			} while (used.has(resource.key));
		}
		used.add(resource.key);
	}
}

/** The key as it was before `separateKeys`: for Terraform the address. */
export function originalKey({ key, anchor }: Resource): string {
	const unnumbered = key.replace(/ #\d+$/, "");
	const suffix = ` (${anchor.uri})`;
	return unnumbered.endsWith(suffix) ? unnumbered.slice(0, -suffix.length) : key;
}

/**
 * Names resources so that a plan may be written elsewhere the next time: the scope resource of the only plan of a scan
 * goes without the plan's name. Several plans keep theirs, which tell them apart.
 */
export function stableKeys(resources: Iterable<Pick<Resource, "key" | "type">>): (key: string) => string {
	const plans = new Set<string>();
	for (const { key, type } of resources) if (type === "scope/plan") plans.add(key);
	return (key) => (plans.size === 1 && plans.has(key) ? "scope/plan" : key);
}

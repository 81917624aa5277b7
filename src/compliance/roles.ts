import type { Compliance } from "../model/framework.ts";
import { compareText } from "../order.ts";

/** That a rule serves a control, and why. */
export interface ControlRule {
	id: string;
	role: "primary" | "supporting";
	/** The mapping set that says so. */
	set: string;
	rationale: string;
}

/**
 * Inverts the mapping sets: control id → the rules that serve it, each once, primary before supporting, then by id.
 * Where several sets name a pair, a primary role wins, then the first set in the order of ids.
 */
export function rolesByControl(compliance: Compliance, framework: string): ReadonlyMap<string, readonly ControlRule[]> {
	const known = inverted.get(compliance) ?? new Map<string, ReadonlyMap<string, readonly ControlRule[]>>();
	inverted.set(compliance, known);
	const roles = known.get(framework) ?? invert(compliance, framework);
	known.set(framework, roles);
	return roles;
}

/** Asked for by every batch of findings and by the assessment; what maps what does not change in between. */
const inverted = new WeakMap<Compliance, Map<string, ReadonlyMap<string, readonly ControlRule[]>>>();

function invert({ mappings }: Compliance, framework: string): Map<string, ControlRule[]> {
	const roles = new Map<string, Map<string, ControlRule>>();
	const sets = mappings.toSorted((left, right) => compareText(left.id, right.id));
	for (const role of ["primary", "supporting"] as const) {
		for (const { id: set, rationale, rules, controls } of sets) {
			for (const control of controls[framework]?.[role] ?? []) {
				const known = roles.get(control) ?? new Map<string, ControlRule>();
				roles.set(control, known);
				for (const id of rules) if (!known.has(id)) known.set(id, { id, role, set, rationale });
			}
		}
	}
	return new Map(
		[...roles].map(([control, known]) => [
			control,
			[...known.values()].sort((left, right) => compareText(left.role, right.role) || compareText(left.id, right.id)),
		]),
	);
}

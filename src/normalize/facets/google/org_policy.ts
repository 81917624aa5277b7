import type { OrgPolicyFacet } from "../../../model/facets.ts";
import type { AttributePath, Json } from "../../../model/json.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import { isObject, listAt, textAt } from "../../json.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { blockCount, type Gap, isKnown, read, text } from "../plan_values.ts";

/** What a Google organisation policy does about its constraint. */
export const googleOrgPolicy: FacetComputer<"org_policy", PlanContext> = {
	name: "org_policy",
	compute(resource, context): FacetResult<OrgPolicyFacet> {
		if (resource.type !== "google_org_policy_policy") return undefined;
		// `organizations/<id>/policies/<constraint>`; the name of a constraint keeps its dots.
		const name = read(context, resource, ["name"]);
		const constraint = isKnown(name) ? (text(name) ?? "").replace(/^.*\/policies\//, "") : "";
		const unknown: Gap[] = isKnown(name) ? [] : [{ path: ["constraint"], reason: name.unknown }];
		const spec = blockCount(context, resource, ["spec"]);
		const trial = blockCount(context, resource, ["dry_run_spec"]);
		if (typeof spec !== "number") return spec;
		if (typeof trial !== "number") return trial;
		const rules = read(context, resource, ["spec", 0, "rules"]);
		if (!isKnown(rules)) {
			const value = { constraint, trial: false, unlimited: null, closed: false, allowed: [], path: ["spec"] };
			return {
				value,
				unknown: [
					...unknown,
					{ path: ["unlimited"], reason: rules.unknown },
					{ path: ["closed"], reason: rules.unknown },
				],
			};
		}
		const listed = listAt(resource.attributes, ["spec", 0, "rules"]);
		const inherited = read(context, resource, ["spec", 0, "inherit_from_parent"]);
		if (spec > 0 && listed.length === 0 && (!isKnown(inherited) || inherited.value === true)) {
			const reason = "it takes over the policy of its parent, which is not in the plan";
			unknown.push({ path: ["unlimited"], reason }, { path: ["closed"], reason });
		}
		const general = listed.filter(isGeneral);
		const value = {
			constraint,
			trial: spec === 0 && trial > 0,
			unlimited: unlimited(general.length > 0 ? general : listed),
			closed: listed.length > 0 && (general.length > 0 ? general : listed).every(closes),
			allowed: allowedOf(listed),
			path: ["spec"],
		};
		for (const [index] of listed.entries()) {
			for (const argument of ["enforce", "allow_all", "deny_all", "values"]) {
				const reading = read(context, resource, ["spec", 0, "rules", index, argument]);
				if (!isKnown(reading))
					unknown.push({ path: ["unlimited"], reason: reading.unknown }, { path: ["closed"], reason: reading.unknown });
			}
		}
		const gap = unknownValues(listed, context, resource);
		if (gap !== null) unknown.push({ path: ["allowed"], reason: gap });
		return { value, unknown };
	},
};

/** A rule with a condition is an exception, for what carries a tag; the rules without one hold for all else. */
function isGeneral(rule: Json): boolean {
	return listAt(rule, ["condition"]).length === 0;
}

/** Whether a rule names what is allowed, or allows nothing, so that what is new is refused. */
function closes(rule: Json): boolean {
	if (textAt(rule, ["deny_all"])?.toUpperCase() === "TRUE") return true;
	return listAt(rule, ["values"]).some((values) => listAt(values, ["allowed_values"]).length > 0);
}

/** Why there is no limit; null where every rule sets one. */
function unlimited(rules: Json[]): string | null {
	if (rules.length === 0) return "it has no rules";
	for (const rule of rules) {
		if (textAt(rule, ["allow_all"])?.toUpperCase() === "TRUE") return "a rule allows everything";
		if (textAt(rule, ["enforce"])?.toUpperCase() === "FALSE") return "a rule switches the constraint off";
	}
	return rules.every(limits) ? null : "a rule names nothing that is allowed";
}

function limits(rule: Json): boolean {
	if (["enforce", "deny_all"].some((name) => textAt(rule, [name])?.toUpperCase() === "TRUE")) return true;
	return listAt(rule, ["values"]).some(
		(values) =>
			isObject(values) && ["allowed_values", "denied_values"].some((name) => listAt(values, [name]).length > 0),
	);
}

/** The values that are allowed, with their places. */
function allowedOf(rules: Json[]): { value: string; path: AttributePath }[] {
	return rules.flatMap((rule, index) =>
		listAt(rule, ["values"]).flatMap((values, inner) =>
			listAt(values, ["allowed_values"]).flatMap((value, place) =>
				typeof value === "string"
					? [{ value, path: ["spec", 0, "rules", index, "values", inner, "allowed_values", place] }]
					: [],
			),
		),
	);
}

function unknownValues(
	rules: Json[],
	context: PlanContext,
	resource: Parameters<PlanContext["value"]>[0],
): string | null {
	for (const [index, rule] of rules.entries()) {
		for (const inner of listAt(rule, ["values"]).keys()) {
			const path = ["spec", 0, "rules", index, "values", inner, "allowed_values"];
			const reading = read(context, resource, path);
			if (!isKnown(reading)) return reading.unknown;
			if (Array.isArray(reading.value) && reading.value.includes(null)) return "known only after apply";
		}
	}
	return null;
}

import type { FailoverFacet } from "../../model/facets.ts";
import type { AttributePath } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import { compareText } from "../../order.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import { type Gap, isKnown, isTrue, mayBelong, namedBy, oncePerPlan, read, text } from "./plan_values.ts";

/** Route 53 failover records with their partners, and the health checks of plans that hold such records. */
export const failover: FacetComputer<"failover", PlanContext> = {
	name: "failover",
	compute(resource, context): FacetResult<FailoverFacet> {
		if (resource.type === "aws_route53_health_check") return healthCheck(resource, context);
		if (resource.type !== "aws_route53_record" || !hasFailoverPolicy(resource, context)) return undefined;
		return failoverRecord(resource, context);
	},
};

interface FailoverRecord {
	/** Zone, name and type; null when they cannot be told. */
	group: string | null;
	role: "primary" | "secondary" | null;
	/** Null when not known. */
	target: string | null;
}

interface FailoverRecords {
	byResource: Map<Resource, FailoverRecord>;
	byGroup: Map<string, FailoverRecord[]>;
	/** Records that cannot be placed: each may be the partner that another lacks. */
	stray: Resource[];
}

const failoverRecords = oncePerPlan((context): FailoverRecords => {
	const records: FailoverRecords = { byResource: new Map(), byGroup: new Map(), stray: [] };
	for (const resource of context.ofType("aws_route53_record")) {
		if (!hasFailoverPolicy(resource, context)) continue;
		const group = groupOf(resource, context);
		const record = { group, role: roleOf(resource, context), target: targetOf(resource, context) };
		records.byResource.set(resource, record);
		if (group === null || record.role === null) records.stray.push(resource);
		if (group === null) continue;
		const members = records.byGroup.get(group);
		if (members === undefined) records.byGroup.set(group, [record]);
		else members.push(record);
	}
	return records;
});

function hasFailoverPolicy(resource: Resource, context: PlanContext): boolean {
	const value = context.value(resource, ["failover_routing_policy"]);
	return value.state === "known" && Array.isArray(value.value) && value.value.length > 0;
}

function failoverRecord(resource: Resource, context: PlanContext): FacetResult<FailoverFacet> {
	const { byResource, byGroup, stray } = failoverRecords(context);
	const own = byResource.get(resource)!;
	if (own.role === null || own.group === null)
		return { unknown: "zone, name or role of the record are known only after apply" };
	const group = byGroup.get(own.group)!;
	const primaries = group.filter(({ role }) => role === "primary");
	const secondaries = group.filter(({ role }) => role === "secondary");
	if (stray.length > 0 && (primaries.length === 0 || secondaries.length === 0)) {
		return { unknown: mayBelong(stray) };
	}

	const unknown: Gap[] = [];
	const value: Partial<FailoverFacet> = {
		role: own.role,
		primaries: primaries.length,
		secondaries: secondaries.length,
	};
	const targets = group.map(({ target }) => target);
	if (targets.includes(null))
		unknown.push({ path: ["distinct_targets"], reason: "a target is known only after apply" });
	else value.distinct_targets = new Set(targets).size === targets.length;
	const checked = isChecked(resource, context);
	if (typeof checked === "boolean") value.checked = checked;
	else unknown.push({ path: ["checked"], reason: checked.unknown });
	return { value: value as FailoverFacet, unknown };
}

function healthCheck(resource: Resource, context: PlanContext): FacetResult<FailoverFacet> {
	if (failoverRecords(context).byResource.size === 0) return undefined;
	const users = namedBy(
		context,
		[
			["aws_route53_record", "health_check_id"],
			["aws_route53_health_check", "child_healthchecks"],
		],
		resource,
	);
	const value = { role: "health-check", primaries: 0, secondaries: 0, distinct_targets: true } as const;
	if (users.certain.length > 0) return { value: { ...value, checked: true } };
	if (users.uncertain.length === 0) return { value: { ...value, checked: false } };
	const gap = { path: ["checked"], reason: mayBelong(users.uncertain) };
	return { value: value as unknown as FailoverFacet, unknown: [gap] };
}

function roleOf(resource: Resource, context: PlanContext): FailoverRecord["role"] {
	const role = text(read(context, resource, ["failover_routing_policy", 0, "type"]));
	return role === "PRIMARY" ? "primary" : role === "SECONDARY" ? "secondary" : null;
}

function groupOf(resource: Resource, context: PlanContext): string | null {
	const zone = identity(resource, ["zone_id"], context);
	const name = text(read(context, resource, ["name"]));
	const type = text(read(context, resource, ["type"]));
	if (zone === null || name === null || type === null) return null;
	return JSON.stringify([zone, name.toLowerCase().replace(/\.$/, ""), type]);
}

function targetOf(resource: Resource, context: PlanContext): string | null {
	const alias = context.value(resource, ["alias"]);
	if (alias.state === "known" && Array.isArray(alias.value) && alias.value.length > 0) {
		return identity(resource, ["alias", 0, "name"], context);
	}
	const records = read(context, resource, ["records"]);
	if (!isKnown(records)) return identity(resource, ["records"], context);
	const list = Array.isArray(records.value) ? records.value.map(String).sort(compareText) : [];
	return JSON.stringify(list);
}

/** A text that is equal for equal values: the value itself, or the one resource instance and attribute it comes from. */
function identity(resource: Resource, path: AttributePath, context: PlanContext): string | null {
	const value = context.value(resource, path);
	if (value.state === "known" && typeof value.value === "string") return value.value.toLowerCase().replace(/\.$/, "");
	if (value.state !== "reference" || value.targets.length === 0) return null;
	const sources = value.targets.map(({ attribute, resources }) =>
		resources.length === 1 ? `${resources[0]!.key}#${attribute ?? ""}` : null,
	);
	return sources.includes(null) ? null : sources.sort().join(" ");
}

function isChecked(resource: Resource, context: PlanContext): boolean | { unknown: string } {
	const check = context.value(resource, ["health_check_id"]);
	if (check.state === "reference" || (check.state === "known" && check.value !== null && check.value !== ""))
		return true;
	const evaluates = read(context, resource, ["alias", 0, "evaluate_target_health"]);
	if (isTrue(evaluates)) return true;
	if (check.state === "unknown") return { unknown: check.reason };
	return isKnown(evaluates) ? false : evaluates;
}

import type { DataEventsFacet } from "../../model/facets.ts";
import type { AttributePath } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import { blockCount, isKnown, isTrue, read, text } from "./plan_values.ts";

/**
 * The CloudTrail resource type under which uses of a resource are recorded.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
const EVENT_TYPES: Readonly<Record<string, string>> = {
	aws_s3_bucket: "AWS::S3::Object",
	aws_bedrockagent_agent: "AWS::Bedrock::AgentAlias",
	aws_bedrockagent_knowledge_base: "AWS::Bedrock::KnowledgeBase",
	aws_bedrock_guardrail: "AWS::Bedrock::Guardrail",
};

/** What a selector says of one resource: which calls it takes, or why that is not known. */
type Taken = { reads: boolean; writes: boolean } | { unknown: string };

const NOTHING: Taken = { reads: false, writes: false };

/** Which data events of a resource the trails of the plan record. Unknown where the plan shows no trail: it may lie elsewhere. */
export const dataEvents: FacetComputer<"data_events", PlanContext> = {
	name: "data_events",
	compute(resource, context): FacetResult<DataEventsFacet> {
		if (!Object.hasOwn(EVENT_TYPES, resource.type)) return undefined;
		const type = EVENT_TYPES[resource.type]!;
		const trails = context.ofType("aws_cloudtrail");
		if (trails.length === 0 && !context.complete) {
			return { unknown: "the plan shows no trail, and may not be all of the account" };
		}
		const taken = trails.flatMap((trail) => byTrail(trail, resource, type, context));
		const known = taken.flatMap((part) => ("unknown" in part ? [] : [part]));
		const reads = known.some((part) => part.reads);
		const writes = known.some((part) => part.writes);
		if (!reads || !writes) {
			for (const part of taken) if ("unknown" in part) return { unknown: part.unknown };
		}
		const recorded = reads && writes ? "all" : reads ? "reads" : writes ? "writes" : "none";
		return { value: { type, recorded } };
	},
};

function byTrail(trail: Resource, resource: Resource, type: string, context: PlanContext): Taken[] {
	const logging = read(context, trail, ["enable_logging"]);
	if (!isKnown(logging)) return [logging];
	if (logging.value === false) return [NOTHING];
	const everywhere = read(context, trail, ["is_multi_region_trail"]);
	if (!isKnown(everywhere)) return [everywhere];
	const regions = [context.region(trail), context.region(resource)];
	if (!isTrue(everywhere) && regions[0] !== regions[1] && !regions.includes(null)) return [NOTHING];
	return [
		...selectors(trail, "event_selector", context, (path) => basic(trail, path, resource, type, context)),
		...selectors(trail, "advanced_event_selector", context, (path) => advanced(trail, path, resource, type, context)),
	];
}

function selectors(
	trail: Resource,
	name: string,
	context: PlanContext,
	takenBy: (path: AttributePath) => Taken[],
): Taken[] {
	const count = blockCount(context, trail, [name]);
	if (typeof count !== "number") return [count];
	return Array.from({ length: count }, (_, index) => takenBy([name, index])).flat();
}

function basic(trail: Resource, path: AttributePath, resource: Resource, type: string, context: PlanContext): Taken[] {
	const kind = read(context, trail, [...path, "read_write_type"]);
	if (!isKnown(kind)) return [kind];
	const calls = { reads: kind.value !== "WriteOnly", writes: kind.value !== "ReadOnly" };
	const count = blockCount(context, trail, [...path, "data_resource"]);
	if (typeof count !== "number") return [count];
	return Array.from({ length: count }, (_, index): Taken => {
		const chosen = read(context, trail, [...path, "data_resource", index, "type"]);
		if (!isKnown(chosen)) return chosen;
		if (chosen.value !== type) return NOTHING;
		const values = texts(trail, [...path, "data_resource", index, "values"], context);
		if ("unknown" in values) return values;
		// `arn:aws:s3` and `arn:aws:s3:::` stand for all buckets.
		const covered = reached(resource, values.list, context);
		if (covered === null) return { unknown: "which resources a selector of the trail means is known only after apply" };
		return covered ? calls : NOTHING;
	});
}

function advanced(
	trail: Resource,
	path: AttributePath,
	resource: Resource,
	type: string,
	context: PlanContext,
): Taken[] {
	const count = blockCount(context, trail, [...path, "field_selector"]);
	if (typeof count !== "number") return [count];
	let calls = { reads: true, writes: true };
	const seen = new Set<string>();
	for (let index = 0; index < count; index++) {
		const at = [...path, "field_selector", index];
		const field = text(read(context, trail, [...at, "field"]));
		if (field === null) return [{ unknown: "a field of a selector of the trail is known only after apply" }];
		const operators: Record<string, string[]> = {};
		for (const operator of OPERATORS) {
			const values = texts(trail, [...at, operator], context);
			if ("unknown" in values) return [values];
			if (values.list.length > 0) operators[operator] = values.list;
		}
		const equals = Object.keys(operators).length === 1 ? (operators.equals ?? []) : [];
		if (field === "eventCategory" && equals.includes("Data")) seen.add(field);
		else if (field === "resources.type" && equals.includes(type)) seen.add(field);
		else if (field === "readOnly" && equals.length === 1) {
			calls = { reads: equals[0] === "true", writes: equals[0] === "false" };
		} else if (field === "resources.ARN") {
			const covered = byArn(resource, operators, context);
			if (covered === null)
				return [{ unknown: "which resources a selector of the trail means is known only after apply" }];
			if (!covered) return [NOTHING];
		}
		// Any other field narrows the selector to some calls only.
		else return [NOTHING];
	}
	return [seen.size === 2 ? calls : NOTHING];
}

const OPERATORS = ["equals", "not_equals", "starts_with", "not_starts_with", "ends_with", "not_ends_with"];

/** Whether conditions on the ARN let all objects of a resource through; null where its ARN is not known. */
function byArn(resource: Resource, operators: Record<string, string[]>, context: PlanContext): boolean | null {
	const { starts_with: within, not_starts_with: without, ...others } = operators;
	if (Object.keys(others).length > 0) return false;
	const covered = within === undefined ? true : reached(resource, within, context);
	if (covered !== true || without === undefined) return covered;
	const whole = wholeArn(resource, context);
	if (whole === null) return null;
	return !without.some((value) => whole.startsWith(value) || value.startsWith(whole));
}

function reached(resource: Resource, prefixes: string[], context: PlanContext): boolean | null {
	if (resource.type === "aws_s3_bucket" && prefixes.some((value) => /^arn:[^:]+:s3(:::)?$/.test(value))) return true;
	if (prefixes.length === 0) return false;
	const whole = wholeArn(resource, context);
	return whole === null ? null : prefixes.some((value) => whole.startsWith(value));
}

/** What the ARNs of all objects of a bucket begin with; null where it is not known. */
function wholeArn(resource: Resource, context: PlanContext): string | null {
	if (resource.type !== "aws_s3_bucket") return null;
	const name = text(read(context, resource, ["bucket"]));
	const partition = /^arn:([^:]+):/.exec(text(read(context, resource, ["arn"])) ?? "")?.[1] ?? "aws";
	return name === null ? null : `arn:${partition}:s3:::${name}/`;
}

function texts(trail: Resource, path: AttributePath, context: PlanContext): { list: string[] } | { unknown: string } {
	const reading = read(context, trail, path);
	if (!isKnown(reading)) return reading;
	const list = Array.isArray(reading.value) ? reading.value : [];
	const known = list.filter((value) => typeof value === "string");
	if (known.length < list.length)
		return { unknown: "which resources a selector of the trail means is known only after apply" };
	return { list: known };
}

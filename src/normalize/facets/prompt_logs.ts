import type { BucketFacet, PromptLogFacet } from "../../model/facets.ts";
import type { AttributePath } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import { bucket } from "./bucket.ts";
import { bucketExposure } from "./bucket_exposure.ts";
import { encryptionAtRest } from "./encryption_at_rest.ts";
import { logRetention } from "./log_retention.ts";
import type { Gap } from "./plan_values.ts";

/** Where the invocation log can go: blocks below `logging_config`, and the argument that names the place. */
const PLACES = [
	{ steps: ["s3_config"], argument: "bucket_name", type: "aws_s3_bucket", name: "bucket" },
	{ steps: ["cloudwatch_config"], argument: "log_group_name", type: "aws_cloudwatch_log_group", name: "name" },
	{
		steps: ["cloudwatch_config", "large_data_delivery_s3_config"],
		argument: "bucket_name",
		type: "aws_s3_bucket",
		name: "bucket",
	},
] as const;

/** How the places that Bedrock's invocation log is written to are protected. They are read as facets of their own. */
export const promptLogs: FacetComputer<"prompt_logs", PlanContext> = {
	name: "prompt_logs",
	compute(resource, context): FacetResult<PromptLogFacet[]> {
		if (resource.type !== "aws_bedrock_model_invocation_logging_configuration") return undefined;
		const value: PromptLogFacet[] = [];
		const unknown: Gap[] = [];
		for (const place of PLACES) {
			const path = pathTo(resource, place.steps, place.argument);
			const target = find(resource, context, path, place.type, place.name);
			if (target === null) continue;
			if ("unknown" in target) {
				unknown.push({ path: [value.length], reason: target.unknown });
				value.push({ path, kind: place.type === "aws_s3_bucket" ? "bucket" : "log group" } as PromptLogFacet);
				continue;
			}
			const read = place.type === "aws_s3_bucket" ? bucketPlace : groupPlace;
			const { value: part, unknown: gaps } = read(target.found, context, path);
			for (const gap of gaps) unknown.push({ path: [value.length, ...gap.path], reason: gap.reason });
			value.push(part);
		}
		return { value, unknown };
	},
};

/** `logging_config` and the blocks below it are objects in provider 5, lists of one in provider 6. */
function pathTo(resource: Resource, steps: readonly string[], argument: string): AttributePath {
	const asList = Array.isArray(resource.attributes.logging_config);
	return ["logging_config", ...steps].flatMap((step): AttributePath => (asList ? [step, 0] : [step])).concat(argument);
}

/** The bucket or log group that an argument names; null where it names none. */
function find(
	resource: Resource,
	context: PlanContext,
	path: AttributePath,
	type: string,
	name: string,
): { found: Resource } | { unknown: string } | null {
	const value = context.value(resource, path);
	if (value.state === "omitted") return null;
	if (value.state === "unknown") return { unknown: value.reason };
	if (value.state === "reference") {
		// What a data source looks up is configured elsewhere.
		const found = value.targets.flatMap(({ mode, resources }) =>
			mode === "managed" ? resources.filter((candidate) => candidate.type === type) : [],
		);
		if (found.length === 1 && value.targets.length === 1) return { found: found[0]! };
		return { unknown: "where the log goes is known only after apply" };
	}
	if (typeof value.value !== "string" || value.value === "") return null;
	const named = context.ofType(type).filter(({ attributes }) => attributes[name] === value.value);
	if (named.length === 1) return { found: named[0]! };
	const what = type === "aws_s3_bucket" ? "bucket" : "log group";
	return { unknown: `the ${what} ${value.value} is not in the input` };
}

interface Place {
	value: PromptLogFacet;
	unknown: Gap[];
}

/** Takes a value from another facet, or notes why it is not known. */
function take<T, K extends keyof PromptLogFacet>(
	place: { value: Partial<PromptLogFacet>; unknown: Gap[] },
	result: FacetResult<T>,
	name: K,
	pick: (value: T) => PromptLogFacet[K] | { unknown: string },
	relevant: (path: AttributePath) => boolean = () => true,
): void {
	if (result === undefined) return;
	if (!("value" in result)) {
		place.unknown.push({ path: [name], reason: result.unknown });
		return;
	}
	const gap = (result.unknown ?? []).find(({ path }) => path.length === 0 || relevant(path));
	if (gap !== undefined) {
		place.unknown.push({ path: [name], reason: gap.reason });
		return;
	}
	const picked = pick(result.value);
	if (typeof picked === "object" && picked !== null && "unknown" in picked) {
		place.unknown.push({ path: [name], reason: picked.unknown });
	} else place.value[name] = picked;
}

function bucketPlace(target: Resource, context: PlanContext, path: AttributePath): Place {
	const value: Partial<PromptLogFacet> = { path, kind: "bucket", key: target.key };
	const place = { value, unknown: [] as Gap[] };
	take(place, encryptionAtRest.compute(target, context), "encryption", ({ encryption }) => encryption);
	take(place, bucketExposure.compute(target, context), "public_block", ({ block, missing }) => ({ block, missing }));
	const kept = bucket.compute(target, context);
	const expirations = (at: AttributePath) => at[0] === "expirations" || at[0] === "audit_writers";
	take(place, kept, "least_days", (facet) => leastDays(facet), expirations);
	take(
		place,
		kept,
		"most_days",
		(facet) => mostDays(facet),
		(at) => expirations(at) || at[0] === "versioning",
	);
	return place as Place;
}

function groupPlace(target: Resource, context: PlanContext, path: AttributePath): Place {
	const value: Partial<PromptLogFacet> = {
		path,
		kind: "log group",
		key: target.key,
		public_block: { block: "none", missing: [] },
	};
	const place = { value, unknown: [] as Gap[] };
	take(place, encryptionAtRest.compute(target, context), "encryption", ({ encryption }) => encryption);
	const kept = logRetention.compute(target, context);
	const days = (at: AttributePath) => at[0] === "days";
	take(place, kept, "least_days", (facet) => facet.days, days);
	take(place, kept, "most_days", (facet) => facet.days, days);
	return place as Place;
}

const FIXED_DAY = { unknown: "a lifecycle rule names a fixed day" };

/** The first day on which a record may go; 0 where none ever does. */
function leastDays({ expirations }: BucketFacet): number | { unknown: string } {
	const applying = expirations.filter(({ kind, covers_records }) => kind !== "noncurrent" && covers_records);
	if (applying.some(({ kind }) => kind === "date")) return FIXED_DAY;
	return applying.length === 0 ? 0 : Math.min(...applying.map(({ days }) => days));
}

/** The day by which every record is gone, earlier versions too; 0 where some never go. */
function mostDays({ expirations, versioning }: BucketFacet): number | { unknown: string } {
	const sure = expirations.filter(({ covers_records, conditional }) => covers_records && !conditional);
	if (sure.some(({ kind }) => kind === "date")) return FIXED_DAY;
	const first = (wanted: string) => {
		const days = sure.filter(({ kind }) => kind === wanted).map((rule) => rule.days);
		return days.length === 0 ? null : Math.min(...days);
	};
	const current = first("current");
	if (current === null) return 0;
	if (versioning === "off") return current;
	// Where versions are kept, the first expiry only hides a record.
	const hidden = first("noncurrent");
	return hidden === null ? 0 : current + hidden;
}

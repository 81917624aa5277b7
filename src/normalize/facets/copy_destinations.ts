import type { CopyDestination } from "../../model/facets.ts";
import type { AttributePath } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer } from "../facet.ts";
import { listAt, lookUp } from "../json.ts";
import type { PlanContext } from "../terraform/context.ts";
import type { Gap } from "./plan_values.ts";

/** Where backup plans, bucket replication and snapshot copies put their copies. */
export const copyDestinations: FacetComputer<"copy_destinations", PlanContext> = {
	name: "copy_destinations",
	compute(resource, context) {
		const paths = pathsOf(resource, context);
		if (paths === undefined) return undefined;
		if ("unknown" in paths) return { unknown: paths.unknown };
		const home = context.region(resource);
		const value: Partial<CopyDestination>[] = [];
		const unknown: Gap[] = [];
		for (const path of paths.paths) {
			const region = regionAt(resource, path, context);
			if (typeof region === "string") {
				value.push({ path, region, ...(home === null ? {} : { elsewhere: region !== home }) });
				if (home === null) unknown.push({ path: [value.length - 1, "elsewhere"], reason: NO_REGION });
				continue;
			}
			unknown.push({ path: [value.length], reason: region.unknown });
			value.push({ path });
		}
		return { value: value as CopyDestination[], unknown };
	},
};

const NO_REGION = "the region of the provider is not known from the plan";

/** Where a type names its destinations. Tables and secrets with replicas lie in several regions: `data_location`. */
function pathsOf(
	resource: Resource,
	context: PlanContext,
): { paths: AttributePath[] } | { unknown: string } | undefined {
	const { type, attributes } = resource;
	const [block, ...inner] = lookUp(BLOCKS, type) ?? [];
	if (block === undefined) return undefined;
	const blocks = context.value(resource, [block]);
	if (blocks.state === "unknown") return { unknown: blocks.reason };
	const paths: AttributePath[] = [];
	for (const [index, entry] of listAt(attributes, [block]).entries()) {
		if (type === "aws_redshift_cluster") paths.push([block, index, ...inner]);
		// A rule that is disabled copies nothing.
		if (type === "aws_s3_bucket_replication_configuration") {
			const status = context.value(resource, [block, index, "status"]);
			if (status.state !== "known" || status.value !== "Disabled") paths.push([block, index, ...inner]);
		}
		if (type !== "aws_backup_plan") continue;
		const copies = context.value(resource, [block, index, "copy_action"]);
		if (copies.state === "unknown") return { unknown: copies.reason };
		const count = listAt(entry, ["copy_action"]).length;
		for (let copy = 0; copy < count; copy++) paths.push([block, index, "copy_action", copy, "destination_vault_arn"]);
	}
	return { paths };
}

const BLOCKS: Record<string, [string, ...(string | number)[]]> = {
	aws_backup_plan: ["rule"],
	aws_redshift_cluster: ["snapshot_copy", "destination_region"],
	aws_s3_bucket_replication_configuration: ["rule", "destination", 0, "bucket"],
};

const DESTINATIONS = new Set(["aws_backup_vault", "aws_backup_logically_air_gapped_vault", "aws_s3_bucket"]);

/** A region's name as it stands, the region in an ARN, or the region of the resource of the plan that is named. */
function regionAt(resource: Resource, path: AttributePath, context: PlanContext): string | { unknown: string } {
	const value = context.value(resource, path);
	if (value.state === "known" && typeof value.value === "string") {
		if (!value.value.startsWith("arn:")) return value.value;
		const region = value.value.split(":")[3] ?? "";
		return region === "" ? regionOfBucket(value.value, context) : region;
	}
	if (value.state === "unknown") return { unknown: value.reason };
	if (value.state !== "reference") return { unknown: "no destination is named" };
	const named = value.targets.flatMap((target) => target.resources);
	if (!named.every(({ type }) => DESTINATIONS.has(type))) return { unknown: "known only after apply" };
	const regions = new Set(named.map((found) => context.region(found)));
	const [only] = regions;
	return regions.size === 1 && typeof only === "string" ? only : { unknown: NO_REGION };
}

/** The ARN of a bucket names no region: only a bucket of the plan tells. */
function regionOfBucket(arn: string, context: PlanContext): string | { unknown: string } {
	const name = arn.slice(arn.lastIndexOf(":") + 1);
	const bucket = context.ofType("aws_s3_bucket").find(({ attributes }) => attributes.bucket === name);
	const region = bucket === undefined ? null : context.region(bucket);
	return region ?? { unknown: "the region of the destination bucket is not known from the plan" };
}

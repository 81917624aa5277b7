import type { DatabaseCopiesFacet } from "../../model/facets.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import { isKnown, isTrue, mayBelong, read, text } from "./plan_values.ts";

/** What takes over when the zone of a database fails. */
export const databaseCopies: FacetComputer<"database_copies", PlanContext> = {
	name: "database_copies",
	compute(resource, context): FacetResult<DatabaseCopiesFacet> {
		if (resource.type === "aws_db_instance") return instance(resource, context);
		if (resource.type === "aws_rds_cluster") return cluster(resource, context);
		return undefined;
	},
};

function instance(resource: Resource, context: PlanContext): FacetResult<DatabaseCopiesFacet> {
	const multiAz = read(context, resource, ["multi_az"]);
	if (!isKnown(multiAz)) return { unknown: multiAz.unknown };
	return { value: { standby: isTrue(multiAz), instances: 0, path: ["multi_az"] } };
}

/**
 * Aurora keeps six copies of the data in three zones; what a zone takes away is the instance. Multi-AZ DB clusters
 * (`db_cluster_instance_class`) bring their two standbys, serverless v1 restarts in another zone by itself.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html
 */
function cluster(resource: Resource, context: PlanContext): FacetResult<DatabaseCopiesFacet> {
	const ownInstances = context.value(resource, ["db_cluster_instance_class"]);
	const mode = read(context, resource, ["engine_mode"]);
	if (ownInstances.state === "unknown") return { unknown: ownInstances.reason };
	if (!isKnown(mode)) return { unknown: mode.unknown };
	const hasOwn = ownInstances.state === "reference" || (ownInstances.state === "known" && ownInstances.value !== null);
	const { certain, uncertain } = context.joined("aws_rds_cluster_instance", "cluster_identifier", resource);
	const value = { standby: true, instances: certain.length, path: ["cluster_identifier"] };
	if (hasOwn || text(mode) === "serverless" || certain.length > 1) return { value };
	if (certain.length + uncertain.length > 1) return { unknown: mayBelong(uncertain) };
	if (certain.length + uncertain.length === 0 && !context.complete) {
		return { unknown: "the instances of the cluster are not in the plan" };
	}
	return { value: { ...value, standby: false } };
}

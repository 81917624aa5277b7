import type { InstanceMetadataFacet } from "../../model/facets.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer } from "../facet.ts";
import { textAt } from "../json.ts";
import type { PlanContext } from "../terraform/context.ts";

/** Reads `metadata_options`, and the account's default for instances that leave the token setting open. */
export const instanceMetadata: FacetComputer<"instance_metadata", PlanContext> = {
	name: "instance_metadata",
	compute(resource, context) {
		if (resource.type !== "aws_instance" && resource.type !== "aws_launch_template") return undefined;
		const path = ["metadata_options", 0, "http_tokens"];
		const options = context.value(resource, ["metadata_options"]);
		const endpoint = textAt(resource.attributes, ["metadata_options", 0, "http_endpoint"]) !== "disabled";
		const tokens = context.value(resource, path);
		const set = tokens.state === "known" && typeof tokens.value === "string" ? tokens.value : null;
		const value: InstanceMetadataFacet = {
			tokens: set === null ? accountDefault(resource, context) : asTokens(set),
			endpoint_enabled: endpoint,
			path,
		};
		if (set !== null || !endpoint || options.state === "omitted") return { value };
		if (options.state === "unknown") return { value, unknown: [{ path: [], reason: options.reason }] };
		if (tokens.state === "unknown") return { value, unknown: [{ path: ["tokens"], reason: tokens.reason }] };
		if (tokens.state === "reference")
			return { value, unknown: [{ path: ["tokens"], reason: "known only after apply" }] };
		return { value };
	},
};

const asTokens = (text: string) => (text === "required" ? "required" : "optional");

/** The account has one default for each region. */
function accountDefault(resource: Resource, context: PlanContext): InstanceMetadataFacet["tokens"] {
	const region = context.region(resource);
	const defaults = context
		.ofType("aws_ec2_instance_metadata_defaults")
		.find((candidate) => context.region(candidate) === region);
	const tokens = defaults === undefined ? null : textAt(defaults.attributes, ["http_tokens"]);
	return tokens === "required" || tokens === "optional" ? tokens : "unset";
}

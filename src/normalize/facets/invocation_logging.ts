import type { AttributePath } from "../../model/json.ts";
import type { FacetComputer } from "../facet.ts";
import { unknownAt, valueAt } from "../json.ts";
import type { PlanContext } from "../terraform/context.ts";

const MODALITIES = ["embedding", "image", "text", "video"];
/** Destination blocks and the argument that names the target. */
const DESTINATIONS = [
	["s3_config", "bucket_name"],
	["cloudwatch_config", "log_group_name"],
] as const;

/** Reads `logging_config`, an object in provider 5 and a list of one in provider 6. */
export const invocationLogging: FacetComputer<"invocation_logging", PlanContext> = {
	name: "invocation_logging",
	compute(resource) {
		if (resource.type !== "aws_bedrock_model_invocation_logging_configuration") return undefined;
		const config = valueAt(resource.attributes, ["logging_config"]);
		const path: AttributePath = Array.isArray(config) ? ["logging_config", 0] : ["logging_config"];
		const wholly = resource.unknown.find(
			(unknown) => unknown.path.length === 2 && unknown.path[1] === "logging_config",
		);
		if (wholly !== undefined) return { unknown: wholly.reason };
		// Naming a bucket that the plan makes is enough; its name may come later. The block is an object or a list of one.
		const delivered = DESTINATIONS.some(([block, argument]) =>
			[
				[...path, block, argument],
				[...path, block, 0, argument],
			].some((target) => isText(valueAt(resource.attributes, target)) || unknownAt(resource, target) !== null),
		);
		const off = [];
		const unknown = [];
		for (const modality of MODALITIES) {
			const argument = [...path, `${modality}_data_delivery_enabled`];
			// On unless switched off.
			if (valueAt(resource.attributes, argument) === false) off.push(modality);
			const reason = unknownAt(resource, argument);
			if (reason !== null) unknown.push({ path: ["off"], reason });
		}
		return { value: { delivered, off, path }, unknown };
	},
};

const isText = (value: unknown) => typeof value === "string" && value !== "";

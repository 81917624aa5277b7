import type { ThreatFeaturesFacet } from "../../model/facets.ts";
import type { AttributePath } from "../../model/json.ts";
import { compareText } from "../../order.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import { isKnown, isTrue, mayBelong, read, text } from "./plan_values.ts";

/** The older block of the detector and the features its switches became. */
const DATA_SOURCES: readonly (readonly [feature: string, path: AttributePath])[] = [
	["S3_DATA_EVENTS", ["datasources", 0, "s3_logs", 0, "enable"]],
	["EKS_AUDIT_LOGS", ["datasources", 0, "kubernetes", 0, "audit_logs", 0, "enable"]],
	[
		"EBS_MALWARE_PROTECTION",
		["datasources", 0, "malware_protection", 0, "scan_ec2_instance_with_findings", 0, "ebs_volumes", 0, "enable"],
	],
];

/**
 * Which protections of a GuardDuty detector are surely on or off. What nobody says is open: AWS switches several of them
 * on by itself, depending on when and how the detector was made.
 */
export const threatFeatures: FacetComputer<"threat_features", PlanContext> = {
	name: "threat_features",
	compute(resource, context): FacetResult<ThreatFeaturesFacet> {
		if (resource.type !== "aws_guardduty_detector") return undefined;
		const enabled = new Set<string>();
		const disabled = new Set<string>();
		const { certain, uncertain } = context.joined("aws_guardduty_detector_feature", "detector_id", resource);
		let open = uncertain.length > 0 ? mayBelong(uncertain) : null;
		for (const feature of certain) {
			const name = text(read(context, feature, ["name"]));
			const status = read(context, feature, ["status"]);
			if (name === null) open = "the name of a feature is known only after apply";
			else if (!isKnown(status)) open = status.unknown;
			else (status.value === "ENABLED" ? enabled : disabled).add(name);
		}
		for (const [name, path] of DATA_SOURCES) {
			if (enabled.has(name) || disabled.has(name)) continue;
			const reading = read(context, resource, path);
			if (!isKnown(reading)) open = reading.unknown;
			else if (reading.value !== null) (isTrue(reading) ? enabled : disabled).add(name);
		}
		const lists = { enabled: [...enabled].sort(compareText), disabled: [...disabled].sort(compareText) };
		return { value: { ...lists, open: open ?? "the input does not say" } };
	},
};

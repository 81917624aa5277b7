import type { SecretRotationFacet } from "../../model/facets.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer } from "../facet.ts";
import { textAt, unknownAt, valueAt } from "../json.ts";
import type { PlanContext } from "../terraform/context.ts";
import { mayBelong } from "./plan_values.ts";

const DAYS_PER_UNIT: Record<string, number> = { day: 1, hour: 1 / 24 };

/** Joins a secret with its rotation; several rotations of one secret cannot be, the shortest counts. */
export const secretRotation: FacetComputer<"secret_rotation", PlanContext> = {
	name: "secret_rotation",
	compute(resource, context) {
		if (resource.type !== "aws_secretsmanager_secret") return undefined;
		const { certain, uncertain } = context.joined("aws_secretsmanager_secret_rotation", "secret_id", resource);
		const rotation = certain[0];
		if (rotation === undefined) {
			const value: SecretRotationFacet = { schedule: "none", days: null };
			if (uncertain.length === 0) return { value };
			return { unknown: mayBelong(uncertain) };
		}
		const reason = unknownAt(rotation, ["rotation_rules"]);
		if (reason !== null) return { unknown: reason };
		return { value: readSchedule(rotation) };
	},
};

function readSchedule(rotation: Resource): SecretRotationFacet {
	const days = valueAt(rotation.attributes, ["rotation_rules", 0, "automatically_after_days"]);
	if (typeof days === "number" && days > 0) return { schedule: "days", days };
	const expression = textAt(rotation.attributes, ["rotation_rules", 0, "schedule_expression"]) ?? "";
	const rate = /^rate\(\s*(\d+)\s+(day|hour)s?\s*\)$/.exec(expression);
	if (rate !== null) return { schedule: "days", days: Number(rate[1]) * DAYS_PER_UNIT[rate[2] as string]! };
	if (expression.startsWith("cron(")) return { schedule: "calendar", days: null };
	return { schedule: "none", days: null };
}

import type { SecretRotationFacet } from "../../../model/facets.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { blockCount, isKnown, read, text } from "../plan_values.ts";

/**
 * How a secret is rotated. Secret Manager changes nothing itself: it sends a message to topics when the period is over.
 * https://docs.cloud.google.com/secret-manager/docs/secret-rotation
 */
export const googleSecretRotation: FacetComputer<"secret_rotation", PlanContext> = {
	name: "secret_rotation",
	compute(resource, context): FacetResult<SecretRotationFacet> {
		if (resource.type !== "google_secret_manager_secret" && resource.type !== "google_secret_manager_regional_secret") {
			return undefined;
		}
		const topics = blockCount(context, resource, ["topics"]);
		if (typeof topics !== "number") return topics;
		const period = read(context, resource, ["rotation", 0, "rotation_period"]);
		if (!isKnown(period)) return period;
		const seconds = /^(\d+(?:\.\d+)?)s$/.exec(text(period) ?? "")?.[1];
		if (seconds === undefined || topics === 0) return { value: { schedule: "none", days: null } };
		return { value: { schedule: "days", days: Number(seconds) / 86_400 } };
	},
};

import type { FacetComputer } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { isKnown, read, text } from "../plan_values.ts";

/**
 * Where R2 keeps objects, and where requests for a host name are decrypted. Of a bucket only the jurisdiction binds; its
 * `location` is a wish (https://developers.cloudflare.com/r2/reference/data-location/).
 */
export const cloudflareDataLocation: FacetComputer<"data_location", PlanContext> = {
	name: "data_location",
	compute(resource, context) {
		const argument = { cloudflare_r2_bucket: "jurisdiction", cloudflare_regional_hostname: "region_key" }[
			resource.type
		];
		if (argument === undefined) return undefined;
		const reading = read(context, resource, [argument]);
		if (!isKnown(reading)) return reading;
		const region = text(reading);
		// A bucket without one has the jurisdiction `default`, which is none.
		if (region === null || region === "default") {
			return { unknown: "without a jurisdiction, the location of an R2 bucket is a wish that binds nobody" };
		}
		return { value: [{ region, path: [argument] }] };
	},
};

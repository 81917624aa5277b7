import type { FacetComputer } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { isKnown, isTrue, read } from "../plan_values.ts";

/** `enforce_twofactor`, an argument of its own in provider 4, below `settings` in provider 5. Off unless stated, in both. */
export const secondFactor: FacetComputer<"second_factor", PlanContext> = {
	name: "second_factor",
	compute(resource, context) {
		if (resource.type !== "cloudflare_account") return undefined;
		const older = read(context, resource, ["enforce_twofactor"]);
		if (!isKnown(older)) return older;
		if (older.value !== null) return { value: { enforced: isTrue(older), path: ["enforce_twofactor"] } };
		const path = ["settings", "enforce_twofactor"];
		if (context.value(resource, ["settings"]).state === "omitted") {
			if (resource.change === "create" || resource.change === "replace") return { value: { enforced: false, path } };
			// What nobody states stays as it is in an account that exists already.
			return { unknown: "the plan does not state the settings of an account that exists" };
		}
		const setting = read(context, resource, path);
		if (!isKnown(setting)) return setting;
		return { value: { enforced: isTrue(setting), path } };
	},
};

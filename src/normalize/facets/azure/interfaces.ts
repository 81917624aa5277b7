import type { FacetComputer } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { blockCount, isGiven } from "../plan_values.ts";

/** A network interface has a public address where one of its configurations names one. */
export const azurePublicAddress: FacetComputer<"public_address", PlanContext> = {
	name: "public_address",
	compute(resource, context) {
		if (resource.type !== "azurerm_network_interface") return undefined;
		const block = ["ip_configuration"];
		const count = blockCount(context, resource, block);
		if (typeof count !== "number") return count;
		let gap: { unknown: string } | null = null;
		for (let index = 0; index < count; index += 1) {
			const path = [...block, index, "public_ip_address_id"];
			const given = isGiven(context, resource, path);
			if (typeof given !== "boolean") gap ??= given;
			else if (given) {
				// What comes from no public address of the plan may turn out to be none.
				const value = context.value(resource, path);
				const other = value.state === "reference" && value.targets.some(({ type }) => type !== "azurerm_public_ip");
				if (!other) return { value: { assigned: true, path } };
				gap ??= { unknown: "known only after apply" };
			}
		}
		return gap ?? { value: { assigned: false, path: block } };
	},
};

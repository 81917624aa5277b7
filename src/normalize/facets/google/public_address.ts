import type { FacetComputer } from "../../facet.ts";
import { listAt } from "../../json.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { blockCount } from "../plan_values.ts";

const TYPES = [
	"google_compute_instance",
	"google_compute_instance_template",
	"google_compute_region_instance_template",
];

/** An interface of a machine has a public address exactly where a block says so, be it empty. */
const BLOCKS = ["access_config", "ipv6_access_config"];

export const googlePublicAddress: FacetComputer<"public_address", PlanContext> = {
	name: "public_address",
	compute(resource, context) {
		if (!TYPES.includes(resource.type)) return undefined;
		const interfaces = blockCount(context, resource, ["network_interface"]);
		if (typeof interfaces !== "number") return interfaces;
		let gap: { unknown: string } | null = null;
		for (const index of listAt(resource.attributes, ["network_interface"]).keys()) {
			for (const block of BLOCKS) {
				const path = ["network_interface", index, block];
				const count = blockCount(context, resource, path);
				if (typeof count !== "number") gap ??= count;
				else if (count > 0) return { value: { assigned: true, path } };
			}
		}
		return gap ?? { value: { assigned: false, path: ["network_interface"] } };
	},
};

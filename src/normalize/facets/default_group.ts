import type { DefaultGroupFacet } from "../../model/facets.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { unknownAt } from "../json.ts";
import type { PlanContext } from "../terraform/context.ts";
import { blockCount, mayBelong, namedBy } from "./plan_values.ts";

/** Rules kept as resources of their own. */
const RULES = [
	["aws_security_group_rule", "security_group_id"],
	["aws_vpc_security_group_ingress_rule", "security_group_id"],
	["aws_vpc_security_group_egress_rule", "security_group_id"],
] as const;

/** Whether the default security group of a VPC is taken into Terraform's hands, and how many rules it has there. */
export const defaultGroup: FacetComputer<"default_group", PlanContext> = {
	name: "default_group",
	compute(resource, context): FacetResult<DefaultGroupFacet> {
		if (resource.type === "aws_vpc") {
			// Every VPC of an account has the group, which is read and judged itself.
			if (resource.origin === "aws") return undefined;
			const { certain, uncertain } = context.joined("aws_default_security_group", "vpc_id", resource);
			if (certain.length === 0 && uncertain.length > 0) return { unknown: mayBelong(uncertain) };
			return { value: { managed: certain.length > 0, rules: 0 } };
		}
		if (resource.type !== "aws_default_security_group") return undefined;
		const separate = namedBy(context, RULES, resource);
		let rules = separate.certain.length;
		let gap = separate.uncertain.length > 0 ? mayBelong(separate.uncertain) : null;
		// The provider takes away every rule of the group that is not written down (provider documentation).
		for (const direction of ["ingress", "egress"]) {
			const count = blockCount(context, resource, [direction]);
			if (typeof count !== "number") {
				gap = count.unknown;
				continue;
			}
			for (let index = 0; index < count; index++) {
				// A dynamic block of unknown length stands in a plan as one rule of which nothing is known.
				const reason = unknownAt(resource, [direction, index, "protocol"]);
				if (reason === null) rules++;
				else gap = reason;
			}
		}
		if (rules === 0 && gap !== null) return { unknown: gap };
		return { value: { managed: true, rules } };
	},
};

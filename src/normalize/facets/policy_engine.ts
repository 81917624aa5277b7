import type { PolicyEngineFacet } from "../../model/facets.ts";
import type { Json } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { isObject } from "../json.ts";
import type { PlanContext } from "../terraform/context.ts";
import { isKnown, mayBelong, read, text } from "./plan_values.ts";

/** Helm charts of network plugins that enforce network policies. */
const PLUGINS = ["cilium", "tigera-operator", "calico", "antrea", "kube-router"];

/**
 * Whether something in an EKS cluster enforces NetworkPolicy objects. The VPC network plugin, which every cluster gets,
 * does not until it is told to; another plugin may be installed by what the plan does not show.
 * https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html
 */
export const policyEngine: FacetComputer<"policy_engine", PlanContext> = {
	name: "policy_engine",
	compute(resource, context): FacetResult<PolicyEngineFacet> {
		if (resource.type !== "aws_eks_cluster") return undefined;
		const { certain, uncertain } = context.joined("aws_eks_addon", "cluster_name", resource);
		const addons = certain.filter((addon) => text(read(context, addon, ["addon_name"])) === "vpc-cni");
		let gap: string | null = uncertain.length > 0 ? mayBelong(uncertain) : null;
		for (const addon of addons) {
			const values = read(context, addon, ["configuration_values"]);
			if (!isKnown(values)) gap = values.unknown;
			else if (enforces(text(values) ?? "")) return { value: { engine: "vpc-cni", path: [] } };
		}
		const plugin = context.ofType("helm_release").find((release) => isPlugin(release, context));
		if (plugin !== undefined) return { value: { engine: plugin.key, path: [] } };
		if (gap !== null) return { unknown: gap };
		if (addons.length > 0) return { value: { engine: "", path: [] } };
		return { unknown: "the plan does not show the network plugin of the cluster" };
	},
};

function isPlugin(release: Resource, context: PlanContext): boolean {
	const chart = text(read(context, release, ["chart"])) ?? "";
	return PLUGINS.includes(chart.slice(chart.lastIndexOf("/") + 1));
}

/** Configuration values are JSON or YAML; of YAML the one line is read. */
function enforces(values: string): boolean {
	try {
		const parsed: Json = JSON.parse(values);
		return isObject(parsed) && String(parsed.enableNetworkPolicy) === "true";
	} catch {
		return /^["']?enableNetworkPolicy["']?\s*:\s*["']?true["']?\s*$/m.test(values);
	}
}

import type { AdmissionPolicyFacet } from "../../model/facets.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { listAt, textAt, unknownAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { byKey } from "./joins.ts";

const POLICY = "admissionregistration.k8s.io/ValidatingAdmissionPolicy";
const BINDING = "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding";

/** The `admission_policy` facet of a ValidatingAdmissionPolicy: what its bindings do with what it finds. */
export const admissionPolicyFacet: FacetComputer<"admission_policy", KubernetesContext> = {
	name: "admission_policy",
	compute(resource, context): FacetResult<AdmissionPolicyFacet> {
		if (resource.type !== POLICY) return undefined;
		const actions = new Set<string>();
		let bound = false;
		let doubt: string | null = null;
		for (const binding of byKey(context.ofType(BINDING))) {
			const hidden = unknownAt(binding, ["spec", "policyName"]);
			if (hidden !== null) doubt ??= `${binding.key}: ${hidden}`;
			if (textAt(binding.attributes, ["spec", "policyName"]) !== resource.name) continue;
			bound = true;
			const reason = unknownAt(binding, ["spec", "validationActions"]);
			if (reason !== null) doubt ??= `${binding.key}: ${reason}`;
			for (const action of listAt(binding.attributes, ["spec", "validationActions"])) {
				if (typeof action === "string") actions.add(action);
			}
		}
		if (!actions.has("Deny")) {
			if (doubt !== null) return { unknown: doubt };
			if (!bound && !context.complete) return { unknown: "no binding of the policy is in the input" };
		}
		return { value: { bound, actions: [...actions].sort() } };
	},
};

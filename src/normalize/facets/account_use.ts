import type { AccountUse } from "../../model/facets.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { isObject, listAt, textAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { serviceAccountFacet } from "./service_account.ts";

const BINDINGS = new Set(["rbac.authorization.k8s.io/RoleBinding", "rbac.authorization.k8s.io/ClusterRoleBinding"]);

/** The `account_use` facet: the ServiceAccounts that pods run as and that bindings give a role to. Absent where there are none. */
export const accountUseFacet: FacetComputer<"account_use", KubernetesContext> = {
	name: "account_use",
	compute(resource, context): FacetResult<AccountUse[]> {
		if (BINDINGS.has(resource.type)) {
			const role = textAt(resource.attributes, ["roleRef", "name"]) ?? "";
			const uses: AccountUse[] = [];
			for (const [index, subject] of listAt(resource.attributes, ["subjects"]).entries()) {
				if (!isObject(subject) || subject.kind !== "ServiceAccount" || typeof subject.name !== "string") continue;
				uses.push({ name: subject.name, use: "bound", role, path: ["subjects", index, "name"] });
			}
			const unknown = resource.unknown
				.filter(({ path }) => path[0] === "attributes" && path[1] === "subjects")
				.map(({ reason }) => ({ path: [], reason }));
			return uses.length === 0 && unknown.length === 0 ? undefined : { value: uses, unknown };
		}
		const pod = serviceAccountFacet.compute(resource, context);
		if (pod === undefined || !("value" in pod)) return pod;
		const { name, name_path } = pod.value;
		const unknown = (pod.unknown ?? [])
			.filter(({ path }) => path[0] === "name")
			.map(({ reason }) => ({ path: [0, "name"], reason }));
		return { value: [{ name, use: "runs", role: "", path: name_path }], unknown };
	},
};

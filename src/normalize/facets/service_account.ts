import type { ServiceAccountFacet } from "../../model/facets.ts";
import type { AttributePath } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { textAt, unknownAt, valueAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { unreadable, variants } from "./joins.ts";
import { podSpecPath } from "./pod.ts";

const AUTOMOUNT = "automountServiceAccountToken";

/** The `service_account` facet: which ServiceAccount the pods run as, and whether its token is mounted into them. */
export const serviceAccountFacet: FacetComputer<"service_account", KubernetesContext> = {
	name: "service_account",
	compute(resource, context): FacetResult<ServiceAccountFacet> {
		const spec = podSpecPath(resource.type, resource.attributes);
		if (spec === null) return undefined;
		const { name, path: namePath, reason: nameUnknown } = accountName(resource, spec);
		const path = [...spec, AUTOMOUNT];
		const value: ServiceAccountFacet = { name, name_path: namePath, automount: true, source: "default", path };
		const unknown: { path: AttributePath; reason: string }[] = [];
		if (nameUnknown !== null) unknown.push({ path: ["name"], reason: nameUnknown });

		const podUnknown = unknownAt(resource, path);
		const pod = valueAt(resource.attributes, path);
		if (podUnknown !== null) unknown.push({ path: ["automount"], reason: podUnknown });
		else if (typeof pod === "boolean") Object.assign(value, { automount: pod, source: "pod" });
		else if (nameUnknown !== null) unknown.push({ path: ["automount"], reason: nameUnknown });
		else {
			let account: ReturnType<typeof accountSetting> = { reason: "" };
			const unread = unreadable(() => {
				account = accountSetting(resource, name, context);
			});
			if (unread !== null) unknown.push({ path: ["automount"], reason: unread });
			else if ("reason" in account) unknown.push({ path: ["automount"], reason: account.reason });
			else Object.assign(value, account);
		}
		return { value, unknown };
	},
};

/** `serviceAccountName`, its old alias `serviceAccount`, or the `default` that the API fills in. */
function accountName(resource: Resource, spec: AttributePath) {
	const paths = [
		[...spec, "serviceAccountName"],
		[...spec, "serviceAccount"],
	];
	for (const path of paths) {
		const reason = unknownAt(resource, path);
		const name = textAt(resource.attributes, path);
		if (reason !== null || name !== null) return { name: name ?? "", path, reason };
	}
	return { name: "default", path: paths[0]!, reason: null };
}

/** What the ServiceAccount says where the pod leaves the question open. */
function accountSetting(
	workload: Resource,
	name: string,
	context: KubernetesContext,
): { automount: boolean; source: "service-account" | "default" } | { reason: string } {
	let open: Resource | null = null;
	for (const account of context.ofType("core/ServiceAccount")) {
		if (account.name !== name) continue;
		const together = context.sameNamespace(account, workload);
		if (together === "depends") open ??= account;
		if (together !== "yes") continue;
		const reason = unknownAt(account, [AUTOMOUNT]);
		if (reason !== null) return { reason: `ServiceAccount ${name}: ${reason}` };
		const setting = valueAt(account.attributes, [AUTOMOUNT]);
		return typeof setting === "boolean"
			? { automount: setting, source: "service-account" }
			: { automount: true, source: "default" };
	}
	if (open !== null && open.scope === workload.scope) return { reason: variants(open) };
	if (open !== null)
		return { reason: `the manifests leave open whether ServiceAccount ${name} is in the same namespace` };
	// Every namespace gets a `default` account that mounts its token; where the input defines the namespace, nothing else sets it.
	if (name === "default" && context.definesNamespace(workload.scope)) return { automount: true, source: "default" };
	return { reason: `ServiceAccount ${name} is not in the input, and the pod leaves ${AUTOMOUNT} open` };
}

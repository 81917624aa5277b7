import type { CloudIdentityFacet } from "../../model/facets.ts";
import type { AttributePath } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import { compareText } from "../../order.ts";
import type { FacetComputer } from "../facet.ts";
import { unknownAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { annotation } from "./service.ts";

const SERVICE_ACCOUNT = "core/ServiceAccount";

/** Annotations that give the pods of a ServiceAccount an identity of a cloud: EKS, GKE, AKS. */
const ANNOTATIONS = [
	"eks.amazonaws.com/role-arn",
	"iam.gke.io/gcp-service-account",
	"azure.workload.identity/client-id",
];

/** The `cloud_identity` facet of ServiceAccounts. */
export const cloudIdentityFacet: FacetComputer<"cloud_identity", KubernetesContext> = {
	name: "cloud_identity",
	compute(resource, context) {
		if (resource.type !== SERVICE_ACCOUNT) return undefined;
		const value: CloudIdentityFacet[] = [];
		const unknown: { path: AttributePath; reason: string }[] = [];
		for (const name of ANNOTATIONS) {
			const path = ["metadata", "annotations", name];
			const hidden = unknownAt(resource, path);
			if (hidden !== null) {
				unknown.push({ path: [value.length, "shared_with"], reason: hidden });
				value.push({ path, identity: "", shared_with: [] });
				continue;
			}
			const identity = annotation(resource, name);
			if (identity !== null) value.push({ path, identity, shared_with: sharers(resource, name, identity, context) });
		}
		return value.length === 0 ? undefined : { value, unknown };
	},
};

/** Those of other namespaces, as far as both are stated. */
function sharers(account: Resource, name: string, identity: string, context: KubernetesContext): string[] {
	if (account.scope === "") return [];
	const found = (byIdentity(name, context).get(identity) ?? []).filter(
		(other) => other.scope !== "" && context.sameNamespace(other, account) === "no",
	);
	return [
		...new Set(found.filter(({ scope }) => scope !== account.scope).map((other) => `${other.scope}/${other.name}`)),
	].sort(compareText);
}

const indexed = new WeakMap<readonly Resource[], Map<string, Map<string, Resource[]>>>();

/** The ServiceAccounts that an annotation gives an identity, by that. */
function byIdentity(name: string, context: KubernetesContext): Map<string, Resource[]> {
	const accounts = context.ofType(SERVICE_ACCOUNT);
	const byName = indexed.get(accounts) ?? new Map<string, Map<string, Resource[]>>();
	indexed.set(accounts, byName);
	let found = byName.get(name);
	if (found === undefined) {
		found = new Map();
		for (const account of accounts) {
			const identity = annotation(account, name);
			if (identity === null) continue;
			const sharing = found.get(identity);
			if (sharing === undefined) found.set(identity, [account]);
			else sharing.push(account);
		}
		byName.set(name, found);
	}
	return found;
}

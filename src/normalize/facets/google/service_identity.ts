import type { ServiceIdentityFacet } from "../../../model/facets.ts";
import type { AttributePath } from "../../../model/json.ts";
import type { Resource } from "../../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { blockCount } from "../plan_values.ts";

/** The account that machines of a project run as unless told otherwise; new projects may give it the role of an editor. */
const DEFAULT_ACCOUNT = /^(?:default|\d+-compute@developer\.gserviceaccount\.com)$/;

/**
 * The service account of machines and nodes.
 * https://docs.cloud.google.com/compute/docs/access/service-accounts#default_service_account
 * https://docs.cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster#permissions
 */
export const serviceIdentity: FacetComputer<"service_identity", PlanContext> = {
	name: "service_identity",
	compute(resource, context): FacetResult<ServiceIdentityFacet> {
		switch (resource.type) {
			case "google_compute_instance":
			case "google_compute_instance_template":
			case "google_compute_region_instance_template":
				return ofMachine(resource, context);
			case "google_container_node_pool":
				return ofNodes(resource, context);
			default:
				return undefined;
		}
	},
};

/** A machine without the block has no account at all. */
function ofMachine(resource: Resource, context: PlanContext): FacetResult<ServiceIdentityFacet> {
	const path: AttributePath = ["service_account"];
	const count = blockCount(context, resource, path);
	if (typeof count !== "number") return count;
	if (count === 0) return { value: { account: "none", full_scope: false, path } };
	const account = accountAt(resource, context, [...path, 0, "email"]);
	if (typeof account !== "string") return account;
	const scopes = context.value(resource, [...path, 0, "scopes"]);
	const listed = scopes.state === "known" && Array.isArray(scopes.value) ? scopes.value : [];
	const full = listed.some((scope) => typeof scope === "string" && /(?:^|\/)cloud-platform$/.test(scope));
	// A null stands where the plan does not know one of them.
	if (scopes.state === "unknown" || scopes.state === "reference" || (!full && listed.includes(null))) {
		return account === "own"
			? { value: { account, full_scope: true, path } }
			: { unknown: "its scopes are known only after apply" };
	}
	return { value: { account, full_scope: full, path: [...path, 0, "email"] } };
}

/** Nodes always have one. */
function ofNodes(resource: Resource, context: PlanContext): FacetResult<ServiceIdentityFacet> {
	const path: AttributePath = ["node_config", 0, "service_account"];
	const count = blockCount(context, resource, ["node_config"]);
	if (typeof count !== "number") return count;
	const account = count === 0 ? "default" : accountAt(resource, context, path);
	if (typeof account !== "string") return account;
	const full = count > 0 && mayReachAll(context, resource, ["node_config", 0, "oauth_scopes"]);
	return { value: { account, full_scope: full, path } };
}

/**
 * Whether scopes leave everything to the roles of the account, or may. Those GKE gives by itself do not: they write logs
 * and metrics, and read images.
 * https://docs.cloud.google.com/kubernetes-engine/docs/how-to/access-scopes
 */
function mayReachAll(context: PlanContext, resource: Resource, path: AttributePath): boolean {
	const scopes = context.value(resource, path);
	if (scopes.state === "omitted") return false;
	if (scopes.state !== "known" || !Array.isArray(scopes.value)) return true;
	return scopes.value.some((scope) => typeof scope !== "string" || /(?:^|\/)cloud-platform$/.test(scope));
}

function accountAt(
	resource: Resource,
	context: PlanContext,
	path: AttributePath,
): "default" | "own" | { unknown: string } {
	const email = context.value(resource, path);
	if (email.state === "unknown") return { unknown: email.reason };
	if (email.state === "omitted") return "default";
	if (email.state === "known") {
		if (typeof email.value !== "string" || email.value === "") return "default";
		return DEFAULT_ACCOUNT.test(email.value) ? "default" : "own";
	}
	const stranger = email.targets.find(({ type, mode }) => type !== "google_service_account" || mode !== "managed");
	return stranger === undefined
		? "own"
		: { unknown: `the account comes from ${stranger.address} and is known only after apply` };
}

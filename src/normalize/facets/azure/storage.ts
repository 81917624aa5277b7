import type { BucketExposureFacet, BucketFacet, PublicGrantsFacet } from "../../../model/facets.ts";
import type { Resource } from "../../../model/resource.ts";
import { compareText } from "../../../order.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import { isObject } from "../../json.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { type Gap, integer, isKnown, isTrue, mayBelong, read, targetsOf, text } from "../plan_values.ts";

const CONTAINER = "azurerm_storage_container";
const ACCOUNT = "azurerm_storage_account";

const IMMUTABILITY = "azurerm_storage_container_immutability_policy";

const accountsOf = targetsOf(
	[
		[CONTAINER, "storage_account_id"],
		[CONTAINER, "storage_account_name"],
	],
	[ACCOUNT],
);

const containersOf = targetsOf([[IMMUTABILITY, "storage_container_resource_manager_id"]], [CONTAINER]);

/**
 * What a container hands to anonymous callers: `blob` lets them read, `container` list as well. Without effect where the
 * account allows no anonymous access: https://learn.microsoft.com/en-us/azure/storage/blobs/anonymous-read-access-configure
 */
export const azurePublicGrants: FacetComputer<"public_grants", PlanContext> = {
	name: "public_grants",
	compute(resource, context): FacetResult<PublicGrantsFacet> {
		if (resource.type !== CONTAINER) return undefined;
		const path = ["container_access_type"];
		const type = read(context, resource, path);
		if (!isKnown(type)) return type;
		const permission = { blob: "READ", container: "READ and LIST" }[text(type) ?? ""];
		const accounts = accountsOf(context).get(resource)?.certain ?? [];
		const shielded =
			accounts.length === 1 &&
			accounts.every((account) => {
				const allowed = read(context, account, ["allow_nested_items_to_be_public"]);
				return isKnown(allowed) && allowed.value === false;
			});
		const grants = permission === undefined ? [] : [{ path, grantee: "everyone" as const, permission }];
		return { value: { grants, shielded } };
	},
};

/**
 * Whether an account refuses anonymous callers, whatever its containers say. Releases 3 and 4 of the provider allow them
 * unless told otherwise, release 5 does not: a plan shows which.
 */
export const azureBucketExposure: FacetComputer<"bucket_exposure", PlanContext> = {
	name: "bucket_exposure",
	compute(resource, context): FacetResult<BucketExposureFacet> {
		if (resource.type !== ACCOUNT) return undefined;
		const allowed = read(context, resource, ["allow_nested_items_to_be_public"]);
		if (!isKnown(allowed)) return allowed;
		return { value: { block: "account", missing: allowed.value === false ? [] : ["refusal of anonymous access"] } };
	},
};

/**
 * Versions of a storage account's blobs and what writes audit logs into it. Its lifecycle is a resource of its own, which is
 * not read here.
 * https://learn.microsoft.com/en-us/azure/storage/blobs/versioning-overview
 */
export const azureBucket: FacetComputer<"bucket", PlanContext> = {
	name: "bucket",
	compute(resource, context): FacetResult<BucketFacet> {
		if (resource.type === IMMUTABILITY) return immutability(resource, context);
		if (resource.type !== ACCOUNT) return undefined;
		const unread = "it is not read for storage accounts";
		const unknown: Gap[] = ["expirations", "tls_only"].map((name) => ({ path: [name], reason: unread }));
		// Immutability policies lie with single containers.
		const value: Partial<BucketFacet> = { object_lock: { enabled: false, mode: null, days: 0 } };
		const versions = read(context, resource, ["blob_properties", 0, "versioning_enabled"]);
		if (isKnown(versions)) value.versioning = isTrue(versions) ? "enabled" : "off";
		else unknown.push({ path: ["versioning"], reason: versions.unknown });
		const { certain, uncertain } = context.joined("azurerm_monitor_diagnostic_setting", "storage_account_id", resource);
		if (certain.length === 0 && uncertain.length > 0) {
			unknown.push({ path: ["audit_writers"], reason: mayBelong(uncertain) });
		} else value.audit_writers = certain.map(({ key }) => key).sort(compareText);
		return { value: value as BucketFacet, unknown };
	},
};

/** Containers that only diagnostic settings and Azure SQL fill with logs, by their names. */
const LOGS = /^(?:insights-(?:activity-)?logs|sqldbauditlogs)/;

/** The lock of a container and what the container is used for: by its name, its metadata and the tags of its account. */
function immutability(policy: Resource, context: PlanContext): FacetResult<BucketFacet> {
	const unread = "it is not read for containers";
	const unknown: Gap[] = ["expirations", "tls_only", "versioning"].map((name) => ({ path: [name], reason: unread }));
	const value: Partial<BucketFacet> = {};
	const locked = read(context, policy, ["locked"]);
	const days = read(context, policy, ["immutability_period_in_days"]);
	if (!isKnown(locked)) unknown.push({ path: ["object_lock"], reason: locked.unknown });
	else if (!isKnown(days)) unknown.push({ path: ["object_lock"], reason: days.unknown });
	else {
		// Off unless switched on: administrators may then shorten or remove the policy (provider documentation).
		const mode = isTrue(locked) ? "COMPLIANCE" : "GOVERNANCE";
		value.object_lock = { enabled: true, mode, days: integer(days, 0) };
	}
	const [container, ...others] = containersOf(context).get(policy)?.certain ?? [];
	if (container === undefined || others.length > 0) {
		unknown.push({ path: ["audit_writers"], reason: "the container that it names is not in the plan" });
		return { value: value as BucketFacet, unknown };
	}
	const name = read(context, container, ["name"]);
	if (!isKnown(name)) unknown.push({ path: ["audit_writers"], reason: name.unknown });
	else value.audit_writers = LOGS.test(text(name) ?? "") ? [container.key] : [];
	const sources = [read(context, container, ["metadata"])];
	const accounts = accountsOf(context).get(container)?.certain ?? [];
	for (const account of accounts) sources.push(read(context, account, ["tags"]));
	if (accounts.length === 0) sources.push({ unknown: "the storage account of the container is not in the plan" });
	const labels: Record<string, string> = {};
	let gap: string | null = null;
	// The container's own words come last, and count most.
	for (const source of sources.reverse()) {
		if (!isKnown(source)) gap = source.unknown;
		else if (isObject(source.value)) {
			for (const [key, label] of Object.entries(source.value)) {
				if (typeof label === "string") labels[key] = label;
			}
		}
	}
	if (gap === null) value.labels = labels;
	else unknown.push({ path: ["labels"], reason: gap });
	return { value: value as BucketFacet, unknown };
}

import type { BucketExposureFacet, BucketFacet, PublicGrantsFacet } from "../../../model/facets.ts";
import { compareText } from "../../../order.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { type Gap, isKnown, isTrue, mayBelong, read, targetsOf, text } from "../plan_values.ts";

const CONTAINER = "azurerm_storage_container";
const ACCOUNT = "azurerm_storage_account";

const accountsOf = targetsOf(
	[
		[CONTAINER, "storage_account_id"],
		[CONTAINER, "storage_account_name"],
	],
	[ACCOUNT],
);

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

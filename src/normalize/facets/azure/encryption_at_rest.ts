import type { EncryptionAtRestFacet } from "../../../model/facets.ts";
import type { AttributePath } from "../../../model/json.ts";
import type { Resource } from "../../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { blockCount, isGiven, isKnown, mayBelong, namedBy, read, targetsOf } from "../plan_values.ts";

type Verdict = EncryptionAtRestFacet | { unknown: string };
type Judge = (resource: Resource, context: PlanContext) => Verdict;

/**
 * Whether and with whose key data in Azure is encrypted at rest. Azure encrypts what its services store; keys are named
 * only where they are the customer's: https://learn.microsoft.com/en-us/azure/security/fundamentals/encryption-atrest
 */
export const azureEncryptionAtRest: FacetComputer<"encryption_at_rest", PlanContext> = {
	name: "encryption_at_rest",
	compute(resource, context): FacetResult<EncryptionAtRestFacet> {
		const judge = Object.hasOwn(JUDGES, resource.type) ? JUDGES[resource.type] : undefined;
		if (judge === undefined) return undefined;
		const verdict = judge(resource, context);
		return "unknown" in verdict ? verdict : { value: verdict };
	},
};

const ofAzure = (path: AttributePath): EncryptionAtRestFacet => ({
	encryption: "provider-managed",
	source: "default",
	path,
	note: "Azure encrypts with keys of its own",
});

/** The verdict of an argument that names a key; null where none is named. */
function keyAt(resource: Resource, context: PlanContext, path: AttributePath): Verdict | null {
	// What is not written in a block that may come and go cannot be told from one that is not there.
	const given = isGiven(context, resource, path);
	if (typeof given !== "boolean") return given;
	if (!given) return null;
	const value = context.value(resource, path);
	if (value.state === "reference") {
		const stranger = value.targets.find(({ type }) => !type.startsWith("azurerm_key_vault"));
		if (stranger !== undefined) {
			return { unknown: `the key comes from ${stranger.address} and is known only after apply` };
		}
		return { encryption: "customer-managed", source: "reference", path, note: "a key of Key Vault is named" };
	}
	return { encryption: "customer-managed", source: "attribute", path, note: "a key of Key Vault is named" };
}

/** Always encrypted; an argument, or a resource beside it, makes the key the customer's. */
function always(paths: AttributePath[], beside: readonly (readonly [type: string, attribute: string])[] = []): Judge {
	return (resource, context) => {
		let gap: Verdict | null = null;
		for (const path of paths) {
			const verdict = keyAt(resource, context, path);
			if (verdict === null) continue;
			if ("encryption" in verdict) return verdict;
			gap = verdict;
		}
		const { certain, uncertain } = namedBy(context, beside, resource);
		for (const keeper of certain) {
			for (const name of ["key_vault_key_id", "managed_hsm_key_id", "key_name"]) {
				const verdict = keyAt(keeper, context, [name]);
				if (verdict === null) continue;
				if ("unknown" in verdict) gap = verdict;
				else return { ...verdict, source: "reference", path: [], note: `by ${keeper.key}` };
			}
		}
		if (gap !== null) return gap;
		if (uncertain.length > 0) return { unknown: mayBelong(uncertain) };
		return ofAzure(paths[0] ?? []);
	};
}

/** Encryption of a database can be switched off for data warehouses only; its key is its own, else that of its server. */
function database(resource: Resource, context: PlanContext): Verdict {
	const path = ["transparent_data_encryption_enabled"];
	const enabled = read(context, resource, path);
	if (!isKnown(enabled)) return enabled;
	if (enabled.value === false)
		return { encryption: "none", source: "attribute", path, note: "encryption is switched off" };
	const key = ["transparent_data_encryption_key_vault_key_id"];
	const own = keyAt(resource, context, key);
	if (own !== null) return own;
	const servers = serversOf(context).get(resource);
	const server = servers?.certain.length === 1 ? servers.certain[0] : undefined;
	if (server === undefined) {
		return { ...ofAzure(key), source: "reference", note: "as its server, which the plan does not show" };
	}
	const verdict = sqlServer(server, context);
	if ("unknown" in verdict || verdict.encryption !== "customer-managed") return { ...verdict, path: key };
	return { ...verdict, source: "reference", path: key, note: `as its server ${server.key}` };
}

const serversOf = targetsOf([["azurerm_mssql_database", "server_id"]], ["azurerm_mssql_server"]);

const sqlServer = always(
	[["transparent_data_encryption_key_vault_key_id"]],
	[["azurerm_mssql_server_transparent_data_encryption", "server_id"]],
);

/**
 * Secrets in the store of a cluster: its disks are encrypted, the objects themselves only when asked for.
 * https://learn.microsoft.com/en-us/azure/aks/use-kms-etcd-encryption
 */
function clusterSecrets(resource: Resource, context: PlanContext): Verdict {
	const path = ["key_management_service"];
	const blocks = blockCount(context, resource, path);
	if (typeof blocks !== "number") return blocks;
	const own = blocks > 0 ? keyAt(resource, context, [...path, 0, "key_vault_key_id"]) : null;
	return own ?? { encryption: "none", source: "default", path, note: "AKS encrypts secrets only when asked to" };
}

/** Argument names of releases 3 to 5 of the provider. */
const JUDGES: Readonly<Record<string, Judge>> = {
	azurerm_ai_services: always([
		["customer_managed_key", 0, "key_vault_key_id"],
		["customer_managed_key", 0, "managed_hsm_key_id"],
	]),
	azurerm_cognitive_account: always(
		[["customer_managed_key", 0, "key_vault_key_id"]],
		[["azurerm_cognitive_account_customer_managed_key", "cognitive_account_id"]],
	),
	azurerm_cosmosdb_account: always([["key_vault_key_id"], ["managed_hsm_key_id"]]),
	azurerm_kubernetes_cluster: clusterSecrets,
	azurerm_mssql_database: database,
	azurerm_mssql_server: sqlServer,
	azurerm_mysql_flexible_server: always([["customer_managed_key", 0, "key_vault_key_id"]]),
	azurerm_postgresql_flexible_server: always([["customer_managed_key", 0, "key_vault_key_id"]]),
	azurerm_storage_account: always(
		[
			["customer_managed_key", 0, "key_vault_key_id"],
			["customer_managed_key", 0, "managed_hsm_key_id"],
		],
		[["azurerm_storage_account_customer_managed_key", "storage_account_id"]],
	),
};

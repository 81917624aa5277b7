import type { SecretSighting } from "../../model/facets.ts";
import type { AttributePath, Json, JsonObject } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer } from "../facet.ts";
import { isObject, isPrefix, lookUp } from "../json.ts";
import { detectSecret, detectSecretsInText, isPlaceholder, isReference } from "../secrets.ts";
import { type Configuration, expressionsOf, isExpression } from "../terraform/configuration.ts";
import type { PlanContext } from "../terraform/context.ts";
import { isUserData } from "./content_secrets.ts";
import { environmentPaths } from "./environment_secrets.ts";

/** Arguments that hold a secret whatever its looks. A constant there is one in clear. */
const SENSITIVE: Record<string, string[]> = {
	aws_db_instance: ["password"],
	aws_docdb_cluster: ["master_password"],
	aws_elasticache_replication_group: ["auth_token"],
	aws_elasticache_user: ["passwords"],
	aws_memorydb_user: ["authentication_mode"],
	aws_mq_broker: ["user"],
	aws_opensearch_domain: ["advanced_security_options"],
	aws_rds_cluster: ["master_password"],
	aws_redshift_cluster: ["master_password"],
	aws_secretsmanager_secret_version: ["secret_string", "secret_binary"],
	aws_ssm_parameter: ["value"],
	azurerm_key_vault_secret: ["value"],
	azurerm_linux_virtual_machine: ["admin_password"],
	azurerm_linux_virtual_machine_scale_set: ["admin_password"],
	azurerm_mssql_server: ["administrator_login_password"],
	azurerm_mysql_flexible_server: ["administrator_password"],
	azurerm_postgresql_flexible_server: ["administrator_password"],
	azurerm_windows_virtual_machine: ["admin_password"],
	azurerm_windows_virtual_machine_scale_set: ["admin_password"],
	cloudflare_ai_search_token: ["cf_api_key"],
	cloudflare_dns_zone_transfers_tsig: ["secret"],
	cloudflare_hyperdrive_config: ["origin"],
	cloudflare_ipsec_tunnel: ["psk"],
	cloudflare_magic_wan_ipsec_tunnel: ["psk"],
	cloudflare_notification_policy_webhooks: ["secret"],
	cloudflare_secrets_store_secret: ["value"],
	cloudflare_tunnel: ["secret"],
	cloudflare_vulnerability_scanner_credential: ["value"],
	cloudflare_worker_secret: ["secret_text"],
	cloudflare_workers_secret: ["secret_text"],
	cloudflare_zero_trust_tunnel_cloudflared: ["secret", "tunnel_secret"],
	cloudflare_zero_trust_tunnel_warp_connector: ["tunnel_secret"],
};

/** Names of the secret itself inside a block that holds other things too. */
const SECRET_ARGUMENTS = new Set(["password", "passwords", "master_user_password"]);

/**
 * Searches what the configuration writes down as constants: on each resource, and, for the plan's scope resource, in
 * provider blocks, defaults of variables and arguments of module calls. Values that come from variables, random
 * generators or data sources are no constants, and write-only arguments reach no state.
 */
export const hardcodedSecrets: FacetComputer<"hardcoded_secrets", PlanContext> = {
	name: "hardcoded_secrets",
	compute(resource, context) {
		if (context.configuration === null) {
			if (resource.type !== "scope/plan") return undefined;
			return { unknown: "the plan carries no configuration, where secrets would be written" };
		}
		if (resource.type === "scope/plan") return { value: outsideResources(context.configuration) };
		const value: SecretSighting[] = [];
		const written = context.written(resource);
		let constants = 0;
		for (const constant of [...constantsIn(written), ...computedFromConstants(resource, written)]) {
			constants += 1;
			if (constant.name.endsWith("_wo") || isEnvironment(resource, constant.path)) continue;
			const detector = recognise(resource, constant);
			if (detector !== null) value.push({ path: constant.path, name: constant.name, detector });
		}
		const holdsSecret = (lookUp(SENSITIVE, resource.type) ?? []).some((name) => Object.hasOwn(written, name));
		return constants === 0 && !holdsSecret ? undefined : { value };
	},
};

interface Constant {
	path: AttributePath;
	/** The last name of the path. */
	name: string;
	value: string;
}

/** All text constants below a tree of arguments and nested blocks, maps and lists included. */
function* constantsIn(written: JsonObject): Generator<Constant> {
	const open: { path: AttributePath; name: string; node: Json; constant: boolean }[] = [
		{ path: [], name: "", node: written, constant: false },
	];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const { path, name, node } = next;
		if (typeof node === "string") {
			if (next.constant) yield { path, name, value: node };
		} else if (Array.isArray(node)) {
			const items = node.map((item, index) => ({ path: [...path, index], name, node: item, constant: next.constant }));
			open.push(...items.reverse());
		} else if (isObject(node)) {
			if (!next.constant && path.length > 0 && isExpression(node)) {
				if (node.constant_value !== undefined) open.push({ path, name, node: node.constant_value, constant: true });
				continue;
			}
			const items = Object.entries(node).map(([key, item]) => ({
				path: [...path, key],
				name: key,
				node: item,
				constant: next.constant,
			}));
			open.push(...items.reverse());
		}
	}
}

/** Sensitive arguments made by a function that names nothing (`jsonencode` of literals, `file`): written down all the same. */
function* computedFromConstants(resource: Resource, written: JsonObject): Generator<Constant> {
	for (const name of lookUp(SENSITIVE, resource.type) ?? []) {
		const expression = written[name];
		const value = resource.attributes[name];
		if (!isObject(expression) || Object.keys(expression).length > 0 || typeof value !== "string") continue;
		yield { path: [name], name, value };
	}
}

/** Environments of workloads and start-up scripts of machines have rules of their own. */
function isEnvironment(resource: Resource, path: AttributePath): boolean {
	if (isUserData(resource.type, path[0])) return true;
	if (resource.type === "aws_ecs_task_definition") return path[0] === "container_definitions";
	return (environmentPaths(resource) ?? []).some((environment) => isPrefix(environment, path));
}

function recognise(resource: Resource, { path, name, value }: Constant): string | null {
	if (value.trim() === "" || isReference(value)) return null;
	const found =
		detectSecret(name, value)?.detector ??
		(isFileLike(value) ? inFile(value) : null) ??
		(name === "destination_conf" ? inQuery(value) : null);
	if (!(lookUp(SENSITIVE, resource.type) ?? []).includes(String(path[0]))) return found;
	if (path.length > 1 && !SECRET_ARGUMENTS.has(name) && typeof path.at(-1) === "string") return found;
	// A parameter in clear text may be any setting; only what looks like a secret counts there.
	if (resource.type === "aws_ssm_parameter" && resource.attributes.type !== "SecureString") return found;
	return isPlaceholder(value) ? null : (found ?? "sensitive-argument");
}

/** Whether a text may hold assignments or JSON; known forms of credentials were looked for before. */
function isFileLike(value: string): boolean {
	return /[=:{[]/.test(value);
}

/** Destinations of Cloudflare's logs carry credentials as parameters: `r2://logs?access-key-id=…&secret-access-key=…`. */
function inQuery(address: string): string | null {
	const start = address.indexOf("?");
	if (start === -1) return null;
	for (const [name, value] of new URLSearchParams(address.slice(start + 1))) {
		const found = detectSecret(name, value);
		if (found !== null) return found.detector;
	}
	return null;
}

function inFile(value: string): string | null {
	return detectSecretsInText(value)[0]?.detector ?? null;
}

/** Paths name the places in the configuration: `providers.aws.access_key`, `modules["module.a"].variables.password`. */
function outsideResources(configuration: Configuration): SecretSighting[] {
	const sightings: SecretSighting[] = [];
	const add = (place: string, at: AttributePath, constants: Iterable<Constant>, secret = false) => {
		for (const { path, name, value } of constants) {
			const found = detectSecret(name, value)?.detector ?? null;
			const given = secret && value.trim() !== "" && !isPlaceholder(value) && !isReference(value);
			const detector = found ?? (given ? "sensitive-argument" : null);
			if (detector !== null) sightings.push({ path: [...at, ...path], name: `${name} of ${place}`, detector });
		}
	};
	for (const [key, provider] of Object.entries(configuration.providers)) {
		if (isObject(provider)) add(`provider ${key}`, ["providers", key], constantsIn(expressionsOf(provider)));
	}
	for (const node of configuration.modules.values()) {
		const at = node.path === "" ? [] : ["modules", node.path];
		for (const [name, variable] of Object.entries(node.variables)) {
			if (!isObject(variable)) continue;
			const fallback = constantsIn({ [name]: { constant_value: variable.default ?? null } });
			const place = `the variables' defaults${node.path === "" ? "" : ` in ${node.path}`}`;
			add(place, [...at, "variables"], fallback, variable.sensitive === true);
		}
		if (node.call === null) continue;
		for (const [name, argument] of Object.entries(expressionsOf(node.call))) {
			const variable = node.variables[name];
			const sensitive = isObject(variable) && variable.sensitive === true;
			add(`the call of ${node.path}`, [...at, "arguments"], constantsIn({ [name]: argument }), sensitive);
		}
	}
	return sightings;
}

import { gunzipSync } from "node:zlib";
import type { SecretSighting } from "../../model/facets.ts";
import type { AttributePath } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { isObject, textAt } from "../json.ts";
import { detectSecret, detectSecretsInText, isPlaceholder, isSecretName } from "../secrets.ts";
import type { PlanContext, PlanReference } from "../terraform/context.ts";
import { isKnown, read, text } from "./plan_values.ts";

/** Machines of Google read scripts from entries of their metadata: https://docs.cloud.google.com/compute/docs/instances/startup-scripts */
const METADATA = [
	["metadata_startup_script", false],
	["metadata", false],
] as const;

/** Machines of Azure: https://learn.microsoft.com/en-us/azure/virtual-machines/custom-data */
const AZURE = [
	["custom_data", true],
	["user_data", true],
] as const;

/** Arguments that hold a machine's start-up script, and whether they are written in base64. */
const USER_DATA: Readonly<Record<string, readonly (readonly [name: string, encoded: boolean])[]>> = {
	aws_instance: [
		["user_data", false],
		["user_data_base64", true],
	],
	aws_launch_configuration: [
		["user_data", false],
		["user_data_base64", true],
	],
	aws_launch_template: [["user_data", true]],
	aws_spot_instance_request: [
		["user_data", false],
		["user_data_base64", true],
	],
	azurerm_linux_virtual_machine: AZURE,
	azurerm_linux_virtual_machine_scale_set: AZURE,
	azurerm_windows_virtual_machine: AZURE,
	azurerm_windows_virtual_machine_scale_set: AZURE,
	google_compute_instance: METADATA,
	google_compute_instance_template: METADATA,
	google_compute_region_instance_template: METADATA,
};

/** Scripts are at most 16 KiB; what unpacks to more than this is none. */
const UNPACKED_LIMIT = 1 << 20;

/**
 * Arguments of a machine's start-up script that hand it to whoever may describe the machine: rule
 * `vm-userdata-secret` judges what stands in them.
 */
export function isUserData(type: string, argument: unknown): boolean {
	return Object.hasOwn(USER_DATA, type) && USER_DATA[type]!.some(([name]) => name === argument);
}

/** Searches what a resource hands on in clear: start-up scripts of machines and parameters that are not encrypted. */
export const contentSecrets: FacetComputer<"content_secrets", PlanContext> = {
	name: "content_secrets",
	compute(resource, context): FacetResult<SecretSighting[]> {
		if (resource.type === "aws_ssm_parameter") return parameter(resource, context);
		if (!Object.hasOwn(USER_DATA, resource.type)) return undefined;
		const value: SecretSighting[] = [];
		const unknown: { path: AttributePath; reason: string }[] = [];
		let given = false;
		for (const [name, encoded] of USER_DATA[resource.type]!) {
			const script = read(context, resource, [name]);
			if (!isKnown(script)) {
				given = true;
				unknown.push({ path: [], reason: `${name} is ${script.unknown}` });
				continue;
			}
			if (isObject(script.value)) {
				for (const [key, entry] of Object.entries(script.value)) {
					given = true;
					if (typeof entry === "string") value.push(...search([name, key], decodeText(entry) ?? entry));
				}
				continue;
			}
			if (typeof script.value !== "string" || script.value === "") continue;
			given = true;
			const source = isHash(script.value) ? writtenConstant(resource, context, name) : script.value;
			if (source === null) unknown.push({ path: [], reason: `the plan holds only a hash of ${name}` });
			else value.push(...search([name], encoded ? decode(source) : (decodeText(source) ?? source)));
		}
		return given ? { value, unknown } : undefined;
	},
};

/** Up to version 5 the AWS provider keeps only a SHA-1 of a script that is not written in base64. */
function isHash(value: string): boolean {
	return /^[0-9a-f]{40}$/.test(value);
}

function writtenConstant(resource: Resource, context: PlanContext, name: string): string | null {
	return textAt(context.written(resource), [name, "constant_value"]);
}

function search(path: AttributePath, script: string): SecretSighting[] {
	return [script, ...encodedParts(script)].flatMap((part) =>
		detectSecretsInText(part).map(({ name, detector }) => ({ path, name: name ?? "", detector })),
	);
}

/** Text behind base64, unpacked where it is gzip. Empty where it is neither text nor gzip. */
function decode(encoded: string): string {
	return decodeText(encoded) ?? "";
}

function decodeText(encoded: string): string | null {
	const compact = encoded.replaceAll(/\s+/g, "");
	if (compact.length < 8 || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return null;
	const bytes = Buffer.from(compact, "base64");
	try {
		const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
		const plain = packed ? gunzipSync(bytes, { maxOutputLength: UNPACKED_LIMIT }) : bytes;
		return new TextDecoder("utf-8", { fatal: true }).decode(plain);
	} catch {
		return null;
	}
}

/** The parts of a MIME document that are in base64, as `cloudinit_config` writes them. */
function encodedParts(script: string): string[] {
	if (!/content-transfer-encoding:\s*base64/i.test(script)) return [];
	return script.split(/^--.*$/m).flatMap((part) => {
		const [head = "", ...body] = part.split(/\r?\n\r?\n/);
		return /content-transfer-encoding:\s*base64/i.test(head) ? (decodeText(body.join("")) ?? []) : [];
	});
}

/** What other resources make as secrets; a value taken from them is one. */
const SECRET_SOURCES: Readonly<Record<string, readonly string[]>> = {
	random_password: ["result"],
	tls_private_key: ["private_key_pem", "private_key_openssh", "private_key_pem_pkcs8"],
	aws_iam_access_key: ["secret", "ses_smtp_password_v4"],
	aws_iam_user_login_profile: ["password"],
	aws_secretsmanager_secret_version: ["secret_string"],
	aws_secretsmanager_random_password: ["random_password"],
};

/** A parameter. An encrypted one may hold anything; of another name and value tell whether it holds a secret. */
function parameter(resource: Resource, context: PlanContext): FacetResult<SecretSighting[]> {
	const type = read(context, resource, ["type"]);
	if (!isKnown(type)) return type;
	if (text(type) === "SecureString") return { value: [] };
	const named = read(context, resource, ["name"]);
	const name = text(named) ?? "";
	for (const argument of ["value", "insecure_value"]) {
		const value = context.value(resource, [argument]);
		if (value.state === "omitted") continue;
		const path = [argument];
		if (value.state === "unknown") return { unknown: `${argument} is ${value.reason}` };
		if (value.state === "reference") {
			if (value.targets.length > 0 && value.targets.every(givesSecret)) {
				return { value: [{ path, name, detector: "secret-source" }] };
			}
			// What the name of the argument or parameter announces may be the secret or only lead to it.
			const doubtful = isSecretName(name) || value.targets.some(({ attribute }) => isSecretName(attribute ?? ""));
			return doubtful ? { unknown: `${argument} is known only after apply` } : { value: [] };
		}
		if (typeof value.value !== "string" || value.value === "") continue;
		const content = value.value;
		const detector =
			detectSecret(name, content)?.detector ??
			(/[=:{[]/.test(content) ? detectSecretsInText(content)[0]?.detector : undefined) ??
			// What marks the place of a secret is overwritten with it later, in a parameter that is not encrypted.
			(isSecretName(name) && isPlaceholder(content) ? "secret-name" : undefined);
		// The name might have told.
		if (detector === undefined && !isKnown(named)) return named;
		return { value: detector === undefined ? [] : [{ path, name, detector }] };
	}
	if (Object.hasOwn(context.written(resource), "value_wo")) return { unknown: "value_wo never stands in a plan" };
	return { value: [] };
}

function givesSecret({ type, attribute }: PlanReference): boolean {
	return Object.hasOwn(SECRET_SOURCES, type) && SECRET_SOURCES[type]!.includes(attribute ?? "");
}

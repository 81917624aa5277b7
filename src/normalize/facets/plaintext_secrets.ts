import type { PlaintextSecretsFacet, SecretLiteral } from "../../model/facets.ts";
import type { AttributePath, Json } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { isObject, listAt, unknownAt, valueAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import {
	detectDefaultPassword,
	detectForm,
	detectSecret,
	detectSecretsInText,
	isSecretName,
	type SecretMatch,
} from "../secrets.ts";
import { podSpecPath } from "./pod.ts";

const LISTS = ["initContainers", "containers", "ephemeralContainers"];
const HOOKS: AttributePath[] = [
	["livenessProbe"],
	["readinessProbe"],
	["startupProbe"],
	["lifecycle", "postStart"],
	["lifecycle", "preStop"],
];
/** Annotation that repeats the whole object. */
const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** The `plaintext_secrets` facet of pod templates and ConfigMaps: places of literals that are secrets, never their values. */
export const plaintextSecretsFacet: FacetComputer<"plaintext_secrets", KubernetesContext> = {
	name: "plaintext_secrets",
	compute(resource): FacetResult<PlaintextSecretsFacet> {
		const value: PlaintextSecretsFacet = { env: [], arguments: [], data: [] };
		if (resource.type === "core/ConfigMap") {
			value.data = configMapSecrets(resource);
			return { value, unknown: templateEntries(resource) };
		}
		const spec = podSpecPath(resource.type, resource.attributes);
		if (spec === null) return undefined;
		const unknown: { path: AttributePath; reason: string }[] = [];
		for (const path of containerPaths(resource, spec)) {
			for (const [index, variable] of listAt(resource.attributes, [...path, "env"]).entries()) {
				const at = [...path, "env", index, "value"];
				const name = isObject(variable) && typeof variable.name === "string" ? variable.name : "";
				const reason = unknownAt(resource, at);
				// What is filled into another variable may be anything; only a name that announces a secret leaves a doubt.
				if (reason !== null && isSecretName(name)) unknown.push({ path: ["env"], reason: `${name}: ${reason}` });
				const literal = text(valueAt(resource.attributes, at));
				if (literal === null) continue;
				push(value.env, at, name, detectSecret(name, literal) ?? detectDefaultPassword(name, literal));
			}
			value.arguments.push(...commandSecrets(resource, path));
		}
		const annotations = [
			["metadata", "annotations"],
			[...spec.slice(0, -1), "metadata", "annotations"],
		];
		for (const path of spec.length === 1 ? annotations.slice(0, 1) : annotations) {
			value.arguments.push(...annotationSecrets(resource, path));
		}
		return { value, unknown };
	},
};

/** ConfigMap entries that a template fills in under a name that announces a secret. */
function templateEntries(resource: Resource): { path: AttributePath; reason: string }[] {
	return resource.unknown
		.filter(({ path }) => path[0] === "attributes" && path[1] === "data" && isSecretName(String(path[2] ?? "")))
		.map(({ path, reason }) => ({ path: ["data"], reason: `${path[2]}: ${reason}` }));
}

function containerPaths(resource: Resource, spec: AttributePath): AttributePath[] {
	return LISTS.flatMap((list) =>
		listAt(resource.attributes, [...spec, list]).map((_, index) => [...spec, list, index]),
	);
}

function commandSecrets(resource: Resource, container: AttributePath): SecretLiteral[] {
	const found: SecretLiteral[] = [];
	const commands: AttributePath[] = [
		[...container, "command"],
		[...container, "args"],
	];
	for (const hook of HOOKS) {
		commands.push([...container, ...hook, "exec", "command"]);
		const headers = [...container, ...hook, "httpGet", "httpHeaders"];
		for (const [index, header] of listAt(resource.attributes, headers).entries()) {
			const name = text(valueAt(header, ["name"])) ?? "";
			const literal = text(valueAt(header, ["value"]));
			if (literal !== null) push(found, [...headers, index, "value"], name, detectHeader(name, literal));
		}
	}
	for (const path of commands) found.push(...wordSecrets(listAt(resource.attributes, path), path));
	return found;
}

/** Secrets in the words of a command: `--password=x`, `--token x` in one word or two, `KEY=x`, or a known form anywhere. */
function wordSecrets(command: Json[], path: AttributePath): SecretLiteral[] {
	const found: SecretLiteral[] = [];
	for (const [index, item] of command.entries()) {
		const word = text(item);
		if (word === null) continue;
		const previous = index === 0 ? null : text(command[index - 1]);
		const at = [...path, index];
		const flag = previous === null ? null : /^--?([A-Za-z][\w.-]{1,63})$/.exec(previous);
		if (flag !== null && !word.startsWith("-")) push(found, at, flag[1]!, detectSecret(flag[1]!, word));
		for (const { name, value } of flagsIn(word)) push(found, at, name, detectSecret(name, value));
		push(found, at, "", detectForm(word));
	}
	return found;
}

/** Flags and assignments with a literal value in one word, which may be a whole script. */
function* flagsIn(word: string): Generator<{ name: string; value: string }> {
	const flags = /(?:^|[\s"'])(?:--?|export )?([A-Za-z][\w.-]{1,63})=("[^"]{1,512}"|'[^']{1,512}'|[^\s"';|&]{1,512})/g;
	for (const { 1: name, 2: right } of word.slice(0, 65536).matchAll(flags)) {
		const value = right!.replace(/^(["'])(.*)\1$/s, "$2");
		if (!value.includes("$") && !value.includes("`")) yield { name: name!, value };
	}
	// `--flag value` counts only inside a script: as words of their own they are looked at in pairs.
	for (const { 1: name, 2: value } of word
		.slice(0, 65536)
		.matchAll(/\s--([A-Za-z][\w.-]{1,63})\s+([^\s"'$`;|&-][^\s"'$`;|&]{0,511})/g)) {
		yield { name: name!, value: value! };
	}
}

function detectHeader(name: string, value: string): SecretMatch | null {
	const known = detectSecret(name, value);
	if (known !== null || name.toLowerCase() !== "authorization") return known;
	// The header itself says that whatever follows its scheme is a credential.
	const credential = /^(?:Basic|Bearer|Token|ApiKey)\s+(\S+)$/i.exec(value.trim());
	return credential === null ? null : detectSecret("password", credential[1]!);
}

function annotationSecrets(resource: Resource, path: AttributePath): SecretLiteral[] {
	const found: SecretLiteral[] = [];
	const annotations = valueAt(resource.attributes, path);
	for (const [key, value] of Object.entries(isObject(annotations) ? annotations : {})) {
		const literal = text(value);
		if (literal !== null && key !== LAST_APPLIED) push(found, [...path, key], key, detectForm(literal));
	}
	return found;
}

function configMapSecrets(resource: Resource): SecretLiteral[] {
	const found: SecretLiteral[] = [];
	for (const field of ["data", "binaryData"]) {
		const data = valueAt(resource.attributes, [field]);
		for (const [key, raw] of Object.entries(isObject(data) ? data : {})) {
			const literal = field === "data" ? text(raw) : decode(raw);
			if (literal === null) continue;
			const path = [field, key];
			push(found, path, key, literal.includes("\n") ? null : detectSecret(key, literal));
			for (const { name, ...match } of detectSecretsInText(literal)) push(found, path, name ?? key, match);
		}
	}
	return found;
}

/** Readable text of a base64 value, or null: what is no UTF-8 text is not searched. */
function decode(raw: Json): string | null {
	if (typeof raw !== "string") return null;
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(raw, "base64"));
	} catch {
		return null;
	}
}

/** One entry per place and secret. */
function push(list: SecretLiteral[], path: AttributePath, name: string, match: SecretMatch | null): void {
	if (match === null) return;
	const place = path.join("\0");
	if (list.some((known) => known.fingerprint === match.fingerprint && known.path.join("\0") === place)) return;
	list.push({ path, name, ...match });
}

function text(value: Json | undefined): string | null {
	if (typeof value === "number") return String(value);
	return typeof value === "string" ? value : null;
}

import type { AiEndpoint, AiWorkloadFacet } from "../../model/facets.ts";
import type { AttributePath, Json, JsonObject } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import { compareText } from "../../order.ts";
import type { FacetComputer } from "../facet.ts";
import { isObject, isPrefix, listAt, textAt, unknownAt, valueAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { podLabels } from "../kubernetes/pods.ts";
import { detectSecret } from "../secrets.ts";
import { byKey, containersOf, memberOf } from "./joins.ts";
import { podSpecPath } from "./pod.ts";

/** Labels that say it outright. */
const COMPONENTS = ["ai-gateway", "llm-gateway", "inference", "model-server"];
const MARKS = ["ai.system-id", "ai.risk-class"];

/** Words in a workload's name, as whole parts between hyphens. */
const NAMES = /(?:^|-)(?:claude|llms?|inference|ai-gateway|anthropic|openai|bedrock)(?:-|$)/;

/** Image names of model servers and gateways. */
const IMAGES =
	/(?:^|\/)(?:vllm-openai|vllm|ollama|litellm|text-generation-inference|text-generation-webui|localai|local-ai|llama\.cpp|sglang|lmdeploy|tritonserver)(?=[:@-]|$)/;

const VENDORS =
	"ANTHROPIC|CLAUDE|AZURE_OPENAI|OPENAI|BEDROCK|VERTEX_?AI|GEMINI|GOOGLE_GENAI|MISTRAL|COHERE|LLM|LITELLM|OLLAMA|VLLM|AI_GATEWAY|INFERENCE";

/** Variables that only callers of model APIs have. */
const VENDOR_VARIABLE = /^(?:ANTHROPIC|AZURE_OPENAI|OPENAI|BEDROCK|CLAUDE_CODE)_/;
const MODEL_VARIABLE = /^(?:[A-Z0-9]+_){0,8}MODELS?(?:_(?:IDS?|NAMES?|ARN))?$/;
const ENDPOINT_VARIABLE = new RegExp(
	`^(?:[A-Z0-9]+_){0,4}(?:(?:${VENDORS})(?:_[A-Z0-9]+){0,3}_(?:BASE|URL|ENDPOINT|HOST)|(?:${VENDORS})_(?:BASE|URL|ENDPOINT|HOST)(?:_URL)?|MODEL_(?:API|ENDPOINT)(?:_URL)?)$`,
);
const MODEL_ARGUMENT = /^--?model(?:[-_](?:id|name))?$/;

/** Model ids that are recognised wherever they stand. */
const MODEL_ID =
	/(?<![\w.-])(?:(?:us|eu|apac|global|jp|au|ca|us-gov)\.)?(?:anthropic\.)?claude-(?:\d|opus|sonnet|haiku|instant)[\w.@:-]{0,100}|(?<![\w.-])(?:gpt-\d|gemini-\d)[\w.@-]{0,80}/g;

/** Hosts of model APIs. */
const PROVIDER_HOSTS: readonly RegExp[] = [
	/^api\.(?:anthropic|openai|groq|deepseek|fireworks|replicate|cohere|together)\.(?:com|ai|xyz)$/,
	/^api\.(?:mistral|perplexity|x|cohere)\.ai$/,
	/^openrouter\.ai$/,
	/\.(?:openai|services\.ai|inference\.ai|cognitiveservices)\.azure\.com$/,
	/^bedrock(?:-agent)?(?:-runtime)?(?:-fips)?\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/,
	/^(?:[a-z0-9-]+-)?aiplatform\.googleapis\.com$/,
	/^generativelanguage\.googleapis\.com$/,
	/\.huggingface\.(?:cloud|co)$/,
];

const URL_START =
	/([A-Za-z][A-Za-z0-9+.-]{0,20}):\/\/(?:[^@/?#\s"']{0,200}@)?(\[[0-9A-Fa-f:.]{2,45}\]|[^:/?#\s"'@]{1,253})/g;

/** Tags that speak of responsibility; values longer than a label's, or of odd characters, are only shown to be set. */
const PLAIN_VALUE = /^[\w .,@:/+-]{0,63}$/;
const MAX_TEXT = 100_000;

/** A text a container gets to see: an environment variable, an argument, a key of a mounted ConfigMap. */
export interface Setting {
	path: AttributePath;
	name: string;
	/** Null when the value is not in the input. */
	value: string | null;
	reason: string;
	kind: "variable" | "argument" | "file";
}

/** The `ai_workload` facet; absent on workloads that show no sign of AI. */
export const aiWorkloadFacet: FacetComputer<"ai_workload", KubernetesContext> = {
	name: "ai_workload",
	compute(resource, context) {
		if (podSpecPath(resource.type, resource.attributes) === null) return undefined;
		const settings = settingsOf(resource, context);
		const endpoints = endpointsIn(settings);
		const reasons = signs(resource, settings, endpoints);
		if (reasons.length === 0) return undefined;
		const { tags, unknown } = tagsOf(resource);
		const value: AiWorkloadFacet = {
			reasons,
			tags,
			models: modelsIn(settings),
			endpoints: endpoints.map(({ provider: _, ...endpoint }) => endpoint),
			unresolved: unresolvedIn(settings),
		};
		return { value, unknown };
	},
};

/** Whether a workload's environment or arguments name hosts that DNS has to resolve. */
export function hostsCalledByName(workload: Resource): boolean {
	return settingsOf(workload, null).some(
		({ value }) => value !== null && urlsIn(value).some(({ host }) => !isAddress(host) && !isLoopback(host)),
	);
}

function signs(workload: Resource, settings: Setting[], endpoints: (AiEndpoint & { provider: boolean })[]): string[] {
	const found = new Set<string>();
	const labels = { ...podLabels(workload)?.labels, ...workload.labels };
	const component = labels["app.kubernetes.io/component"] ?? "";
	if (COMPONENTS.includes(component)) found.add(`label app.kubernetes.io/component: ${component}`);
	for (const mark of MARKS) if (Object.hasOwn(labels, mark)) found.add(`label ${mark}`);
	if (NAMES.test(workload.name)) found.add(`name ${workload.name}`);
	for (const { spec } of containersOf(workload)) {
		const image = textAt(spec, ["image"]);
		const server = image === null ? null : IMAGES.exec(image.toLowerCase());
		if (server !== null) found.add(`image ${server[0].replace(/^\//, "")}`);
	}
	for (const { name, kind } of settings) {
		if (kind === "variable" && VENDOR_VARIABLE.test(name)) found.add(`environment variable ${name}`);
	}
	for (const { host, provider } of endpoints) if (provider) found.add(`calls ${host}`);
	return [...found].sort(compareText);
}

/** Everything its containers are configured with. Without a context, only what the workload itself states. */
export function settingsOf(workload: Resource, context: KubernetesContext | null): Setting[] {
	const settings: Setting[] = [];
	const configMaps = (name: string) => (context === null ? [] : findConfigMaps(name, workload, context));
	for (const { path, spec } of containersOf(workload)) {
		for (const [index, entry] of listAt(spec, ["env"]).entries()) {
			const name = textAt(entry, ["name"]);
			if (name === null) continue;
			settings.push(...readVariable(workload, [...path, "env", index], name, entry, configMaps));
		}
		for (const [index, source] of listAt(spec, ["envFrom"]).entries()) {
			const name = textAt(source, ["configMapRef", "name"]);
			const prefix = textAt(source, ["prefix"]) ?? "";
			for (const [key, value] of name === null ? [] : configMaps(name).flatMap(Object.entries<Json>)) {
				if (typeof value !== "string" && value !== null) continue;
				const reason = value === null ? `ConfigMap ${name} does not say what ${key} is` : "";
				settings.push({ path: [...path, "envFrom", index], name: prefix + key, value, reason, kind: "variable" });
			}
		}
		for (const list of ["command", "args"]) {
			for (const { index, name, value } of argumentsIn(listAt(spec, [list]))) {
				const at = [...path, list, index];
				const reason = unknownAt(workload, at);
				settings.push({
					path: at,
					name,
					value: reason === null ? value : null,
					reason: reason ?? "",
					kind: "argument",
				});
			}
		}
	}
	const base = podSpecPath(workload.type, workload.attributes) ?? [];
	for (const [index, volume] of listAt(workload.attributes, [...base, "volumes"]).entries()) {
		const name = textAt(volume, ["configMap", "name"]);
		for (const [key, value] of name === null ? [] : configMaps(name).flatMap(Object.entries<Json>)) {
			if (typeof value !== "string") continue;
			settings.push({ path: [...base, "volumes", index], name: key, value, reason: "", kind: "file" });
		}
	}
	return settings;
}

/** One setting, or one for each ConfigMap that the variable may come from. */
function readVariable(
	workload: Resource,
	path: AttributePath,
	name: string,
	entry: Json,
	configMaps: (name: string) => JsonObject[],
): Setting[] {
	const setting = (value: string | null, reason = ""): Setting => ({ path, name, value, reason, kind: "variable" });
	const hidden = unknownAt(workload, path);
	if (hidden !== null) return [setting(null, hidden)];
	const value = valueAt(entry, ["value"]);
	if (typeof value === "string") {
		return [
			/\$\([A-Za-z_]/.test(value) ? setting(null, `${name} is put together from other variables`) : setting(value),
		];
	}
	const from = valueAt(entry, ["valueFrom"]);
	if (!isObject(from)) return [setting("")];
	const source = textAt(from, ["configMapKeyRef", "name"]);
	if (source === null) return [setting(null, `${name} is filled in from outside the manifests`)];
	const found = configMaps(source);
	if (found.length === 0) return [setting(null, `ConfigMap ${source} is not in the input`)];
	const key = textAt(from, ["configMapKeyRef", "key"]) ?? "";
	return found.map((data) => {
		const text = Object.hasOwn(data, key) ? data[key] : undefined;
		return typeof text === "string" ? setting(text) : setting(null, `ConfigMap ${source} has no key ${key}`);
	});
}

/**
 * The data of the ConfigMaps of that name in the workload's namespace: several where an input holds a base and its
 * overlays. Without one there, those that state no namespace: the pod only starts where it finds it in its own.
 */
function findConfigMaps(name: string, workload: Resource, context: KubernetesContext): JsonObject[] {
	const named = byKey(context.ofType("core/ConfigMap")).filter((map) => map.name === name);
	const certain = named.filter((map) => memberOf(map, workload, context) === "yes");
	const found = certain.length > 0 ? certain : named.filter((map) => memberOf(map, workload, context) === "depends");
	return found.flatMap((map) => {
		const data = valueAt(map.attributes, ["data"]);
		return isObject(data) ? [{ ...data, ...templated(map) }] : [];
	});
}

/** Keys of a ConfigMap whose values a template fills in, which are not among its data. */
function templated({ unknown }: Resource): JsonObject {
	const keys = unknown.flatMap(({ path: [root, field, key, ...rest] }) =>
		root === "attributes" && field === "data" && typeof key === "string" && rest.length === 0 ? [key] : [],
	);
	return Object.fromEntries(keys.map((key) => [key, null]));
}

/** `--model=x` and `--model x` alike; other arguments under the name `argument`. */
function argumentsIn(list: Json[]): { index: number; name: string; value: string }[] {
	const read: { index: number; name: string; value: string }[] = [];
	for (const [index, item] of list.entries()) {
		if (typeof item !== "string") continue;
		const [flag, ...rest] = item.split("=");
		if (rest.length > 0) read.push({ index, name: flag!, value: rest.join("=") });
		else {
			const previous = list[index - 1];
			read.push({
				index,
				name: typeof previous === "string" && previous.startsWith("-") ? previous : "argument",
				value: item,
			});
		}
	}
	return read;
}

function modelsIn(settings: Setting[]): AiWorkloadFacet["models"] {
	const models = new Map<string, AiWorkloadFacet["models"][number]>();
	for (const { path, name, value, kind } of settings) {
		if (value === null || value.length > MAX_TEXT) continue;
		const ids = new Set<string>();
		if (namesModel(name, kind)) {
			for (const id of value.split(/[\s,;]+/)) {
				if (/^[A-Za-z0-9][\w.:@/-]{1,199}$/.test(id) && detectSecret(name, id) === null) ids.add(id);
			}
		}
		if (ids.size === 0) for (const [id] of value.matchAll(MODEL_ID)) ids.add(id.replace(/[.,:-]+$/, ""));
		for (const id of ids) models.set(JSON.stringify([path, id]), { path, name, id });
	}
	return [...models.values()];
}

function namesModel(name: string, kind: Setting["kind"]): boolean {
	return kind === "argument" ? MODEL_ARGUMENT.test(name) : kind === "variable" && MODEL_VARIABLE.test(name);
}

function endpointsIn(settings: Setting[]): (AiEndpoint & { provider: boolean })[] {
	const endpoints = new Map<string, AiEndpoint & { provider: boolean }>();
	for (const { path, name, value, kind } of settings) {
		if (value === null || value.length > MAX_TEXT) continue;
		const named = kind === "variable" && ENDPOINT_VARIABLE.test(name);
		const urls = urlsIn(value);
		if (named && urls.length === 0 && /^[a-z0-9.-]+\.[a-z0-9-]+(?::\d+)?(?:\/|$)/i.test(value)) {
			urls.push({ scheme: "", host: value.split(/[:/]/)[0]!.toLowerCase() });
		}
		for (const { scheme, host } of urls) {
			const provider = PROVIDER_HOSTS.some((form) => form.test(host));
			if (!named && !provider) continue;
			const key = JSON.stringify([path, scheme, host]);
			endpoints.set(key, { path, name, scheme, host, loopback: isLoopback(host), provider });
		}
	}
	return [...endpoints.values()];
}

function unresolvedIn(settings: Setting[]): AiWorkloadFacet["unresolved"] {
	const unresolved: AiWorkloadFacet["unresolved"] = [];
	for (const { path, name, value, reason, kind } of settings) {
		if (value !== null) continue;
		if (namesModel(name, kind)) unresolved.push({ path, name, kind: "model", reason });
		else if (kind === "variable" && ENDPOINT_VARIABLE.test(name))
			unresolved.push({ path, name, kind: "endpoint", reason });
	}
	return unresolved;
}

function urlsIn(text: string): { scheme: string; host: string }[] {
	if (text.length > MAX_TEXT) return [];
	return [...text.matchAll(URL_START)].map((match) => ({
		scheme: match[1]!.toLowerCase(),
		host: match[2]!.toLowerCase().replace(/^\[|\]$/g, ""),
	}));
}

function isAddress(host: string): boolean {
	return /^[\d.]+$/.test(host) || host.includes(":");
}

function isLoopback(host: string): boolean {
	return host === "localhost" || host === "::1" || /^127\./.test(host);
}

function tagsOf(workload: Resource): {
	tags: Record<string, string>;
	unknown: { path: AttributePath; reason: string }[];
} {
	const template = (podSpecPath(workload.type, workload.attributes) ?? ["spec"]).slice(0, -1);
	const tags: Record<string, string> = {};
	const unknown: { path: AttributePath; reason: string }[] = [];
	for (const base of [template, []]) {
		for (const field of ["annotations", "labels"]) {
			const map = valueAt(workload.attributes, [...base, "metadata", field]);
			for (const [key, value] of Object.entries(isObject(map) ? map : {})) {
				if (typeof value === "string") tags[key] = PLAIN_VALUE.test(value) ? value : "(set)";
			}
			const path = ["attributes", ...base, "metadata", field];
			for (const hidden of workload.unknown) {
				const key = hidden.path[path.length];
				if (!isPrefix(path, hidden.path)) continue;
				unknown.push({ path: key === undefined ? ["tags"] : ["tags", key], reason: hidden.reason });
			}
		}
	}
	return { tags, unknown: unknown.filter(({ path: [, key] }) => key === undefined || !Object.hasOwn(tags, key)) };
}

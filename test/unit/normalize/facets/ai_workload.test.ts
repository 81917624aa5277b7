// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are templates of manifests, not of TypeScript.
import { describe, expect, test } from "vitest";
import { scan, unknownOf, workload } from "./kubernetes.ts";

const named = (spec: string, name = "ai-gateway", manifests = "") =>
	scan(manifests + workload(spec, { name }))(`/${name}`);
const facet = (spec: string, name?: string, manifests?: string) => named(spec, name, manifests).facets.ai_workload;
const env = (name: string, value: string) =>
	`containers: [{name: c, env: [{name: ${name}, value: ${JSON.stringify(value)}}]}]`;
const configMap = (data: string) =>
	`{apiVersion: v1, kind: ConfigMap, metadata: {name: m, namespace: shop}, data: ${data}}\n---\n`;

describe("what makes an AI workload", () => {
	test("names, images, variables and hosts", () => {
		expect(facet("containers: []", "claude-api")?.reasons).toEqual(["name claude-api"]);
		expect(facet("containers: [{name: c, image: 'vllm/vllm-openai:v0.9.1'}]", "web")?.reasons).toEqual([
			"image vllm-openai",
		]);
		expect(facet(env("OPENAI_API_KEY", "x"), "web")?.reasons).toEqual(["environment variable OPENAI_API_KEY"]);
		expect(facet(env("UPSTREAM", "https://api.anthropic.com/v1"), "web")?.reasons).toEqual(["calls api.anthropic.com"]);
	});

	test("labels", () => {
		const labelled = workload("containers: []").replace("name: web", "name: web, labels: {ai.system-id: x}");
		expect(scan(labelled)("/web").facets.ai_workload?.reasons).toEqual(["label ai.system-id"]);
	});

	test("words that only look like it", () => {
		for (const name of ["killmonger", "claudette", "inferences-db", "mailgateway"]) {
			expect(facet("containers: [{name: c, image: 'example.com/ollamaster:1'}]", name), name).toBeUndefined();
		}
		expect(facet(env("MODEL", "T-1000"), "web")).toBeUndefined();
		expect(scan("{apiVersion: v1, kind: ConfigMap, metadata: {name: llm}}")("/llm").facets.ai_workload).toBeUndefined();
	});
});

describe("models", () => {
	const ids = (spec: string, manifests?: string) => facet(spec, undefined, manifests)?.models.map(({ id }) => id);

	test("in variables, lists, arguments and any text", () => {
		expect(ids(env("ANTHROPIC_MODEL", "claude-opus-4-20250514"))).toEqual(["claude-opus-4-20250514"]);
		expect(ids(env("MODELS", "house-7b, other-8b"))).toEqual(["house-7b", "other-8b"]);
		expect(ids("containers: [{name: c, args: [--model=house-7b, --model-id, other-8b, -v]}]")).toEqual([
			"house-7b",
			"other-8b",
		]);
		expect(ids(env("ROUTES", "a: us.anthropic.claude-3-haiku-20240307-v1:0, b: gpt-4o."))).toEqual([
			"us.anthropic.claude-3-haiku-20240307-v1:0",
			"gpt-4o",
		]);
	});

	test("not what only sounds like one", () => {
		expect(ids(env("IMAGE_NAME", "claude-gateway"))).toEqual([]);
		expect(ids(env("MODEL", "/models/house"))).toEqual([]);
		expect(ids(env("DATA_MODEL_VERSION", "v2"))).toEqual([]);
	});

	test("through ConfigMaps, in keys, all keys and files", () => {
		const map = configMap('{chat: gpt-4o, CHAT_MODEL: house-7b, config.yaml: "id: claude-3-opus-20240229"}');
		const key = "containers: [{name: c, env: [{name: MODEL, valueFrom: {configMapKeyRef: {name: m, key: chat}}}]}]";
		expect(ids(key, map)).toEqual(["gpt-4o"]);
		expect(ids("containers: [{name: c, envFrom: [{configMapRef: {name: m}}]}]", map)).toEqual([
			"gpt-4o",
			"house-7b",
			"claude-3-opus-20240229",
		]);
		expect(ids("volumes: [{name: v, configMap: {name: m}}], containers: []", map)).toEqual([
			"gpt-4o",
			"claude-3-opus-20240229",
		]);
	});

	test("values that are not in the input are named with the reason", () => {
		const from = (source: string) =>
			facet(`containers: [{name: c, env: [{name: MODEL, valueFrom: {${source}}}]}]`)?.unresolved[0]?.reason;
		expect(from("configMapKeyRef: {name: m, key: k}")).toBe("ConfigMap m is not in the input");
		expect(from("secretKeyRef: {name: m, key: k}")).toBe("MODEL is filled in from outside the manifests");
		expect(facet(env("MODEL", "$(PREFIX)-7b"))?.unresolved).toHaveLength(1);
		expect(facet(env("MODEL", "${MODEL}"))?.unresolved).toMatchObject([
			{ kind: "model", reason: "the value is a template expression" },
		]);
	});

	test("a secret in the wrong place is not carried along", () => {
		const key = `sk-ant-${"api03-Zq4mT8vXw2LkPn6R".repeat(2)}`;
		expect(JSON.stringify(facet(env("MODEL", key)))).not.toContain(key);
		expect(JSON.stringify(facet(env("OPENAI_BASE_URL", "https://user:hunter2x9@llm.example.com/v1")))).not.toContain(
			"hunter2x9",
		);
	});
});

describe("endpoints", () => {
	const endpoints = (spec: string) => facet(spec)?.endpoints.map(({ scheme, host }) => `${scheme}://${host}`);

	test("base URLs by name, provider hosts under any name", () => {
		expect(endpoints(env("ANTHROPIC_BASE_URL", "HTTPS://Proxy.example.com:8443/v1"))).toEqual([
			"https://proxy.example.com",
		]);
		expect(endpoints(env("AZURE_OPENAI_ENDPOINT", "https://x.openai.azure.com"))).toHaveLength(1);
		expect(endpoints(env("LLM_API_URL", "http://llm:8080"))).toEqual(["http://llm"]);
		expect(endpoints(env("BEDROCK_ENDPOINT", "bedrock.example.com/x"))).toEqual(["://bedrock.example.com"]);
		expect(endpoints(env("UPSTREAM", "https://bedrock-runtime.eu-west-1.amazonaws.com"))).toHaveLength(1);
		expect(endpoints(env("OPENAI_BASE_URL", "https://user:pw@api.openai.com"))).toEqual(["https://api.openai.com"]);
	});

	test("other URLs are none of its business", () => {
		expect(endpoints(env("OTEL_EXPORTER_OTLP_ENDPOINT", "http://otel:4317"))).toEqual([]);
		expect(endpoints(env("HTTPS_PROXY", "http://proxy:3128"))).toEqual([]);
	});

	test("the pod itself", () => {
		expect(facet(env("OPENAI_BASE_URL", "http://127.0.0.1:4000"))?.endpoints[0]?.loopback).toBe(true);
		expect(facet(env("OPENAI_BASE_URL", "http://[::1]:4000"))?.endpoints[0]).toMatchObject({
			host: "::1",
			loopback: true,
		});
	});
});

test("tags of the workload go before those of its pods; odd values are only shown to be set", () => {
	const text = workload("containers: []", { name: "llm" })
		.replace("name: llm,", 'name: llm, labels: {owner: a}, annotations: {note: "{<secret>}", risk: "${R}"},')
		.replace("labels: {app: llm}", "labels: {app: llm, owner: b}");
	const resource = scan(text)("/llm");
	expect(resource.facets.ai_workload?.tags).toEqual({ owner: "a", app: "llm", note: "(set)" });
	expect(unknownOf(resource, "ai_workload")).toEqual({ "tags.risk": "the value is a template expression" });
});

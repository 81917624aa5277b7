// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are templates of manifests, not of TypeScript.
import { expect, test } from "vitest";
import { secretFingerprint } from "../../../../src/normalize/secrets.ts";
import { scan, unknownOf, workload } from "./kubernetes.ts";

const facet = (manifests: string) => scan(manifests)("/web").facets.plaintext_secrets;
const at = (list: { path: (string | number)[]; name: string }[] | undefined) =>
	list?.map(({ path, name }) => [path.slice(3).join("."), name]);
const configMap = (body: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n${body}`;

test("environment variables of all containers, with a fingerprint and never the value", () => {
	const found = facet(
		workload(
			"initContainers: [{name: i, env: [{name: TOKEN_FILE, value: /run/token}, {name: DB_PASSWORD, value: hunter22}]}], containers: [{name: c, env: [{name: DB_PASSWORD, valueFrom: {}}, junk, {name: PIN_PASSWORD, value: 1234}]}], ephemeralContainers: [{name: e, env: [{name: dbPassword, value: hunter22}]}]",
		),
	);
	expect(at(found?.env)).toEqual([
		["initContainers.0.env.1.value", "DB_PASSWORD"],
		["containers.0.env.2.value", "PIN_PASSWORD"],
		["ephemeralContainers.0.env.0.value", "dbPassword"],
	]);
	expect(found?.env[0]?.fingerprint).toBe(secretFingerprint("hunter22"));
	expect(JSON.stringify(found)).not.toContain("hunter22");
});

test("a password that was meant to be replaced is the password in use", () => {
	const env = (name: string, value: string) =>
		facet(workload(`containers: [{env: [{name: ${name}, value: "${value}"}]}]`))?.env.length;
	expect([env("DB_PASSWORD", "changeme"), env("MYSQL_ROOT_PASSWORD", "fake_password")]).toEqual([1, 1]);
	expect([env("DB_PASSWORD", "<your password>"), env("API_TOKEN", "changeme"), env("NAME", "sample")]).toEqual([
		0, 0, 0,
	]);
});

test("a template leaves a doubt only under a name that announces a secret", () => {
	const resource = scan(workload('containers: [{env: [{name: API_KEY, value: "${KEY}"}]}]'))("/web");
	expect(unknownOf(resource, "plaintext_secrets").env).toMatch(/^API_KEY: /);
	const other = scan(workload('containers: [{env: [{name: LOG_LEVEL, value: "${LEVEL}"}]}]'))("/web");
	expect(unknownOf(other, "plaintext_secrets")).toEqual({});
});

test("a template in a ConfigMap does too", () => {
	const resource = scan(configMap('data: {API_KEY: "${KEY}", LOG_LEVEL: "${LEVEL}"}'))("/web");
	expect(unknownOf(resource, "plaintext_secrets")).toEqual({ data: "API_KEY: the value is a template expression" });
});

test("commands, arguments, scripts, probes and their headers", () => {
	const found = facet(
		workload(
			`containers: [{command: [app, --password=hunter22, --token, "q1w2e3r4", --token, --verbose], args: ["sh -c 'export API_KEY=q9w8e7r6 && run --secret z0x9c8v7 --password=$(cat f)'", 5], livenessProbe: {exec: {command: [redis-cli, --pass=$(P), --db-password=hunter22]}, httpGet: {httpHeaders: [{name: Authorization, value: Token hunter22}, {name: Host, value: a.b}]}}}]`,
		),
	);
	expect(at(found?.arguments)).toEqual([
		["containers.0.livenessProbe.httpGet.httpHeaders.0.value", "Authorization"],
		["containers.0.command.1", "password"],
		["containers.0.command.3", "token"],
		["containers.0.args.0", "API_KEY"],
		["containers.0.args.0", "secret"],
		["containers.0.livenessProbe.exec.command.2", "db-password"],
	]);
});

test("annotations only by the form of a credential, and not the copy kubectl keeps", () => {
	const key = ["sk", "ant", "api03", "Zx81kQwe72LmNop5RsTu"].join("-");
	const pod = `{apiVersion: v1, kind: Pod, metadata: {name: web, annotations: {note: "${key}", "checksum/password": "0a1b2c3d", kubectl.kubernetes.io/last-applied-configuration: "${key}"}}, spec: {}}`;
	expect(facet(pod)?.arguments).toMatchObject([
		{ path: ["metadata", "annotations", "note"], detector: "anthropic-api-key" },
	]);
});

test("ConfigMap entries by key, in embedded files, and in readable binary data", () => {
	const found = facet(
		configMap(
			`data:\n  DB_PASSWORD: hunter22\n  TOKENIZER_PATH: /models\n  app.yaml: |\n    db:\n      password: tiger-8731\n      user: web\n    # password: old-one-1\n  app.json: '{"env": [{"name": "API_TOKEN", "value": "q1w2e3r4"}]}'\nbinaryData:\n  app.properties: ${Buffer.from("smtp.password=abc12345").toString("base64")}\n  logo.png: //79AA==\n`,
		),
	);
	expect(found?.data.map(({ path, name }) => [...path, name])).toEqual([
		["data", "DB_PASSWORD", "DB_PASSWORD"],
		["data", "app.yaml", "password"],
		["data", "app.json", "API_TOKEN"],
		["binaryData", "app.properties", "smtp.password"],
	]);
});

test("odd shapes", () => {
	expect(facet(configMap("data: [1, 2]"))).toEqual({ env: [], arguments: [], data: [] });
	expect(facet(workload("containers: {a: b}"))).toEqual({ env: [], arguments: [], data: [] });
});

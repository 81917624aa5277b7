// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are templates of manifests, not of TypeScript.
import { expect, test } from "vitest";
import { scan, unknownOf } from "./kubernetes.ts";

const server = (container: string) =>
	scan(
		`{apiVersion: v1, kind: Pod, metadata: {name: api, namespace: kube-system}, spec: {containers: [{${container}}]}}`,
	)("/api");
const policy = (rules: string) =>
	scan(`{apiVersion: audit.k8s.io/v1, kind: Policy, metadata: {name: p}, rules: ${rules}}`)("/p").facets.api_server!;
const encryption = (resources: string) =>
	scan(
		`{apiVersion: apiserver.config.k8s.io/v1, kind: EncryptionConfiguration, metadata: {name: e}, resources: ${resources}}`,
	)("/e").facets.api_server!.secrets_provider;

test("flags of an API server, together or apart", () => {
	const flags = "command: [/usr/local/bin/kube-apiserver], args: [--a=1, --b, two, --c, --d=x=y]";
	expect(server(flags).facets.api_server).toMatchObject({
		kind: "server",
		path: ["spec", "containers", 0],
		flags: { a: "1", b: "two", c: "", d: "x=y" },
	});
	expect(server("name: web, command: [web, --a=1]").facets.api_server).toBeUndefined();
	expect(unknownOf(server("command: [kube-apiserver, $(FLAGS)]"), "api_server").flags).toContain("environment");
});

test("the level of an audit policy is that of the first rule that fits", () => {
	const secrets = "resources: [{group: '', resources: [secrets]}]";
	expect(policy("[{level: Metadata}]").secrets_audit).toEqual({ path: ["rules", 0], level: "Metadata" });
	expect(policy(`[{level: None, ${secrets}}, {level: Metadata}]`).secrets_audit.level).toBe("None");
	expect(policy(`[{level: None, users: [a], ${secrets}}, {level: Metadata}]`).secrets_audit.level).toBe("Metadata");
	expect(policy(`[{level: Metadata, verbs: [get], ${secrets}}, {level: Request}]`).secrets_audit.level).toBe("Request");
	expect(policy(`[{level: Metadata, verbs: [get], ${secrets}}]`).secrets_audit.level).toBe("None");
	expect(policy("[{level: None, nonResourceURLs: [/healthz]}, {level: Metadata}]").secrets_audit.level).toBe(
		"Metadata",
	);
	const access = "resources: [{group: rbac.authorization.k8s.io}]";
	expect(policy(`[{level: Request, ${access}}, {level: Metadata}]`).access_audit.level).toBe("Request");
	expect(policy(`[{level: Request, verbs: [create], ${access}}, {level: Metadata}]`).access_audit.level).toBe(
		"Metadata",
	);
	for (const odd of ["null", "text", "[null, 3, {level: 4}]"]) expect(policy(odd).secrets_audit.level).toBe("None");
});

test("the first entry that names Secrets and its first provider", () => {
	const kms = "providers: [{kms: {name: k}}, {identity: {}}]";
	expect(encryption(`[{resources: [secrets], ${kms}}]`).name).toBe("kms");
	expect(encryption(`[{resources: ['*.'], ${kms}}]`).name).toBe("kms");
	expect(encryption(`[{resources: ['*.apps'], ${kms}}]`).name).toBe("none");
	expect(encryption(`[{resources: [secrets], providers: [{identity: {}}]}, {resources: ['*.*'], ${kms}}]`).name).toBe(
		"identity",
	);
	expect(encryption("[{resources: [secrets], providers: []}]").name).toBe("none");
	expect(encryption("text").name).toBe("none");
});

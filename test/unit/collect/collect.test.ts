import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, open, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CollectOptions, collect } from "../../../src/collect/collect.ts";
import type { Diagnostic, Document } from "../../../src/model/resource.ts";

const POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n";
const PLAN = JSON.stringify({ format_version: "1.2", terraform_version: "1.9.0", resource_changes: [] }, null, 1);
const STATE = JSON.stringify({ version: 4, terraform_version: "1.9.0", serial: 1, lineage: "x", resources: [] });

let cwd: string;

beforeEach(async () => {
	cwd = await mkdtemp(join(tmpdir(), "assay-collect-"));
});

afterEach(async () => {
	await rm(cwd, { recursive: true });
});

async function files(contents: Record<string, string | Uint8Array>): Promise<void> {
	for (const [name, content] of Object.entries(contents)) {
		await mkdir(dirname(join(cwd, name)), { recursive: true });
		await writeFile(join(cwd, name), content);
	}
}

async function run(targets: string[], options: Partial<CollectOptions> = {}) {
	const documents: Document[] = [];
	const diagnostics: Diagnostic[] = [];
	const skipped: Record<string, string> = {};
	for await (const item of collect(targets, { cwd, ...options })) {
		if (item.kind === "document") documents.push(item.document);
		else if (item.kind === "diagnostic") diagnostics.push(item.diagnostic);
		else skipped[item.uri] = item.reason;
	}
	const told = diagnostics.map(({ severity, code, uri, line }) => [severity, code, uri, line]);
	return { documents, uris: documents.map(({ uri }) => uri), diagnostics, told, skipped };
}

describe("collect: folders", () => {
	it("walks in a fixed order and opens only YAML, JSON and plans", async () => {
		await files({ "b/z.yml": POD, "b/a.yaml": POD, "a.json": PLAN, "c.txt": POD, "d.tfplan": PLAN, "B.YAML": POD });
		const { uris, told, skipped } = await run(["."]);
		expect(uris).toEqual(["B.YAML", "a.json", "b/a.yaml", "b/z.yml", "d.tfplan"]);
		expect([told, skipped]).toEqual([[], {}]);
	});

	it("honours nested ignore files and those of parents up to the repository", async () => {
		await files({
			".git/HEAD": "",
			".gitignore": "*.gen.yaml\n/k8s/out/\n",
			"k8s/.gitignore": "!keep.gen.yaml\n",
			"k8s/.assayignore": "tests\n",
			"k8s/a.yaml": POD,
			"k8s/b.gen.yaml": POD,
			"k8s/keep.gen.yaml": POD,
			"k8s/out/a.yaml": POD,
			"k8s/tests/a.yaml": POD,
			"k8s/x/tests/a.yaml": POD,
			"node_modules/a.yaml": POD,
			"k8s/.terraform/a.json": PLAN,
		});
		expect((await run(["k8s"])).uris).toEqual(["k8s/a.yaml", "k8s/keep.gen.yaml"]);
		expect((await run(["."])).uris).toEqual(["k8s/a.yaml", "k8s/keep.gen.yaml"]);
	});

	it("reads what is named although it is ignored", async () => {
		await files({ ".git/HEAD": "", ".gitignore": "out/\n*.gen.yaml\n", "out/a.yaml": POD, "b.gen.yaml": POD });
		expect((await run(["out", "b.gen.yaml"])).uris).toEqual(["out/a.yaml", "b.gen.yaml"]);
	});

	it("does not look for ignore files outside a repository", async () => {
		await files({ ".gitignore": "*.yaml\n", "k8s/a.yaml": POD });
		expect((await run(["k8s"])).uris).toEqual(["k8s/a.yaml"]);
	});

	it("follows no link out of the tree, and no loop", async () => {
		await files({ "in/a.yaml": POD, "out/b.yaml": POD });
		await symlink(join(cwd, "out"), join(cwd, "in/folder"));
		await symlink(join(cwd, "out/b.yaml"), join(cwd, "in/file.yaml"));
		await symlink(join(cwd, "in"), join(cwd, "in/loop"));
		await symlink(join(cwd, "in/a.yaml"), join(cwd, "in/same.yaml"));
		await symlink(join(cwd, "nowhere"), join(cwd, "in/broken.yaml"));
		const { uris, skipped, told } = await run(["in"]);
		expect(uris).toEqual(["in/a.yaml"]);
		expect(skipped).toEqual({
			"in/broken.yaml": "broken-link",
			"in/file.yaml": "link-out-of-tree",
			"in/folder": "link-out-of-tree",
		});
		expect(told).toEqual([]);
	});

	it("follows a link that is named", async () => {
		await files({ "out/b.yaml": POD });
		await symlink(join(cwd, "out"), join(cwd, "named"));
		expect((await run(["named"])).uris).toEqual(["named/b.yaml"]);
	});

	it("warns of a folder that gives nothing", async () => {
		await mkdir(join(cwd, "empty"));
		await files({ "other/compose.yaml": "services: {}\n" });
		const { told, skipped } = await run(["empty", "other"]);
		expect(told).toEqual([
			["warning", "no-input", "empty", null],
			["warning", "no-input", "other", null],
		]);
		expect(skipped).toEqual({ "other/compose.yaml": "not-kubernetes" });
	});

	it("skips Helm templates, and counts them", async () => {
		await files({
			"chart/Chart.yaml": "apiVersion: v2\nname: c\n",
			"chart/values.yaml": "image: x\n",
			"chart/templates/a.yaml": `${POD}spec: {x: "{{ .Values.x }}"}\n`,
			"chart/templates/plain.yaml": POD,
			"other/b.yaml": `${POD}spec:\n{{- if .x }}\n  y: 1\n{{- end }}\n`,
			"other/c.yaml": `${POD}spec: {x: "{{ .Values.x }}"}\n`,
		});
		const { uris, skipped, told } = await run(["."]);
		expect(uris).toEqual(["chart/templates/plain.yaml", "other/c.yaml"]);
		expect(skipped).toEqual({
			"chart/Chart.yaml": "not-kubernetes",
			"chart/templates/a.yaml": "helm-template",
			"chart/values.yaml": "not-kubernetes",
			"other/b.yaml": "helm-template",
		});
		expect(told).toEqual([["note", "helm-template", "other/b.yaml", 5]]);
	});

	it("does not judge the patches of a kustomization", async () => {
		await files({
			"base/kustomization.yaml": "resources: [a.yaml]\n",
			"base/a.yaml": POD,
			"over/kustomization.yaml":
				"resources: [../base]\npatches: [{path: p.yaml}, {patch: '- op: x'}]\npatchesStrategicMerge: [../common/q.yaml]\n",
			"over/p.yaml": POD,
			"common/q.yaml": POD,
		});
		const { uris, skipped, told } = await run(["."]);
		expect(uris).toEqual(["base/a.yaml"]);
		expect(skipped).toEqual({
			"base/kustomization.yaml": "kustomization",
			"over/kustomization.yaml": "kustomization",
			"over/p.yaml": "kustomize-patch",
			"common/q.yaml": "kustomize-patch",
		});
		expect(told).toEqual([["note", "kustomization", ".", null]]);
	});

	it("takes a workload without a selector for a patch unless a kustomization lists it", async () => {
		const deployment =
			"apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: w}\nspec: {template: {spec: {containers: []}}}\n";
		await files({
			"base/kustomization.yaml": "resources: [a.yaml]\nlabels: [{includeSelectors: true, pairs: {app: w}}]\n",
			"base/a.yaml": deployment,
			"overlay/a.yaml": `${deployment}---\n${POD}`,
			"whole.yaml": deployment.replace("spec: {", "spec: {selector: {matchLabels: {app: w}}, "),
		});
		const { uris, skipped, told } = await run(["."]);
		expect(uris).toEqual(["base/a.yaml", "overlay/a.yaml", "whole.yaml"]);
		expect(skipped).toEqual({ "base/kustomization.yaml": "kustomization", "overlay/a.yaml": "kustomize-patch" });
		expect(told.map(([severity, code]) => [severity, code])).toEqual([
			["note", "kustomize-patch"],
			["note", "kustomization"],
		]);
		expect((await run(["overlay/a.yaml"])).uris).toEqual(["overlay/a.yaml", "overlay/a.yaml"]);
	});

	it("says which objects are part of a component", async () => {
		await files({
			"base/a.yaml": POD,
			"parts/p/kustomization.yaml": "kind: Component\nresources: [b.yaml]\n",
			"parts/p/b.yaml": POD,
			"parts/p/deeper/c.yaml": POD,
			"parts/d.yaml": POD,
		});
		const found: Record<string, string | undefined> = {};
		for await (const item of collect(["."], { cwd })) {
			if (item.kind === "document" && item.document.kind === "kubernetes")
				found[item.document.uri] = item.document.component;
		}
		expect(found).toEqual({
			"base/a.yaml": undefined,
			"parts/p/b.yaml": "parts/p",
			"parts/p/deeper/c.yaml": "parts/p",
			"parts/d.yaml": undefined,
		});
	});

	it("reads a file once, however often it is named", async () => {
		await files({ "k8s/a.yaml": POD });
		const { uris, told } = await run(["k8s/a.yaml", "k8s", "./k8s/a.yaml", "."]);
		expect(uris).toEqual(["k8s/a.yaml"]);
		expect(told).toEqual([]);
	});

	it("copes with hostile names", async () => {
		const names = ["a b.yaml", "new\nline.yaml", "-n.yaml", "$(x).yaml", "__proto__.yaml", "ü😀.yaml", "..x/a.yaml"];
		await files(Object.fromEntries(names.map((name) => [name, POD])));
		const { uris, told } = await run(["."]);
		expect(uris.toSorted()).toEqual(names.toSorted());
		expect(told).toEqual([]);
	});

	it("does not wait for pipes it finds", async () => {
		execFileSync("mkfifo", [join(cwd, "pipe.yaml")]);
		await files({ "a.yaml": POD });
		expect((await run(["."])).skipped).toEqual({ "pipe.yaml": "not-a-file" });
	});
});

describe("collect: files", () => {
	it("opens a named file whatever its name", async () => {
		await files({ manifest: POD, "plan.out": PLAN });
		expect((await run(["manifest", "plan.out"])).documents.map(({ kind }) => kind)).toEqual([
			"kubernetes",
			"terraform-plan",
		]);
	});

	it("numbers documents as they stand in the file", async () => {
		await files({ "a.yaml": `# first\n---\n${POD}---\n\n---\nfoo: 1\n---\n${POD}` });
		const { documents } = await run(["a.yaml"]);
		expect(documents.map((document) => document.kind === "kubernetes" && document.index)).toEqual([0, 3]);
		expect(new Set(documents.map(({ sha256 }) => sha256)).size).toBe(1);
	});

	it("reports what is not there", async () => {
		const { diagnostics } = await run(["nope.yaml"]);
		expect(diagnostics).toEqual([
			{
				severity: "error",
				code: "not-found",
				message: "there is no such file or folder",
				uri: "nope.yaml",
				line: null,
			},
		]);
	});

	it("reports broken YAML by line and keeps the other documents", async () => {
		await files({ "a.yaml": `${POD}---\napiVersion: v1\nkind: Pod\nspec: [\n---\n${POD}` });
		const { documents, told } = await run(["."]);
		expect(documents).toHaveLength(2);
		expect(told).toEqual([["error", "yaml-syntax", "a.yaml", 8]]);
	});

	it("is silent about broken YAML that is none of its business, unless it is named", async () => {
		await files({ "a.yaml": "a: [\n", "b.json": "{ // comment\n}" });
		const walked = await run(["."]);
		expect(walked.told).toMatchObject([
			["note", "unparseable", "a.yaml", 2],
			["note", "unparseable", "b.json", 1],
			["warning", "no-input", ".", null],
		]);
		expect(walked.skipped).toEqual({ "a.yaml": "unparseable", "b.json": "unparseable" });
		expect((await run(["a.yaml"])).told).toEqual([["error", "yaml-syntax", "a.yaml", 2]]);
	});

	it("reports a plan that was cut off, with its line", async () => {
		await files({ "plan.json": PLAN.slice(0, -10) });
		expect((await run(["."])).told[0]).toEqual(["error", "json-syntax", "plan.json", 4]);
	});

	it.each([
		["state.json", STATE, "terraform-state"],
		["shown.json", JSON.stringify({ format_version: "1.0", values: {} }), "terraform-state"],
		["log.json", '{"@level":"info","type":"version"}\n{"@level":"info","type":"log"}\n', "terraform-log"],
		["bin.tfplan", "PK\u0003\u0004rest", "terraform-binary-plan"],
	])("says what to run instead of scanning %s", async (name, content, code) => {
		await files({ [name]: content });
		const named = await run([name]);
		expect(named.told).toEqual([["error", code, name, null]]);
		expect(named.diagnostics[0]?.message).toContain("terraform show -json");
		expect((await run(["."])).told[0]).toEqual(["warning", code, name, null]);
	});

	it("errs on a named Helm template", async () => {
		await files({ "c/Chart.yaml": "name: c\n", "c/templates/a.yaml": `${POD}spec: {x: "{{ .Values.x }}"}\n` });
		expect((await run(["c/templates/a.yaml"])).told).toEqual([["error", "helm-template", "c/templates/a.yaml", 4]]);
	});

	it("warns of a named file that holds nothing to judge", async () => {
		await files({ "compose.yaml": "services: {}\n", "empty.yaml": " \n" });
		expect((await run(["compose.yaml", "empty.yaml"])).told).toEqual([
			["warning", "no-input", "compose.yaml", null],
			["warning", "no-input", "empty.yaml", null],
		]);
	});

	it("warns of an object without apiVersion", async () => {
		await files({ "a.yaml": `${POD}---\n\nkind: Service\nmetadata: {name: a}\nspec: {}\n` });
		expect((await run(["."])).told).toEqual([["warning", "incomplete-object", "a.yaml", 6]]);
	});

	it("reports keys given twice and goes on with the last", async () => {
		await files({ "a.yaml": `${POD}spec: {a: 1}\nspec: {a: 2}\n` });
		const { told, documents } = await run(["."]);
		expect(told).toEqual([["error", "duplicate-key", "a.yaml", 5]]);
		expect(documents[0]?.value.spec).toEqual({ a: 2 });
	});

	it("tells binary files and UTF-16 from text", async () => {
		const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(POD, "utf16le")]);
		await files({ "bin.yaml": Buffer.from([1, 2, 0, 3]), "wide.yaml": utf16 });
		expect((await run(["."])).told).toEqual([
			["error", "utf-16", "wide.yaml", null],
			["warning", "no-input", ".", null],
		]);
		expect((await run(["bin.yaml"])).told).toEqual([["error", "binary-file", "bin.yaml", null]]);
	});

	it("does not pass over an object because of a NUL byte", async () => {
		await files({ "nul.yaml": `# \0\n${POD}` });
		expect((await run(["."])).told).toContainEqual(["error", "binary-file", "nul.yaml", null]);
	});

	it("replaces halves of character pairs, in keys and values", async () => {
		const name = (text: string) =>
			`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"${text}","labels":{"${text}":"b"}}}`;
		await files({
			"a.json": name("\\ud800x"),
			"b.yaml": `apiVersion: v1\nkind: Pod\nmetadata: {name: "\\udfffx"}\n`,
			"c.json": name("\\ud83d\\ude00"),
		});
		const { documents } = await run(["."]);
		expect(documents.map(({ value }) => value.metadata)).toEqual([
			{ name: "\ufffdx", labels: { "\ufffdx": "b" } },
			{ name: "\ufffdx" },
			{ name: "😀", labels: { "😀": "b" } },
		]);
	});

	it("drops a byte order mark and tells of bytes that are not UTF-8", async () => {
		await files({ "bom.yaml": `\uFEFF${POD}`, "latin.yaml": Buffer.from(`# caf\u00e9\n${POD}`, "latin1") });
		const { uris, told } = await run(["."]);
		expect(uris).toEqual(["bom.yaml", "latin.yaml"]);
		expect(told).toEqual([["warning", "invalid-utf8", "latin.yaml", null]]);
	});

	it("does not read files over the limit", async () => {
		const sparse = await open(join(cwd, "big.yaml"), "w");
		await sparse.truncate(200 * 1024 * 1024);
		await sparse.close();
		expect((await run(["big.yaml"])).told).toEqual([["error", "file-too-large", "big.yaml", null]]);
		expect((await run(["."])).told[0]).toEqual(["warning", "file-too-large", "big.yaml", null]);
		await files({ "small.yaml": POD });
		expect((await run(["small.yaml"], { maxFileBytes: 10 })).told[0]?.[1]).toBe("file-too-large");
		const found = await run(["."], { maxFileBytes: 10 });
		expect(found.told).toContainEqual(["error", "file-too-large", "small.yaml", null]);
	});

	it("limits YAML, documents, depth and aliases", async () => {
		const bomb = Array.from({ length: 20 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(10)}]`).join("\n");
		await files({
			"a.yaml": POD.concat("---\n", POD, "---\n", POD),
			"bomb.yaml": `${POD}a0: &a0 [x]\n${bomb}\n`,
			"deep.yaml": `${POD}spec: ${"[".repeat(1000)}${"]".repeat(1000)}\n`,
			"deep.json": `{"apiVersion": "v1", "kind": "Pod", "spec": ${"[".repeat(1000)}${"]".repeat(1000)}}`,
		});
		const limited = await run(["a.yaml"], { maxDocuments: 2 });
		expect(limited.uris).toHaveLength(2);
		expect(limited.told).toEqual([["error", "too-many-documents", "a.yaml", null]]);
		expect((await run(["a.yaml"], { maxYamlBytes: 20 })).told).toEqual([["error", "file-too-large", "a.yaml", null]]);
		const codes = (await run(["bomb.yaml", "deep.yaml", "deep.json"])).told.map(([, code]) => code);
		expect(codes).toEqual(["alias-expansion", "too-deep", "too-deep"]);
	});

	it("reads standard input once", async () => {
		const stdin = async () => Buffer.from(POD);
		const { documents, told } = await run(["-", "-"], { stdin });
		expect(documents.map(({ uri }) => uri)).toEqual(["stdin"]);
		expect(told).toEqual([]);
		expect((await run(["-"])).told).toEqual([["error", "unreadable", "stdin", null]]);
		const refused = await run(["-"], { stdin: async () => Promise.reject(new Error("secret")) });
		expect(JSON.stringify(refused.diagnostics)).not.toContain("secret");
	});

	it("reads several JSON objects on end", async () => {
		await files({ "a.json": `${JSON.stringify({ apiVersion: "v1", kind: "Pod" })}\n`.repeat(2) });
		const { documents } = await run(["a.json"]);
		expect(documents.map((document) => document.kind === "kubernetes" && document.index)).toEqual([0, 1]);
	});
});

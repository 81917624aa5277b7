import { describe, expect, it } from "vitest";
import { readYaml } from "../../../src/collect/yaml.ts";
import { createLocator } from "../../../src/locate/locator.ts";
import type { Resource } from "../../../src/model/resource.ts";
import { isObject } from "../../../src/normalize/json.ts";
import { normalizeKubernetes } from "../../../src/normalize/kubernetes/normalize.ts";

/** The related places of the objects of a text, as `message at uri:line precision`. */
function related(text: string, files: Record<string, string> = {}, uri = "out/all.yaml"): string[][] {
	const all: Record<string, string> = { ...files, [uri]: text };
	const documents = [...readYaml(text, { maxDepth: 50, maxAliasValues: 0 })].flatMap(({ index, value }) =>
		isObject(value) ? [{ kind: "kubernetes" as const, uri, index, value, sha256: "" }] : [],
	);
	const locate = createLocator((name) => (Object.hasOwn(all, name) ? all[name]! : null));
	const resources: Resource[] = normalizeKubernetes(documents, { parameters: {} });
	return resources
		.filter(({ type }) => !type.startsWith("scope/"))
		.map((resource) =>
			locate(resource, ["spec"]).related.map(
				({ message, location: at }) => `${message} at ${at.uri}:${at.startLine} ${at.precision}`,
			),
		);
}

const pod = (name: string, annotations = "") =>
	`apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n${annotations}spec: {}\n`;

describe("where rendered text comes from", () => {
	const text = `---\n# Source: shop/templates/a.yaml\n${pod("a")}---\n# Source: shop/charts/db/templates/b.yaml\n# a note\n\n${pod("b")}---\n${pod("c")}`;

	it("is the template that helm names, below the text's folder or the working directory", () => {
		const files = { "out/shop/templates/a.yaml": "x", "shop/charts/db/templates/b.yaml": "x" };
		expect(related(text, files)).toEqual([
			["rendered from shop/templates/a.yaml at out/shop/templates/a.yaml:1 file"],
			["rendered from shop/charts/db/templates/b.yaml at shop/charts/db/templates/b.yaml:1 file"],
			[],
		]);
	});

	it("is found where the chart's folder is called otherwise, by the name in Chart.yaml", () => {
		const files = { "Chart.yaml": "name: shop\n", "templates/a.yaml": "x", "out/Chart.yaml": "name: other\n" };
		expect(related(text, files)[0]).toEqual(["rendered from shop/templates/a.yaml at templates/a.yaml:1 file"]);
	});

	it("is the comment itself where there is no such file, whatever the comment says", () => {
		expect(related(text)[0]).toEqual(["rendered from shop/templates/a.yaml at out/all.yaml:2 object"]);
		for (const source of ["../../etc/passwd.yaml", "/etc/a.yaml", "a/../../b.yaml", "c:\\x.yaml", "id_rsa"]) {
			const files = { [source]: "x", "../etc/passwd.yaml": "x", "b.yaml": "x" };
			expect(related(`# Source: ${source}\n${pod("a")}`, files)).toEqual([
				[`rendered from ${source} at out/all.yaml:1 object`],
			]);
		}
	});

	it("is the comment above the object and no other, with Windows line ends too", () => {
		const windows = text.replaceAll("\n", "\r\n");
		expect(related(windows)).toEqual([
			["rendered from shop/templates/a.yaml at out/all.yaml:2 object"],
			["rendered from shop/charts/db/templates/b.yaml at out/all.yaml:9 object"],
			[],
		]);
	});

	it("is what kustomize notes in annotations", () => {
		const origin = (value: string) => `  annotations:\n    config.kubernetes.io/origin: ${value}\n`;
		const path = "  annotations:\n    internal.config.kubernetes.io/path: 'base/p.yaml'\n";
		const files = { "base/a.yaml": "x", "out/base/p.yaml": "x" };
		expect(related(pod("a", origin("|\n      path: base/a.yaml")), files)).toEqual([
			["rendered from base/a.yaml at base/a.yaml:1 file"],
		]);
		expect(related(pod("a", path), files)).toEqual([["rendered from base/p.yaml at out/base/p.yaml:1 file"]]);
		expect(related(pod("a", origin('"path: ../base/a.yaml"')), files)).toEqual([
			["rendered from ../base/a.yaml at out/all.yaml:6 object"],
		]);
		for (const none of ['"path: a.yaml\\nrepo: https://example.com/x"', '"[not yaml"', '""', "{a: 1}"]) {
			expect(related(pod("a", origin(none)), files)).toEqual([[]]);
		}
	});
});

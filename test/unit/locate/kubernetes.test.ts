import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDocument, stringify } from "yaml";
import { createFileLocator } from "../../../src/locate/kubernetes.ts";
import type { AttributePath, Json } from "../../../src/model/json.ts";

const TEXT = `# shop
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 2 # few
  template:
    spec:
      containers:
        - name: web
          image: x:1
          args: ["-a", "-b"]
        -
          name: side
      volumes:
---
apiVersion: v1
kind: Service
spec:
  ports: [{port: 80}]
`;

/** Line, and the text of the region. */
function find(text: string, path: AttributePath, { document = 0, base = [] as AttributePath, uri = "a.yaml" } = {}) {
	const place = createFileLocator(text, uri).locate(document, base, path);
	expect(place.endLine).toBe(place.startLine);
	const line = text.split("\n")[place.startLine - 1] ?? "";
	return [place.startLine, line.slice(place.startColumn - 1, place.endColumn - 1), place.precision];
}

describe("createFileLocator: YAML", () => {
	it.each([
		[["spec", "replicas"], 6, "replicas: 2", "attribute"],
		[["metadata", "labels", "app"], 4, "app: web", "attribute"],
		[["spec", "template"], 7, "template:", "attribute"],
		[["spec", "template", "spec", "containers", 0], 10, "name: web", "attribute"],
		[["spec", "template", "spec", "containers", 0, "image"], 11, "image: x:1", "attribute"],
		[["spec", "template", "spec", "containers", 0, "args", 1], 12, '"-b"', "attribute"],
		[["spec", "template", "spec", "containers", 1], 14, "name: side", "attribute"],
		[["spec", "template", "spec", "volumes"], 15, "volumes:", "attribute"],
		[["spec", "template", "spec", "containers", 0, "securityContext", "privileged"], 10, "name: web", "parent"],
		[["spec", "template", "spec", "containers", 7, "image"], 9, "containers:", "parent"],
		[["spec", "strategy"], 5, "spec:", "parent"],
		[["status", "x"], 2, "apiVersion: apps/v1", "object"],
		[[], 2, "apiVersion: apps/v1", "object"],
	] as [AttributePath, number, string, string][])("%j is on line %i", (path, line, region, precision) => {
		expect(find(TEXT, path)).toEqual([line, region, precision]);
	});

	it("counts documents as reading does, also after broken and empty ones", () => {
		expect(find(TEXT, ["spec", "ports", 0, "port"], { document: 1 })).toEqual([20, "port: 80", "attribute"]);
		const text = `a: [\n---\n# nothing\n---\n${"[".repeat(5000)}\n---\nb: 1\n`;
		expect(find(text, ["b"], { document: 3 })).toEqual([7, "b: 1", "attribute"]);
	});

	it("finds members of a list object", () => {
		const text = "kind: List\nitems:\n  - kind: A\n    spec:\n      x: 1\n  - kind: B\n";
		expect(find(text, ["spec", "x"], { base: ["items", 0] })).toEqual([5, "x: 1", "attribute"]);
		expect(find(text, ["spec", "x"], { base: ["items", 1] })).toEqual([6, "kind: B", "object"]);
	});

	it("finds what an alias or a merge key brings where it is written", () => {
		const text = [
			"base: &base",
			"  image: x:1",
			"  pull: Always",
			"one: *base",
			"two:",
			"  <<: *base",
			"  pull: Never",
			"three:",
			"  pull: Never",
			"  <<: [*base]",
		].join("\n");
		expect(find(text, ["one", "image"])).toEqual([2, "image: x:1", "attribute"]);
		expect(find(text, ["two", "image"])).toEqual([2, "image: x:1", "attribute"]);
		expect(find(text, ["two", "pull"])).toEqual([7, "pull: Never", "attribute"]);
		expect(find(text, ["three", "pull"])).toEqual([3, "pull: Always", "attribute"]);
	});

	it("finds the key that counts of two, and keys that YAML reads as something else", () => {
		expect(find("a: 1\na: 2\n", ["a"])).toEqual([2, "a: 2", "attribute"]);
		expect(find("on: 1\n0x10: 2\n", ["true"])).toEqual([1, "on: 1", "attribute"]);
		expect(find("on: 1\n0x10: 2\n", ["16"])).toEqual([2, "0x10: 2", "attribute"]);
	});

	it("marks only the first line of a block, without the line end", () => {
		expect(find("a: |\r\n  x\r\n  y\r\nb: 1\r\n", ["a"])).toEqual([1, "a: |", "attribute"]);
		expect(find("a: |\r\n  x\r\nb: 1\r\n", ["b"])).toEqual([3, "b: 1", "attribute"]);
	});

	it("gives the file where there is no such document", () => {
		expect(find(TEXT, ["a"], { document: 9 })).toEqual([1, "", "file"]);
		expect(find("", ["a"])).toEqual([1, "", "file"]);
		expect(find("a: [", ["a"])).toEqual([1, "", "file"]);
	});
});

describe("createFileLocator: JSON", () => {
	const text = JSON.stringify({ kind: "Pod", spec: { list: [{ a: "x,}" }, { b: [] }] } }, null, 2);

	it.each([
		[["kind"], 2, '"kind": "Pod"', "attribute"],
		[["spec", "list", 0, "a"], 6, '"a": "x,}"', "attribute"],
		[["spec", "list", 1], 8, "{", "attribute"],
		[["spec", "list", 1, "b", 0], 9, '"b": []', "parent"],
		[["status"], 1, "{", "object"],
	] as [AttributePath, number, string, string][])("%j is on line %i", (path, line, region, precision) => {
		expect(find(text, path, { uri: "a.json" })).toEqual([line, region, precision]);
	});

	it("finds columns in minified JSON and several objects on end", () => {
		const lines = '{"a":{"b":1}}\n{"a":{"b":22}}';
		expect(find(lines, ["a", "b"], { uri: "a.json" })).toEqual([1, '"b":1', "attribute"]);
		expect(find(lines, ["a", "b"], { uri: "a.json", document: 1 })).toEqual([2, '"b":22', "attribute"]);
	});

	it("gives the file for text that is not JSON any more", () => {
		expect(find('{"a": ', ["a"], { uri: "a.json" })).toEqual([1, "", "file"]);
	});
});

/** A tree whose keys and values are all different words, so that text tells which place it belongs to. */
const tree = fc.letrec<{ node: unknown; leaf: unknown }>((tie) => ({
	leaf: fc.constantFrom(1, 2, 3),
	node: fc.oneof(
		{ depthSize: "small", maxDepth: 4 },
		tie("leaf"),
		fc.array(tie("node"), { minLength: 1, maxLength: 4 }),
		fc.dictionary(fc.constantFrom("a", "b", "c", "d"), tie("node"), { minKeys: 1, maxKeys: 4 }),
	),
})).node;

function named(shape: unknown, counter: { next: number }): Json {
	if (Array.isArray(shape)) return shape.map((item) => named(item, counter));
	if (typeof shape !== "object" || shape === null) return `v${counter.next++}x`;
	return Object.fromEntries(Object.values(shape).map((item) => [`k${counter.next++}x`, named(item, counter)]));
}

/** Every path with the word that must stand there: the key, or for list items the first word in them. */
function* places(value: Json, path: AttributePath = []): Generator<{ path: AttributePath; word: string }> {
	if (typeof value !== "object" || value === null) return;
	for (const key of Object.keys(value)) {
		const item = (value as Record<string, Json>)[key]!;
		const step = Array.isArray(value) ? Number(key) : key;
		yield { path: [...path, step], word: Array.isArray(value) ? firstWord(item) : key };
		yield* places(item, [...path, step]);
	}
}

function firstWord(value: Json): string {
	return /[kv]\d+x/.exec(JSON.stringify(value))?.[0] ?? "";
}

describe("createFileLocator: any file", () => {
	const layout = fc.record({
		indent: fc.constantFrom(2, 4, 7),
		indentSeq: fc.boolean(),
		collectionStyle: fc.constantFrom("any" as const, "flow" as const),
		lineWidth: fc.constantFrom(0, 40),
	});

	it("leads from a path to its own text, however documents are laid out and ordered", () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(tree, layout, fc.boolean()), { minLength: 1, maxLength: 4 }),
				fc.constantFrom("\n", "\r\n"),
				(parts, newline) => {
					const counter = { next: 0 };
					const documents = parts.map(([shape]) => ({ root: named(shape, counter) }));
					const text = parts
						.map(([, style, comment], index) => {
							const body = stringify(documents[index], style);
							return `${comment ? "# about k0x: v0x\n\n" : ""}${body}`;
						})
						.join("---\n")
						.replaceAll("\n", newline);
					const locator = createFileLocator(text, "a.yaml");
					const lines = text.split("\n");
					for (const [index, document] of documents.entries()) {
						expect(parseDocument(stringify(document)).toJS()).toEqual(document);
						for (const { path, word } of places(document)) {
							const place = locator.locate(index, [], path);
							expect(place.precision).toBe("attribute");
							expect(place.endColumn).toBeGreaterThan(place.startColumn);
							// An item in flow style may have nothing but its bracket on its first line.
							const rest = [lines[place.startLine - 1]!.slice(place.startColumn - 1), ...lines.slice(place.startLine)];
							expect(/\w+/.exec(rest.join("\n"))?.[0]).toBe(word);
						}
					}
				},
			),
			{ seed: 1, numRuns: 150 },
		);
	});

	it("leads from a path to its own text in JSON of any indentation", () => {
		fc.assert(
			fc.property(tree, fc.constantFrom(undefined, 1, 4, "\t"), (shape, indent) => {
				const document = { root: named(shape, { next: 0 }) };
				const text = JSON.stringify(document, null, indent);
				const locator = createFileLocator(text, "a.json");
				const lines = text.split("\n");
				for (const { path, word } of places(document)) {
					const place = locator.locate(0, [], path);
					const rest = [lines[place.startLine - 1]!.slice(place.startColumn - 1), ...lines.slice(place.startLine)];
					expect(place.precision).toBe("attribute");
					expect(/\w+/.exec(rest.join("\n"))?.[0]).toBe(word);
				}
			}),
			{ seed: 1, numRuns: 150 },
		);
	});
});

describe("what encloses a place", () => {
	const scopes = (path: AttributePath, document = 0) =>
		createFileLocator(TEXT, "a.yaml").locate(document, [], path).scopes;

	it("gives the first lines of all steps, innermost first, up to the document's own", () => {
		expect(scopes(["spec", "template", "spec", "containers", 0, "args", 1])).toEqual([12, 10, 9, 8, 7, 5, 2]);
		expect(scopes(["spec", "replicas"])).toEqual([6, 5, 2]);
		expect(scopes(["spec", "ports", 0, "port"], 1)).toEqual([20, 19, 17]);
	});

	it("ends where the path does", () => {
		expect(scopes(["spec", "template", "spec", "containers", 1, "securityContext", "privileged"])).toEqual([
			14, 9, 8, 7, 5, 2,
		]);
		expect(scopes([])).toEqual([2]);
		expect(createFileLocator("a: [", "a.yaml").locate(7, [], ["a"]).scopes).toEqual([]);
	});
});

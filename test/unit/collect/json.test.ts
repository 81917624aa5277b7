import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isTooDeep, JsonTextError, jsonEntries, jsonValues, readJson } from "../../../src/collect/json.ts";

function faultAt(text: string): number {
	try {
		readJson(text);
	} catch (error) {
		if (error instanceof JsonTextError) return error.offset;
		throw error;
	}
	throw new Error("no fault");
}

describe("readJson", () => {
	it("reads one value and several on end", () => {
		expect(readJson(' {"a": [1, "}"]} ')).toEqual([{ a: [1, "}"] }]);
		expect(readJson('{"a":1}\n{"b":2} []')).toEqual([{ a: 1 }, { b: 2 }, []]);
	});

	it.each([
		['{"a": 1,}', 8],
		['{"a": 1', 7],
		['{"a": "x', 8],
		['{"a" 1}', 5],
		["[1 2]", 3],
		['{"a": tru}', 6],
		['{"a": 01}', 6],
		["{} x", 3],
	])("says where %j breaks", (text, offset) => {
		expect(faultAt(text)).toBe(offset);
	});

	it("finds the fault in text of any depth", () => {
		expect(faultAt('{"a":'.repeat(200_000))).toBe(1_000_000);
	});
});

describe("jsonEntries", () => {
	it("gives the place of every member of any JSON", () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, "\t"), (value, space) => {
				const text = JSON.stringify(value, null, space);
				const parsed = JSON.parse(text) as Record<string, unknown>;
				const [span] = jsonValues(text);
				expect(span).toEqual({ start: 0, end: text.length });
				const entries = jsonEntries(text, 0);
				const isContainer = typeof parsed === "object" && parsed !== null;
				expect(entries.size).toBe(isContainer ? Object.keys(parsed).length : 0);
				for (const [key, { value: start, end }] of entries) {
					expect(JSON.parse(text.slice(start, end))).toEqual(parsed[key]);
				}
			}),
			{ seed: 1 },
		);
	});

	it("takes the last of two equal keys", () => {
		const text = '{"a": 1, "\\u0061": 2}';
		expect(jsonEntries(text, 0).get("a")?.start).toBe(9);
	});
});

describe("isTooDeep", () => {
	it("counts levels of lists and objects", () => {
		expect(isTooDeep({ a: [1] }, 2)).toBe(false);
		expect(isTooDeep({ a: [{}] }, 2)).toBe(true);
		expect(isTooDeep("x", 0)).toBe(false);
	});

	it("takes __proto__ members out", () => {
		const value = JSON.parse('{"a": {"__proto__": {"b": 1}}}');
		expect(isTooDeep(value, 10)).toBe(false);
		expect(Object.hasOwn(value.a, "__proto__")).toBe(false);
	});
});

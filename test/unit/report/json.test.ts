import fc from "fast-check";
import { expect, test } from "vitest";
import type { Report } from "../../../src/model/report.ts";
import { jsonParts, writeJson } from "../../../src/report/json.ts";

test("the parts of a report are its text", () => {
	const member = fc.oneof(
		fc.jsonValue(),
		fc.array(fc.jsonValue()),
		fc.constant(undefined),
		fc.constant([]),
		fc.constant({}),
	);
	fc.assert(
		// An empty object has a text of its own, which no report has.
		fc.property(fc.dictionary(fc.string(), member), fc.string(), (report, text) => {
			const given = { schemaVersion: 1, text, ...report } as unknown as Report;
			expect([...jsonParts(given)].join("")).toBe(writeJson(given));
		}),
	);
});

import { describe, expect, test } from "vitest";
import {
	at,
	decoded,
	flag,
	list,
	number,
	object,
	policy,
	tags,
	text,
	texts,
} from "../../../../src/normalize/aws/read.ts";

describe("values of AWS answers", () => {
	test("are found whatever the case of their names", () => {
		expect(text({ kmskeyArn: "k" }, "KmsKeyArn")).toBe("k");
		expect(text({ SSEDescription: { status: "ENABLED" } }, "ssedescription", "Status")).toBe("ENABLED");
		expect(at({ a: 1, A: 2 }, "A")).toBe(2);
	});

	test("are decoded where text holds JSON, twice where it was encoded twice", () => {
		const twice = JSON.stringify(JSON.stringify({ grantSet: null }));
		expect(decoded(twice)).toEqual({ grantSet: null });
		expect(text({ configuration: '{"storageEncrypted":true}' }, "configuration", "StorageEncrypted")).toBe("true");
		expect(list({ tags: '[{"key":"a"}]' }, "Tags")).toEqual([{ key: "a" }]);
	});

	test("stay text where they only look like JSON", () => {
		expect(decoded("{not json")).toBe("{not json");
		expect(decoded("plain")).toBe("plain");
		expect(decoded("%7B%E0%A4%A")).toBe("%7B%E0%A4%A");
	});

	test("of other kinds than asked for are null or empty", () => {
		expect(flag({ a: "yes" }, "a")).toBeNull();
		expect(flag({ a: "TRUE" }, "a")).toBe(true);
		expect(number({ a: "" }, "a")).toBeNull();
		expect(number({ a: "30" }, "a")).toBe(30);
		expect(list({ a: {} }, "a")).toEqual([]);
		expect(texts({ a: ["x", 1, null] }, "a")).toEqual(["x"]);
		expect(object({ a: [] }, "a")).toBeNull();
		expect(text(null, "a", "b")).toBeNull();
		expect(at({}, "__proto__", "constructor")).toBeNull();
	});

	test("a policy is JSON text in any of its forms", () => {
		const document = { Version: "2012-10-17", Statement: [] };
		for (const form of [document, JSON.stringify(document), encodeURIComponent(JSON.stringify(document))]) {
			expect(JSON.parse(policy({ Policy: form }, "policy") ?? "")).toEqual(document);
		}
		expect(policy({ Policy: "" }, "Policy")).toBeNull();
		expect(policy({}, "Policy")).toBeNull();
	});

	test("tags are read from maps and from lists", () => {
		expect(tags({ a: "1", b: 2 })).toEqual({ a: "1" });
		expect(tags([{ Key: "a", Value: "1" }, { tagKey: "b", tagValue: "2" }, { key: "c" }, null])).toEqual({
			a: "1",
			b: "2",
			c: "",
		});
		expect(tags("text")).toEqual({});
	});
});

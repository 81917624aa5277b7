import { describe, expect, it } from "vitest";
import { moduleAddress, parseAddress, tokenize } from "../../../../src/normalize/terraform/address.ts";

describe("addresses", () => {
	it("takes apart modules, modes and keys", () => {
		expect(parseAddress('module.a["x.y[0]\\"z"].module.b[3].data.aws_region.r[0]')).toEqual({
			modules: [
				{ name: "a", key: 'x.y[0]"z' },
				{ name: "b", key: 3 },
			],
			mode: "data",
			type: "aws_region",
			name: "r",
			key: 0,
		});
		expect(parseAddress("aws_s3_bucket.b")).toEqual({
			modules: [],
			mode: "managed",
			type: "aws_s3_bucket",
			name: "b",
			key: null,
		});
	});

	it("writes module addresses as Terraform does", () => {
		const steps = [
			{ name: "a", key: "x.y" },
			{ name: "b", key: null },
			{ name: "c", key: 0 },
		];
		expect(moduleAddress(steps)).toBe('module.a["x.y"].module.b.module.c[0]');
		expect(moduleAddress([{ name: "a", key: undefined }])).toBeNull();
	});

	it("ends on anything", () => {
		for (const text of [
			"",
			".",
			"[",
			"]",
			'["',
			'a["',
			"a[",
			"a]b",
			"a..b",
			"module",
			"module.",
			"module.a",
			"a[0]b",
		]) {
			expect(() => tokenize(text)).not.toThrow();
			expect(() => parseAddress(text)).not.toThrow();
		}
		expect(parseAddress("nonsense")).toBeNull();
	});
});

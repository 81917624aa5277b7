import fc from "fast-check";
import { expect, test } from "vitest";
import { globMatcher } from "../../../src/waive/glob.ts";

const fits = (pattern: string, text: string) => globMatcher(pattern)(text);

test.each([
	["aws_s3_bucket.x", "aws_s3_bucket.x", true],
	["aws_s3_bucket.x", "aws_s3_bucket.xy", false],
	["aws_s3_bucket.x[*]", 'aws_s3_bucket.x["eu.west"]', true],
	["aws_s3_bucket.x[*]", "aws_s3_bucket.x", false],
	["aws_s3_bucket.x[ab]", "aws_s3_bucket.xa", false],
	["aws_s3_bucket.?", "aws_s3_bucketsx", false],
	["module.*.aws_s3_bucket.?", "module.a.module.b.aws_s3_bucket.x", true],
	["apps/*/shop/*", "apps/Deployment/shop/web", true],
	["apps/*/shop/*", "apps/Deployment/other/web", false],
	["*", "", true],
	["**", "anything/at.all", true],
	["?", "", false],
	["?", "🙂", true],
	["a*b*c", "a-b-b-c", true],
	["a*b*c", "a-b-b-d", false],
	["(a+)+$", "aaaa", false],
	["a.c", "abc", false],
	["a\\*", "a\\bc", true],
])("%s and %s", (pattern, text, expected) => {
	expect(fits(pattern, text)).toBe(expected);
});

test("agrees with the meaning of the signs", () => {
	const letters = (signs: string) => fc.string({ unit: fc.constantFrom(...signs), maxLength: 8 });
	fc.assert(
		fc.property(letters("ab*?[]."), letters("ab[]."), (pattern, text) => {
			const source = pattern
				.replace(/[.[\]]/g, "\\$&")
				.replaceAll("?", ".")
				.replace(/\*+/g, ".*");
			expect(fits(pattern, text)).toBe(new RegExp(`^${source}$`, "s").test(text));
		}),
		{ numRuns: 2_000 },
	);
});

test("no pattern takes long", () => {
	const started = performance.now();
	expect(fits(`${"*a".repeat(500)}b`, "a".repeat(2_000))).toBe(false);
	expect(fits(`${"a*".repeat(500)}b`, "a".repeat(2_000))).toBe(false);
	expect(fits("?".repeat(1_000) + "*".repeat(1_000), "a".repeat(2_000))).toBe(true);
	expect(performance.now() - started).toBeLessThan(2_000);
});

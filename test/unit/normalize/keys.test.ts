import { expect, test } from "vitest";
import type { Resource } from "../../../src/model/resource.ts";
import { originalKey, separateKeys, stableKeys } from "../../../src/normalize/keys.ts";

const resource = (key: string, uri: string) => ({ key, anchor: { uri } }) as Resource;

test("equal keys get their file, then a number; the original key can be read off them", () => {
	const resources = ["a.json", "b (1).json", "b (1).json", "b (1).json"].map((uri) => resource("aws_s3_bucket.x", uri));
	separateKeys(resources);
	expect(resources.map(({ key }) => key)).toEqual([
		"aws_s3_bucket.x",
		"aws_s3_bucket.x (b (1).json)",
		"aws_s3_bucket.x (b (1).json) #2",
		"aws_s3_bucket.x (b (1).json) #3",
	]);
	expect(new Set(resources.map(originalKey))).toEqual(new Set(["aws_s3_bucket.x"]));
});

test("a key of its own stays, whatever it looks like", () => {
	for (const key of ["a (b)", 'x["n #2"]', "x #2"]) expect(originalKey(resource(key, "f.json"))).toBe(key);
});

test("the only plan of a scan goes by no name, so that it may be written elsewhere; several keep theirs", () => {
	const scope = (key: string) => ({ key, type: "scope/plan" });
	const bucket = { key: "aws_s3_bucket.x", type: "aws_s3_bucket" };
	const one = stableKeys([scope("scope/plan/a.json"), bucket]);
	expect(["scope/plan/a.json", "aws_s3_bucket.x", "scope/plan/b.json"].map(one)).toEqual([
		...["scope/plan", "aws_s3_bucket.x", "scope/plan/b.json"],
	]);
	const two = stableKeys([scope("scope/plan/a.json"), scope("scope/plan/a.json (b/a.json)")]);
	expect(two("scope/plan/a.json")).toBe("scope/plan/a.json");
});

import { describe, expect, test } from "vitest";
import { streamOf } from "../../../src/history/stream.ts";

const base = { cwd: "/srv/app", targets: ["manifests", "plan.json"], live: [], choices: { rule: undefined } };

describe("the stream of a scan", () => {
	test("does not depend on the order or spelling of targets", () => {
		const other = { ...base, targets: ["./plan.json", "manifests/", "manifests"] };
		expect(streamOf(other).scope).toBe(streamOf(base).scope);
	});

	test.each([
		["other targets", { targets: ["manifests"] }],
		["another folder", { cwd: "/srv/other" }],
		["something live", { live: ["aws"] }],
		["other rules", { choices: { rule: ["a"] } }],
		["another region", { choices: { regions: ["eu-west-1"] } }],
	])("is another one with %s", (_, change) => {
		expect(streamOf({ ...base, ...change }).name).not.toBe(streamOf(base).name);
	});

	test("with a name of its own is the same wherever the working directory is", () => {
		const [one, two] = ["/srv/one", "/srv/two"].map((cwd) =>
			streamOf({ ...base, cwd, choices: { policy: `${cwd}/policies` } }, "nightly"),
		);
		expect(one).toEqual(two);
		expect(streamOf({ ...base, targets: ["manifests"] }, "nightly").scope).not.toBe(streamOf(base, "nightly").scope);
	});

	test("has a name people can type, or the one they gave", () => {
		expect(streamOf({ ...base, targets: ["../ä b/`c`"], live: ["aws"] }).name).toMatch(/^c-aws-[\da-f]{8}$/);
		expect(streamOf(base, "nightly").name).toBe("nightly");
		expect(streamOf({ ...base, targets: ["."] }).name).toMatch(/^scan-[\da-f]{8}$/);
	});
});

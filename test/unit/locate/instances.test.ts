import { describe, expect, test } from "vitest";
import { groupInstances } from "../../../src/locate/instances.ts";
import type { Finding } from "../../../src/model/report.ts";
import { finding } from "../report/sample.ts";

/** A finding on a bucket of the plan, on line 4 of main.tf unless said otherwise. */
function planned(key: string, parts: Partial<Finding> = {}, line = 4): Finding {
	return finding({
		rule: "s3-public-access-block",
		resource: { key, type: "aws_s3_bucket", name: "this", origin: "terraform", scope: "" },
		path: ["acl"],
		location: { uri: "main.tf", startLine: line, startColumn: 3, endLine: line, endColumn: 20, precision: "attribute" },
		fingerprint: key.padEnd(32, "0"),
		...parts,
	});
}

describe("groupInstances", () => {
	test("what for_each and repeated calls make of one line is one finding that lists them", () => {
		const { findings, groupOf } = groupInstances([
			planned('module.b["x"].aws_s3_bucket.this'),
			planned('module.a.aws_s3_bucket.this["y"]'),
		]);
		expect(findings).toHaveLength(1);
		expect(findings[0]).toMatchObject({
			resource: { key: 'module.a.aws_s3_bucket.this["y"]' },
			instances: [{ resource: 'module.a.aws_s3_bucket.this["y"]' }, { resource: 'module.b["x"].aws_s3_bucket.this' }],
		});
		expect(groupOf(planned("other"))).toBe("other".padEnd(32, "0"));
	});

	test("findings are listed under the fingerprint of the one that stands for them", () => {
		const both = [planned("aws_s3_bucket.this[1]"), planned("aws_s3_bucket.this[0]")];
		const { findings, groupOf } = groupInstances(both);
		expect(both.map(groupOf)).toEqual([findings[0]!.fingerprint, findings[0]!.fingerprint]);
		expect(findings[0]!.fingerprint).toBe("aws_s3_bucket.this[0]".padEnd(32, "0"));
	});

	test("the worst severity counts, and different messages are quoted", () => {
		const [one] = groupInstances([
			planned("aws_s3_bucket.this[0]", { severity: "low", message: "port 22 is open" }),
			planned("aws_s3_bucket.this[1]", { severity: "high", message: "port 80 is open" }),
			planned("aws_s3_bucket.this[2]", { severity: "low", message: "port 80 is open" }),
		]).findings;
		expect(one).toMatchObject({ severity: "high", message: "port 22 is open; port 80 is open" });
		const [many] = groupInstances(
			[0, 1, 2, 3, 4].map((index) => planned(`aws_s3_bucket.this[${index}]`, { message: `port ${index}` })),
		).findings;
		expect(many!.message).toBe("port 0; port 1; port 2; and 2 more");
	});

	test.each([
		["another line", [planned("aws_s3_bucket.this[0]"), planned("aws_s3_bucket.this[1]", {}, 5)]],
		["another rule", [planned("aws_s3_bucket.this[0]"), planned("aws_s3_bucket.this[1]", { rule: "s3-versioning" })]],
		["another block on the same line", [planned("aws_s3_bucket.this"), planned("aws_s3_bucket.that")]],
		[
			"one of them accepted",
			[
				planned("aws_s3_bucket.this[0]"),
				planned("aws_s3_bucket.this[1]", {
					suppression: { kind: "waiver", justification: "known", owner: "me", expires: null },
				}),
			],
		],
		[
			"a plan file without code",
			[0, 1].map((index) =>
				planned(`aws_s3_bucket.this[${index}]`, {
					location: { uri: "p.json", startLine: 1, startColumn: 1, endLine: 1, endColumn: 1, precision: "file" },
				}),
			),
		],
		[
			"Kubernetes objects on one line of JSON",
			["a", "b"].map((name) =>
				planned(`apps/Deployment/shop/${name}`, {
					location: { uri: "l.json", startLine: 1, startColumn: 1, endLine: 1, endColumn: 9, precision: "attribute" },
				}),
			),
		],
	])("stay apart: %s", (_, findings) => {
		expect(groupInstances(findings).findings).toHaveLength(2);
	});

	test("behind one module call everything is one to its caller", () => {
		const location = { ...planned("x").location, precision: "module-call" as const };
		const { findings } = groupInstances([
			planned("module.m.aws_s3_bucket.this", { location }),
			planned("module.m.module.n.aws_s3_bucket.that", { location }),
		]);
		expect(findings).toHaveLength(1);
	});

	test("the order of the findings makes no difference", () => {
		const all = [0, 1, 2].map((index) => planned(`aws_s3_bucket.this[${index}]`, { message: `port ${index}` }));
		expect(groupInstances([...all].reverse())).toMatchObject({ findings: groupInstances(all).findings });
	});
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { DriftEntry, Report } from "../../src/model/report.ts";
import { loadAssets, rulesOf } from "../../src/policy/assets.ts";
import { writeConsole } from "../../src/report/console.ts";
import { writeMarkdown } from "../../src/report/markdown.ts";
import { writeSarif } from "../../src/report/sarif.ts";
import { scan } from "../../src/scan.ts";
import { validSarif } from "../contract/sarif.ts";
import { recordedAws } from "../recorded.ts";
import { ROOT } from "./run.ts";

// A plan that Terraform made of a system it had applied to moto, and that was changed by hand before and after the plan
// was made; and the account as it was then. `main.tf` beside them says what each part is for.
const folder = join(ROOT, "fixtures/drift/applied-twice");
const options = { cwd: folder, targets: ["plan.json"], timestamp: "2026-01-01T00:00:00.000Z" };

let report: Report;
beforeAll(async () => {
	report = await scan({ ...options, live: [recordedAws(folder)] });
});
const entry = (rule: string, planned: string): DriftEntry =>
	report.drift!.entries.find((other) => other.rule === rule && other.planned === planned)!;

describe("a plan beside the account it changes", () => {
	test("joins all that exists, also what the plan destroys, and says how", () => {
		const { joined, notJoined } = report.drift!;
		expect(joined.map(({ planned, action }) => [planned, action])).toEqual([
			["aws_cloudwatch_log_group.old[0]", "delete"],
			["aws_kms_key.current", "no-op"],
			["aws_kms_key.legacy", "no-op"],
			["aws_s3_bucket.records", "no-op"],
			["aws_s3_bucket_versioning.records", "update"],
			["aws_security_group.admin", "update"],
			["aws_security_group.data", "update"],
			["aws_vpc.main", "no-op"],
		]);
		expect(joined[3]).toMatchObject({
			live: "arn:aws:s3:::assay-drift-records",
			joinedBy: "by ARN arn:aws:s3:::assay-drift-records in the prior state of aws_s3_bucket.records",
		});
		expect(notJoined).toEqual([
			{
				plan: "plan.json",
				planned: "aws_s3_bucket.new[0]",
				live: ["arn:aws:s3:::assay-drift-new"],
				reason: "it exists live but not in the state: the plan would make it a second time",
			},
		]);
	});

	test("compliant now, this plan breaks it", () => {
		expect(entry("object-store-versioning", "aws_s3_bucket.records")).toMatchObject({
			kind: "breaks",
			note: "compliant now, this plan breaks it",
			verdicts: { prior: "passed", live: "passed", planned: "failed" },
			values: [
				{
					path: ["facets", "bucket", "versioning"],
					lastApplied: '"enabled"',
					live: '"enabled"',
					planned: '"suspended"',
					// The state of the bucket itself had it off at first, which says nothing.
					drifted: false,
				},
			],
		});
	});

	test("broken live, this plan fixes it", () => {
		expect(entry("fw-ingress-admin-world", "aws_security_group.admin")).toMatchObject({
			kind: "fixes",
			note: "broken live, this plan fixes it",
		});
	});

	test("opened by hand, seen by Terraform's refresh, put right by the plan", () => {
		const { kind, note, values } = entry("fw-ingress-data-ports-world", "aws_security_group.data");
		expect({ kind, note }).toEqual({
			kind: "fixes",
			note: "broken live, this plan fixes it; it differs from the last applied plan",
		});
		expect(values).toHaveLength(1);
		expect(values[0]!.drifted).toBe(true);
		expect(values[0]!.lastApplied).toContain("10.20.0.0/16");
		expect(values[0]!.live).toContain("0.0.0.0/0");
		expect(values[0]!.planned).toContain("10.20.0.0/16");
	});

	test("changed after the plan was made: the plan does not help", () => {
		expect(entry("kms-key-rotation", "aws_kms_key.current")).toMatchObject({
			kind: "drifted",
			verdicts: { prior: "passed", live: "failed", planned: "passed" },
			values: [
				{
					path: ["attributes", "enable_key_rotation"],
					lastApplied: "true",
					live: "false",
					planned: "true",
					drifted: true,
				},
			],
		});
	});

	test("broken before and after, or destroyed", () => {
		expect(entry("kms-key-rotation", "aws_kms_key.legacy").kind).toBe("remains");
		expect(entry("log-group-retention", "aws_cloudwatch_log_group.old[0]").kind).toBe("destroys");
	});

	test("nothing else has drifted", () => {
		const drifted = report.drift!.entries.filter(({ values }) => values.some((value) => value.drifted));
		expect(drifted.map(({ planned }) => planned)).toEqual(["aws_kms_key.current", "aws_security_group.data"]);
	});

	test("every finding of a joined pair says so, and no finding is lost", async () => {
		const [plan, account] = await Promise.all([
			scan(options),
			scan({ ...options, targets: [], live: [recordedAws(folder)] }),
		]);
		const prints = (one: Report) => one.findings.map(({ fingerprint }) => fingerprint);
		expect(prints(report).sort()).toEqual([...prints(plan), ...prints(account)].sort());
		const joined = new Set(report.drift!.joined.flatMap(({ planned, live }) => [planned, live]));
		for (const { rule, resource, transition, fingerprint } of report.findings) {
			if (!joined.has(resource.key)) expect(transition).toBeUndefined();
			const told = report.drift!.entries.filter(({ findings }) => findings.includes(fingerprint));
			expect(told.map((one) => one.rule)).toEqual(transition === undefined ? [] : [rule]);
		}
		expect(plan.drift).toBeUndefined();
		expect(account.drift).toBeUndefined();
	});
});

describe("the reports", () => {
	test("are the same twice", async () => {
		const again = await scan({ ...options, live: [recordedAws(folder)] });
		expect(JSON.stringify(again)).toBe(JSON.stringify(report));
	});

	test("console and Markdown tell what the plan does", () => {
		const text = writeConsole(report).replace(/\s+/g, " ");
		expect(text).toContain("live: compliant now, this plan breaks it (arn:aws:s3:::assay-drift-records)");
		expect(text).toContain("plan: broken live, this plan fixes it (aws_security_group.admin)");
		expect(text).toContain('bucket.versioning: last applied "enabled", live "enabled", planned "suspended"');
		expect(text).toContain("aws_s3_bucket.new[0] not joined: it exists live but not in the state");
		expect(writeMarkdown(report)).toContain("Plan beside what is live");
		expect(writeMarkdown(report)).toContain("compliant now, this plan breaks it");
	});

	test("SARIF: the outcome in the message, the other side as related location", async () => {
		const run = validSarif(writeSarif(report, rulesOf(await loadAssets()))).runs[0]!;
		const of = (rule: string, name: string) =>
			run.results!.find(
				({ ruleId, locations }) => ruleId === rule && locations![0]!.logicalLocations![0]!.fullyQualifiedName === name,
			)!;
		const breaks = of("object-store-versioning", "aws_s3_bucket.records");
		expect(breaks.message.text).toContain("compliant now, this plan breaks it");
		expect(breaks.properties).toMatchObject({
			transition: { kind: "breaks", counterpart: "arn:aws:s3:::assay-drift-records" },
		});
		const remains = of("kms-key-rotation", "aws_kms_key.legacy");
		expect(remains.relatedLocations).toHaveLength(1);
		expect(remains.relatedLocations![0]!.physicalLocation!.artifactLocation!.uri).toContain("live/aws/123456789012");
	});

	test("a plan of another account is not joined", async () => {
		const text = readFileSync(join(folder, "plan.json"), "utf8").replaceAll("123456789012", "999999999999");
		const foreign = await scan({
			...options,
			targets: ["-"],
			stdin: async () => new TextEncoder().encode(text),
			live: [recordedAws(folder)],
		});
		// A bucket of that name is the same bucket, whoever has it.
		expect(foreign.drift!.joined.map(({ type }) => type)).toEqual(["aws_s3_bucket", "aws_s3_bucket_versioning"]);
	});
});

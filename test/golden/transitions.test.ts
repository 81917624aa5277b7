import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Finding } from "../../src/model/report.ts";
import { loadAssets, rulesOf } from "../../src/policy/assets.ts";
import { writeConsole } from "../../src/report/console.ts";
import { writeMarkdown } from "../../src/report/markdown.ts";
import { writeSarif } from "../../src/report/sarif.ts";
import { scan } from "../../src/scan.ts";

const folder = fileURLToPath(new URL("../../fixtures/transitions/turned-off", import.meta.url));
const assets = await loadAssets();

const run = (rules: string[], parameters = {}) =>
	scan({ targets: ["plan.json"], cwd: folder, rules, parameters, timestamp: "2026-01-01T00:00:00Z", assets });

const notes = (findings: Finding[]) =>
	Object.fromEntries(findings.map(({ resource, transition }) => [resource.key, transition?.note ?? null]));

test("a value that is changed for the worse", async () => {
	const { findings } = await run(["kms-key-rotation"]);
	expect(notes(findings)).toEqual({
		"aws_kms_key.data": "compliant before, this plan turns it off (enable_key_rotation was true)",
		"aws_kms_key.never_rotated": null,
		"aws_kms_key.created": null,
	});
	expect(findings.find(({ resource }) => resource.name === "data")?.transition).toMatchObject({
		kind: "turned-off",
		before: "true",
		by: [{ resource: "aws_kms_key.data", action: "update" }],
	});
});

test("a protection that is destroyed is missed where it was, and not a second time where it went", async () => {
	const report = await run(["object-store-public-block", "public-block-destroyed"]);
	const note = "compliant before, this plan turns it off: it deletes aws_s3_bucket_public_access_block.reports";
	expect(notes(report.findings)).toEqual({ "aws_s3_bucket.reports": note });
	expect(writeConsole(report, { width: 200 })).toContain(note);
	expect(writeMarkdown(report)).toContain("this plan turns it off");
	expect(writeSarif(report, rulesOf(assets))).toContain(note);
});

test("a trail that is switched off, and the other one that it made up for", async () => {
	const { findings } = await run(["cloudtrail-multi-region"]);
	expect(notes(findings)).toEqual({
		"aws_cloudtrail.main": "compliant before, this plan turns it off",
		"aws_cloudtrail.local": "compliant before, this plan turns it off: it changes aws_cloudtrail.main",
	});
});

test("what a whole plan lacks from now on", async () => {
	const rules = ["guardduty-enabled", "detection-destroyed"];
	const whole = await run(rules, { plan_complete: true });
	expect(notes(whole.findings)).toEqual({
		"scope/plan/plan.json": "compliant before, this plan turns it off: it deletes aws_guardduty_detector.main",
	});
	const part = await run(rules);
	expect(part.findings.map(({ rule, resource }) => [rule, resource.key])).toEqual([
		["detection-destroyed", "aws_guardduty_detector.main"],
	]);
});

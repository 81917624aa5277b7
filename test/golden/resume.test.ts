import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { LiveEvent, LiveSource } from "../../src/model/live.ts";
import { loadAssets } from "../../src/policy/assets.ts";
import { judge } from "../../src/scan.ts";

const account = "123456789012";

/** An account with one bucket, which the service's own API tells: its unit has no name of a type. */
const world = (interrupted: boolean): LiveSource => ({
	name: "aws",
	async *read(done): AsyncIterable<LiveEvent> {
		yield { kind: "aws-account", account, regions: ["eu-west-1"], items: [], gaps: [] };
		if (!done.has(`${account}/global/s3`)) {
			const item = {
				type: "AWS::S3::Bucket",
				id: "data",
				account,
				region: "eu-west-1",
				name: "data",
				arn: "arn:aws:s3:::data",
				configuration: { name: "data" },
				supplementary: {},
				tags: {},
				missing: {},
				source: "api" as const,
				capturedAt: null,
			};
			yield { kind: "aws-items", account, region: "eu-west-1", items: [item] };
			yield { kind: "unit-end", unit: `${account}/global/s3` };
		}
		const cut = { severity: "error", code: "aws-cut-short", message: "cut", uri: null, line: null } as const;
		if (interrupted) yield { kind: "diagnostic", diagnostic: cut };
		yield { kind: "aws-account-end", account };
	},
});

test("a run that is taken up again still misses what the account lacks", async () => {
	const assets = await loadAssets();
	const cwd = mkdtempSync(join(tmpdir(), "assay-resume-"));
	try {
		const scan = (interrupted: boolean, resume?: string) =>
			judge(
				{
					targets: [],
					live: [world(interrupted)],
					cwd,
					frameworks: [],
					parameters: {},
					...(resume === undefined ? {} : { resume }),
				},
				assets,
			);
		const whole = await scan(false);
		await scan(true, "journal");
		const resumed = await scan(false, "journal");
		expect(whole.findings.map(({ rule }) => rule)).toContain("s3-account-public-block");
		expect(resumed.findings).toEqual(whole.findings);
	} finally {
		rmSync(cwd, { recursive: true, force: true });
	}
});

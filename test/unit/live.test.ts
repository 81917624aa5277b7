import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Judging } from "../../src/judging.ts";
import { scanLive } from "../../src/live.ts";
import type { LiveSource } from "../../src/model/live.ts";
import type { Assets } from "../../src/policy/assets.ts";

const assets = {
	policySet: { digest: "", wasm: new Uint8Array(), rules: [] },
	compliance: { frameworks: [], mappings: [] },
	parameters: {},
} as unknown as Assets;

function scanWith(resume: string, breaks: boolean) {
	const source: LiveSource = {
		name: "aws",
		async *read() {
			yield { kind: "unit-end", unit: "1/eu-west-1/AWS::EC2::Volume" };
			if (breaks) throw new Error("the source broke");
		},
	};
	const judging = new Judging({ assets, rules: [], parameters: {}, frameworks: [], readText: () => null });
	return scanLive([source], judging, { parameters: {}, cwd: "/", fingerprint: "x", resume });
}

test("the journal outlives a scan that breaks off, and goes with the one that ends", async () => {
	const folder = mkdtempSync(join(tmpdir(), "assay-live-"));
	const journal = join(folder, "journal");
	try {
		await expect(scanWith(journal, true)).rejects.toThrow("the source broke");
		expect(existsSync(journal)).toBe(true);
		await scanWith(journal, false);
		expect(existsSync(journal)).toBe(false);
	} finally {
		rmSync(folder, { recursive: true });
	}
});

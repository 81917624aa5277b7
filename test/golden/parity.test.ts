import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { loadAssets } from "../../src/policy/assets.ts";
import { judge } from "../../src/scan.ts";
import { type Applied, compareParity, UNREAD } from "../parity.ts";
import { recordedAws } from "../recorded.ts";

const folder = fileURLToPath(new URL("../../fixtures/parity/claude-aws", import.meta.url));
const system = fileURLToPath(new URL("../../fixtures/systems/claude-aws", import.meta.url));

test("the plan of claude-aws and the recorded account it made get the same verdicts, rule by rule", async () => {
	const assets = await loadAssets();
	const applied = JSON.parse(readFileSync(join(folder, "applied.json"), "utf8")) as Applied[];
	const plan = await judge({ targets: [join(system, "plan.json")], frameworks: [] }, assets);
	const live = await judge({ targets: [], live: [recordedAws(folder)], frameworks: [] }, assets);
	const { compared, differences, open } = compareParity(plan.rules, plan.results, live.results, applied);
	expect(differences).toEqual([]);
	expect(open).toEqual(UNREAD);
	expect(compared).toBeGreaterThan(70);
});

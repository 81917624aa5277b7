import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadHcl } from "../../src/locate/terraform/hcl.ts";
import type { Finding, Fix } from "../../src/model/report.ts";
import { loadAssets } from "../../src/policy/assets.ts";
import type { Scene } from "../../src/remediate/scene.ts";
import { terraformFixes, terraformPatches } from "../../src/remediate/terraform/fixes.ts";
import { judge } from "../../src/scan.ts";
import { fixtureFolders, folders } from "../mutations.ts";

const fixtures = fileURLToPath(new URL("../../fixtures", import.meta.url));
const cases = join(fixtures, "fix/terraform");
const assets = await loadAssets();
const parse = await loadHcl();

type Fixes = Awaited<ReturnType<typeof terraformPatches>>;

async function scenes(cwd: string, options: { rules?: string[]; parameters?: Record<string, unknown> } = {}) {
	let scene: Scene | undefined;
	const judgement = await judge({ targets: ["plan.json"], cwd, frameworks: [], ...options }, assets, async (seen) => {
		scene = seen;
	});
	return { scene: scene!, judgement };
}

/** The text with a fix made, as a reader of the report would make it. */
function applied(text: string, changes: Fix["changes"]): string {
	const lines = text.split(/(?<=\n)/);
	for (const { startLine, endLine, text: put } of changes.toReversed()) {
		lines.splice(startLine - 1, endLine - startLine + 1, put);
	}
	return lines.join("");
}

/** What is offered and what not, for reviewers: one line for each finding whose rule declares edits for Terraform. */
function list(prefix: string, { findings, readText }: Scene, { fixes, withheld }: Pick<Fixes, "fixes" | "withheld">) {
	return findings.flatMap((finding) => {
		const fix = fixes.get(finding.fingerprint);
		const reason = withheld.get(finding.fingerprint);
		if (fix === undefined && reason === undefined) return [];
		const { uri, startLine } = finding.location;
		const head = `${prefix}${uri}:${startLine} ${finding.rule} (${finding.resource.key})`;
		if (fix === undefined) return [`${head}\n  not offered: ${reason}`];
		const lines = readText(uri)!.split(/(?<=\n)/);
		const changes = fix.changes.flatMap((change) => [
			...lines.slice(change.startLine - 1, change.endLine).map((line) => `  - ${line.trimEnd()}`),
			...change.text
				.split("\n")
				.slice(0, -1)
				.map((line) => `  + ${line}`.trimEnd()),
		]);
		return [`${head}\n  ${fix.description}\n${changes.join("\n")}`];
	});
}

function expectSound({ findings, readText }: Scene, fixes: Map<string, Fix>): void {
	for (const { fingerprint, location } of findings) {
		const fix = fixes.get(fingerprint);
		if (fix === undefined) continue;
		expect(fix.changes.map(({ uri }) => uri)).toEqual(fix.changes.map(() => location.uri));
		const code = parse(applied(readText(location.uri)!, fix.changes));
		expect(code?.faults).toEqual([]);
	}
}

describe("code that is patched becomes what real Terraform plans as compliant", () => {
	for (const name of folders(cases)) {
		test(name, async () => {
			const { scene } = await scenes(join(cases, name, "before"));
			const { files, withheld } = await terraformPatches(scene);
			expect(files.length).toBeGreaterThan(0);
			for (const { uri, before, after, fixed } of files) {
				expect(readFileSync(join(cases, name, "before", uri), "utf8")).toBe(before);
				await expect(after).toMatchFileSnapshot(join(cases, name, "after", uri));
				expect(fixed.length).toBeGreaterThan(0);
			}
			await expect(`${list("", scene, await terraformFixes(scene)).join("\n\n")}\n`).toMatchFileSnapshot(
				join(cases, name, "fixes.txt"),
			);
			// The plan of the patched code, made by Terraform itself.
			const { judgement } = await scenes(join(cases, name, "after"));
			const results = new Map(judgement.results.map((result) => [result.rule, result]));
			for (const { rule, resource } of files.flatMap(({ fixed }) => fixed)) {
				expect(results.get(rule)!.passed, `${rule} ${resource.key}`).toContain(resource.key);
			}
			// Nothing else is worse: each rule that fails now failed for the same resource before.
			const failedBefore = new Set(scene.findings.map((finding) => `${finding.rule} ${finding.resource.key}`));
			const failed = judgement.findings.map((finding) => `${finding.rule} ${finding.resource.key}`);
			expect(failed.filter((each) => !failedBefore.has(each))).toEqual([]);
			expect(withheld.size + files.length).toBeGreaterThan(0);
		});
	}
});

describe("what is offered in the fixture systems is what a reviewer agreed to", () => {
	for (const name of folders(join(fixtures, "systems"))) {
		const folder = join(fixtures, "systems", name);
		if (!existsSync(join(folder, "plan.json"))) continue;
		test(name, async () => {
			const { scene } = await scenes(folder);
			const result = await terraformFixes(scene);
			expectSound(scene, result.fixes);
			await expect(`${list("", scene, result).join("\n\n")}\n`).toMatchFileSnapshot(
				join(fixtures, "fix/terraform-offered", `${name}.txt`),
			);
		});
	}
});

describe("every mechanical rule mends a finding of its own fixtures", () => {
	for (const [id, folder] of fixtureFolders(join(fixtures, "rules"))) {
		const rule = assets.policySet.rules.find((each) => each.id === id);
		const declaring = Object.entries(rule?.remediation ?? {}).flatMap(([key, remediation]) =>
			key !== "kubernetes" && key !== "aws" && remediation.edits !== undefined ? [key] : [],
		);
		if (declaring.length === 0) continue;
		test(id, async () => {
			const mended = new Set<string>();
			for (const name of folders(folder)) {
				const files = readdirSync(join(folder, name));
				if (!files.includes("plan.json") || !files.includes("main.tf")) continue;
				const { parameters = {} } = JSON.parse(readFileSync(join(folder, name, "expected.json"), "utf8")) as {
					parameters?: Record<string, unknown>;
				};
				const { scene } = await scenes(join(folder, name), { rules: [id], parameters });
				const { fixes } = await terraformFixes(scene);
				expectSound(scene, fixes);
				for (const finding of scene.findings) {
					if (fixes.has(finding.fingerprint)) mended.add(providerOf(finding, declaring));
				}
			}
			expect([...mended].sort()).toEqual(declaring.sort());
		});
	}
});

/** Which entry of `remediation` a finding took. */
function providerOf({ resource }: Finding, declaring: string[]): string {
	return declaring.find((key) => resource.type.startsWith(`${key}_`)) ?? "terraform";
}

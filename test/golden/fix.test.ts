import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { filePatch } from "../../src/cli/patch.ts";
import { loadAssets } from "../../src/policy/assets.ts";
import { planFixes, writeFixes } from "../../src/remediate/fix.ts";
import { judge } from "../../src/scan.ts";

const fixtures = fileURLToPath(new URL("../../fixtures", import.meta.url));
const assets = await loadAssets();
const mechanical = assets.policySet.rules.filter(({ remediation }) => remediation.kubernetes?.edits !== undefined);
const scratch = mkdtempSync(join(tmpdir(), "assay-fix-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** A copy of a folder of fixtures, to be written to. */
function copyOf(folder: string): string {
	const copy = mkdtempSync(join(scratch, "case-"));
	cpSync(folder, copy, { recursive: true });
	return copy;
}

async function fix(cwd: string, targets: string[], rules?: string[]) {
	const result = await planFixes({ targets, cwd, ...(rules === undefined ? {} : { rules }) }, assets);
	expect(await writeFixes(result.files, targets, cwd)).toEqual([]);
	return result;
}

describe("the ai-gateway system", async () => {
	const cwd = copyOf(`${fixtures}/systems/ai-gateway`);
	const before = await planFixes({ targets: ["."], cwd }, assets);

	test("gets a patch that a reviewer can take", () => {
		expect(before.files.map((file) => filePatch(file, false)).join("")).toBe(
			[
				"--- a/deployment.yaml",
				"+++ b/deployment.yaml",
				"@@ -62,3 +62,11 @@",
				"               port: 8080",
				"             initialDelaySeconds: 5",
				"             periodSeconds: 5",
				"+          securityContext:",
				"+            allowPrivilegeEscalation: false",
				"+            runAsNonRoot: true",
				"+            capabilities:",
				"+              drop:",
				"+                - ALL",
				"+            seccompProfile:",
				"+              type: RuntimeDefault",
				"",
			].join("\n"),
		);
		expect(before.withdrawn).toEqual([]);
	});

	test("then passes every rule that has a mechanical fix, and a second run changes nothing", async () => {
		await fix(cwd, ["."]);
		const { findings } = await judge({ targets: ["."], cwd, frameworks: [] }, assets);
		const left = findings.filter(({ rule }) => mechanical.some(({ id }) => id === rule));
		expect(left).toEqual([]);
		const again = await planFixes({ targets: ["."], cwd }, assets);
		expect(again.files).toEqual([]);
		expect(again.manual.map(({ fingerprint }) => fingerprint).sort()).toEqual(
			before.manual.map(({ fingerprint }) => fingerprint).sort(),
		);
	});
});

/** Findings of failing fixtures that are left as they are, by fixture and resource, and why. */
const LEFT: Record<string, Record<string, string>> = {
	"k8s-apparmor: fail-unconfined": {
		"apps/Deployment/shop/old": "an annotation has to become a field, which older clusters ignore",
	},
	"k8s-host-network: mixed-pods": { "apps/DaemonSet/shop/agent": "what works on its node may need its rights" },
	"k8s-run-as-nonroot: fail-root": {
		"apps/Deployment/shop/api": "where user 0 is asked for, another has to be chosen, and the image has to allow it",
		"apps/Deployment/shop/job": "where user 0 is asked for, another has to be chosen, and the image has to allow it",
	},
	"k8s-sa-token-automount: fail-mounted": { "apps/Deployment/shop/own": "the pod asks for the token itself" },
};

describe("failing fixtures of rules with a mechanical fix", () => {
	const folders = new Map<string, string>();
	for (const domain of readdirSync(`${fixtures}/rules`)) {
		for (const rule of readdirSync(`${fixtures}/rules/${domain}`)) {
			folders.set(rule.replaceAll("_", "-"), `${fixtures}/rules/${domain}/${rule}`);
		}
	}
	for (const { id } of mechanical) {
		for (const name of readdirSync(folders.get(id)!)) {
			if (!/^(?:fail|mixed)-/.test(name)) continue;
			test(`${id}: ${name}`, async () => {
				const folder = `${folders.get(id)}/${name}`;
				const { parameters = {} } = JSON.parse(readFileSync(`${folder}/expected.json`, "utf8"));
				const cwd = copyOf(folder);
				const targets = readdirSync(cwd).filter(
					(file) => !/^(?:expected|mutations)\.json$|\.tf$|plan.*\.json$/.test(file),
				);
				if (targets.length === 0) return;
				const { withdrawn } = await planFixes({ targets, cwd, parameters, rules: [id] }, assets);
				await fix(cwd, targets, [id]);
				const { findings } = await judge({ targets, cwd, parameters, rules: [id], frameworks: [] }, assets);
				const left = findings.map(({ resource, remediation }) => [
					resource.key,
					withdrawn.find(({ finding }) => finding.resource.key === resource.key)?.reason ?? remediation?.manual,
				]);
				expect(Object.fromEntries(left)).toEqual(LEFT[`${id}: ${name}`] ?? {});
			});
		}
	}
});

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "vitest";
import { loadAssets } from "../../../../src/policy/assets.ts";
import { terraformFixes } from "../../../../src/remediate/terraform/fixes.ts";
import { judge } from "../../../../src/scan.ts";
const assets = await loadAssets();
const root = process.env.G_ROOT ?? "fixtures/rules";
test("explore", async () => {
	const out: string[] = []; let n = 0;
	for (const domain of readdirSync(root)) for (const rule of readdirSync(join(root, domain))) {
		const folder = join(root, domain, rule);
		if (process.env.G_RULE !== undefined && !rule.includes(process.env.G_RULE)) continue;
		for (const name of readdirSync(folder)) {
			const dir = join(folder, name);
			if (!existsSync(join(dir, "main.tf")) || !existsSync(join(dir, "plan.json"))) continue;
			const { parameters = {} } = JSON.parse(readFileSync(join(dir, "expected.json"), "utf8"));
			await judge({ targets: ["plan.json"], cwd: dir, rules: [rule.replaceAll("_", "-")], frameworks: [], parameters }, assets, async (scene) => {
				const { fixes, withheld } = await terraformFixes(scene);
				for (const fix of fixes.values()) { const t = scene.readText(fix.changes[0]!.uri)!; const ls = t.split(/(?<=\n)/); for (const c of fix.changes.toReversed()) ls.splice(c.startLine - 1, c.endLine - c.startLine + 1, c.text); const dir2 = join("/tmp/g_fmt", rule, name, String(n++)); mkdirSync(dir2, { recursive: true }); writeFileSync(join(dir2, "main.tf"), ls.join("")); }
				for (const f of scene.findings) {
					const p = f.path.map((s) => (typeof s === "number" ? "#" : s)).join(".");
					const fix = fixes.get(f.fingerprint);
					const has = f.remediation?.edits !== undefined;
					out.push(`${fix ? "FIX " : has ? "no  " : "-   "} ${domain}/${rule}/${name} ${f.resource.key} ${p} @${f.location.uri}:${f.location.startLine} ${f.location.precision} ${fix ? `${fix.description} ${JSON.stringify(fix.changes.map(({ startLine, endLine, text }) => [startLine, endLine, text]))}` : (withheld.get(f.fingerprint) ?? "")}`);
				}
			});
		}
	}
	writeFileSync("/tmp/g_explore.txt", `${out.join("\n")}\n`);
}, 600_000);

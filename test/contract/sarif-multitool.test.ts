import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Log } from "sarif";
import { afterAll, describe, expect, test } from "vitest";
import type { Report } from "../../src/model/report.ts";
import { loadAssets, rulesOf } from "../../src/policy/assets.ts";
import { writeSarif } from "../../src/report/sarif.ts";
import { scan } from "../../src/scan.ts";
import { finding, report } from "../unit/report/sample.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const PACKAGES: Partial<Record<NodeJS.Platform, string>> = { linux: "linux", darwin: "darwin", win32: "win32" };
const tool = findTool();
const folder = mkdtempSync(join(tmpdir(), "assay-multitool-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The program of the package for this platform; null where there is none, or it was not installed. */
function findTool(): string | null {
	try {
		const manifest = createRequire(import.meta.url).resolve(
			`@microsoft/sarif-multitool-${PACKAGES[process.platform]}/package.json`,
		);
		const name = process.platform === "win32" ? "Sarif.Multitool.exe" : "Sarif.Multitool";
		const path = join(dirname(manifest), name);
		if (!existsSync(path)) return null;
		// Its own install script does this, where scripts may run.
		chmodSync(path, 0o755);
		return path;
	} catch {
		return null;
	}
}

/** What Microsoft's validator says of a file: its rules' ids, by level. */
async function validate(text: string): Promise<Record<string, string[]>> {
	const file = join(folder, "in.sarif");
	const output = join(folder, "out.sarif");
	writeFileSync(file, text);
	const env = { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" };
	// It exits with 1 for what it finds; what it cannot do leaves no output.
	await promisify(execFile)(tool!, ["validate", file, "--output", output, "--log", "ForceOverwrite"], { env }).catch(
		() => {},
	);
	const [run] = (JSON.parse(readFileSync(output, "utf8").replace(/^\ufeff/, "")) as Log).runs;
	rmSync(output);
	expect(run!.invocations?.[0]?.executionSuccessful).not.toBe(false);
	const said: Record<string, string[]> = {};
	for (const { ruleId, level = "warning" } of run!.results ?? []) {
		said[level] ??= [];
		if (!said[level].includes(ruleId!)) said[level].push(ruleId!);
	}
	return said;
}

async function system(name: string): Promise<Report> {
	return await scan({ targets: [`fixtures/systems/${name}`], cwd: root, assets: await loadAssets() });
}

/** Everything that a result may have, in files whose names need care. */
async function everything(): Promise<Report> {
	const seen = await system("ai-gateway");
	const at = (uri: string) => ({ ...finding().location, uri });
	const change = { uri: "a b/#1%.yaml", startLine: 2, endLine: 3, text: "privileged: false\n" };
	const suppression = { justification: "agreed", owner: "security", expires: "2027-01-01" };
	const more = seen.findings.slice(0, 6).map((each, index) => ({
		...each,
		...{ fingerprint: String(index).repeat(32), baselineState: "unchanged" as const },
		location: at(["a b/#1%.yaml", "ünï/日本.yaml", "../x.yaml", "/etc/x.yaml", "c:d.yaml", "line\nfeed.yaml"][index]!),
		related: [{ message: "the module's own code", location: at("m/main.tf") }],
		fix: { description: "Makes it private.", changes: [change, { ...change, startLine: 9, endLine: 9, text: "" }] },
		suppression:
			index % 2 === 0
				? { kind: "inline" as const, ...suppression, source: { uri: "a b/#1%.yaml", line: 1 } }
				: { kind: "waiver" as const, ...suppression, source: { uri: "assay-waivers.yaml", line: 4 } },
	}));
	const diagnostics = [
		{ severity: "error" as const, code: "yaml-syntax", message: "broken", uri: "a b.yaml", line: 3 },
		{ severity: "note" as const, code: "helm-template", message: "skipped", uri: null, line: null },
	];
	return { ...seen, findings: [...more, ...seen.findings], diagnostics };
}

const NAME =
	tool === null
		? "Microsoft's validator (skipped: no program for this platform is installed)"
		: "Microsoft's validator";

describe.skipIf(tool === null)(NAME, () => {
	test.each([
		["manifests", () => system("ai-gateway")],
		["a plan", () => system("claude-aws")],
		["suppressions, fixes and hostile names", everything],
	])("%s: no errors, and no warning but that there is no address of the tool", async (_, make) => {
		const seen = await make();
		const rules = rulesOf(await loadAssets());
		for (const profile of ["full", "github"] as const) {
			const said = await validate(writeSarif(seen, rules, { profile, readText: () => "a: 1\n".repeat(500) }));
			expect(said.error ?? []).toEqual([]);
			// SARIF2005: informationUri, for which there is no stable address.
			expect((said.warning ?? []).filter((rule) => rule !== "SARIF2005")).toEqual([]);
		}
	});

	test("does find errors", async () => {
		const text = writeSarif(report([finding()]), []).replace('"version": "2.1.0"', '"version": "2.1.0","runz": 1');
		expect((await validate(text)).error).not.toEqual([]);
	});
});

import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "./run.ts";

const work = mkdtempSync(join(tmpdir(), "assay-library-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const TSC = join(ROOT, "node_modules/typescript/bin/tsc");
const POD = `apiVersion: v1
kind: Pod
metadata: {name: p, namespace: n}
spec:
  containers: [{name: c, image: "example.com/c:v1", securityContext: {privileged: true}}]
`;

// The package as somebody who installed it has it: no sources, no node_modules of its own.
beforeAll(() => {
	const installed = join(work, "node_modules/assay-scan");
	mkdirSync(join(installed, "dist"), { recursive: true });
	for (const path of ["package.json", "dist/index.js", "dist/assets"]) {
		cpSync(join(ROOT, path), join(installed, path), { recursive: true });
	}
	execFileSync(process.execPath, [
		TSC,
		"-p",
		join(ROOT, "tsconfig.types.json"),
		"--outDir",
		join(installed, "dist/types"),
	]);
	mkdirSync(join(work, "node_modules/@types"), { recursive: true });
	symlinkSync(join(ROOT, "node_modules/@types/node"), join(work, "node_modules/@types/node"));
	symlinkSync(join(ROOT, "node_modules/undici-types"), join(work, "node_modules/undici-types"));
	writeFileSync(join(work, "package.json"), '{"type": "module"}');
	writeFileSync(join(work, "pod.yaml"), POD);
}, 120_000);

test("scans, loads assets, writes every format, and rejects options that make no sense", () => {
	writeFileSync(
		join(work, "use.js"),
		`import { loadAssets, ScanError, scan, writeConsole, writeJson, writeMarkdown, writeSarif } from "assay-scan";
const assets = await loadAssets();
const report = await scan({ targets: ["pod.yaml"], rules: ["k8s-privileged"], frameworks: ["soc2"], assets });
const writers = [writeConsole(report), writeJson(report), writeMarkdown(report), writeSarif(report, assets.policySet.rules)];
const error = await scan({ targets: ["pod.yaml"], rules: ["nope"] }).catch((thrown) => thrown);
console.log(JSON.stringify({
	findings: report.findings.map(({ rule, location }) => [rule, location.uri, location.startLine]),
	named: writers.map((text) => text.includes("k8s-privileged")),
	scanError: error instanceof ScanError,
}));
`,
	);
	const output = execFileSync(process.execPath, ["use.js"], { cwd: work, encoding: "utf8" });
	expect(JSON.parse(output)).toEqual({
		findings: [["k8s-privileged", "pod.yaml", 5]],
		named: [true, true, true, true],
		scanError: true,
	});
});

test("scans what a live source tells, without any client of a cloud until one is asked", () => {
	writeFileSync(
		join(work, "live.js"),
		`import { awsSource, kubernetesSource, scan } from "assay-scan";
const volume = (id, Encrypted) => ({
	...{ type: "AWS::EC2::Volume", account: "123456789012", region: "eu-west-1", id, name: id, arn: null },
	...{ configuration: { VolumeId: id, Encrypted }, supplementary: {}, tags: {}, missing: {}, source: "api", capturedAt: null },
});
const source = {
	name: "aws",
	async *read() {
		yield { kind: "aws-account", account: "123456789012", regions: ["eu-west-1"], items: [], gaps: [] };
		const items = [volume("vol-1", true), volume("vol-2", false)];
		yield { kind: "aws-items", account: "123456789012", region: "eu-west-1", items };
		yield { kind: "aws-account-end", account: "123456789012" };
	},
};
const report = await scan({ targets: [], live: [source], rules: ["block-volume-encrypted"] });
const { name, scope } = await awsSource({ regions: ["eu-west-1"] });
const error = await awsSource({ regions: ["nowhere"] }).catch(({ message }) => message);
console.log(JSON.stringify({
	findings: report.findings.map(({ resource }) => resource.name),
	source: [name, typeof scope, typeof kubernetesSource],
	error,
}));
`,
	);
	const output = execFileSync(process.execPath, ["live.js"], { cwd: work, encoding: "utf8" });
	expect(JSON.parse(output)).toEqual({
		findings: ["vol-2"],
		source: ["aws", "string", "function"],
		error: expect.stringContaining('"nowhere"'),
	});
});

test("its types are complete, and refuse what the library does not take", () => {
	writeFileSync(
		join(work, "use.ts"),
		`import { type Finding, type LiveSource, type Report, type Resource, type Rule, type ScanOptions } from "assay-scan";
import { awsSource, kubernetesSource, loadAssets, scan, writeSarif } from "assay-scan";
const options: ScanOptions = { targets: ["."], severityMin: "high" };
const report: Report = await scan(options);
const rules: Rule[] = (await loadAssets()).policySet.rules;
const worst: Finding | undefined = report.findings[0];
export const text: string = writeSarif(report, rules) + (worst?.severity ?? "");
export const keyOf = ({ key }: Resource): string => key;
const live: LiveSource[] = [await awsSource({ regions: ["eu-west-1"] }), await kubernetesSource({ context: ["prod"] })];
await scan({ targets: [], live });
// @ts-expect-error: a region is a name
await awsSource({ regions: [1] });
// @ts-expect-error: no such severity
await scan({ targets: ["."], severityMin: "awful" });
// @ts-expect-error: targets are missing
await scan({});
`,
	);
	const flags = ["--noEmit", "--strict", "--target", "es2023", "--module", "nodenext", "--types", "node"];
	const { status, stdout } = spawnSync(process.execPath, [TSC, ...flags, "use.ts"], { cwd: work, encoding: "utf8" });
	expect([status, stdout]).toEqual([0, ""]);
});

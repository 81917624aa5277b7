import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Report } from "../../src/model/report.ts";
import { fakeProgram, recordedHelm, recordedKustomize } from "../programs.ts";
import { assay, ROOT } from "./run.ts";

const work = mkdtempSync(join(tmpdir(), "assay-e2e-render-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const CHART = "fixtures/rendered/helm/shop";
const OVERLAY = "fixtures/rendered/kustomize/overlays/prod";

const played = join(work, "played");
fakeProgram(played, "helm", recordedHelm(ROOT));
fakeProgram(played, "kubectl", recordedKustomize(ROOT));

function isInstalled(program: string, ...args: string[]): boolean {
	try {
		execFileSync(program, args, { stdio: "ignore" });
		return true;
	} catch {
		return false;
	}
}

async function scan(path: string, ...args: string[]) {
	const run = await assay(["scan", ...args, "--format", "json"], { env: { PATH: path } });
	return { ...run, report: JSON.parse(run.stdout) as Report };
}

/** `rule file:line precision` of the findings of some rules. */
function places({ findings }: Report, ...rules: string[]): string[] {
	return findings
		.filter(({ rule }) => rules.includes(rule))
		.map(
			({ rule, location: at }) => `${rule} ${at.uri.replace("fixtures/rendered/", "")}:${at.startLine} ${at.precision}`,
		)
		.sort();
}

const HELM_PLACES = [
	"k8s-host-namespaces helm/shop/Chart.yaml:11 module-call",
	"k8s-host-namespaces helm/shop/charts/plain/templates/job.yaml:9 attribute",
	"k8s-image-tag helm/shop/templates/deployment.yaml:26 attribute",
	"k8s-image-tag helm/shop/templates/deployment.yaml:38 attribute",
	"k8s-privileged helm/shop/charts/cache-chart/templates/cache.yaml:9 attribute",
	"k8s-privileged helm/shop/templates/deployment.yaml:28 attribute",
	"k8s-service-exposure helm/shop/templates/config.yaml:15 attribute",
];

const KUSTOMIZE_PLACES = [
	"k8s-configmap-secret kustomize/base/kustomization.yaml:4 object",
	"k8s-host-namespaces kustomize/base/admin.yaml:17 attribute",
	"k8s-host-namespaces kustomize/base/web.yaml:15 parent",
	"k8s-privileged kustomize/base/web.yaml:21 attribute",
	"k8s-privileged kustomize/components/debug/debug.yaml:13 attribute",
];

const rulesOf = (lines: string[]) => [...new Set(lines.map((line) => line.split(" ")[0]!))];

describe("assay scan --helm", () => {
	test("points at the templates of the chart", async () => {
		const { report, code, stderr } = await scan(played, "--helm", CHART);
		expect(places(report, ...rulesOf(HELM_PLACES))).toEqual(HELM_PLACES);
		expect([code, stderr]).toEqual([1, ""]);
		expect(report.inputs.map(({ uri, resources }) => [uri, resources])).toEqual([[`${CHART}/Chart.yaml`, 6]]);
	});

	test.skipIf(!isInstalled("helm", "version"))("does so with the helm that is installed", async () => {
		const { report } = await scan(process.env.PATH!, "--helm", CHART);
		expect(places(report, ...rulesOf(HELM_PLACES))).toEqual(HELM_PLACES);
		const prod = await scan(process.env.PATH!, "--helm", CHART, "--values", `${CHART}/values-prod.yaml`);
		expect(places(prod.report, "k8s-image-tag")).toEqual([
			"k8s-image-tag helm/shop/templates/deployment.yaml:38 attribute",
		]);
	});
});

describe("assay scan --kustomize", () => {
	test("points at the files of resources and patches", async () => {
		const { report, code, stderr } = await scan(played, "--kustomize", OVERLAY);
		expect(places(report, ...rulesOf(KUSTOMIZE_PLACES))).toEqual(KUSTOMIZE_PLACES);
		expect([code, stderr]).toEqual([1, ""]);
		expect(JSON.stringify(report)).not.toContain("hunter2-Tr0ub4dor");
	});

	test.skipIf(!isInstalled("kubectl", "version", "--client"))(
		"does so with the kubectl that is installed",
		async () => {
			const { report } = await scan(process.env.PATH!, "--kustomize", OVERLAY);
			expect(places(report, ...rulesOf(KUSTOMIZE_PLACES))).toEqual(KUSTOMIZE_PLACES);
		},
	);
});

describe("what is rendered", () => {
	test("gives the same report in any order, and SARIF whose every file is there", async () => {
		const args = ["--timestamp", "2026-01-01", "--fail-on", "never", "--format"];
		const run = (...first: string[]) => assay(["scan", ...first, ...args, "json"], { env: { PATH: played } });
		const [one, other] = [
			await run("--helm", CHART, "--kustomize", OVERLAY),
			await run("--kustomize", OVERLAY, "--helm", CHART),
		];
		expect(one.stdout).toBe(other.stdout);
		const sarif = await assay(["scan", "--helm", CHART, "--kustomize", OVERLAY, ...args, "sarif"], {
			env: { PATH: played },
		});
		const uris = [...sarif.stdout.matchAll(/"uri": "(fixtures[^"]+)"/g)].map(([, uri]) => decodeURIComponent(uri!));
		expect(uris.length).toBeGreaterThan(8);
		for (const uri of new Set(uris)) {
			const lines = readFileSync(join(ROOT, uri), "utf8").split("\n");
			expect(lines.length).toBeGreaterThan(1);
		}
	});

	test("leaves the rest of the scan alone where a program is missing or fails, and says so", async () => {
		const broken = join(work, "broken");
		fakeProgram(
			broken,
			"kustomize",
			`process.stderr.write("Error: \\u001b[2Jno such base\\n::error::x"); process.exit(1);`,
		);
		writeFileSync(join(work, "pod.yaml"), "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {hostPID: true}\n");
		const { code, stderr, report } = await scan(
			broken,
			join(work, "pod.yaml"),
			"--helm",
			CHART,
			"--kustomize",
			OVERLAY,
		);
		expect(code).toBe(2);
		expect(stderr).toMatch(/Chart\.yaml: it was not rendered: helm is not installed/);
		expect(stderr).toMatch(/kustomize build failed: Error: \\u\{1b\}\[2Jno such base/);
		expect(stderr).not.toContain("\u001b");
		expect(stderr).not.toMatch(/^::error/m);
		expect(report.findings.map(({ rule }) => rule)).toContain("k8s-host-namespaces");
	});

	test("is never asked for by a configuration file: it runs programs", async () => {
		const config = join(work, "assay.yaml");
		for (const line of ["kustomize: [.]", "helm: [.]", "values: [x]"]) {
			writeFileSync(config, `${line}\n`);
			const { code, stderr } = await assay(["scan", "pod.yaml", "--config", config], {
				cwd: work,
				env: { PATH: played },
			});
			expect(code).toBe(2);
			expect(stderr).toContain("assay.yaml");
		}
		rmSync(config);
	});

	test("leaves no file behind", async () => {
		const temporary = mkdtempSync(join(work, "tmp-"));
		await assay(["scan", "--helm", CHART, "--kustomize", OVERLAY], { env: { PATH: played, TMPDIR: temporary } });
		expect(readdirSync(temporary)).toEqual([]);
	});
});

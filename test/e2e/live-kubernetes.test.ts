import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import type { Report } from "../../src/model/report.ts";
import { type FakeApi, startApi, status } from "../unit/collect/kubernetes/api.ts";
import { assay } from "./run.ts";

let api: FakeApi;
afterEach(async () => {
	await api?.close();
});

const pod = { containers: [{ name: "web", image: "nginx", securityContext: { privileged: true } }] };
const served = () => [
	{
		version: "v1",
		plural: "namespaces",
		kind: "Namespace",
		namespaced: false,
		items: [{ metadata: { name: "shop" } }],
	},
	{
		version: "v1",
		plural: "pods",
		kind: "Pod",
		namespaced: true,
		items: [{ metadata: { name: "web", namespace: "shop" }, spec: pod }],
	},
	{ version: "v1", plural: "serviceaccounts", kind: "ServiceAccount", namespaced: true, items: [] },
];

function scan(...args: string[]) {
	const cwd = mkdtempSync(join(tmpdir(), "assay-live-"));
	const options = ["--live", "kubernetes", "--kubeconfig", api.kubeconfig()];
	return assay(["scan", ...options, "--format", "json", "--format", "sarif=out.sarif", ...args], { cwd }).then(
		(run) => ({
			...run,
			cwd,
		}),
	);
}

it("a cluster is scanned, and its findings point into the inventory", async () => {
	api = await startApi(served());
	const { code, stdout, stderr, cwd } = await scan();
	expect(stderr).toBe("");
	expect(code).toBe(1);
	const report = JSON.parse(stdout) as Report;
	expect(report.inputs).toEqual([{ uri: "live/kubernetes/fake", origin: "kubernetes", resources: 2, sha256: null }]);
	const finding = report.findings.find(({ rule }) => rule === "k8s-privileged")!;
	expect(finding).toMatchObject({
		resource: { key: "kubernetes/fake/core/Pod/shop/web", origin: "kubernetes" },
		captured: { source: "cluster" },
		location: { uri: "assay-inventory.jsonl" },
	});
	const line = readFileSync(join(cwd, finding.location.uri), "utf8").split("\n")[finding.location.startLine - 1]!;
	expect(JSON.parse(line)).toMatchObject({ key: finding.resource.key });
});

it("what is denied makes the scan incomplete, what is left out does not", async () => {
	api = await startApi(served());
	api.faults.push((url, _request, response) => {
		if (!url.pathname.endsWith("/serviceaccounts")) return false;
		status(response, 403);
		return true;
	});
	const denied = await scan("--fail-on", "never");
	expect(denied.code).toBe(2);
	expect(denied.stderr).toContain("error: live/kubernetes/fake: list serviceaccounts was denied");
	const skipped = await scan("--fail-on", "never", "--skip-kind", "ServiceAccount");
	expect(skipped.code).toBe(0);
	const { rules } = JSON.parse(skipped.stdout) as Report;
	expect(rules.find(({ id }) => id === "k8s-sa-token-automount")!.inconclusive).toEqual([
		{ resource: "kubernetes/fake/core/Pod/shop/web", reason: "serviceaccounts were left out by --skip-kind" },
	]);
});

it("credentials that are not accepted make the scan incomplete", async () => {
	api = await startApi(served());
	const { code, stderr } = await scan("--kubeconfig", api.kubeconfig({ user: { token: "of-yesterday" } }));
	expect(code).toBe(2);
	expect(stderr).toContain("does not accept the credentials (401)");
});

it("what deploy/kubernetes installs has no finding above low", async () => {
	const run = await assay([
		"scan",
		"deploy/kubernetes",
		"--format",
		"json",
		"--param",
		"image_registries=registry.example.com",
	]);
	const report = JSON.parse(run.stdout) as Report;
	expect(report.summary.resources).toBe(8);
	expect(report.complete).toBe(true);
	expect(report.findings.filter(({ severity }) => severity !== "low" && severity !== "info")).toEqual([]);
});

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseAllDocuments, stringify } from "yaml";
import type { Report } from "../../src/model/report.ts";
import { loadAssets } from "../../src/policy/assets.ts";
import { scan } from "../../src/scan.ts";

const systems = fileURLToPath(new URL("../../fixtures/systems", import.meta.url));
const assets = await loadAssets();
const objectsOf = (system: string): unknown[] =>
	readdirSync(`${systems}/${system}`, { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".yaml"))
		.sort()
		.flatMap((name) =>
			parseAllDocuments(readFileSync(`${systems}/${system}/${name}`, "utf8")).map((document) => document.toJS()),
		);
const gateway = objectsOf("ai-gateway");
const RUNS = { numRuns: 15 };

async function scanText(text: string): Promise<Report> {
	return scan({
		targets: ["-"],
		stdin: async () => new TextEncoder().encode(text),
		timestamp: "2026-01-01T00:00:00Z",
		assets,
	});
}

async function scanObjects(list: unknown[], indent = 2): Promise<Report> {
	return scanText(list.map((object) => stringify(object, { indent })).join("---\n"));
}

/** What must not depend on how the input is laid out. */
function essence(report: Report) {
	return {
		findings: report.findings
			.map(({ rule, resource, path, message, severity, fingerprint }) =>
				JSON.stringify([rule, resource.key, path, message, severity, fingerprint]),
			)
			.sort(),
		frameworks: report.frameworks.map(({ id, score, coverage, statuses }) => ({ id, score, coverage, statuses })),
		rules: report.rules.map(({ id, passed, failed, inconclusive }) => ({ id, passed, failed, inconclusive })),
	};
}

const baseline = essence(await scanObjects(gateway));

test("the order of documents changes nothing but lines", async () => {
	await fc.assert(
		fc.asyncProperty(fc.shuffledSubarray(gateway, { minLength: gateway.length }), async (shuffled) => {
			expect(essence(await scanObjects(shuffled))).toEqual(baseline);
		}),
		RUNS,
	);
});

test("indentation, and JSON instead of YAML, change nothing but lines", async () => {
	for (const indent of [1, 3, 4, 8]) expect(essence(await scanObjects(gateway, indent))).toEqual(baseline);
	const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: gateway }, null, 2);
	expect(essence(await scanText(list))).toEqual(baseline);
});

test("an unrelated resource changes no other resource's results", async () => {
	const name = fc.stringMatching(/^[a-z]{1,12}$/);
	await fc.assert(
		fc.asyncProperty(name, fc.dictionary(name, fc.constantFrom("plain", "words", "1")), async (id, data) => {
			const other = {
				apiVersion: "v1",
				kind: "ConfigMap",
				metadata: { name: `unrelated-${id}`, namespace: "elsewhere" },
				data,
			};
			const report = await scanObjects([...gateway, other]);
			expect(essence(report).findings.filter((text) => !text.includes("unrelated-"))).toEqual(baseline.findings);
		}),
		RUNS,
	);
});

test("a further violation never raises a score", async () => {
	const violation = fc.constantFrom(
		"hostPID",
		"hostIPC",
		"hostNetwork",
		"shareProcessNamespace",
		"automountServiceAccountToken",
	);
	await fc.assert(
		fc.asyncProperty(fc.uniqueArray(violation, { minLength: 1 }), async (fields) => {
			const worse = structuredClone(gateway) as {
				kind: string;
				spec: { template: { spec: Record<string, unknown> } };
			}[];
			const deployment = worse.find(({ kind }) => kind === "Deployment")!;
			for (const field of fields) deployment.spec.template.spec[field] = true;
			const before = await scanObjects(gateway);
			const after = await scanObjects(worse);
			for (const [index, framework] of after.frameworks.entries()) {
				const old = before.frameworks[index]!;
				for (const [at, control] of framework.controls.entries()) {
					const lower = old.controls[at]!.score?.lower;
					if (lower !== undefined) expect(control.score!.lower).toBeLessThanOrEqual(lower + 1e-9);
				}
			}
		}),
		{ numRuns: 10 },
	);
});

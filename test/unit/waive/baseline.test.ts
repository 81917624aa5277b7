import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import schema from "../../../rules/schema/baseline.schema.json" with { type: "json" };
import type { Finding } from "../../../src/model/report.ts";
import { type BaselineFile, baselineText } from "../../../src/waive/baseline.ts";
import { DIGEST, findingOn, OTHER, PRIVILEGED, RAN, resource, result, waivingOf } from "./build.ts";

const fingerprint = (digit: string) => digit.repeat(32);
const pod = (name: string, change: Partial<Finding> = {}) => findingOn(`core/Pod/n/${name}`, change);
const folder = () => mkdtempSync(join(tmpdir(), "assay-baseline-"));

async function update(cwd: string, findings: Finding[], scan = RAN) {
	const waiving = await waivingOf(cwd, { baseline: "sub/b.json", updateBaseline: true });
	waiving.apply(findings, scan);
	const diagnostics = waiving.diagnostics();
	await waiving.saveBaseline();
	return diagnostics;
}

async function compare(cwd: string, findings: Finding[], scan = RAN) {
	const waiving = await waivingOf(cwd, { baseline: "sub/b.json" });
	waiving.apply(findings, scan);
	return waiving.diagnostics();
}

const written = (cwd: string): BaselineFile => JSON.parse(readFileSync(join(cwd, "sub/b.json"), "utf8"));

test("writes what is open, sorted, one line each, and accepts it", async () => {
	const cwd = folder();
	const accepted = { kind: "inline" as const, justification: "c", owner: "", expires: null };
	const findings = [pod("b"), pod("a"), pod("a", { rule: OTHER.id }), pod("c", { suppression: accepted })];
	const told = await update(cwd, findings);
	expect(told).toEqual([expect.objectContaining({ severity: "note", code: "baseline-written" })]);
	expect(written(cwd).entries.map(({ rule, resource: key }) => `${rule} ${key}`)).toEqual([
		"k8s-image-tag core/Pod/n/a",
		"k8s-privileged core/Pod/n/a",
		"k8s-privileged core/Pod/n/b",
	]);
	const text = readFileSync(join(cwd, "sub/b.json"), "utf8");
	expect(text.split("\n").filter((line) => line.includes('"fingerprint"'))).toHaveLength(3);
	expect(findings.map(({ suppression }) => suppression?.kind)).toEqual(["baseline", "baseline", "baseline", "inline"]);
	await update(cwd, [pod("a", { rule: OTHER.id }), pod("b"), pod("a")]);
	expect(readFileSync(join(cwd, "sub/b.json"), "utf8")).toBe(text);
});

test("accepts what is unchanged; what changed or joined is open", async () => {
	const cwd = folder();
	await update(cwd, [pod("a"), pod("b"), pod("c")]);
	const findings = [
		pod("a"),
		pod("b", { evaluated: "1".repeat(16) }),
		pod("c", { fingerprint: fingerprint("1") }),
		pod("d"),
		pod("a", { rule: OTHER.id }),
	];
	const told = await compare(cwd, findings);
	expect(findings.map(({ baselineState }) => baselineState)).toEqual(["unchanged", "updated", "new", "new", "new"]);
	expect(findings.map(({ suppression }) => suppression?.kind ?? null)).toEqual(["baseline", null, null, null, null]);
	expect(findings[0]!.suppression).toMatchObject({ owner: "", expires: null });
	expect(told.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
		"note baseline-lapsed",
		"note baseline-unneeded",
	]);
	expect(told[0]).toMatchObject({ uri: "a/pod.yaml", line: 9 });
	expect(told[1]?.message).toContain("1 entry is no longer needed");
});

test("entries of rules that did not run, or did not decide, are neither unneeded nor dropped", async () => {
	const cwd = folder();
	await update(cwd, [pod("a"), pod("b", { rule: OTHER.id })]);
	const partial = { ...RAN, results: [result(PRIVILEGED.id)] };
	expect(await compare(cwd, [pod("a")], partial)).toEqual([]);
	const undecided = { resource: "core/Pod/n/a", reason: "r" };
	const open = { ...RAN, results: [result(PRIVILEGED.id, { inconclusive: [undecided] })] };
	expect(await compare(cwd, [], open)).toEqual([]);
	await update(cwd, [], partial);
	expect(written(cwd).entries.map(({ rule }) => rule)).toEqual([OTHER.id]);
});

test("an incomplete scan writes no baseline, accepts nothing, and is an error", async () => {
	const cwd = folder();
	await update(cwd, [pod("a")]);
	const finding = pod("b");
	const told = await update(cwd, [finding], { ...RAN, complete: false });
	expect(told).toEqual([expect.objectContaining({ severity: "error", code: "baseline-not-written" })]);
	expect(finding.suppression).toBeNull();
	expect(written(cwd).entries).toHaveLength(1);
});

test("survives the plan being written elsewhere: the scope of the only plan has no name", async () => {
	const cwd = folder();
	const scan = (...plans: string[]) => ({
		...RAN,
		resources: plans.map((name) => resource(`scope/plan/${name}`, `x/${name}`, { type: "scope/plan" })),
	});
	await update(cwd, [findingOn("scope/plan/a.json")], scan("a.json"));
	const moved = findingOn("scope/plan/b.json");
	await compare(cwd, [moved], scan("b.json"));
	expect(moved.baselineState).toBe("unchanged");
	const oneOfTwo = findingOn("scope/plan/b.json");
	await compare(cwd, [oneOfTwo], scan("a.json", "b.json"));
	expect(oneOfTwo.baselineState).toBe("new");
});

test("says when other rules may be the reason that entries lapsed", async () => {
	const cwd = folder();
	await update(cwd, [pod("a")]);
	const file = written(cwd);
	const lapsed = async () => (await compare(cwd, [pod("a", { evaluated: "1".repeat(16) })]))[0]?.message;
	expect(await lapsed()).not.toContain("or the rule");
	const tool = { ...file.tool, policySetDigest: "e".repeat(64) };
	writeFileSync(join(cwd, "sub/b.json"), baselineText({ ...file, tool }));
	expect(await lapsed()).toContain("or the rule");
});

describe("a file that is no baseline ends the scan", () => {
	const sound = { schemaVersion: 1, tool: { name: "assay", version: "0.1.0", policySetDigest: DIGEST }, entries: [] };
	const entry = { rule: "a", resource: "b", fingerprint: fingerprint("0"), evaluated: "0".repeat(16) };
	test.each([
		["", "schema"],
		["{", "JSON"],
		["[]", "schema"],
		["null", "schema"],
		[`${JSON.stringify(sound)}\n${JSON.stringify(sound)}`, "two"],
		[JSON.stringify({ ...sound, schemaVersion: 2 }), "schemaVersion"],
		[JSON.stringify({ ...sound, entries: [{ ...entry, evaluated: "no" }] }), "entries.0.evaluated"],
		[JSON.stringify({ ...sound, entries: [{ ...entry, secret: "hunter2" }] }), "entries.0"],
		[JSON.stringify({ findings: [] }), "a report"],
		["[".repeat(50_000), "deep"],
	])("%#", async (text) => {
		const cwd = folder();
		writeFileSync(join(cwd, "b.json"), text);
		for (const updateBaseline of [false, true]) {
			await expect(waivingOf(cwd, { baseline: "b.json", updateBaseline })).rejects.toThrow(/^b\.json: /);
		}
		expect(readFileSync(join(cwd, "b.json"), "utf8")).toBe(text);
	});

	test("a missing one too, unless it is to be written", async () => {
		await expect(waivingOf(folder(), { baseline: "b.json" })).rejects.toThrow("--update-baseline writes it");
		await expect(waivingOf(folder(), { baseline: "b.json", updateBaseline: true })).resolves.toBeDefined();
		await expect(waivingOf(folder(), { updateBaseline: true })).rejects.toThrow("needs --baseline");
	});
});

test("30,000 entries are read and held against as many findings", async () => {
	const cwd = folder();
	const all = () => Array.from({ length: 30_000 }, (_, index) => pod(`p${index}`));
	await update(cwd, all());
	const findings = all();
	expect(await compare(cwd, findings)).toEqual([]);
	expect(findings.every(({ suppression }) => suppression?.kind === "baseline")).toBe(true);
});

test("the schema names what is written", () => {
	expect(schema.properties.entries.items.required.toSorted()).toEqual(["evaluated", "fingerprint", "resource", "rule"]);
});

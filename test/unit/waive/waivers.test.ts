import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../../src/model/report.ts";
import { findingOn, PRIVILEGED, RAN, result, waivingOf } from "./build.ts";

const control = (framework: string) => ({ framework, id: "CC6.1", role: "primary" as const });

async function waived(text: string, findings: Finding[], change: { scan?: typeof RAN; now?: string } = {}) {
	const cwd = mkdtempSync(join(tmpdir(), "assay-waivers-"));
	writeFileSync(join(cwd, "assay-waivers.yaml"), text);
	const waiving = await waivingOf(cwd, change.now === undefined ? {} : { now: change.now });
	waiving.apply(findings, change.scan ?? RAN);
	return waiving.diagnostics();
}

const entry = (change: Record<string, unknown> = {}) => ({
	...{ rule: "k8s-privileged", resource: "core/Pod/n/p", reason: "tool", owner: "alice", expires: "2027-03-31" },
	...change,
});
const file = (...entries: unknown[]) => JSON.stringify({ waivers: entries });

test("a waiver accepts the findings it names, by key or glob, and says by whom and until when", async () => {
	const findings = ["core/Pod/n/p", "core/Pod/n/q", "core/Pod/m/p", 'x[0]["a"]'].map((key) => findingOn(key));
	const text = `waivers:
  - {rule: k8s-privileged, resource: core/Pod/n/p, reason: tool, owner: alice, expires: 2027-03-31, ticket: T-1}
  - rule: k8s-privileged
    resource: x[*]*
    reason: tool
    owner: alice
    expires: 2027-03-31
`;
	expect(await waived(text, findings)).toEqual([]);
	expect(findings.map(({ suppression }) => suppression?.source?.line ?? null)).toEqual([2, null, null, 3]);
	expect(findings[0]!.suppression).toEqual({
		kind: "waiver",
		...{ justification: "tool", owner: "alice", expires: "2027-03-31", ticket: "T-1" },
		source: { uri: "assay-waivers.yaml", line: 2 },
	});
});

test("what a comment accepted stays the comment's, and the waiver counts as used", async () => {
	const suppression = { kind: "inline" as const, justification: "c", owner: "", expires: null };
	const finding = findingOn("core/Pod/n/p", { suppression });
	expect(await waived(file(entry()), [finding])).toEqual([]);
	expect(finding.suppression).toBe(suppression);
});

test("it holds through its last day and is back, with a warning at its line, on the next", async () => {
	const text = file(entry({ expires: "2026-11-21" }));
	const last = findingOn("core/Pod/n/p");
	expect(await waived(text, [last], { now: "2026-11-21T23:59:59Z" })).toEqual([]);
	expect(last.suppression).not.toBeNull();
	const over = findingOn("core/Pod/n/p");
	const [trouble] = await waived(text, [over], { now: "2026-11-22T00:00:00Z" });
	expect(over.suppression).toBeNull();
	expect(trouble).toMatchObject({ severity: "warning", code: "waiver-expired", uri: "assay-waivers.yaml", line: 1 });
	expect(trouble?.message).toContain("expired on 2026-11-21: 1 finding is open again");
});

test("an expired waiver beside one that holds brings nothing back", async () => {
	const finding = findingOn("core/Pod/n/p");
	const told = await waived(file(entry({ expires: "2026-01-01" }), entry({ resource: "core/Pod/*" })), [finding]);
	expect(finding.suppression?.expires).toBe("2027-03-31");
	expect(told.map(({ severity, code }) => [severity, code])).toEqual([["note", "waiver-expired"]]);
});

test("one that is not needed any more is a warning, one whose resource is elsewhere a note, and no word about rules that did not run or decide", async () => {
	const ran = (change: Parameters<typeof result>[1]) => ({ ...RAN, results: [result(PRIVILEGED.id, change)] });
	const tell = async (scan: typeof RAN) =>
		(await waived(file(entry()), [], { scan })).map(({ severity, code }) => `${severity} ${code}`);
	expect(await tell(ran({ passed: ["core/Pod/n/p"] }))).toEqual(["warning unused-waiver"]);
	expect(await tell(ran({ passed: ["core/Pod/n/q"] }))).toEqual(["note unused-waiver"]);
	expect(await tell(ran({ inconclusive: [{ resource: "core/Pod/n/p", reason: "r" }] }))).toEqual([]);
	expect(await tell(ran({ status: "errored" }))).toEqual([]);
	expect(await tell({ ...RAN, results: [] })).toEqual([]);
});

describe("a waiver for one framework", () => {
	const soc2 = file(entry({ framework: "SOC-2" }));

	test("leaves the finding open where another framework is served", async () => {
		const finding = findingOn("core/Pod/n/p", { controls: [control("soc2"), control("hipaa")] });
		expect(await waived(soc2, [finding])).toEqual([]);
		expect(finding.suppression).toBeNull();
		expect(finding.waivedFor).toEqual([
			{ framework: "soc2", suppression: expect.objectContaining({ owner: "alice", expires: "2027-03-31" }) },
		]);
	});

	test("accepts the finding where no other is left", async () => {
		const finding = findingOn("core/Pod/n/p", { controls: [control("soc2")] });
		await waived(soc2, [finding]);
		expect(finding.suppression).toMatchObject({ kind: "waiver", owner: "alice" });
		const both = findingOn("core/Pod/n/p", { controls: [control("soc2"), control("hipaa")] });
		await waived(file(entry({ framework: "hipaa", owner: "bob" }), entry({ framework: "soc2" })), [both]);
		expect(both.suppression).not.toBeNull();
		expect(both.waivedFor?.map(({ framework }) => framework)).toEqual(["hipaa", "soc2"]);
	});

	test("changes nothing where the rule serves no control of it", async () => {
		for (const controls of [[], [control("hipaa")]]) {
			const finding = findingOn("core/Pod/n/p", { controls });
			await waived(soc2, [finding]);
			expect(finding.suppression).toBeNull();
			expect(finding.waivedFor).toBeUndefined();
		}
	});
});

describe("a bad file", () => {
	test("faulty entries are errors with line and path and do not count; the others do", async () => {
		const text = `waivers:
  - {rule: k8s-privileged, resource: a, reason: r, owner: o, expires: 2027-02-30}
  - {rule: k8s-privileged, resource: b, reason: r, owner: o, expires: 2027-13-01}
  - {rule: k8s-privileged, resource: c, reason: r, owner: o, expires: tomorrow}
  - {rule: k8s-privileged, resource: d, reason: r, owner: o, expires: 20270331}
  - {rule: k8s-privileged, resource: e, reason: r, owner: o}
  - {rule: k8s-privileged, resource: f, reason: "", owner: o, expires: 2027-03-31}
  - {rule: k8s-privileged, resource: g, reason: r, expires: 2027-03-31}
  - {rule: "*", resource: h, reason: r, owner: o, expires: 2027-03-31}
  - {rule: k8s-privileged, resource: i, reason: r, owner: o, expires: 2027-03-31, framework: soc3}
  - {rule: k8s-privileged, resource: j, reason: r, owner: o, expires: 2027-03-31, until: 2027-03-31}
  - {rule: k8s-privileged, reason: r, owner: o, expires: 2027-03-31}
  - just text
  - {rule: k8s-privileged, resource: k, reason: r, owner: o, expires: !!timestamp 2027-03-31}
  - {rule: k8s-privileged, resource: ok, reason: r, owner: o, expires: 2027-03-31}
`;
		const findings = [..."abcdefghijk", "ok"].map((key) => findingOn(key));
		const told = await waived(text, findings);
		expect(findings.filter(({ suppression }) => suppression !== null).map(({ resource }) => resource.key)).toEqual(
			expect.arrayContaining(["ok"]),
		);
		for (const { resource, suppression } of findings.slice(0, 10)) expect(suppression, resource.key).toBeNull();
		const lines = new Set(told.filter(({ severity }) => severity === "error").map(({ line }) => line));
		expect([...lines].sort((left, right) => left! - right!).slice(0, 12)).toEqual([
			2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
		]);
		expect(told.every(({ uri }) => uri === "assay-waivers.yaml")).toBe(true);
	});

	test("a reason that nobody can read is none, and is told as such", async () => {
		const finding = findingOn("core/Pod/n/p");
		const told = await waived(file(entry({ reason: "\u200b ." })), [finding]);
		expect(finding.suppression).toBeNull();
		expect(told.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
			"error waivers[0].reason: says nothing",
		]);
	});

	test("a rule that this scan does not know is a warning: it may be one's own", async () => {
		const told = await waived(file(entry({ rule: "my-rule" })), []);
		expect(told).toEqual([expect.objectContaining({ severity: "warning", code: "waiver-file" })]);
	});

	test.each([
		["waivers: [", "syntax"],
		["waivers:\n  - a\n waivers: b", "syntax"],
		["- a", "a list"],
		["waivers: {}", "an object"],
		["exceptions: []", "another name"],
		["waivers: []\nwaivers: []", "twice"],
		["a: 1\n---\nb: 2", "two documents"],
		['a: "\u0000"', "NUL"],
		["[".repeat(100_000), "deep"],
		[`waivers:\n${Array.from({ length: 3_000 }, (_, level) => `${" ".repeat(level)}- a:`).join("\n")}`, "deep lists"],
		[
			`a0: &a0 [x, x]\n${Array.from({ length: 40 }, (_, level) => `a${level + 1}: &a${level + 1} [*a${level}, *a${level}]`).join("\n")}\nwaivers: *a40`,
			"a bomb",
		],
	])("%#: is an error and waives nothing", async (text) => {
		const finding = findingOn("core/Pod/n/p");
		const told = await waived(text, [finding]);
		expect(told.length).toBeGreaterThan(0);
		expect(told.every(({ severity, code }) => severity === "error" && code === "waiver-file")).toBe(true);
		expect(finding.suppression).toBeNull();
	});

	test("an empty one is fine", async () => {
		for (const text of ["", "# nothing yet\n", "waivers: []"]) expect(await waived(text, [])).toEqual([]);
	});

	test("one that was asked for has to be there", async () => {
		await expect(waivingOf("/none", { waivers: "w.yaml" })).rejects.toThrow("w.yaml: the file cannot be read (ENOENT)");
		await expect(waivingOf(tmpdir(), { waivers: "." })).rejects.toThrow("it is not a file");
	});

	test("of many faults the first are told, and how many more there are", async () => {
		const many = Array.from({ length: 500 }, (_, index) =>
			entry({ resource: `core/Pod/n/p${index}*`, expires: "never" }),
		);
		const told = await waived(file(...many), []);
		expect(told).toHaveLength(51);
		expect(told.at(-1)?.message).toContain("450 more faults");
	});

	test("10,000 entries meet 10,000 findings", async () => {
		const keys = Array.from({ length: 10_000 }, (_, index) => `core/Pod/n/p${index}`);
		const entries = keys.map(
			(key) => `  - rule: k8s-privileged\n    resource: ${key}\n    reason: r\n    owner: o\n    expires: 2027-03-31\n`,
		);
		const findings = keys.map((key) => findingOn(key));
		expect(await waived(`waivers:\n${entries.join("")}`, findings)).toEqual([]);
		expect(findings.every(({ suppression }, index) => suppression?.source?.line === 2 + 5 * index)).toBe(true);
	});
});

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { waivingOf } from "./build.ts";

async function read(text: string, now?: string) {
	const cwd = mkdtempSync(join(tmpdir(), "assay-attestations-"));
	writeFileSync(join(cwd, "assay-attestations.yaml"), text);
	const waiving = await waivingOf(cwd, now === undefined ? {} : { now });
	return {
		...waiving,
		attestations: waiving.attestations,
		exclusions: waiving.exclusions,
		told: waiving.diagnostics(),
	};
}

const met = "framework: SOC 2, control: CC1.1, verdict: met, owner: ciso, evidence: 'https://wiki/x'";

test("gives what holds today, with its evidence", async () => {
	const { attestations, exclusions, told } = await read(`attestations:
  - {${met}, date: 2026-06-01, expires: 2026-11-21}
  - {framework: hipaa, control: CC6.1, verdict: not-met, owner: dpo, date: 2026-11-21, expires: 2027-01-01}
exclusions:
  - {framework: soc2, control: CC6.1, reason: no premises, owner: ciso}
`);
	expect(told).toEqual([]);
	expect(attestations).toEqual([
		{
			...{ framework: "soc2", control: "CC1.1", verdict: "met", owner: "ciso", date: "2026-06-01" },
			...{ expires: "2026-11-21", evidence: "https://wiki/x" },
		},
		{
			framework: "hipaa",
			control: "CC6.1",
			verdict: "not-met",
			owner: "dpo",
			date: "2026-11-21",
			expires: "2027-01-01",
		},
	]);
	expect(exclusions).toEqual([{ framework: "soc2", control: "CC6.1", reason: "no premises", owner: "ciso" }]);
});

test("an expired one lapses with a warning at its line", async () => {
	const text = `attestations:\n  - {${met}, date: 2026-06-01, expires: 2026-11-21}\n`;
	const { attestations, told } = await read(text, "2026-11-22T00:00:00Z");
	expect(attestations).toEqual([]);
	expect(told).toEqual([
		expect.objectContaining({
			severity: "warning",
			code: "attestation-expired",
			uri: "assay-attestations.yaml",
			line: 2,
		}),
	]);
});

test.each([
	[`{${met}, date: 2026-11-22, expires: 2027-01-01}`, "future"],
	[`{${met}, date: 2026-06-02, expires: 2026-06-01}`, "before the date"],
	[`{${met}, date: 2026-02-30, expires: 2027-01-01}`, "not a date"],
	[`{${met}, date: 2026-06-01, expires: soon}`, "not a date"],
	[`{${met}, date: 2026-06-01}`, "expires"],
	["{framework: soc2, control: CC1.1, verdict: met, owner: o, date: 2026-06-01, expires: 2027-01-01}", "evidence"],
	[
		"{framework: soc2, control: CC1.1, verdict: yes, owner: o, evidence: e, date: 2026-06-01, expires: 2027-01-01}",
		"met, not-met",
	],
	[
		"{framework: soc2, control: CC9.9, verdict: met, owner: o, evidence: e, date: 2026-06-01, expires: 2027-01-01}",
		"no control CC9.9",
	],
	[
		"{framework: pci, control: CC1.1, verdict: met, owner: o, evidence: e, date: 2026-06-01, expires: 2027-01-01}",
		"no framework pci",
	],
	[`{${met}, owner: '', date: 2026-06-01, expires: 2027-01-01}`, "unique"],
])("%s is an error and does not count", async (entry, why) => {
	const { attestations, told } = await read(`attestations:\n  - ${entry}\n`);
	expect(attestations).toEqual([]);
	expect(told[0]).toMatchObject({ severity: "error", code: "attestation-file", line: 2 });
	expect(told.map(({ message }) => message).join()).toContain(why);
});

test("an exclusion needs a reason and an existing control, once", async () => {
	const { exclusions, told } = await read(`exclusions:
  - {framework: soc2, control: CC1.1, owner: o}
  - {framework: soc2, control: CC0, owner: o, reason: r}
  - {framework: soc2, control: CC6.1, owner: o, reason: r}
  - {framework: soc2, control: CC6.1, owner: p, reason: s}
`);
	expect(exclusions).toHaveLength(1);
	expect(told.map(({ line }) => line).sort()).toEqual([2, 3, 5]);
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { PolicySet } from "../../../src/model/rule.ts";
import { loadPolicySet, policySetDigest, writePolicySet } from "../../../src/policy/load.ts";

const folder = mkdtempSync(join(tmpdir(), "assay-load-"));
afterAll(() => rmSync(folder, { recursive: true }));

const wasm = new Uint8Array([0, 97, 115, 109]);
const rules = [{ id: "a-rule", title: "A" }] as PolicySet["rules"];
const set: PolicySet = { digest: policySetDigest(wasm, rules), wasm, rules };

test("a set comes back as it was written", async () => {
	const directory = join(folder, "new/folder");
	await writePolicySet(directory, set);
	expect(await loadPolicySet(directory)).toEqual(set);
});

test("files that do not belong together are refused", async () => {
	const directory = join(folder, "mixed");
	await writePolicySet(directory, set);
	const index = join(directory, "index.json");
	writeFileSync(index, readFileSync(index, "utf8").replace('"A"', '"B"'));
	await expect(loadPolicySet(directory)).rejects.toThrow("do not belong together");
});

test("the digest depends on the WASM and on the index", () => {
	expect(set.digest).toMatch(/^[0-9a-f]{64}$/);
	expect(policySetDigest(new Uint8Array([1]), rules)).not.toBe(set.digest);
	expect(policySetDigest(wasm, [])).not.toBe(set.digest);
});

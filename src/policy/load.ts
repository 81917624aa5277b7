import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PolicySet, Rule } from "../model/rule.ts";

/** SHA-256, in hex, over the WASM and the index: what a report names as the policies it was made with. */
export function policySetDigest(wasm: Uint8Array, rules: readonly Rule[]): string {
	return digestOfText(wasm, JSON.stringify(rules));
}

function digestOfText(wasm: Uint8Array, rules: string): string {
	return createHash("sha256").update(wasm).update(rules).digest("hex");
}

/** Writes a compiled set as `policy.wasm` and `index.json` into a folder, which is made where missing. */
export async function writePolicySet(directory: string, { digest, wasm, rules }: PolicySet): Promise<void> {
	await mkdir(directory, { recursive: true });
	await writeFile(join(directory, "policy.wasm"), wasm);
	await writeFile(join(directory, "index.json"), `${JSON.stringify({ digest, rules })}\n`);
}

/**
 * Reads what `writePolicySet` wrote.
 * @throws where a file is missing, or where they do not belong together
 */
export async function loadPolicySet(directory: string): Promise<PolicySet> {
	const [wasm, index] = await Promise.all([
		readFile(join(directory, "policy.wasm")),
		readFile(join(directory, "index.json"), "utf8"),
	]);
	const { digest, rules } = JSON.parse(index) as { digest: string; rules: Rule[] };
	// The rules as they were written: to write them once more for the digest would take longer than to read them.
	const [start, end] = [index.indexOf(RULES) + RULES.length, index.lastIndexOf("}")];
	if (digest !== digestOfText(wasm, index.slice(start, end)))
		throw new Error(`${directory}: policy.wasm and index.json do not belong together`);
	return { digest, wasm: new Uint8Array(wasm.buffer, wasm.byteOffset, wasm.byteLength), rules };
}

const RULES = `,"rules":`;

import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { ParameterDefinition } from "../compliance/parameters.ts";
import type { Compliance } from "../model/framework.ts";
import type { PolicySet, Rule } from "../model/rule.ts";
import { loadPolicySet } from "./load.ts";

/** All that a scan needs beside its input. */
export interface Assets {
	policySet: PolicySet;
	/** The user's own rules, if any. */
	custom?: PolicySet;
	compliance: Compliance;
	parameters: Record<string, ParameterDefinition>;
}

/** Where `npm run build` writes the compiled policy set and catalogues: beside a bundle, or in `dist/` seen from `src/policy/`. */
export function assetDirectory(): string {
	const beside = fileURLToPath(new URL("assets", import.meta.url));
	return existsSync(beside) ? beside : fileURLToPath(new URL("../../dist/assets", import.meta.url));
}

/** Loads what ships with Assay. @throws when it has not been built. */
export async function loadAssets(directory: string = assetDirectory()): Promise<Assets> {
	if (!existsSync(directory)) throw new Error(`${directory} does not exist: run npm run build`);
	const [policySet, text] = await Promise.all([
		loadPolicySet(directory),
		readFile(`${directory}/compliance.json`, "utf8"),
	]);
	const { compliance, parameters } = JSON.parse(text) as Pick<Assets, "compliance" | "parameters">;
	return { policySet, compliance, parameters };
}

/** All rules of all sets. */
export function rulesOf({ policySet, custom }: Assets): Rule[] {
	return [...policySet.rules, ...(custom?.rules ?? [])];
}

/** One digest for all sets. */
export function digestOf({ policySet, custom }: Assets): string {
	if (custom === undefined) return policySet.digest;
	return createHash("sha256").update(policySet.digest).update(custom.digest).digest("hex");
}

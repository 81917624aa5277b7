import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildAssets } from "../scripts/build-assets.ts";
import { bundleProgram } from "../scripts/bundle.mjs";

/** Builds what the tests run: a stale program or policy set would test yesterday's. */
export async function setup(): Promise<void> {
	const root = fileURLToPath(new URL("..", import.meta.url));
	await bundleProgram();
	const problems = await buildAssets(root, `${root}dist/assets`);
	// Faults of single rules are for the build and the gates to report; the other rules can still be tested.
	if (!existsSync(`${root}dist/assets/compliance.json`)) throw new Error(problems.join("\n"));
}

// Builds dist/: the bundled command line and library, what they read (compiled policy set, catalogues), and the Action.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, readdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { bundleAction, bundleProgram, load } from "./bundle.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
// npx prepares the package once more before it runs its command from this folder: what npm ci built is good enough.
if (process.env.npm_command === "exec" && existsSync(`${root}dist/assets/compliance.json`)) process.exit(0);
// The committed Action stays until there is a new one: rules that are still being written fail the build below.
for (const name of existsSync(`${root}dist`) ? await readdir(`${root}dist`) : []) {
	if (name !== "action") await rm(`${root}dist/${name}`, { recursive: true, force: true });
}
await bundleProgram();
const { buildAssets } = await load("scripts/build-assets.ts");
const problems = await buildAssets(root, `${root}dist/assets`);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
await bundleAction();
execFileSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, "-p", `${root}tsconfig.types.json`], {
	stdio: "inherit",
});
await cp(`${root}dist/assets`, `${root}dist/action/assets`, { recursive: true });

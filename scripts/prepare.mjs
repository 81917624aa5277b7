// Builds dist/ when npm prepares the package. Where it is installed globally from git, as pre-commit does, npm hands
// its global setting on, and the packages that the build needs end up nowhere: they are installed here then.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const npm = process.env.npm_execpath;
if (!existsSync(`${root}node_modules/esbuild`) && process.env.npm_config_global === "true" && npm !== undefined) {
	const kept = Object.entries(process.env).filter(
		([name]) => !/^npm_config_(?:global|location|prefix|local_prefix|omit$)/i.test(name),
	);
	// What npm packs is read from standard output.
	execFileSync(process.execPath, [npm, "ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"], {
		cwd: root,
		env: Object.fromEntries(kept),
		stdio: ["ignore", process.stderr, process.stderr],
	});
}
await import("./build.mjs");

// The bundles of dist/. Few large files instead of many small modules are what keeps the cold start short.
import { readFile, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * opa-wasm loads a second YAML library for the yaml.* built-ins, which policies/capabilities.json does not offer.
 * @type {import("esbuild").Plugin}
 */
const withoutYamlBuiltins = {
	name: "without-yaml-builtins",
	setup(build) {
		build.onResolve({ filter: /^yaml$/ }, ({ importer }) =>
			importer.includes("opa-wasm") ? { path: "yaml", namespace: "empty" } : undefined,
		);
		build.onLoad({ filter: /.*/, namespace: "empty" }, () => ({ contents: "module.exports = {};" }));
	},
};

/** @returns {Promise<import("esbuild").BuildOptions>} */
async function common() {
	const { version } = JSON.parse(await readFile(`${root}package.json`, "utf8"));
	return {
		absWorkingDir: root,
		bundle: true,
		platform: "node",
		format: "esm",
		target: "node20.19",
		logLevel: "warning",
		legalComments: "none",
		// Some dependencies are CommonJS and require Node's own modules.
		banner: {
			js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
		},
		plugins: [withoutYamlBuiltins],
		define: { "process.env.ASSAY_VERSION": JSON.stringify(version) },
	};
}

/**
 * dist/cli.js with its chunks, minified because parsing is part of every start, and dist/index.js, not minified because
 * its errors show up in other people's stack traces. All in one folder: assets are found beside the running file.
 */
export async function bundleProgram() {
	const options = await common();
	await build({
		...options,
		entryPoints: { cli: "src/cli/bin.ts" },
		outdir: "dist",
		chunkNames: "chunk-[hash]",
		splitting: true,
		minify: true,
	});
	await build({ ...options, entryPoints: ["src/index.ts"], outfile: "dist/index.js" });
}

/** dist/action/index.js: one file, which the repository carries because the runner installs nothing. */
export async function bundleAction(outfile = "dist/action/index.js") {
	await build({ ...(await common()), entryPoints: ["src/action.ts"], outfile, minify: true });
}

/** Bundles a script and imports it. */
export async function load(entry) {
	const outfile = `${root}dist/${entry.replace(/\W+/g, "-")}.mjs`;
	await build({ ...(await common()), entryPoints: [entry], outfile });
	try {
		return await import(`${outfile}?${Date.now()}`);
	} finally {
		await rm(outfile);
	}
}

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

/** dist/cli.js and dist/index.js, with shared chunks beside them: assets are found beside the running file. */
export async function bundleProgram() {
	await build({
		...(await common()),
		entryPoints: { cli: "src/cli/bin.ts", index: "src/index.ts" },
		outdir: "dist",
		chunkNames: "chunk-[hash]",
		splitting: true,
		minify: true,
	});
}

/** dist/action/index.js: one file, which the repository carries because the runner installs nothing. */
export async function bundleAction() {
	await build({ ...(await common()), entryPoints: ["src/action.ts"], outfile: "dist/action/index.js", minify: true });
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

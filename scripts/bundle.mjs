// The bundles of dist/. Few large files instead of many small modules are what keeps the cold start short.
import { readdir, readFile, rm } from "node:fs/promises";
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

/**
 * The Action scans files: what reads clouds and clusters, keeps history and sends alerts stays out of the file that the
 * repository carries, and says so where it is asked for.
 * @type {import("esbuild").Plugin}
 */
const withoutLive = {
	name: "without-live",
	setup(build) {
		build.onResolve({ filter: /^\.\/(?:live|journal|drift\/drift|history|alerts)\.ts$/ }, ({ importer, kind, path }) =>
			kind === "dynamic-import" && importer.includes("/src/") ? { path, namespace: "absent" } : undefined,
		);
		build.onLoad({ filter: /.*/, namespace: "absent" }, () => ({
			contents: `throw new Error("live scans, history and alerts are not part of the Action: run assay itself");`,
		}));
	},
};

/**
 * GitHub's client and the proxy it goes through each bring their HTTP library, in two versions: the newer serves both.
 * @type {import("esbuild").Plugin}
 */
const oneHttpLibrary = {
	name: "one-http-library",
	setup(build) {
		build.onResolve({ filter: /^undici$/ }, ({ kind, pluginData }) =>
			pluginData === "resolved"
				? undefined
				: build.resolve("undici", {
						kind,
						resolveDir: `${root}node_modules/@actions/http-client`,
						pluginData: "resolved",
					}),
		);
	},
};

/**
 * A client imported dynamically is imported whole, with hundreds of operations: what is bundled instead exports only
 * the operations that our sources name.
 * @type {import("esbuild").Plugin}
 */
const usedOperations = {
	name: "used-operations",
	setup(build) {
		let named;
		build.onResolve({ filter: /^@aws-sdk\/client-[\w-]+$/ }, ({ path, kind }) =>
			kind === "dynamic-import" ? { path, namespace: "aws-client" } : undefined,
		);
		build.onLoad({ filter: /.*/, namespace: "aws-client" }, async ({ path }) => {
			named ??= await identifiers(`${root}src`);
			const files = async (folder) =>
				(await readdir(`${root}node_modules/${path}/dist-es/${folder}`).catch(() => []))
					.filter((name) => name.endsWith(".js"))
					.map((name) => name.slice(0, -".js".length));
			const exported = [
				...(await files(".")).filter((name) => name.endsWith("Client")),
				...(await files("commands")).filter((name) => name.endsWith("Command")),
				...(await files("pagination")).flatMap((name) =>
					name.endsWith("Paginator") ? [`paginate${name.slice(0, -9)}`] : [],
				),
			];
			const names = exported.filter((name) => named.has(name)).sort();
			return { contents: `export { ${names.join(", ")} } from "${path}";`, resolveDir: root };
		});
	},
};

/** Every word of the sources that looks like a name. */
async function identifiers(folder) {
	const words = new Set();
	for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
		if (!entry.isFile() || !entry.name.endsWith(".ts")) continue;
		const text = await readFile(`${entry.parentPath ?? entry.path}/${entry.name}`, "utf8");
		for (const [word] of text.matchAll(/\w+/g)) words.add(word);
	}
	return words;
}

/** Loaded from node_modules: they find files of their own beside themselves, or load parts by name. */
const EXTERNAL = ["@kubernetes/client-node", "node-sqlite3-wasm", "nodemailer", "pg"];

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
		// The ES modules of the AWS clients, of which only what is called gets in: their CommonJS form costs 100 MB more.
		mainFields: ["module", "main"],
		external: EXTERNAL,
		splitting: true,
		minify: true,
		plugins: [...options.plugins, usedOperations],
	});
	await build({
		...options,
		entryPoints: ["src/index.ts"],
		outfile: "dist/index.js",
		external: [...EXTERNAL, "@aws-sdk/*"],
	});
}

/** dist/action/index.js: one file, which the repository carries because the runner installs nothing. */
export async function bundleAction(outfile = "dist/action/index.js") {
	const { plugins, ...options } = await common();
	await build({
		...options,
		entryPoints: ["src/action/main.ts"],
		outfile,
		minify: true,
		plugins: [...plugins, withoutLive, oneHttpLibrary],
	});
}

/** Bundles a script and imports it. */
export async function load(entry) {
	const outfile = `${root}dist/${entry.replace(/\W+/g, "-")}.mjs`;
	await build({ ...(await common()), entryPoints: [entry], outfile, external: [...EXTERNAL, "@aws-sdk/*"] });
	try {
		return await import(`${outfile}?${Date.now()}`);
	} finally {
		await rm(outfile);
	}
}

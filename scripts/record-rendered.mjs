// Records what the installed helm and kubectl make of fixtures/rendered, for tests where they are not installed.
// Usage, after a build: node scripts/record-rendered.mjs
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const CLI = process.env.ASSAY_CLI ?? join(ROOT, "dist/cli.js");
const RECORDED = join(ROOT, "fixtures/rendered/recorded");

/** Runs a scan in which a program is followed by a note of its arguments and output. */
function record(program, args) {
	const folder = mkdtempSync(join(realpathSync(tmpdir()), "assay-record-"));
	const wrapper = join(folder, program);
	const script = join(folder, "note.mjs");
	const path = JSON.stringify(process.env.PATH);
	const text = `import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
const args = process.argv.slice(2);
const output = execFileSync(${JSON.stringify(program)}, args, { env: { ...process.env, PATH: ${path} }, maxBuffer: 1e8 });
writeFileSync(${JSON.stringify(`${folder}/`)} + process.pid + ".json", JSON.stringify({ args, output: output.toString() }));
process.stdout.write(output);
`;
	writeFileSync(script, text);
	writeFileSync(wrapper, `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`);
	chmodSync(wrapper, 0o755);
	execFileSync(process.execPath, [CLI, "scan", ...args, "--fail-on", "never", "--format", "json"], {
		cwd: ROOT,
		env: { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` },
		maxBuffer: 1e8,
	});
	return readdirSync(folder)
		.filter((name) => name.endsWith(".json"))
		.map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));
}

const isOurs = ({ args }) => args.some((arg) => /assay-render-/.test(arg));

const helm = record("helm", ["--helm", "fixtures/rendered/helm/shop"]);
writeFileSync(join(RECORDED, "helm.yaml"), helm.find((run) => !isOurs(run)).output);
writeFileSync(join(RECORDED, "helm-marked.yaml"), helm.find(isOurs).output.replace(/#~[0-9a-f]+:/g, "#~NONCE:"));

const kustomize = record("kubectl", ["--kustomize", "fixtures/rendered/kustomize/overlays/prod"]);
writeFileSync(join(RECORDED, "kustomize.yaml"), kustomize.find((run) => !isOurs(run)).output);
const annotated = kustomize.find(isOurs);
const root = relative(annotated.args.at(-1), realpathSync(join(ROOT, "fixtures/rendered")));
writeFileSync(join(RECORDED, "kustomize-annotated.yaml"), annotated.output.replaceAll(root, "ROOT"));

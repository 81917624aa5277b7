import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Puts a program into a folder for PATH: a script that Node runs with the arguments in `args`. No other program is
 * to be found there.
 */
export function fakeProgram(folder: string, name: string, script: string): void {
	mkdirSync(folder, { recursive: true });
	const file = join(folder, `${name}.mjs`);
	writeFileSync(file, `const args = process.argv.slice(2);\n${script}\n`);
	writeFileSync(join(folder, name), `#!/bin/sh\nexec "${process.execPath}" "${file}" "$@"\n`);
	chmodSync(join(folder, name), 0o755);
}

/** Plays what helm made of fixtures/rendered/helm/shop; the second time with the marks of the copied templates. */
export function recordedHelm(root: string): string {
	return `
import { readFileSync } from "node:fs";
import { join } from "node:path";
const chart = args[1];
const recorded = (name) => readFileSync(${JSON.stringify(join(root, "fixtures/rendered/recorded"))} + "/" + name, "utf8");
const nonce = /#~([0-9a-f]+):/.exec(readFileSync(join(chart, "templates/deployment.yaml"), "utf8"))?.[1];
process.stdout.write(nonce === undefined ? recorded("helm.yaml") : recorded("helm-marked.yaml").replaceAll("NONCE", nonce));
`;
}

/** Plays what kustomize made of fixtures/rendered/kustomize/overlays/prod, and of a kustomization over it. */
export function recordedKustomize(root: string): string {
	return `
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join, relative } from "node:path";
const folder = args.at(-1);
const recorded = (name) => readFileSync(${JSON.stringify(join(root, "fixtures/rendered/recorded"))} + "/" + name, "utf8");
const rendered = relative(folder, realpathSync(${JSON.stringify(join(root, "fixtures/rendered"))}));
const ours = readFileSync(join(folder, "kustomization.yaml"), "utf8").includes("originAnnotations");
process.stdout.write(ours ? recorded("kustomize-annotated.yaml").replaceAll("ROOT", rendered) : recorded("kustomize.yaml"));
`;
}

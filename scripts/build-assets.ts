import { copyFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, join, relative, resolve } from "node:path";
import { compileCompliance, loadCompliance, loadParameters, showFault } from "../src/compliance/load.ts";
import { buildPolicySet } from "../src/policy/build.ts";
import { writePolicySet } from "../src/policy/load.ts";

const require = createRequire(import.meta.url);

/** What reads Terraform code, see `src/locate/terraform/hcl.ts`. */
const GRAMMAR = [
	"web-tree-sitter/web-tree-sitter.wasm",
	"@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm",
];

/**
 * Compiles the rules and catalogues of this repository into what a scan loads: policy.wasm, index.json, compliance.json. The grammar
 * of Terraform code comes along.
 * @returns problems as `file:line: message`; what can be compiled is written all the same.
 */
export async function buildAssets(root: string, directory: string): Promise<string[]> {
	const rulesDir = join(root, "rules");
	const [{ compliance, faults }, parameters] = await Promise.all([
		loadCompliance(rulesDir),
		loadParameters(join(rulesDir, "parameters.yaml")),
	]);
	if (compliance === null || parameters.parameters === null) return [...faults, ...parameters.faults].map(showFault);
	const { set, problems } = await buildPolicySet({
		policyDir: join(root, "policies"),
		fixturesDir: join(root, "fixtures/rules"),
		mappedRules: new Set(compliance.mappings.flatMap(({ rules }) => rules)),
		knownParameters: new Set(Object.keys(parameters.parameters)),
		gates: "strict",
		cacheDir: join(root, "node_modules/.cache/assay"),
	});
	const all = problems.map(({ file, line, message }) => {
		return `${relative(root, resolve(root, "policies", file))}:${line}: ${message}`;
	});
	if (set === null) return all;
	await writePolicySet(directory, set);
	const known = await loadCompliance(rulesDir, { rules: set.rules });
	all.push(...known.faults.map(showFault));
	await writeFile(join(directory, "compliance.json"), await compileCompliance(rulesDir));
	for (const file of GRAMMAR) await copyFile(require.resolve(file), join(directory, basename(file)));
	return all;
}

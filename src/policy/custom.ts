import { loadCompliance, showFault } from "../compliance/load.ts";
import type { Rule } from "../model/rule.ts";
import type { Assets } from "./assets.ts";
import { buildPolicySet } from "./build.ts";

/** Where a user's own rules are. Folders are absolute. */
export interface CustomPolicies {
	policyDirectory: string;
	/** Folder with `mappings/*.yaml` and, if wanted, `frameworks/*.yaml`; null: the rules map to no control. */
	mappingDirectory: string | null;
	/** Whether to keep the compiled set for the next run. */
	cache: boolean;
}

/**
 * Compiles a user's rules and adds them and their mappings to what ships with Assay.
 * @throws Error that lists every fault by file and line.
 */
export async function addCustomPolicies(assets: Assets, custom: CustomPolicies): Promise<Assets> {
	const { set, problems } = await buildPolicySet({
		policyDir: custom.policyDirectory,
		knownParameters: new Set(Object.keys(assets.parameters)),
		gates: "user",
		...(custom.cache ? {} : { cacheDir: null }),
	});
	if (problems.length > 0 || set === null) {
		throw new Error(
			[
				`the rules in ${custom.policyDirectory} have faults (assay policy check shows them too)`,
				...problems.map(({ file, line, message }) => `${file}:${line}: ${message}`),
			].join("\n"),
		);
	}
	const shipped = new Set(assets.policySet.rules.flatMap(({ id, aliases = [] }) => [id, ...aliases]));
	for (const { id, aliases = [], file } of set.rules) {
		const taken = [id, ...aliases].find((name) => shipped.has(name));
		if (taken !== undefined) throw new Error(`${file}: "${taken}" is the id of a rule of Assay; choose another`);
	}
	return { ...assets, custom: set, compliance: await withMappings(assets, set.rules, custom.mappingDirectory) };
}

async function withMappings(assets: Assets, rules: Rule[], directory: string | null): Promise<Assets["compliance"]> {
	if (directory === null) return assets.compliance;
	const { compliance, faults } = await loadCompliance(directory, {
		rules: [...assets.policySet.rules, ...rules],
		base: assets.compliance,
	});
	if (compliance === null) throw new Error(["the mappings have faults", ...faults.map(showFault)].join("\n"));
	// A mistyped folder must not pass for one without mappings.
	if (compliance.mappings.length === assets.compliance.mappings.length) {
		throw new Error(`${directory} holds no mapping set; one is a file mappings/<id>.yaml in it`);
	}
	return compliance;
}

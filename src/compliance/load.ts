import { readdir, readFile } from "node:fs/promises";
import type { ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import frameworkSchema from "../../rules/schema/framework.schema.json" with { type: "json" };
import mappingSchema from "../../rules/schema/mapping.schema.json" with { type: "json" };
import parametersSchema from "../../rules/schema/parameters.schema.json" with { type: "json" };
import type { Compliance, Framework, MappingSet } from "../model/framework.ts";
import { compareText } from "../order.ts";
import { baseName, checkFrameworks, checkMappings, type Known, type Loaded } from "./check.ts";
import { EXPECTED, fitsType, type ParameterDefinition } from "./parameters.ts";
import { type ComplianceFault, parseYamlFile, schemaFaults, showFault, type YamlFile } from "./yaml.ts";

export { type ComplianceFault, showFault } from "./yaml.ts";

const ajv = new Ajv2020({ allErrors: true, strictTypes: false });
const validateFramework = ajv.compile(frameworkSchema);
const validateMapping = ajv.compile(mappingSchema);
const validateParameters = ajv.compile(parametersSchema);

export interface LoadOptions {
	/** The rules that exist; when absent, rule ids in mapping sets are not checked. */
	rules?: Known["rules"];
	/** What the folder adds to: its frameworks may be mapped to, and the answer holds both. */
	base?: Compliance;
}

/**
 * Reads `<dir>/frameworks/*.yaml` and `<dir>/mappings/*.yaml` (either folder may be missing) and checks them.
 * Never throws for what stands in the files: all faults of all files come back, sorted by file and line.
 * @returns `compliance` sorted by id, or null when there is any fault.
 */
export async function loadCompliance(
	dir: string,
	options: LoadOptions = {},
): Promise<{ compliance: Compliance | null; faults: ComplianceFault[] }> {
	const base = options.base ?? { frameworks: [], mappings: [] };
	const known: Known = { ...base, ...(options.rules === undefined ? {} : { rules: options.rules }) };
	const frameworks = await loadFolder(`${dir}/frameworks`, validateFramework, (value) => value as Framework);
	const mappings = await loadFolder(`${dir}/mappings`, validateMapping, (value) => completeRoles(value as WrittenSet));
	const catalogues = [...base.frameworks, ...frameworks.loaded.map(({ value }) => value)];
	const broken = new Set(frameworks.faults.map(({ file }) => baseName(file)));
	const faults = [
		...frameworks.faults,
		...mappings.faults,
		...checkFrameworks(frameworks.loaded, known),
		...checkMappings(mappings.loaded, { ...known, frameworks: catalogues, broken }),
	];

	if (faults.length > 0) return { compliance: null, faults: faults.sort(compareFaults) };
	const compliance = {
		frameworks: catalogues.sort(byId),
		mappings: [...base.mappings, ...mappings.loaded.map(({ value }) => value)].sort(byId),
	};
	return { compliance, faults };
}

/** Reads and checks the definitions of the parameters. All faults come back; `parameters` is null when there is one. */
export async function loadParameters(
	file: string,
): Promise<{ parameters: Record<string, ParameterDefinition> | null; faults: ComplianceFault[] }> {
	const { yaml, faults } = await readYaml(file);
	if (yaml === null) return { parameters: null, faults };
	faults.push(...schemaFaults(yaml, validateParameters));
	if (faults.length > 0) return { parameters: null, faults };
	const parameters = yaml.value as Record<string, ParameterDefinition>;
	for (const [name, { type, default: value }] of Object.entries(parameters)) {
		if (value === null || fitsType(type, value)) continue;
		faults.push(yaml.fault([name, "default"], `must be ${EXPECTED[type]}, or null for unset`));
	}
	return { parameters: faults.length > 0 ? null : parameters, faults };
}

/**
 * The content of `compliance.json`, which a scan reads without YAML and without validation: catalogues, mappings and
 * parameters of a rules folder.
 * @throws Error that lists every fault by file and line.
 */
export async function compileCompliance(dir: string, rules?: Known["rules"]): Promise<string> {
	const loaded = await loadCompliance(dir, rules === undefined ? {} : { rules });
	const { parameters, faults } = await loadParameters(`${dir}/parameters.yaml`);
	const all = [...loaded.faults, ...faults];
	if (all.length > 0) throw new Error(all.map(showFault).join("\n"));
	return `${JSON.stringify({ compliance: loaded.compliance, parameters })}\n`;
}

/** A mapping set as written: a role without controls is left out. */
interface WrittenSet extends Omit<MappingSet, "controls"> {
	controls: Record<string, { primary?: string[]; supporting?: string[] }>;
}

function completeRoles(set: WrittenSet): MappingSet {
	const controls: MappingSet["controls"] = {};
	for (const framework of Object.keys(set.controls).sort(compareText)) {
		const { primary = [], supporting = [] } = set.controls[framework]!;
		controls[framework] = { primary, supporting };
	}
	return { ...set, controls };
}

/** Reads and validates the YAML files of a folder. `read` turns a valid value into what it stands for. */
async function loadFolder<T>(
	folder: string,
	validate: ValidateFunction,
	read: (value: unknown) => T,
): Promise<{ loaded: Loaded<T>[]; faults: ComplianceFault[] }> {
	const loaded: Loaded<T>[] = [];
	const faults: ComplianceFault[] = [];
	for (const { yaml, faults: broken } of await readFolder(folder)) {
		const all = yaml === null ? broken : schemaFaults(yaml, validate);
		faults.push(...all);
		if (yaml !== null && all.length === 0) loaded.push({ yaml, value: read(yaml.value) });
	}
	return { loaded, faults };
}

type Read = { yaml: YamlFile | null; faults: ComplianceFault[] };

async function readFolder(folder: string): Promise<Read[]> {
	let names: string[];
	try {
		names = await readdir(folder);
	} catch (error) {
		if (codeOf(error) === "ENOENT") return [];
		return [unreadable(folder, error)];
	}
	const files = names.filter((name) => /\.ya?ml$/.test(name)).sort(compareText);
	return Promise.all(files.map((name) => readYaml(`${folder}/${name}`)));
}

async function readYaml(file: string): Promise<Read> {
	try {
		return parseYamlFile(file, await readFile(file, "utf8"));
	} catch (error) {
		return unreadable(file, error);
	}
}

function unreadable(file: string, error: unknown): Read {
	return { yaml: null, faults: [{ file, line: null, path: "", message: `cannot be read (${codeOf(error)})` }] };
}

function codeOf(error: unknown): string {
	return error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
}

function byId(left: { id: string }, right: { id: string }): number {
	return compareText(left.id, right.id);
}

function compareFaults(left: ComplianceFault, right: ComplianceFault): number {
	return (
		compareText(left.file, right.file) ||
		(left.line ?? 0) - (right.line ?? 0) ||
		compareText(left.path, right.path) ||
		compareText(left.message, right.message)
	);
}

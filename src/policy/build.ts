import { createHash } from "node:crypto";
import { type Dirent, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import ruleSchema from "../../rules/schema/rule.schema.json" with { type: "json" };
import { parseYamlFile, schemaFaults, type YamlFile } from "../compliance/yaml.ts";
import type { Json, JsonObject } from "../model/json.ts";
import type { Origin } from "../model/resource.ts";
import { type Edit, FIX_PROVIDERS, type PolicySet, type Rule, type RuleMetadata } from "../model/rule.ts";
import { compareText } from "../order.ts";
import { compactDispatch } from "./dispatch.ts";
import { policySetDigest } from "./load.ts";
import { parsePattern } from "./requires.ts";
import {
	buildSources,
	type PackageInfo,
	packageFile,
	type Read,
	type SourceFile,
	toolchainDigest,
} from "./toolchain.ts";

/** Something an author has to mend; `file` is relative to the policy folder; that of a fixture starts with the fixture folder as given. */
export interface PolicyProblem {
	file: string;
	/** 1-based. */
	line: number;
	message: string;
}

export interface BuildOptions {
	/** Folder with `<domain>/<rule>/*.rego`. A `lib` that is not in it is taken from the ones that ship with Assay. */
	policyDir: string;
	/** Folder with `<domain>/<rule>/<case>/`; when given, cases are demanded. */
	fixturesDir?: string;
	/** Ids of the rules that a mapping names; `strict` demands that all are. */
	mappedRules?: ReadonlySet<string>;
	/** Names of the parameters there are; when absent, they are not checked. */
	knownParameters?: ReadonlySet<string>;
	/** `strict` (our own rules) also demands a test and a mapping for each rule. */
	gates: "strict" | "user";
	/** Where compiled sets are kept by the hash of what they were made from; null: nowhere. Default: `cacheDirectory()`. */
	cacheDir?: string | null;
}

/**
 * Compiles a policy folder. `set` is null where the sources do not compile or the METADATA of a rule is unusable; all
 * other problems leave it usable, and come back sorted by file and line.
 */
export async function buildPolicySet(
	options: BuildOptions,
): Promise<{ set: PolicySet | null; problems: PolicyProblem[] }> {
	const sources = readPolicySources(options.policyDir);
	const compiled = await compile(withLibrary(sources), options.cacheDir);
	if (compiled.errors.length > 0) return { set: null, problems: sortProblems(compiled.errors) };

	const problems: PolicyProblem[] = [];
	const rules: Rule[] = [];
	const { packages } = compiled;
	for (const info of packages) {
		if (isLibrary(info)) continue;
		const source = sources.find(({ path }) => path === info.file);
		if (source === undefined) continue;
		const { rule, faults } = readRule(info, source);
		problems.push(...faults);
		if (rule !== null) rules.push(rule);
	}
	if (packages.every(isLibrary)) problems.push({ file: ".", line: 1, message: "there is no rule in this folder" });
	problems.push(...findDuplicates(rules));
	for (const rule of rules) problems.push(...checkGates(rule, packages, sources, options));
	rules.sort((left, right) => compareText(left.id, right.id));

	const usable = compiled.wasm !== null && rules.length === packages.filter((info) => !isLibrary(info)).length;
	if (!usable || compiled.wasm === null) return { set: null, problems: sortProblems(problems) };
	const wasm = compactDispatch(compiled.wasm);
	const set = { digest: policySetDigest(wasm, rules), wasm, rules };
	return { set, problems: sortProblems(problems) };
}

/** All `.rego` files below a folder, by path; links are not followed. @throws where the folder cannot be read */
export function readPolicySources(directory: string): SourceFile[] {
	const files: SourceFile[] = [];
	const walk = (relative: string): void => {
		for (const entry of readFolder(join(directory, relative))) {
			const path = relative === "" ? entry.name : `${relative}/${entry.name}`;
			if (entry.isDirectory()) {
				if (entry.name !== "node_modules" && !entry.name.startsWith(".")) walk(path);
			} else if (entry.isFile() && entry.name.endsWith(".rego")) {
				files.push({ path, text: readFileSync(join(directory, path), "utf8") });
			}
		}
	};
	walk("");
	return files.sort((left, right) => compareText(left.path, right.path));
}

function readFolder(path: string): Dirent[] {
	try {
		return readdirSync(path, { withFileTypes: true });
	} catch (error) {
		throw new Error(`${path}: the folder cannot be read (${(error as NodeJS.ErrnoException).code})`);
	}
}

/** Sources together with the helpers that ship with Assay; a folder's own file of the same path takes precedence. */
export function withLibrary(sources: readonly SourceFile[]): SourceFile[] {
	const own = new Set(sources.map(({ path }) => path));
	const shipped = readPolicySources(packageFile("policies/lib"))
		.map(({ path, text }) => ({ path: `lib/${path}`, text }))
		.filter(({ path }) => !own.has(path) && !isTestFile(path));
	return [...sources, ...shipped].sort((left, right) => compareText(left.path, right.path));
}

/** Whether a source holds tests. */
export function isTestFile(path: string): boolean {
	return path.endsWith("_test.rego");
}

/** The built-ins a rule may call and the schema of its input, as they ship with Assay. */
export function compileOptions(): { capabilities: Json; schema: Json } {
	const read = (path: string): Json => JSON.parse(readFileSync(packageFile(path), "utf8")) as Json;
	return { capabilities: read("policies/capabilities.json"), schema: read("policies/schema/input.json") };
}

/** The user's cache folder. Not below the working directory: what is scanned must not be able to plant compiled rules. */
export function cacheDirectory(): string {
	return join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "assay");
}

type Compiled = Awaited<ReturnType<typeof buildSources>>;

async function compile(sources: SourceFile[], cacheDir: string | null = cacheDirectory()): Promise<Compiled> {
	const files = sources.filter(({ path }) => !isTestFile(path));
	const options = compileOptions();
	const hash = createHash("sha256")
		.update(JSON.stringify([toolchainDigest(), options, files]))
		.digest("hex");
	const cached = cacheDir === null ? null : readCache(cacheDir, hash);
	if (cached !== null) return cached;
	const compiled = await buildSources(files, options);
	if (cacheDir !== null && compiled.errors.length === 0) writeCache(cacheDir, hash, compiled);
	return compiled;
}

function readCache(directory: string, hash: string): Compiled | null {
	try {
		const { wasm, ...rest } = JSON.parse(readFileSync(join(directory, `${hash}.json`), "utf8")) as Compiled & {
			wasm: string | null;
		};
		return { ...rest, wasm: wasm === null ? null : new Uint8Array(Buffer.from(wasm, "base64")) };
	} catch {
		// Absent or damaged: compiling again mends both.
		return null;
	}
}

function writeCache(directory: string, hash: string, compiled: Compiled): void {
	const wasm = compiled.wasm === null ? null : Buffer.from(compiled.wasm).toString("base64");
	const target = join(directory, `${hash}.json`);
	const part = `${target}.${process.pid}`;
	try {
		mkdirSync(directory, { recursive: true });
		writeFileSync(part, JSON.stringify({ ...compiled, wasm }));
		// Renamed, so that a scan beside this one never reads half a file.
		renameSync(part, target);
	} catch {
		// Without a cache the next run compiles again.
	}
}

function isLibrary(info: PackageInfo): boolean {
	return info.package === "lib" || info.package.startsWith("lib.");
}

function readRule(info: PackageInfo, source: SourceFile): { rule: Rule | null; faults: PolicyProblem[] } {
	const faults: PolicyProblem[] = [];
	const problem = (message: string, line = info.line): void => {
		faults.push({ file: info.file, line, message });
	};
	const [domain = "", name = "", ...rest] = info.package.split(".");
	const file = `${domain}/${name}/${name}.rego`;
	if (rest.length > 0 || name === "" || info.file !== file) {
		problem(`package ${info.package} belongs in a file named after it: <domain>.<rule> in <domain>/<rule>/<rule>.rego`);
	}
	if (!info.outputs.includes("deny"))
		problem("a rule package has to define `deny`; helpers for several rules belong in lib");
	const yaml = readMetadata(info, source, problem);
	if (yaml === null) return { rule: null, faults };
	const schema = schemaFaults(yaml, validateMetadata);
	for (const { line, path, message } of schema) {
		// The schema forbids nothing but what the skeleton of a rule leaves open.
		const text = message === "must NOT be valid" ? "is still to do" : message;
		problem(path === "" ? text : `${path}: ${text}`, line ?? info.line);
	}
	const at = (path: (string | number)[], message: string): void => {
		const { line, path: shown } = yaml.fault(["custom", ...path], message);
		problem(`${shown}: ${message}`, line ?? info.line);
	};
	const written = (yaml.value as { custom?: { requires?: unknown; parameters?: unknown } } | null)?.custom;
	checkReads("requires", written?.requires, info.reads ?? [], at, problem);
	checkReads("parameters", written?.parameters ?? [], info.parameters ?? [], at, problem);
	if (schema.length > 0) return { rule: null, faults };

	const { title, description, custom } = yaml.value as Pick<RuleMetadata, "title" | "description"> & {
		custom: Omit<RuleMetadata, "title" | "description" | "domain">;
	};
	const id = name.replaceAll("_", "-");
	if (custom.id !== id) at(["id"], `must be "${id}", the folder's name in kebab-case`);
	for (const [index, facet] of (custom.selector.with ?? []).entries()) {
		if (!knownToSchema(["facets", facet])) at(["selector", "with", index], `there is no facet "${facet}"`);
	}
	for (const origin of custom.origins) {
		// What is live in AWS is mended in the Terraform code that made it, unless the rule says otherwise.
		if (origin === "aws" && custom.remediation.terraform !== undefined) continue;
		if (custom.remediation[origin] === undefined) at(["remediation"], `says nothing for the origin ${origin}`);
	}
	const types = custom.selector.types ?? [];
	for (const provider of FIX_PROVIDERS) {
		const [others, own] = [types.filter((type) => !type.startsWith(`${provider}_`)), custom.remediation[provider]];
		const shared = others.some((type) => !type.startsWith("scope/")) && others.length < types.length;
		if (shared && own === undefined) at(["remediation"], `says nothing for the provider ${provider}`);
	}
	checkEdits(custom.remediation, at);
	const { aliases, severity, origins, selector, parameters, presence, independent, remediation, references } = custom;
	return {
		faults,
		rule: {
			id: custom.id,
			...(aliases === undefined ? {} : { aliases }),
			title,
			description,
			domain,
			severity,
			origins,
			selector,
			requires: (info.reads ?? []).map(({ pattern }) => pattern),
			...(parameters === undefined ? {} : { parameters }),
			...(presence === undefined ? {} : { presence }),
			...(independent === undefined ? {} : { independent }),
			remediation,
			references,
			package: info.package,
			outputs: { exempt: info.outputs.includes("exempt"), undecided: info.outputs.includes("undecided") },
			...(/^[^#]*\blabels\b/m.test(source.text) ? { readsLabels: true as const } : {}),
			file: info.file,
		},
	};
}

/** Edits say what they write, and only those that write do; what the plan does is no matter of manifests. */
function checkEdits(
	remediation: RuleMetadata["remediation"],
	at: (path: (string | number)[], message: string) => void,
): void {
	for (const [origin, { edits = [] }] of Object.entries(remediation)) {
		for (const [index, edit] of edits.entries()) {
			const fault = editFault(origin, edit);
			if (fault !== null) at(["remediation", origin, "edits", index], fault);
		}
	}
}

function editFault(origin: string, { do: what, at = [], value, when }: Edit): string | null {
	if (origin === "aws") return "what is live is not edited: the fix belongs in the code that made it";
	if (what === "remove" && value !== undefined) return "has a value, and writes none";
	if (what !== "remove" && value === undefined) return "has no value to write";
	if (at.some((step, index) => step === ".." && index > 0 && at[index - 1] !== "..")) {
		return "steps up after it has stepped down";
	}
	if (origin === "kubernetes" && (when?.creating !== undefined || when?.type !== undefined)) {
		return "asks for what only plans have; for a manifest, the path is the condition";
	}
	return null;
}

const validateMetadata = new Ajv2020({ allErrors: true, strictTypes: false }).compile(ruleSchema);

/** The METADATA block that ends at the package statement, as YAML whose lines are those of the Rego file. */
function readMetadata(
	info: PackageInfo,
	source: SourceFile,
	problem: (message: string, line?: number) => void,
): YamlFile | null {
	const lines = source.text.split(/\r?\n/).slice(0, info.line - 1);
	const first = lines.findLastIndex((line) => /^#\s*METADATA\s*$/.test(line)) + 1;
	const block = lines.slice(first);
	if (first === 0 || !block.every((line) => /^(#|\s*$)/.test(line))) {
		problem("the METADATA block above the package statement is missing");
		return null;
	}
	const text = block.map((line) => line.slice(1)).join("\n");
	const { yaml, faults } = parseYamlFile(info.file, `${"\n".repeat(first)}${text}`);
	// The parser stumbles on over what the first fault began.
	const [fault] = faults;
	if (fault !== undefined) problem(fault.message, fault.line ?? first);
	return yaml;
}

/** A trailing `[]` says nothing: the list is read with its elements. */
function canonical(pattern: string): string {
	return pattern.replace(/(\[\])+$/, "");
}

/** Compares a declared list with the derived one; the message holds what to paste. */
function checkReads(
	name: "requires" | "parameters",
	written: unknown,
	derived: Read[],
	at: (path: (string | number)[], message: string) => void,
	problem: (message: string, line?: number) => void,
): void {
	for (const { pattern, file, line } of derived) {
		const [root, ...steps] = parsePattern(pattern);
		if (name === "parameters" && pattern === "*")
			problem(`reads data.parameters by a name that is not constant (${file}:${line})`);
		if (name === "requires" && root === "facets" && !knownToSchema(["facets", ...steps])) {
			problem(`reads ${pattern}, which no facet has (${file}:${line})`);
		}
		if (name === "requires" && root !== "facets" && root !== "attributes") {
			problem(`reads ${pattern} of a resource, which a rule does not get (${file}:${line})`);
		}
	}
	// What is no list of texts, the schema has found already.
	if (!Array.isArray(written)) return;
	const declared = written.map((pattern) => canonical(String(pattern)));
	const patterns = derived.map(({ pattern }) => pattern);
	const missing = derived.filter(({ pattern }) => !declared.includes(pattern));
	const surplus = declared.filter((pattern) => !patterns.includes(pattern));
	if (missing.length === 0 && surplus.length === 0) return;
	const parts = [
		...(missing.length === 0
			? []
			: [`lacks ${missing.map(({ pattern, file, line }) => `${pattern} (read in ${file}:${line})`).join(", ")}`]),
		...(surplus.length === 0 ? [] : [`names ${surplus.join(", ")}, which the rule does not read`]),
	];
	// A block list, as it is to stand in the METADATA: patterns hold brackets, which a list on one line would need quoted.
	const list = patterns.length === 0 ? " []" : patterns.map((pattern) => `\n#     - ${pattern}`).join("");
	at([name], `${parts.join("; ")}; it should be\n#   ${name}:${list}`);
}

let inputSchema: JsonObject | undefined;

/** Whether the schema of `input` lets a resource have a value there. */
function knownToSchema(steps: string[]): boolean {
	inputSchema ??= compileOptions().schema as JsonObject;
	const resource = child(child(inputSchema, "resources"), "[]");
	return steps.reduce<Json | undefined>((schema, step) => child(schema, step), resource) !== undefined;
}

/** The schema of a property or element; `{}` (anything) where the schema leaves it open, undefined where it forbids it. */
function child(schema: Json | undefined, step: string): Json | undefined {
	if (schema === undefined || !isObject(schema)) return undefined;
	if (Array.isArray(schema.anyOf)) return schema.anyOf.map((one) => child(one, step)).find((one) => one !== undefined);
	if (schema.type === undefined) return {};
	if (schema.type === "array") return step === "[]" || /^\d+$/.test(step) ? (schema.items ?? {}) : undefined;
	if (schema.type !== "object") return undefined;
	if (isObject(schema.properties)) {
		if (step === "[]") return {};
		if (Object.hasOwn(schema.properties, step)) return schema.properties[step];
	}
	if (schema.additionalProperties === false) return undefined;
	return isObject(schema.additionalProperties) ? schema.additionalProperties : {};
}

function isObject(value: Json | undefined): value is JsonObject {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function findDuplicates(rules: Rule[]): PolicyProblem[] {
	const problems: PolicyProblem[] = [];
	const owner = new Map<string, string>();
	for (const { id, aliases = [], file } of rules) {
		for (const name of [id, ...aliases]) {
			const other = owner.get(name);
			if (other !== undefined)
				problems.push({ file, line: 1, message: `the id or alias "${name}" is already that of ${other}` });
			owner.set(name, file);
		}
	}
	return problems;
}

function checkGates(
	rule: Rule,
	packages: PackageInfo[],
	sources: SourceFile[],
	options: BuildOptions,
): PolicyProblem[] {
	const problems: PolicyProblem[] = [];
	const line = packages.find((info) => info.package === rule.package)?.line ?? 1;
	const problem = (message: string): void => {
		problems.push({ file: rule.file, line, message });
	};
	const { mappedRules, knownParameters, fixturesDir, gates } = options;
	for (const name of rule.parameters ?? []) {
		if (knownParameters !== undefined && !knownParameters.has(name)) problem(`there is no parameter "${name}"`);
	}
	if (gates === "strict") {
		const test = rule.file.replace(/\.rego$/, "_test.rego");
		if (!sources.some(({ path }) => path === test)) problem(`has no test: ${test} is missing`);
		if (mappedRules !== undefined && !mappedRules.has(rule.id)) problem(`no mapping names the rule ${rule.id}`);
	}
	if (fixturesDir !== undefined) problems.push(...checkFixtures(rule, fixturesDir, problem));
	return problems;
}

/** Beside the cases of a rule: what turns a passing one into a failing one, for tests. */
const MUTATIONS_FILE = "mutations.json";

/** Every rule shows a failed and a passed resource for each of its origins, and for each provider whose types it selects. */
function checkFixtures(rule: Rule, fixturesDir: string, problem: (message: string) => void): PolicyProblem[] {
	const broken: PolicyProblem[] = [];
	const folder = `${rule.package.replaceAll(".", "/")}`;
	const shown = new Set<string>();
	// A file among the cases holds the mutations of them all.
	for (const name of listDirectory(resolve(fixturesDir, folder)).filter((name) => name !== MUTATIONS_FILE)) {
		const file = `${folder}/${name}/expected.json`;
		const files = listDirectory(resolve(fixturesDir, folder, name));
		const origin: Origin = files.includes("plan.json") ? "terraform" : "kubernetes";
		try {
			const expected = JSON.parse(readFileSync(resolve(fixturesDir, file), "utf8")) as Record<string, unknown>;
			for (const outcome of ["failed", "passed"]) {
				const list = expected[outcome];
				for (const entry of Array.isArray(list) ? (list as (string | { resource: string })[]) : []) {
					shown.add(`${origin} ${outcome}`);
					const provider = providerOf(typeof entry === "string" ? entry : entry.resource);
					if (origin === "terraform" && provider !== null) shown.add(`${provider} ${outcome}`);
				}
			}
		} catch (error) {
			broken.push({
				file: join(fixturesDir, file),
				line: 1,
				message: `cannot be read: ${error instanceof Error ? error.message : String(error)}`,
			});
		}
	}
	for (const outcome of liveOutcomes(rule.id, fixturesDir)) shown.add(`aws-account ${outcome}`);
	const providers = new Set((rule.selector.types ?? []).map(providerOf).filter((provider) => provider !== null));
	for (const outcome of ["failed", "passed"]) {
		for (const origin of rule.origins) {
			if (!shown.has(`${origin === "aws" ? "aws-account" : origin} ${outcome}`))
				problem(`no fixture in ${folder} shows a ${outcome} resource of origin ${origin}`);
		}
		if (!rule.origins.includes("terraform")) continue;
		for (const provider of providers) {
			if (!shown.has(`${provider} ${outcome}`))
				problem(`no fixture in ${folder} shows a ${outcome} resource of the provider ${provider}`);
		}
	}
	return broken;
}

/** The Terraform provider of a resource type or address: `aws` of `module.store.aws_s3_bucket.this[0]`; null for others. */
function providerOf(name: string): string | null {
	return /(?:^|\.)(aws|azurerm|cloudflare|google)_[a-z0-9_]+(?:$|\.)/.exec(name)?.[1] ?? null;
}

/** What the recorded accounts beside the rules' own fixtures show of a rule: one recording serves many rules. */
function liveOutcomes(rule: string, fixturesDir: string): string[] {
	const recordings = resolve(fixturesDir, "../aws");
	return listDirectory(recordings).flatMap((name) => {
		const file = resolve(recordings, name, "expected.json");
		if (!existsSync(file)) return [];
		const expected = JSON.parse(readFileSync(file, "utf8")) as Record<string, Record<string, unknown[]>>;
		return ["failed", "passed"].filter((outcome) => (expected[rule]?.[outcome] ?? []).length > 0);
	});
}

function listDirectory(path: string): string[] {
	try {
		return readdirSync(path).sort(compareText);
	} catch {
		return [];
	}
}

function sortProblems(problems: readonly PolicyProblem[]): PolicyProblem[] {
	return problems
		.map(({ file, line, message }) => ({ file, line, message }))
		.sort(
			(left, right) =>
				compareText(left.file, right.file) || left.line - right.line || compareText(left.message, right.message),
		);
}

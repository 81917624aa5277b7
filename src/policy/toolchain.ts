import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync } from "node:zlib";
import type { Json } from "../model/json.ts";
import { runProgram } from "./wasi.ts";

/** A Rego source; `path` is relative to the policy folder, with forward slashes. */
export interface SourceFile {
	path: string;
	text: string;
}

/** Something wrong with a source, in the compiler's words. Lines and columns are 1-based. */
export interface Fault {
	file: string;
	line: number;
	column: number;
	/** The compiler's error class: `rego_parse_error`, `rego_type_error` … */
	code: string;
	message: string;
}

/** A pattern (`facets.pod.containers[].image`) or parameter name that a rule reads, and where it is first read. */
export interface Read {
	pattern: string;
	file: string;
	line: number;
}

/** What the sources say about one package; test packages have no reads. */
export interface PackageInfo {
	/** `encryption_at_rest.db_storage_encrypted` */
	package: string;
	file: string;
	/** Line of the package statement. */
	line: number;
	/** Where the METADATA block of scope package stands; 0 where there is none. */
	metadataLine: number;
	/** Which of `deny`, `exempt`, `undecided` it defines. */
	outputs: string[];
	reads: Read[] | null;
	/** Parameters it reads; `*` stands for a name known only at run time. */
	parameters: Read[] | null;
}

/** Outcome of one test rule; file and line are those of the expression that failed, where known. */
export interface TestResult {
	package: string;
	name: string;
	outcome: "pass" | "fail" | "error" | "skip";
	file: string;
	line: number;
	message?: string;
	output?: string;
}

/** Lines of one source that tests reach and do not reach. */
export interface FileCoverage {
	file: string;
	covered: number;
	notCovered: number;
	uncovered: { start: number; end: number }[];
}

interface Request {
	command: "check" | "build" | "format" | "test";
	files: readonly SourceFile[];
	capabilities?: Json;
	schema?: Json;
	filter?: string;
}

interface Response {
	errors: Fault[];
	packages?: PackageInfo[];
	wasm?: string;
	entrypoints?: string[];
	formatted?: SourceFile[];
	tests?: TestResult[];
	coverage?: FileCoverage[];
}

/** What a rule may call and read; the schema types `input`. */
export interface CompileOptions {
	capabilities?: Json;
	schema?: Json;
}

/** Checks sources strictly and describes their packages; `packages` is empty where there are errors. */
export async function checkSources(
	files: readonly SourceFile[],
	options: CompileOptions = {},
): Promise<{ errors: Fault[]; packages: PackageInfo[] }> {
	const { errors, packages = [] } = await run({ command: "check", files, ...options });
	return { errors, packages };
}

/** `checkSources`, and the policy as WASM with the entrypoints `<package path>/<output>`; `wasm` is null where there are errors or nothing denies. */
export async function buildSources(
	files: readonly SourceFile[],
	options: CompileOptions = {},
): Promise<{ errors: Fault[]; packages: PackageInfo[]; wasm: Uint8Array | null; entrypoints: string[] }> {
	const { errors, packages = [], wasm, entrypoints = [] } = await run({ command: "build", files, ...options });
	return {
		errors,
		packages,
		wasm: wasm === undefined ? null : new Uint8Array(Buffer.from(wasm, "base64")),
		entrypoints,
	};
}

/** The sources whose formatted text differs from what they are. */
export async function formatSources(
	files: readonly SourceFile[],
): Promise<{ errors: Fault[]; formatted: SourceFile[] }> {
	const { errors, formatted = [] } = await run({ command: "format", files });
	return { errors, formatted };
}

/** Runs all test rules, or those whose full name fits the regular expression `filter`; coverage leaves test files out. */
export async function testSources(
	files: readonly SourceFile[],
	options: CompileOptions & { filter?: string } = {},
): Promise<{ errors: Fault[]; tests: TestResult[]; coverage: FileCoverage[] }> {
	const { errors, tests = [], coverage = [] } = await run({ command: "test", files, ...options });
	return { errors, tests, coverage };
}

/**
 * A file that ships with the package, by its path from the package's root.
 * @throws when it is not there
 */
export function packageFile(path: string): string {
	// Seen from `dist/` and from `src/policy/`.
	for (const up of ["..", "../.."]) {
		const candidate = fileURLToPath(new URL(`${up}/${path}`, import.meta.url));
		if (existsSync(candidate)) return candidate;
	}
	throw new Error(`${path} is missing from the installation`);
}

/** SHA-256 of the toolchain program, in hex: part of what a compiled policy set depends on. */
export function toolchainDigest(): string {
	return readFileSync(packageFile("toolchain/opa.wasm.sha256"), "utf8").trim();
}

let program: Promise<WebAssembly.Module> | undefined;

function loadProgram(): Promise<WebAssembly.Module> {
	program ??= WebAssembly.compile(brotliDecompressSync(readFileSync(packageFile("toolchain/opa.wasm.br"))));
	return program;
}

/** One run of the program. */
async function run(request: Request): Promise<Response> {
	const module = await loadProgram();
	// No garbage collection before it matters: the program lives for a second or two, and memory ends at 4 GiB.
	const env = { GOGC: "off", GOMEMLIMIT: "2GiB" };
	const { code, stdout, stderr } = runProgram(module, Buffer.from(JSON.stringify(request)), env);
	if (code !== 0) throw new Error(`the Rego toolchain failed: ${new TextDecoder().decode(stderr).trim()}`);
	return JSON.parse(new TextDecoder().decode(stdout)) as Response;
}

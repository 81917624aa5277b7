import { writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { loadParameters } from "../compliance/load.ts";
import {
	type BuildOptions,
	buildPolicySet,
	compileOptions,
	type PolicyProblem,
	readPolicySources,
	withLibrary,
} from "../policy/build.ts";
import { writePolicySet } from "../policy/load.ts";
import { type ScaffoldOptions, scaffoldRule } from "../policy/scaffold.ts";
import {
	checkSources,
	type FileCoverage,
	formatSources,
	packageFile,
	type TestResult,
	testSources,
} from "../policy/toolchain.ts";

/** Where a command writes, and the folder its paths are relative to. */
export interface PolicyIo {
	cwd: string;
	stdout: (text: string) => void;
	stderr: (text: string) => void;
}

/** Options that all commands on a policy folder share. */
export interface PolicyOptions {
	/** Folder with `<domain>/<rule>/*.rego`. */
	directory: string;
	/** Folder with the fixtures of the rules; when given, each rule has to have some. */
	fixtures?: string;
	/** Also demand a test for each rule, as for the rules that ship with Assay. */
	strict?: boolean;
	/** False: compile even if nothing has changed. */
	cache?: boolean;
}

/** `assay policy build`: compiles into `policy.wasm` and `index.json`. @returns the exit code: 0, 1 problems, 2 cannot run */
export async function policyBuild(options: PolicyOptions & { output: string }, io: PolicyIo): Promise<number> {
	return guarded(io, async () => {
		const { set, problems } = await buildPolicySet(await buildOptions(options, io));
		printProblems(problems, options.directory, io);
		if (set === null || problems.length > 0) return 1;
		await writePolicySet(resolve(io.cwd, options.output), set);
		io.stdout(`${count(set.rules.length, "rule")}, ${set.wasm.length} bytes, digest ${set.digest}\n`);
		return 0;
	});
}

/** `assay policy check`: everything that can be said without running a test. @returns the exit code */
export async function policyCheck(options: PolicyOptions, io: PolicyIo): Promise<number> {
	return guarded(io, async () => {
		const sources = readPolicySources(resolve(io.cwd, options.directory));
		const { errors } = await checkSources(withLibrary(sources), compileOptions());
		if (errors.length > 0) {
			printProblems(errors, options.directory, io);
			return 1;
		}
		const { set, problems } = await buildPolicySet(await buildOptions(options, io));
		printProblems(problems, options.directory, io);
		if (problems.length > 0 || set === null) return 1;
		io.stdout(`${count(set.rules.length, "rule")} checked\n`);
		return 0;
	});
}

/** `assay policy fmt`: lists the files that are not formatted, or formats them. @returns the exit code */
export async function policyFormat(options: { directory: string; write?: boolean }, io: PolicyIo): Promise<number> {
	return guarded(io, async () => {
		const directory = resolve(io.cwd, options.directory);
		const { errors, formatted } = await formatSources(readPolicySources(directory));
		printProblems(errors, options.directory, io);
		for (const { path, text } of formatted) {
			if (options.write === true) writeFileSync(join(directory, path), text);
			io.stdout(`${show(options.directory, path, io)}\n`);
		}
		return errors.length > 0 || (formatted.length > 0 && options.write !== true) ? 1 : 0;
	});
}

/** `assay policy test`: runs the tests; a failure or a line no test reaches is a problem. @returns the exit code */
export async function policyTest(options: { directory: string; filter?: string }, io: PolicyIo): Promise<number> {
	return guarded(io, async () => {
		const sources = readPolicySources(resolve(io.cwd, options.directory));
		const { errors, tests, coverage } = await testSources(withLibrary(sources), {
			capabilities: compileOptions().capabilities,
			...(options.filter === undefined ? {} : { filter: options.filter }),
		});
		printProblems(errors, options.directory, io);
		if (errors.length > 0) return 1;
		const own = new Set(sources.map(({ path }) => path));
		const failed = printTests(tests, options.directory, io);
		// Part of the tests says nothing about coverage.
		if (options.filter !== undefined) return failed ? 1 : 0;
		const uncovered = printCoverage(
			coverage.filter(({ file }) => own.has(file)),
			options.directory,
			io,
		);
		if (tests.length === 0) io.stderr("there is no test\n");
		return failed || uncovered || tests.length === 0 ? 1 : 0;
	});
}

/** `assay policy new`: writes the skeleton of a rule. @returns the exit code */
export async function policyNew(
	options: { directory: string; fixtures?: string; domain: string; id: string; origin: ScaffoldOptions["origin"] },
	io: PolicyIo,
): Promise<number> {
	return guarded(io, async () => {
		const { files, mapping } = scaffoldRule({
			policyDir: resolve(io.cwd, options.directory),
			fixturesDir: options.fixtures === undefined ? null : resolve(io.cwd, options.fixtures),
			domain: options.domain,
			id: options.id,
			origin: options.origin,
		});
		for (const file of files) io.stdout(`${slashes(relative(io.cwd, file))}\n`);
		io.stdout(`\nFill in what says TODO, and name the rule in a mapping set:\n${mapping}\n`);
		return 0;
	});
}

/** What keeps a command from running at all (an unreadable folder, a broken installation) is exit code 2. */
async function guarded(io: PolicyIo, command: () => Promise<number>): Promise<number> {
	try {
		return await command();
	} catch (error) {
		io.stderr(`assay: ${error instanceof Error ? error.message : String(error)}\n`);
		return 2;
	}
}

async function buildOptions(options: PolicyOptions, io: PolicyIo): Promise<BuildOptions> {
	const { parameters } = await loadParameters(packageFile("rules/parameters.yaml"));
	return {
		policyDir: resolve(io.cwd, options.directory),
		gates: options.strict === true ? "strict" : "user",
		...(parameters === null ? {} : { knownParameters: new Set(Object.keys(parameters)) }),
		...(options.fixtures === undefined ? {} : { fixturesDir: resolve(io.cwd, options.fixtures) }),
		...(options.cache === false ? { cacheDir: null } : {}),
	};
}

function printProblems(
	problems: readonly (PolicyProblem & { column?: number })[],
	directory: string,
	io: PolicyIo,
): void {
	for (const { file, line, column, message } of problems) {
		const place = [show(directory, file, io), line, ...(column === undefined ? [] : [column])].join(":");
		io.stderr(`${place}: ${message}\n`);
	}
	if (problems.length > 0) io.stderr(`${count(problems.length, "problem")}\n`);
}

/** Prints what did not pass; true when a test failed. A skipped test (`todo_test_…`) counts as open, not as passed. */
function printTests(tests: readonly TestResult[], directory: string, io: PolicyIo): boolean {
	const of = (outcome: TestResult["outcome"]): number => tests.filter((test) => test.outcome === outcome).length;
	for (const { outcome, file, line, package: name, name: test, message = "", output = "" } of tests) {
		if (outcome === "pass") continue;
		const text = message === "" ? "" : `: ${message}`;
		io.stderr(`${show(directory, file, io)}:${line}: ${outcome} ${name}.${test}${text}\n${output}`);
	}
	const parts = [
		`${of("pass")} of ${count(tests.length, "test")} passed`,
		...(of("fail") > 0 ? [`${of("fail")} failed`] : []),
		...(of("error") > 0 ? [`${of("error")} with errors`] : []),
		...(of("skip") > 0 ? [`${of("skip")} skipped`] : []),
	];
	io.stdout(`${parts.join(", ")}\n`);
	return of("pass") < tests.length;
}

/** Prints the lines no test reaches and the sum; true when there are any. */
function printCoverage(coverage: readonly FileCoverage[], directory: string, io: PolicyIo): boolean {
	let covered = 0;
	let total = 0;
	for (const file of coverage) {
		covered += file.covered;
		total += file.covered + file.notCovered;
		for (const { start, end } of file.uncovered) {
			const lines = start === end ? `line ${start}` : `lines ${start}-${end}`;
			io.stderr(`${show(directory, file.file, io)}:${start}: no test reaches ${lines}\n`);
		}
	}
	const percent = total === 0 ? 100 : Math.floor((1000 * covered) / total) / 10;
	io.stdout(`${covered} of ${count(total, "line")} covered (${percent} %)\n`);
	return coverage.some(({ uncovered }) => uncovered.length > 0);
}

function show(directory: string, file: string, io: PolicyIo): string {
	return slashes(relative(io.cwd, resolve(io.cwd, directory, file)));
}

function slashes(path: string): string {
	return path.replaceAll("\\", "/");
}

function count(number: number, noun: string): string {
	return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

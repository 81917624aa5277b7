import { appendFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { run } from "./cli/main.ts";
import type { Report } from "./model/report.ts";

/** Reads an input of the Action as the runner hands it over; undefined when not given. */
function input(name: string): string | undefined {
	const value = process.env[`INPUT_${name.toUpperCase()}`]?.trim();
	return value === "" ? undefined : value;
}

/** Words of an input: separated by white space or line feeds. */
function words(name: string): string[] {
	return input(name)?.split(/\s+/) ?? [];
}

const workspace = process.env.GITHUB_WORKSPACE ?? process.cwd();
const sarif = input("sarif-file") ?? "assay.sarif";
const json = input("json-file") ?? "assay.json";
const summary = process.env.GITHUB_STEP_SUMMARY;
const flag = (name: string, value: string | undefined) => (value === undefined ? [] : [name, value]);

const code = await run(
	[
		"scan",
		...flag("--framework", input("frameworks")),
		...flag("--config", input("config")),
		...flag("--fail-on", input("fail-on")),
		...words("min-score").flatMap((bar) => ["--min-score", bar]),
		...words("params").flatMap((assignment) => ["--param", assignment]),
		"--format",
		"console",
		"--format",
		`sarif=${sarif}`,
		"--format",
		`json=${json}`,
		// The runner's own file lies outside the working directory; appended below because other steps may have written to it.
		...(summary === undefined ? [] : ["--format", `markdown=${summary}.assay`]),
		"--",
		...(words("paths").length > 0 ? words("paths") : ["."]),
	],
	{
		cwd: workspace,
		// A line of the log that starts with "::" is a command to the runner; findings quote text from the input.
		stdout: (text) => process.stdout.write(text.replace(/^(\s*)::/gm, "$1: :")),
		stderr: (text) => process.stderr.write(text.replace(/^(\s*)::/gm, "$1: :")),
		stdin: async () => new Uint8Array(),
		filesOnly: true,
		color: false,
	},
);

if (summary !== undefined && existsSync(`${summary}.assay`)) {
	appendFileSync(summary, readFileSync(`${summary}.assay`));
	rmSync(`${summary}.assay`);
}
const outputs = process.env.GITHUB_OUTPUT;
if (outputs !== undefined && existsSync(resolve(workspace, json))) {
	const { summary: totals } = JSON.parse(readFileSync(resolve(workspace, json), "utf8")) as Report;
	const lines = [
		`exit-code=${code}`,
		...Object.entries(totals.findings).map(([severity, count]) => `${severity}=${count}`),
		`sarif-file=${sarif}`,
		`json-file=${json}`,
	];
	// A file name with a line feed could otherwise set outputs of its own.
	appendFileSync(outputs, `${lines.map((line) => line.replace(/[\r\n]/g, " ")).join("\n")}\n`);
}
process.exitCode = code;

import { Command, CommanderError, InvalidArgumentError } from "commander";
import { VERSION } from "../version.ts";
import type { Io } from "./io.ts";
import { type ScanCommandOptions, scanCommand } from "./scan.ts";

/**
 * Runs the command line. Never throws: every error is a line on stderr, with its stack where ASSAY_DEBUG is set.
 * @param argv the arguments after the program's name.
 * @returns the exit code: that of the command, 2 where it could not run.
 */
export async function run(argv: string[], io: Io): Promise<number> {
	let code = 0;
	const program = new Command("assay")
		.description("Compliance scanner: Rego policies judge Kubernetes manifests and Terraform plans.")
		.version(VERSION)
		.exitOverride()
		.configureOutput({ writeOut: io.stdout, writeErr: io.stderr });
	const commaList = (value: string, before: string[] | undefined) => {
		const names = value.split(",").map((name) => name.trim());
		// An unset variable of a script must not choose nothing, or everything.
		if (names.every((name) => name === "")) throw new InvalidArgumentError("expected names parted by commas");
		return [...(before ?? []), ...names.filter(Boolean)];
	};
	const each = (value: string, before: string[] | undefined) => [...(before ?? []), value];
	const megabytes = (value: string) => {
		const number = Number(value);
		if (!(number > 0)) throw new InvalidArgumentError("expected a number of megabytes above 0");
		return number;
	};

	program
		.command("scan")
		.description("scan files and folders, or - for standard input")
		.argument("<path...>")
		.option("--framework <ids>", "only these frameworks (soc2, hipaa, gdpr, iso42001, iso27001)", commaList)
		.option("--compliance <ids>", "the same as --framework", commaList)
		.option("--rule <ids>", "only these rules", commaList)
		.option("--skip-rule <ids>", "not these rules", commaList)
		.option("--severity-min <severity>", "only rules of at least this severity (critical, high, medium, low, info)")
		.option("--format <format[=file]>", "console, json, sarif or markdown; repeatable", each)
		.option("--fail-on <severity>", "exit with 1 from this severity on, or never (default: high)")
		.option("--min-score <framework=percent>", "exit with 1 when the score's lower bound is below; repeatable", each)
		.option("--fail-on-incomplete", "exit with 2 when something could not be read or judged (default)")
		.option("--no-fail-on-incomplete", "an incomplete scan does not change the exit code")
		.option("--param <name=value>", "set a parameter of the rules (assay rules <id> names them); repeatable", each)
		.option("--policy <dir>", "judge by these Rego rules as well")
		.option("--rules <dir>", "mapping sets for the rules of --policy")
		.option("--cache", "compile --policy only when it has changed (default)")
		.option("--no-cache", "compile --policy anew")
		.option("--max-file-size <megabytes>", "do not read larger files (default: 100)", megabytes)
		.option("--timestamp <date>", "the date the report shows (default: now)")
		.option("--config <file>", "configuration file (default: assay.yaml or .assay.yaml, searched upward)")
		.option("--quiet", "on stderr, errors only")
		.option("--verbose", "list every open check and every diagnostic")
		.option("--no-color", "no colours")
		.action(async (paths: string[], _flags: object, command: Command) => {
			const { loadConfig } = await import("./config.ts");
			const flags = givenOptions(command) as ScanCommandOptions & { config?: string; compliance?: string[] };
			const { compliance, config, ...options } = flags;
			const framework = [...(options.framework ?? []), ...(compliance ?? [])];
			const merged = { ...(await loadConfig(io.cwd, config)), ...options };
			if (framework.length > 0) merged.framework = framework;
			code = await scanCommand(paths, merged, io);
		});

	program
		.command("rules")
		.description("list the rules, or show one")
		.argument("[id]")
		.option("--json", "as JSON")
		.action(async (id: string | undefined, { json = false }: { json?: boolean }) => {
			const { showRule, listRules } = await import("./rules.ts");
			const { loadAssets } = await import("../policy/assets.ts");
			const assets = await loadAssets();
			io.stdout(id === undefined ? listRules(assets, json) : showRule(assets, id, json));
		});

	program
		.command("frameworks")
		.description("list the frameworks, or the controls of one")
		.argument("[id]")
		.option("--json", "as JSON")
		.action(async (id: string | undefined, { json = false }: { json?: boolean }) => {
			const { listFrameworks, showFramework } = await import("./frameworks.ts");
			const { loadAssets } = await import("../policy/assets.ts");
			const assets = await loadAssets();
			io.stdout(id === undefined ? listFrameworks(assets, json) : showFramework(assets, id, json));
		});

	program
		.command("explain")
		.description("explain a rule, or a finding of a JSON report by its fingerprint")
		.argument("<rule-or-fingerprint>")
		.option("--report <file>", "the JSON report that holds the finding")
		.action(async (subject: string, { report }: { report?: string }) => {
			const { explain } = await import("./rules.ts");
			const { loadAssets } = await import("../policy/assets.ts");
			io.stdout(await explain(await loadAssets(), subject, report, io.cwd));
		});

	program
		.command("init")
		.description("write an assay.yaml with the defaults explained")
		.action(async () => {
			const { initCommand } = await import("./init.ts");
			code = await initCommand(io);
		});

	const { addPolicyCommands } = await import("./policy-commands.ts");
	addPolicyCommands(program, io, (result) => {
		code = result;
	});

	try {
		await program.parseAsync(argv, { from: "user" });
		return code;
	} catch (error) {
		// Commander has printed its own message.
		if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
		io.stderr(`assay: ${error instanceof Error ? error.message : String(error)}\n`);
		if (process.env.ASSAY_DEBUG !== undefined && error instanceof Error) io.stderr(`${error.stack}\n`);
		return 2;
	}
}

/** Only what was given on the command line: commander's own defaults must not hide the configuration file. */
function givenOptions(command: Command): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(command.opts()).filter(([name]) => command.getOptionValueSource(name) === "cli"),
	);
}

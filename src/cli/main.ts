import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { VERSION } from "../version.ts";
import type { FrameworkFormat } from "./frameworks.ts";
import type { HistoryCommandOptions } from "./history.ts";
import type { Io } from "./io.ts";
import { scanCommand } from "./scan.ts";
import type { ScanCommandOptions } from "./scan-options.ts";

/**
 * Runs the command line. Never throws: every error is a line on stderr, with its stack where ASSAY_DEBUG is set.
 * @param argv the arguments after the program's name.
 * @returns the exit code: that of the command, 2 where it could not run.
 */
export async function run(argv: string[], io: Io): Promise<number> {
	let code = 0;
	const program = new Command("assay")
		.description(
			"Compliance scanner: Rego policies judge Kubernetes manifests, Terraform plans and live cloud configuration.",
		)
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
	const positive = (what: string) => (value: string) => {
		const number = Number(value);
		if (!(number > 0)) throw new InvalidArgumentError(`expected a number${what} above 0`);
		return number;
	};
	const megabytes = positive(" of megabytes");

	program
		.command("scan")
		.description("scan files and folders, - for standard input, or what is live")
		.argument("[path...]")
		.option("--live <source>", "scan what is live too: aws, kubernetes; repeatable", commaList)
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
		.option("--terraform-root <dir>", "folder of the Terraform code of the plans (default: looked for beside each)")
		.option("--kustomize <dir>", "let kustomize build this folder and scan the result; repeatable", each)
		.option("--helm <chart>", "let helm render this chart and scan the result; repeatable", each)
		.option("--values <file>", "values for --helm; repeatable", each)
		.option("--waivers <file>", "approved exceptions (default: assay-waivers.yaml, where there is one)")
		.option("--attestations <file>", "people's verdicts on controls (default: assay-attestations.yaml)")
		.option("--baseline <file>", "accept the findings in this file, as long as their resources do not change")
		.option("--update-baseline", "write the open findings to --baseline")
		.option("--no-inline-suppressions", "assay:ignore comments do not count")
		.option("--sarif-profile <profile>", "github (what code scanning takes) or full (default: full)")
		.option("--category <name>", "tells this SARIF from others uploaded for the same commit")
		.option("--fixes", "try mechanical fixes and report those that hold, in JSON, SARIF and Markdown")
		.option("--policy <dir>", "judge by these Rego rules as well")
		.option("--rules <dir>", "mapping sets for the rules of --policy")
		.option("--cache", "compile --policy only when it has changed (default)")
		.option("--no-cache", "compile --policy anew")
		.option("--max-file-size <megabytes>", "do not read larger files (default: 100)", megabytes)
		.option("--timestamp <date>", "the date the report shows (default: now)")
		.option("--profile <name>", "AWS: profile of the shared configuration (default: the SDK's chain)")
		.option("--regions <ids>", "AWS: these regions (default: all that are enabled)", commaList)
		.option("--accounts <ids|@file>", "AWS: these accounts, each through --assume-role", commaList)
		.option("--organization", "AWS: all active accounts of the organization, each through --assume-role")
		.option("--assume-role <name|arn>", "AWS: role to take on in each account; {account} stands for its id")
		.option("--external-id <text>", "AWS: external id that the role asks for")
		.option("--aggregator <name>", "AWS: read this AWS Config aggregator instead of accounts one by one")
		.option(
			"--aws-source <source>",
			"AWS: auto (Config where it records, else direct calls), config or api (default: auto)",
		)
		.option("--rate <number>", "AWS: calls per second, over all services (default: 40)", positive(""))
		.option("--kubeconfig <file>", "Kubernetes: configuration (default: KUBECONFIG, ~/.kube/config, or in-cluster)")
		.option("--context <names>", "Kubernetes: contexts (default: the current one)", commaList)
		.option("--namespace <names>", "Kubernetes: only these namespaces; a * matches any part", commaList)
		.option("--exclude-namespace <names>", "Kubernetes: not these namespaces", commaList)
		.option(
			"--skip-kind <kinds>",
			"Kubernetes: do not read these kinds; rules that need them are not assessed",
			commaList,
		)
		.option("--inventory <file>", "list what is live and was judged, one line each; live findings point into it")
		.option("--resume <file>", "journal of a live scan: go on from it, or start it")
		.option("--timeout <seconds>", "end a live scan early and report what was read", positive(" of seconds"))
		.option("--history <place>", "keep this run in a folder, an SQLite file or a postgres:// database")
		.option("--history-stream <name>", "name of the runs to compare with (default: made from what is scanned)")
		.option("--alert", "tell the channels of the configuration file what is new (default where there are any)")
		.option("--no-alert", "tell nobody")
		.option("--config <file>", "configuration file (default: assay.yaml or .assay.yaml, searched upward)")
		.option("--quiet", "on stderr, errors only")
		.option("--verbose", "list every open check and every diagnostic")
		.option("--no-color", "no colours")
		.action(async (paths: string[], _flags: object, command: Command) => {
			const { loadConfig, leaveForFiles } = await import("./config.ts");
			const flags = givenOptions(command) as ScanCommandOptions & { config?: string; compliance?: string[] };
			const { compliance, config, ...options } = flags;
			const framework = [...(options.framework ?? []), ...(compliance ?? [])];
			const merged = { ...leaveForFiles(await loadConfig(io.cwd, config), io), ...options };
			if (framework.length > 0) merged.framework = framework;
			code = await scanCommand(paths, merged, io);
		});

	program
		.command("history")
		.description("show what the stored runs say: scores, open findings, time to fix, uptime of controls")
		.option("--history <place>", "folder, SQLite file or postgres:// database (default: that of the configuration)")
		.option("--framework <ids>", "only these frameworks", commaList)
		.option("--since <date|span>", "start: a date, or a span such as 30d, 8w, 12h (default: 90d)")
		.option("--until <date>", "end (default: now)")
		.option("--stream <name>", "only these runs")
		.option(
			"--max-gap <hours>",
			"longer between two complete runs, the state of controls is unknown (default: 48)",
			positive(" of hours"),
		)
		.option("--format <format>", "console, json or markdown (default: console)")
		.option("--config <file>", "configuration file (default: assay.yaml or .assay.yaml, searched upward)")
		.action(async ({ config, ...options }: HistoryCommandOptions & { config?: string }) => {
			const { historyCommand } = await import("./history.ts");
			const { loadConfig } = await import("./config.ts");
			const history = options.history ?? (await loadConfig(io.cwd, config)).history;
			code = await historyCommand({ ...options, ...(history === undefined ? {} : { history }) }, io);
		});

	program
		.command("fix")
		.description("mend files by the mechanical fixes of the rules, each tried before it is kept; prints the patch")
		.argument("[path...]")
		.option("--dry-run", "change nothing; exit with 1 where something would be changed")
		.option("--rule <ids>", "only findings of these rules", commaList)
		.option("--skip-rule <ids>", "not these rules", commaList)
		.option("--severity-min <severity>", "only rules of at least this severity (critical, high, medium, low, info)")
		.option("--param <name=value>", "set a parameter of the rules; repeatable", each)
		.option("--terraform-root <dir>", "folder of the Terraform code of the plans (default: looked for beside each)")
		.option("--waivers <file>", "approved exceptions, which stay (default: assay-waivers.yaml, where there is one)")
		.option("--baseline <file>", "accepted findings, which stay")
		.option("--no-inline-suppressions", "assay:ignore comments do not count")
		.option("--policy <dir>", "judge by these Rego rules as well")
		.option("--rules <dir>", "mapping sets for the rules of --policy")
		.option("--cache", "compile --policy only when it has changed (default)")
		.option("--no-cache", "compile --policy anew")
		.option("--max-file-size <megabytes>", "do not read larger files (default: 100)", megabytes)
		.option("--fail-on-incomplete", "exit with 2 when something could not be read or judged (default)")
		.option("--no-fail-on-incomplete", "an incomplete scan does not change the exit code")
		.option("--config <file>", "configuration file (default: assay.yaml or .assay.yaml, searched upward)")
		.option("--quiet", "on stderr, errors only")
		.option("--verbose", "every diagnostic")
		.option("--no-color", "no colours")
		.action(async (paths: string[], _flags: object, command: Command) => {
			const { fixCommand } = await import("./fix.ts");
			const { loadConfig } = await import("./config.ts");
			const { config, ...options } = givenOptions(command) as ScanCommandOptions & { config?: string };
			code = await fixCommand(paths, { ...(await loadConfig(io.cwd, config)), ...options }, io);
		});

	program
		.command("diff")
		.description("compare two JSON reports: what is new, fixed or changed, and which controls break")
		.argument("<old>", "report of the state before, - for standard input")
		.argument("<new>", "report of the state after, - for standard input")
		.option("--format <format[=file]>", "console, json or markdown; repeatable (default: console)", each)
		.option("--fail-on <severity>", "exit with 1 when findings from this severity on are new, or never (default: high)")
		.option("--verbose", "list everything")
		.option("--no-color", "no colours")
		.action(async (before: string, after: string, _flags: object, command: Command) => {
			const { diffCommand } = await import("./diff.ts");
			code = await diffCommand(before, after, givenOptions(command), io);
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
		.description("list the frameworks, or for each control of one: level, rules, evidence, parameters")
		.argument("[id]")
		.addOption(new Option("--format <format>", "how to write it").choices(["text", "markdown", "json"]).default("text"))
		.option("--json", "the same as --format json")
		.option("--config <file>", "configuration file whose parameters are shown (default: assay.yaml here or above)")
		.action(async (id: string | undefined, options: { format: FrameworkFormat; json?: boolean; config?: string }) => {
			const { listFrameworks, showFramework } = await import("./frameworks.ts");
			const { loadAssets } = await import("../policy/assets.ts");
			const assets = await loadAssets();
			const format = options.json === true ? "json" : options.format;
			if (id === undefined) return io.stdout(listFrameworks(assets, format));
			const { loadConfig } = await import("./config.ts");
			const { parameters } = await loadConfig(io.cwd, options.config);
			io.stdout(showFramework(assets, id, format, parameters));
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

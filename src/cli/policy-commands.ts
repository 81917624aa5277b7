import { type Command, Option } from "commander";
import type { ScaffoldOptions } from "../policy/scaffold.ts";
import type { Io } from "./io.ts";

/** Adds `assay policy build|check|fmt|test|new`; `exit` takes the code of the command that ran. */
export function addPolicyCommands(program: Command, io: Io, exit: (code: number) => void): void {
	const policy = program.command("policy").description("compile, check, format, test and start Rego rules");
	const folder = ["[dir]", "folder with <domain>/<rule>/*.rego", "policies"] as const;
	// The toolchain is loaded only by the commands that run it.
	const load = () => import("./policy.ts");

	policy
		.command("build")
		.description("compile a folder of rules to policy.wasm and index.json")
		.argument(...folder)
		.option("--output <dir>", "where to write", ".assay/policy")
		.option("--fixtures <dir>", "demand fixtures for each rule")
		.option("--no-cache", "compile even if nothing has changed")
		.action(async (directory: string, options: { output: string; fixtures?: string; cache: boolean }) => {
			exit(await (await load()).policyBuild({ directory, ...options }, io));
		});

	policy
		.command("check")
		.description("check rules: types, built-ins, metadata, what they read, tests and fixtures")
		.argument(...folder)
		.option("--fixtures <dir>", "demand fixtures for each rule")
		.option("--strict", "demand a test for each rule")
		.action(async (directory: string, options: { fixtures?: string; strict?: boolean }) => {
			exit(await (await load()).policyCheck({ directory, ...options }, io));
		});

	policy
		.command("fmt")
		.description("list the files that are not formatted")
		.argument(...folder)
		.option("--write", "format them")
		.action(async (directory: string, options: { write?: boolean }) => {
			exit(await (await load()).policyFormat({ directory, ...options }, io));
		});

	policy
		.command("test")
		.description("run the tests of the rules; less than full coverage fails")
		.argument(...folder)
		.option("--filter <pattern>", "only tests whose full name fits this regular expression")
		.action(async (directory: string, options: { filter?: string }) => {
			exit(await (await load()).policyTest({ directory, ...options }, io));
		});

	policy
		.command("new")
		.description("write the skeleton of a rule, its test and its fixtures")
		.argument("<domain>", "folder of the rule, such as network")
		.argument("<rule-id>", "such as k8s-no-host-port")
		.option("--dir <dir>", "folder with the rules", "policies")
		.option("--fixtures <dir>", "folder with the fixtures", "fixtures/rules")
		.addOption(
			new Option("--origin <origin>", "what it judges").choices(["kubernetes", "terraform"]).default("kubernetes"),
		)
		.action(
			async (
				domain: string,
				id: string,
				options: { dir: string; fixtures: string; origin: ScaffoldOptions["origin"] },
			) => {
				const { dir, fixtures, origin } = options;
				exit(await (await load()).policyNew({ directory: dir, fixtures, domain, id, origin }, io));
			},
		);
}

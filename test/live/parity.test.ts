import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CreateHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { awsSource } from "../../src/collect/aws/source.ts";
import type { Json, JsonObject } from "../../src/model/json.ts";
import { loadAssets } from "../../src/policy/assets.ts";
import { judge } from "../../src/scan.ts";
import { type Applied, compareParity, UNREAD } from "../parity.ts";
import { type Moto, NO_MOTO, startMoto } from "./moto.ts";

/** What moto cannot make, or takes minutes for: databases, and what it has no answers for. */
const LEFT_OUT = /aws_db_|aws_bedrock_guardrail|aws_bedrockagent_|aws_lb_listener/;

const system = fileURLToPath(new URL("../../fixtures/systems/claude-aws", import.meta.url));
const work = mkdtempSync(join(tmpdir(), "assay-parity-"));
const trouble = prepare(work);
const moto: Moto | null = trouble === null ? await startMoto() : null;
if (trouble !== null) console.warn(`parity: ${trouble}; test/golden/parity.test.ts uses what was recorded`);
else if (moto === null) console.warn(`parity: ${NO_MOTO}`);

describe.skipIf(moto === null)("the plan of claude-aws and the account it makes", () => {
	let applied: Applied[];
	const environment = { ...process.env };

	beforeAll(async () => {
		Object.assign(process.env, {
			AWS_ENDPOINT_URL: moto!.endpoint,
			AWS_ACCESS_KEY_ID: "test",
			AWS_SECRET_ACCESS_KEY: "test",
			AWS_REGION: "us-east-1",
		});
		applied = await apply(work);
	}, 900_000);

	afterAll(async () => {
		process.env = environment;
		await moto?.stop();
		rmSync(work, { recursive: true });
	});

	test("get the same verdicts, rule by rule", async () => {
		const assets = await loadAssets();
		const plan = await judge({ targets: [join(system, "plan.json")], frameworks: [] }, assets);
		// moto answers for AWS Config with items that no SDK can read.
		const source = awsSource({ cwd: work, awsSource: "api", regions: ["us-east-1", "us-west-2", "eu-west-1"] });
		const live = await judge({ targets: [], live: [source], frameworks: [] }, assets);
		if (process.env.ASSAY_RECORD !== undefined) {
			const { recordParity } = await import("../parity-recording.ts");
			await recordParity(process.env.ASSAY_RECORD, source, applied);
		}
		const { compared, differences, open } = compareParity(plan.rules, plan.results, live.results, applied);
		console.log(`parity: ${compared} verdicts compared over ${applied.length} resources`);
		expect(differences).toEqual([]);
		expect(open).toEqual(UNREAD);
		expect(compared).toBeGreaterThan(70);
		// moto answers one call at a time.
	}, 900_000);
});

function terraform(folder: string, ...args: string[]): string {
	const env = { ...process.env, TF_IN_AUTOMATION: "1", CHECKPOINT_DISABLE: "1" } as NodeJS.ProcessEnv;
	const config = join(folder, "terraformrc");
	if (existsSync(config)) env.TF_CLI_CONFIG_FILE = config;
	return execFileSync("terraform", args, { cwd: folder, env, encoding: "utf8", maxBuffer: 1 << 28, stdio: "pipe" });
}

/** Copies the system and initialises it. @returns what is missing, null when nothing is */
function prepare(folder: string): string | null {
	cpSync(system, folder, { recursive: true });
	// A folder with provider binaries in the layout of a filesystem mirror; without it terraform asks the registry.
	const mirror = process.env.TF_PLUGIN_MIRROR;
	if (mirror !== undefined) {
		const source = `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`;
		writeFileSync(join(folder, "terraformrc"), source);
	}
	const providers = ["", "us_west_2", "eu_west_1"].map(
		(alias) =>
			`provider "aws" {\n${alias === "" ? "" : `  alias = "${alias}"\n`}  s3_use_path_style = true\n  skip_requesting_account_id = false\n}\n`,
	);
	writeFileSync(join(folder, "moto_override.tf"), providers.join(""));
	try {
		terraform(folder, "init", "-backend=false", "-input=false", "-no-color");
		return null;
	} catch (error) {
		const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
		return missing
			? "terraform is not here"
			: "terraform cannot get the AWS provider (TF_PLUGIN_MIRROR names a mirror)";
	}
}

/** Applies the system to moto, without what moto cannot make. */
async function apply(folder: string): Promise<Applied[]> {
	const client = new Route53Client({ region: "us-east-1" });
	const zone = await client.send(new CreateHostedZoneCommand({ Name: "example.com", CallerReference: "parity" }));
	process.env.TF_VAR_zone_id = zone.HostedZone!.Id!.split("/").at(-1);
	const plan = JSON.parse(readFileSync(join(system, "plan.json"), "utf8"));
	const targets = (plan.resource_changes as { address: string; mode: string }[])
		.filter(({ mode, address }) => mode === "managed" && !LEFT_OUT.test(address))
		.map(({ address }) => `-target=${address}`);
	const make = () => terraform(folder, "apply", "-input=false", "-no-color", "-auto-approve", ...targets);
	try {
		make();
	} catch {
		// The provider gives up on a busy machine now and then; what was made stays made.
		make();
	}
	return [...resourcesOf(JSON.parse(terraform(folder, "show", "-json")).values.root_module)];
}

interface Module {
	resources?: { address: string; mode: string; type: string; values: JsonObject }[];
	child_modules?: Module[];
}

const NAMES = ["arn", "id", "bucket", "role", "security_group_id", "name", "fqdn"] as const;

function* resourcesOf({ resources = [], child_modules: children = [] }: Module): Generator<Applied> {
	for (const { address, mode, type, values } of resources) {
		if (mode !== "managed") continue;
		const named = NAMES.flatMap((name): [string, Json][] =>
			typeof values[name] === "string" ? [[name, values[name]]] : [],
		);
		yield { address, type, values: Object.fromEntries(named) as Applied["values"] };
	}
	for (const child of children) yield* resourcesOf(child);
}

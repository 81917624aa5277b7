// Makes plan.json beside each main.tf with the real terraform and provider: `node scripts/plan-fixtures.mjs [--force] DIR...`.
// A DIR without main.tf is searched. Needs terraform and the AWS provider (from the folder TF_PLUGIN_MIRROR, or the registry);
// no account: credentials are dummies and the provider is told to check nothing. Tests never run this.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PROVIDER = `
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  skip_region_validation      = true
}
`;

const args = process.argv.slice(2);
const force = args.includes("--force");
const roots = [];
const search = (dir) => {
	if (existsSync(join(dir, "main.tf"))) roots.push(dir);
	else
		for (const name of readdirSync(dir).sort()) {
			if (statSync(join(dir, name)).isDirectory()) search(join(dir, name));
		}
};
for (const dir of args.filter((arg) => !arg.startsWith("--"))) search(dir);

// One initialised folder serves all fixtures that use only the AWS provider and no module.
const shared = mkdtempSync(join(tmpdir(), "assay-plan-"));
const env = { ...process.env, TF_IN_AUTOMATION: "1", CHECKPOINT_DISABLE: "1" };
// A folder with provider binaries in the layout of a filesystem mirror; without it terraform asks the registry.
const mirror = process.env.TF_PLUGIN_MIRROR;
if (mirror !== undefined) {
	const config = join(shared, "terraformrc");
	writeFileSync(
		config,
		`provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n  direct {\n    exclude = ["registry.terraform.io/hashicorp/aws"]\n  }\n}\n`,
	);
	env.TF_CLI_CONFIG_FILE = config;
}
const terraform = (cwd, ...argv) =>
	execFileSync("terraform", argv, {
		cwd,
		env,
		encoding: "utf8",
		maxBuffer: 1 << 28,
		stdio: ["ignore", "pipe", "pipe"],
	});

// Initialises once for all roots that need only the AWS provider; copying the result saves seconds a root.
let initialised;
const initialise = (work, simple) => {
	if (!simple) return terraform(work, "init", "-backend=false", "-input=false", "-no-color");
	if (initialised === undefined) {
		initialised = mkdtempSync(join(shared, "base-"));
		writeFileSync(join(initialised, "provider.tf"), PROVIDER);
		terraform(initialised, "init", "-backend=false", "-input=false", "-no-color");
	}
	cpSync(join(initialised, ".terraform"), join(work, ".terraform"), { recursive: true, verbatimSymlinks: true });
	cpSync(join(initialised, ".terraform.lock.hcl"), join(work, ".terraform.lock.hcl"));
};

let failed = 0;
for (const root of roots) {
	const target = join(root, "plan.json");
	if (!force && existsSync(target) && statSync(target).mtimeMs >= statSync(join(root, "main.tf")).mtimeMs) continue;
	const work = mkdtempSync(join(shared, "root-"));
	cpSync(root, work, { recursive: true });
	rmSync(join(work, "plan.json"), { force: true });
	const source = readdirSync(work)
		.filter((name) => name.endsWith(".tf"))
		.map((name) => readFileSync(join(work, name), "utf8"))
		.join("\n");
	if (!/^\s*provider\s+"aws"/m.test(source)) writeFileSync(join(work, "provider.tf"), PROVIDER);
	try {
		const simple = !/^\s*(module\s+"|terraform\s*\{|data\s+"(?!aws_)|resource\s+"(?!aws_))/m.test(source);
		initialise(work, simple);
		terraform(work, "plan", "-refresh=false", "-input=false", "-no-color", "-out=tfplan");
		const plan = JSON.parse(terraform(work, "show", "-json", "tfplan"));
		plan.timestamp = "2026-01-01T00:00:00Z";
		writeFileSync(target, `${JSON.stringify(plan)}\n`);
		console.log(`planned ${root}`);
	} catch (error) {
		failed += 1;
		console.error(`${root}: ${error.stderr || error.message}`);
	}
	rmSync(work, { recursive: true, force: true });
}
rmSync(shared, { recursive: true, force: true });
process.exit(failed === 0 ? 0 : 1);

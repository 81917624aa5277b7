// Makes plan.json beside each main.tf with the real terraform and provider: `node scripts/plan-fixtures.mjs [--force] DIR...`.
// A DIR without main.tf is searched. A terraform.tfstate beside main.tf is the state the plan starts from, so that the plan
// changes and destroys things. Needs terraform and the providers used (from the folder TF_PLUGIN_MIRROR, or the registry); no
// account: credentials are dummies and the providers are told to check nothing. Tests never run this.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a root that configures a provider itself need not say: by provider, its source and its block. */
const PROVIDERS = {
	aws: {
		source: "hashicorp/aws",
		block: `region = "us-east-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  skip_region_validation      = true`,
	},
	google: {
		source: "hashicorp/google",
		block: `project = "example-project"
  region       = "europe-west3"
  access_token = "offline"`,
	},
	azurerm: {
		source: "hashicorp/azurerm",
		block: `features {}
  subscription_id                 = "00000000-0000-0000-0000-000000000001"
  tenant_id                       = "00000000-0000-0000-0000-000000000002"
  resource_provider_registrations = "none"`,
	},
	cloudflare: {
		source: "cloudflare/cloudflare",
		block: `api_token = "0123456789012345678901234567890123456789"`,
	},
	kubernetes: { source: "hashicorp/kubernetes", block: `host = "https://127.0.0.1:1"` },
};

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

const shared = mkdtempSync(join(tmpdir(), "assay-plan-"));
const env = { ...process.env, TF_IN_AUTOMATION: "1", CHECKPOINT_DISABLE: "1" };
// A folder with provider binaries in the layout of a filesystem mirror; without it terraform asks the registry.
const mirror = process.env.TF_PLUGIN_MIRROR;
if (mirror !== undefined) {
	const config = join(shared, "terraformrc");
	writeFileSync(config, `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`);
	env.TF_CLI_CONFIG_FILE = config;
}

// The provider of Azure insists on a token, though a plan asks Azure nothing: a child hands out a made-up one on loopback.
const claims = {
	aud: "offline",
	oid: "offline",
	appid: "offline",
	tid: "00000000-0000-0000-0000-000000000002",
	exp: 4102444800,
};
const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const token = {
	access_token: `${part({ alg: "none", typ: "JWT" })}.${part(claims)}.none`,
	token_type: "Bearer",
	resource: "offline",
	expires_in: "86400",
	expires_on: String(claims.exp),
};
const serve = `require("node:http").createServer((_, answer) => answer.setHeader("content-type", "application/json").end(process.argv[1])).listen(0, "127.0.0.1", function () { console.log(this.address().port); })`;
const tokens = spawn(process.execPath, ["-e", serve, JSON.stringify(token)], { stdio: ["ignore", "pipe", "inherit"] });
const port = await new Promise((resolve) => tokens.stdout.once("data", (data) => resolve(String(data).trim())));
Object.assign(env, {
	ARM_USE_MSI: "true",
	ARM_USE_CLI: "false",
	ARM_CLIENT_ID: "offline",
	ARM_MSI_ENDPOINT: `http://127.0.0.1:${port}/token`,
});

const terraform = (cwd, ...argv) =>
	execFileSync("terraform", argv, {
		cwd,
		env,
		encoding: "utf8",
		maxBuffer: 1 << 28,
		stdio: ["ignore", "pipe", "pipe"],
	});

/** The blocks that a root leaves out for the providers of its resources. */
const providerBlocks = (names) =>
	names.map((name) => `provider "${name}" {\n  ${PROVIDERS[name].block}\n}\n`).join("\n");

// Initialises once for all roots that need the same providers and nothing else; copying the result saves seconds a root.
const initialised = new Map();
const initialise = (work, names, simple) => {
	const required = names.map((name) => `    ${name} = { source = "${PROVIDERS[name].source}" }`).join("\n");
	if (simple) writeFileSync(join(work, "required.tf"), `terraform {\n  required_providers {\n${required}\n  }\n}\n`);
	else return terraform(work, "init", "-backend=false", "-input=false", "-no-color");
	const set = names.join(" ");
	let base = initialised.get(set);
	if (base === undefined) {
		base = mkdtempSync(join(shared, "base-"));
		cpSync(join(work, "required.tf"), join(base, "required.tf"));
		terraform(base, "init", "-backend=false", "-input=false", "-no-color");
		initialised.set(set, base);
	}
	cpSync(join(base, ".terraform"), join(work, ".terraform"), { recursive: true, verbatimSymlinks: true });
	cpSync(join(base, ".terraform.lock.hcl"), join(work, ".terraform.lock.hcl"));
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
	const used = [...source.matchAll(/^\s*(?:resource|data)\s+"([a-z0-9]+)_/gm)].map(([, name]) => name);
	const names = [...new Set(used)].filter((name) => Object.hasOwn(PROVIDERS, name)).sort();
	const missing = names.filter((name) => !new RegExp(`^\\s*provider\\s+"${name}"`, "m").test(source));
	writeFileSync(join(work, "provider.tf"), providerBlocks(missing));
	try {
		const simple = used.every((name) => names.includes(name)) && !/^\s*(module\s+"|terraform\s*\{)/m.test(source);
		initialise(work, names, simple);
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
tokens.kill();
rmSync(shared, { recursive: true, force: true });
process.exit(failed === 0 ? 0 : 1);

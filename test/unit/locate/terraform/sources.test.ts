import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../../src/model/json.ts";
import { open, planOf, tree } from "./tree.ts";

const fixture = fileURLToPath(new URL("../../../../fixtures/places", import.meta.url));
const plan = JSON.parse(readFileSync(`${fixture}/plan.json`, "utf8")) as JsonObject;

/** The planned values of the fixture's resources. */
const planned = new Map(
	(plan.resource_changes as { address: string; change: { after: JsonObject } }[]).map(({ address, change }) => [
		address,
		change.after,
	]),
);

describe("a genuine plan", async () => {
	const { at, related, scopes, sources, diagnostics } = await open(fixture, plan);
	const place = (address: string, ...path: (string | number)[]) => at(address, path, planned.get(address));
	const beside = (address: string, ...path: (string | number)[]) => related(address, path, planned.get(address));

	test.each([
		["an argument", "aws_vpc.main", ["cidr_block"], 'attribute main.tf:22 cidr_block = "10.0.0.0/16"'],
		["an argument that nobody wrote", "aws_vpc.main", ["enable_dns"], 'block main.tf:21 resource "aws_vpc" "main" {'],
		["a resource as a whole", "aws_vpc.main", [], 'block main.tf:21 resource "aws_vpc" "main" {'],
		[
			"a block that nobody wrote",
			"aws_vpc.main",
			["timeouts", "create"],
			'block main.tf:21 resource "aws_vpc" "main" {',
		],
		[
			"the first line of a heredoc",
			"aws_iam_role_policy.heredoc",
			["policy", "Statement", 0],
			"attribute main.tf:80 policy = <<-EOT",
		],
		["count", "aws_db_instance.main[1]", ["password"], 'attribute main.tf:112 password            = "Winter2026!x"'],
		[
			"for_each",
			'aws_s3_bucket.each["logs"]',
			["force_destroy"],
			"attribute main.tf:75 force_destroy = each.value.force",
		],
		["a member of a map", "aws_db_instance.main[0]", ["tags", "owner"], 'attribute main.tf:116 owner = "ai"'],
		["a member that is not there", "aws_db_instance.main[0]", ["tags", "team"], "attribute main.tf:115 tags = {"],
		[
			"what an override file says",
			"aws_db_instance.main[0]",
			["storage_encrypted"],
			"attribute database_override.tf:3 storage_encrypted = false",
		],
		[
			"JSON",
			"aws_sqs_queue.jobs",
			["sqs_managed_sse_enabled"],
			'attribute queue.tf.json:6 "sqs_managed_sse_enabled": false',
		],
		["JSON in a list", "aws_ebs_volume.scratch", ["encrypted"], 'attribute queue.tf.json:11 "encrypted": false'],
		["an equal name in the root", "aws_vpc.main", [], 'block main.tf:21 resource "aws_vpc" "main" {'],
		[
			"and in a module",
			"module.first.aws_vpc.main",
			[],
			'block modules/service/main.tf:12 resource "aws_vpc" "main" {',
		],
		[
			"a data source",
			"data.aws_iam_policy_document.trust",
			[],
			'block main.tf:89 data "aws_iam_policy_document" "trust" {',
		],
		[
			"a module in a module",
			'module.second["a"].module.store.aws_s3_bucket.this',
			["force_destroy"],
			"attribute modules/service/store/main.tf:6 force_destroy = var.force",
		],
	])("%s", (_, address, path, expected) => {
		expect(place(address, ...path)).toBe(expected);
	});

	test("blocks of a set are told by their values, not by their order in the plan", () => {
		const rules = planned.get("aws_security_group.static")!.ingress as JsonObject[];
		const admin = rules.findIndex(({ description }) => description === "admin");
		expect(rules).toHaveLength(2);
		expect(place("aws_security_group.static", "ingress", admin, "from_port")).toBe(
			"attribute main.tf:39 from_port   = 22",
		);
		expect(place("aws_security_group.static", "ingress", 1 - admin, "from_port")).toBe(
			"attribute main.tf:31 from_port   = 443",
		);
		const open = (rules[admin]!.cidr_blocks as string[]).indexOf("0.0.0.0/0");
		expect(place("aws_security_group.static", "ingress", admin, "cidr_blocks", open)).toBe(
			'attribute main.tf:44 "0.0.0.0/0"',
		);
		expect(
			scopes(
				"aws_security_group.static",
				["ingress", admin, "cidr_blocks", open],
				planned.get("aws_security_group.static"),
			),
		).toEqual([42, 37, 26]);
	});

	test("dynamic blocks beside static ones", () => {
		const rules = planned.get("aws_security_group.dynamic")!.ingress as JsonObject[];
		for (const [index, { description }] of rules.entries()) {
			const line = description === "web" ? 52 : 60;
			expect(place("aws_security_group.dynamic", "ingress", index)).toContain(`block main.tf:${line} `);
		}
		const admin = rules.findIndex(({ description }) => description === "admin");
		expect(place("aws_security_group.dynamic", "ingress", admin, "cidr_blocks", 0)).toBe(
			"attribute main.tf:67 cidr_blocks = var.open_to",
		);
	});

	test("values are followed to where they are set", () => {
		expect(beside("aws_security_group.dynamic", "ingress", 0, "cidr_blocks", 0)).toEqual([
			'set here: attribute main.tf:5 default = ["0.0.0.0/0"]',
		]);
		expect(beside('aws_s3_bucket.each["logs"]', "force_destroy")).toEqual([
			"set here: attribute main.tf:73 for_each      = local.buckets",
			"set here: attribute main.tf:15 logs = { force = true }",
		]);
		expect(beside("module.first.module.store.aws_s3_bucket.this", "force_destroy")).toEqual([
			'module.first.module.store called here: module-call modules/service/main.tf:6 module "store" {',
			'module.first called here: module-call main.tf:120 module "first" {',
			"set here: attribute modules/service/main.tf:8 force  = var.force",
			"set here: attribute main.tf:122 force  = local.destroy",
			"set here: attribute main.tf:18 destroy = local.buckets.logs.force",
			"set here: attribute main.tf:15 logs = { force = true }",
		]);
		expect(beside('module.second["b"].module.store.aws_s3_bucket.this', "force_destroy").at(-1)).toBe(
			"set here: attribute modules/service/main.tf:3 default = true",
		);
		expect(beside("aws_iam_role.main", "assume_role_policy", "Statement", 1)).toEqual([
			"set here: block main.tf:98 statement {",
		]);
	});

	test.each([
		["of the root", "aws_vpc.other"],
		["of a module", "module.first.aws_vpc.other"],
		["of a module that is not there", "module.third.aws_vpc.main"],
		["with a name of the prototype", "constructor.prototype"],
		["that is none", "[["],
	])("a resource %s is not made up", (_, address) => {
		const found = at(address);
		if (address.startsWith("module.first")) expect(found).toBe('module-call main.tf:120 module "first" {');
		else expect(found).toBeNull();
	});

	test("the files of all own modules are known, and nothing is wrong with them", () => {
		expect(sources!.files()).toEqual([
			"database_override.tf",
			"main.tf",
			"modules/service/main.tf",
			"modules/service/store/main.tf",
			"queue.tf.json",
		]);
		expect(diagnostics()).toEqual([]);
	});
});

describe("blocks that cannot be told apart", () => {
	const places = async (code: string, values: JsonObject, path: (string | number)[]) => {
		const { at } = await open(tree({ "main.tf": code }), planOf({ resources: { "t.x": {} } }));
		return at("t.x", path, values);
	};
	const two = 'resource "t" "x" {\n  rule {\n    a = var.a\n  }\n  rule {\n    a = var.b\n  }\n}\n';

	test("leave the finding with what encloses them", async () => {
		expect(await places(two, { rule: [{ a: 1 }, { a: 2 }] }, ["rule", 1, "a"])).toBe(
			'block main.tf:1 resource "t" "x" {',
		);
	});

	test("one that is left over is known by the other", async () => {
		const code = two.replace("var.a", "1");
		expect(await places(code, { rule: [{ a: 2 }, { a: 1 }] }, ["rule", 0, "a"])).toBe("attribute main.tf:6 a = var.b");
	});

	test("a block and what a provider adds", async () => {
		const code = 'resource "t" "x" {\n  rule {\n    a = var.a\n  }\n}\n';
		expect(await places(code, { rule: [{ a: 1 }, { a: 2 }] }, ["rule", 0, "a"])).toBe(
			'block main.tf:1 resource "t" "x" {',
		);
		expect(await places(code.replace("var.a", "2"), { rule: [{ a: 1 }, { a: 2 }] }, ["rule", 1, "a"])).toBe(
			"attribute main.tf:3 a = 2",
		);
		expect(await places(code.replace("var.a", "2"), { rule: [{ a: 1 }, { a: 2 }] }, ["rule", 0, "a"])).toBe(
			'block main.tf:1 resource "t" "x" {',
		);
	});

	test("two dynamic blocks of one type", async () => {
		const dynamic = (value: string) =>
			`  dynamic "rule" {\n    for_each = var.l\n    content {\n      a = ${value}\n    }\n  }\n`;
		const code = (left: string, right: string) => `resource "t" "x" {\n${dynamic(left)}${dynamic(right)}}\n`;
		const values = { rule: [{ a: 1 }, { a: 2 }] };
		expect(await places(code("rule.value", "rule.key"), values, ["rule", 0, "a"])).toBe(
			'block main.tf:1 resource "t" "x" {',
		);
		expect(await places(code("1", "2"), values, ["rule", 1, "a"])).toBe("attribute main.tf:11 a = 2");
	});

	test("lists of objects are matched alike, and a path without an index means all", async () => {
		const code = 'resource "t" "x" {\n  rule = [\n    { a = 2 },\n    { a = 1 },\n  ]\n}\n';
		expect(await places(code, { rule: [{ a: 1 }, { a: 2 }] }, ["rule", 0, "a"])).toBe("attribute main.tf:4 { a = 1 }");
		expect(await places(two, { rule: [{ a: 1 }, { a: 2 }] }, ["rule"])).toBe('block main.tf:1 resource "t" "x" {');
	});

	test("a policy keeps the order of its statements", async () => {
		const code =
			'resource "t" "x" {\n  policy = jsonencode({\n    Statement = [\n      { Effect = var.a },\n      {\n        Effect = var.b\n      },\n    ]\n  })\n}\n';
		expect(await places(code, { policy: "{}" }, ["policy", "Statement", 1, "Effect"])).toBe(
			"attribute main.tf:6 Effect = var.b",
		);
		expect(await places(code, { policy: "{}" }, ["policy", "Statement", 2])).toBe("attribute main.tf:3 Statement = [");
	});
});

describe("variables of the root", () => {
	const code = 'variable "size" {\n  default = 8\n}\nresource "t" "x" {\n  size = var.size\n}\n';
	const related = async (files: Record<string, string>, value: number) => {
		const cwd = tree({ "main.tf": code, ...files });
		return (
			await open(cwd, planOf({ resources: { "t.x": {} }, variables: { size: {} } }, { size: { value } }))
		).related("t.x", ["size"]);
	};

	test("the default, where the plan has its value", async () => {
		expect(await related({}, 8)).toEqual(["set here: attribute main.tf:2 default = 8"]);
	});

	test("files of values win over it, later ones over earlier", async () => {
		const files = { "terraform.tfvars": "size = 9\n", "b.auto.tfvars": "size = 10\n", "a.auto.tfvars": "size = 11\n" };
		expect(await related(files, 10)).toEqual(["set here: attribute b.auto.tfvars:1 size = 10"]);
	});

	test("another value came from outside", async () => {
		expect(await related({ "terraform.tfvars": "size = 9\n" }, 12)).toEqual([
			'given from outside for this variable: block main.tf:1 variable "size" {',
		]);
	});
});

describe("downloaded modules", () => {
	const bucket = {
		"aws_s3_bucket.this": { acl: { references: ["var.acl"] }, force_destroy: { constant_value: true } },
	};
	const inner = { resources: bucket, variables: { acl: {} } };
	const planned = planOf({
		calls: {
			logs: {
				source: "registry.example.com/acme/logs/aws",
				module: { calls: { store: { source: "./store", module: inner } } },
			},
			own: {
				source: "./own",
				module: { calls: { remote: { source: "git::https://example.com/m.git", module: inner } } },
			},
		},
	});
	const root =
		'module "logs" {\n  source = "registry.example.com/acme/logs/aws"\n  acl    = "public-read"\n}\n\nmodule "own" {\n  source = "./own"\n}\n';
	const own = 'module "remote" {\n  source = "git::https://example.com/m.git"\n}\n';
	const store =
		'variable "acl" {\n  default = "private"\n}\nresource "aws_s3_bucket" "this" {\n  acl           = var.acl\n  force_destroy = true\n}\n';
	const files = {
		"main.tf": root,
		"own/main.tf": own,
		".terraform/modules/modules.json": JSON.stringify({
			Modules: [
				{ Key: "", Source: "", Dir: "." },
				{ Key: "logs", Source: "registry.example.com/acme/logs/aws", Dir: ".terraform/modules/logs" },
				{ Key: "own.remote", Source: "git::https://example.com/m.git", Dir: ".terraform/modules/own.remote" },
			],
		}),
		".terraform/modules/logs/main.tf":
			'variable "acl" {}\nmodule "store" {\n  source = "./store"\n  acl    = var.acl\n}\n',
		".terraform/modules/logs/store/main.tf": store,
		".terraform/modules/own.remote/main.tf": store,
	};

	test("the call in the user's own code stands for them: its argument where the value is passed through", async () => {
		const { at, related, scopes, sources } = await open(tree(files), planned);
		const address = "module.logs.module.store.aws_s3_bucket.this";
		expect(at(address, ["acl"])).toBe('module-call main.tf:3 acl    = "public-read"');
		expect(scopes(address, ["acl"])).toEqual([1]);
		expect(related(address, ["acl"])).toEqual([
			"the resource in module.logs.module.store: attribute .terraform/modules/logs/store/main.tf:5 acl           = var.acl",
			"set here: attribute .terraform/modules/logs/main.tf:4 acl    = var.acl",
		]);
		expect(at(address, ["force_destroy"])).toBe('module-call main.tf:1 module "logs" {');
		expect(related(address, ["force_destroy"])).toEqual([
			"the resource in module.logs.module.store: attribute .terraform/modules/logs/store/main.tf:6 force_destroy = true",
		]);
		expect(sources!.files()).toEqual(["main.tf", "own/main.tf"]);
	});

	test("a module that an own module calls", async () => {
		const { at, related } = await open(tree(files), planned);
		const address = "module.own.module.remote.aws_s3_bucket.this";
		expect(at(address, ["acl"])).toBe('module-call own/main.tf:1 module "remote" {');
		expect(related(address, ["acl"])).toEqual([
			"the resource in module.own.module.remote: attribute .terraform/modules/own.remote/main.tf:5 acl           = var.acl",
			'module.own called here: module-call main.tf:6 module "own" {',
			'set here: attribute .terraform/modules/own.remote/main.tf:2 default = "private"',
		]);
	});

	test("without their code the plan's configuration still tells the argument", async () => {
		const direct = planOf({ calls: { logs: { source: "acme/logs/aws", module: inner } } });
		const call = root.slice(0, root.indexOf("}\n") + 2);
		const { at, related } = await open(tree({ "main.tf": call }), direct);
		expect(at("module.logs.aws_s3_bucket.this", ["acl"])).toBe('module-call main.tf:3 acl    = "public-read"');
		expect(at('module.logs["a"].aws_s3_bucket.this[0]', ["force_destroy"])).toBe(
			'module-call main.tf:1 module "logs" {',
		);
		expect(related("module.logs.aws_s3_bucket.this", ["acl"])).toEqual([]);
	});

	test.each(["{", "[]", '{"Modules": {}}', '{"Modules": [null, {"Key": 1}, {"Key": "logs", "Dir": ["x"]}]}'])(
		"an odd manifest: %s",
		async (manifest) => {
			const { at } = await open(tree({ ...files, ".terraform/modules/modules.json": manifest }), planned);
			expect(at("module.logs.module.store.aws_s3_bucket.this", ["force_destroy"])).toBe(
				'module-call main.tf:1 module "logs" {',
			);
		},
	);
});

describe("what a plan misses", () => {
	const plan = planOf({
		resources: { "aws_vpc.x": {} },
		calls: { m: { source: "./m", module: { variables: { key: {} } } } },
	});
	const code =
		'terraform {\n  required_providers {\n    google = {}\n  }\n}\nprovider "aws" {\n  alias = "west"\n  token = "a"\n}\nprovider "aws" {\n  token = "b"\n}\nvariable "v" {\n  default = "c"\n}\nresource "aws_vpc" "x" {}\nmodule "m" {\n  source = "./m"\n  key = "d"\n}\n';
	const module = 'variable "key" {\n  default = "e"\n}\n';
	const scope = "scope/plan/plan.json";

	test.each<[string, (string | number)[], string[], string]>([
		["the provider's block", [], ["scope/plan", "aws_guardduty_detector"], 'block main.tf:10 provider "aws" {'],
		["of several the first that is there", [], ["azurerm_x", "aws_y"], 'block main.tf:10 provider "aws" {'],
		["the settings, where there is none", [], ["google_x"], "block main.tf:1 terraform {"],
		["a provider's argument", ["providers", "aws", "token"], [], 'attribute main.tf:11 token = "b"'],
		["of an alias", ["providers", "aws.west", "token"], [], 'attribute main.tf:8 token = "a"'],
		["a default", ["variables", "v"], [], 'attribute main.tf:14 default = "c"'],
		["a default in a module", ["modules", "module.m", "variables", "key"], [], 'attribute m/main.tf:2 default = "e"'],
		["an argument of a call", ["modules", "module.m", "arguments", "key"], [], 'attribute main.tf:19 key = "d"'],
	])("%s", async (_, path, types, expected) => {
		const { at } = await open(tree({ "main.tf": code, "m/main.tf": module }), plan);
		expect(at(scope, path, {}, types)).toBe(expected);
	});

	test("nothing, where the code says nothing of providers", async () => {
		const { at } = await open(
			tree({ "main.tf": 'resource "aws_vpc" "x" {}\n' }),
			planOf({ resources: { "aws_vpc.x": {} } }),
		);
		expect(at(scope, [], {}, ["aws_x"])).toBeNull();
	});
});

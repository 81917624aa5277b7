import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { open, planOf, tree } from "./tree.ts";

const plan = planOf({ resources: { "aws_vpc.a": { cidr: {} }, "aws_vpc.b": {} }, variables: { v: {} } });
const code = 'variable "v" {}\nresource "aws_vpc" "a" {\n  cidr = var.v\n}\nresource "aws_vpc" "b" {}\n';
const place = 'block infra/main.tf:2 resource "aws_vpc" "a" {';
const NOT_FOUND = /^note terraform-code-not-found .*:null the Terraform code of the plan /;

describe("the root of a plan", () => {
	test("is its own folder", async () => {
		const { at, diagnostics } = await open(tree({ "infra/main.tf": code }), plan, { uri: "infra/plan.json" });
		expect([at("aws_vpc.a"), diagnostics()]).toEqual([place, []]);
	});

	test("is the folder that is named, whatever lies beside the plan", async () => {
		const cwd = tree({ "infra/main.tf": code, "main.tf": code });
		const { at, diagnostics } = await open(cwd, plan, { root: "infra" });
		expect([at("aws_vpc.a"), diagnostics()]).toEqual([place, []]);
	});

	test.each([
		["elsewhere in the working folder", { "infra/main.tf": code }, "plan.json"],
		[
			"with plans in a folder of their own",
			{ "infra/main.tf": code, "infra/modules/x/main.tf": 'resource "aws_vpc" "a" {}\n' },
			"plans/plan.json",
		],
		["told by its name", { "infra/main.tf": code, "other/main.tf": code }, "plans/infra.plan.json"],
		["told by its folder", { "infra/main.tf": code, "other/main.tf": code }, "plans/infra/tfplan.json"],
		[
			"told by its contents",
			{ "infra/main.tf": code, "other/main.tf": `${code}resource "aws_vpc" "c" {}\n` },
			"plan.json",
		],
		["told by its variables", { "infra/main.tf": code, "other/main.tf": code.replace('"v"', '"w"') }, "plan.json"],
		["told by its arguments", { "infra/main.tf": code, "other/main.tf": code.replace("cidr", "tags") }, "plan.json"],
		["from standard input", { "infra/main.tf": code }, "stdin"],
	])("is looked for: %s", async (_, files, uri) => {
		const { at, diagnostics } = await open(tree(files), plan, { uri });
		expect([at("aws_vpc.a"), diagnostics()]).toEqual([place, []]);
	});

	test("that may be in several folders is in none", async () => {
		const { sources, diagnostics } = await open(tree({ "a/main.tf": code, "b/main.tf": code }), plan);
		expect(sources).toBeNull();
		expect(diagnostics()).toEqual([expect.stringMatching(NOT_FOUND)]);
		expect(diagnostics()[0]).toContain("may be in any of a, b;");
	});

	test.each([
		["nothing", {}],
		["other code", { "main.tf": 'resource "aws_s3_bucket" "x" {}\n' }],
		["a module that holds a part", { "modules/vpc/main.tf": 'resource "aws_vpc" "a" {}\n' }],
		["what was downloaded", { ".terraform/modules/x/main.tf": code, "node_modules/x/main.tf": code }],
	])("is not made of %s", async (_, files) => {
		const { sources, diagnostics } = await open(tree(files), plan);
		expect(sources).toBeNull();
		expect(diagnostics()).toEqual([expect.stringMatching(NOT_FOUND)]);
	});

	test("code beside the plan may have gone on since", async () => {
		const grown = `${code}resource "aws_vpc" "c" {}\n`;
		const more = await open(tree({ "infra/main.tf": grown }), plan, { uri: "infra/plan.json" });
		expect([more.at("aws_vpc.a"), more.at("aws_vpc.b")]).toEqual([
			place,
			'block infra/main.tf:5 resource "aws_vpc" "b" {}',
		]);
		const shrunk = code.replace('resource "aws_vpc" "b" {}\n', "");
		const less = await open(tree({ "infra/main.tf": shrunk }), plan, { uri: "infra/plan.json" });
		expect([less.at("aws_vpc.a"), less.at("aws_vpc.b")]).toEqual([place, null]);
	});

	test("code beside the plan that shares a name with it by chance is not its code", async () => {
		const other = planOf({ resources: { "aws_vpc.a": { cidr: {} } } });
		const { sources } = await open(tree({ "infra/main.tf": code }), other, { uri: "infra/plan.json" });
		expect(sources).toBeNull();
	});

	test("a folder that is named and does not fit, or is none, is a warning", async () => {
		const other = await open(tree({ "infra/main.tf": 'resource "aws_s3_bucket" "x" {}\n' }), plan, { root: "infra" });
		expect(other.diagnostics()).toEqual([
			"warning terraform-root plan.json:null the code in infra (--terraform-root) is not what the plan was made from; findings point at the plan",
		]);
		const none = await open(tree({ "main.tf": code }), plan, { root: "nowhere" });
		expect(none.at("aws_vpc.a")).toContain("main.tf:2");
		expect(none.diagnostics()).toEqual([expect.stringMatching(/^warning terraform-root nowhere:null /)]);
	});

	test("plans without a configuration are told by what they change", async () => {
		const change = (address: string, ...actions: string[]) => ({ address, change: { actions } });
		const old = {
			format_version: "0.1",
			resource_changes: [change("aws_vpc.a[0]", "create"), change("aws_vpc.z", "delete")],
		};
		const { at } = await open(tree({ "infra/main.tf": code }), old, { uri: "infra/plan.json" });
		expect(at("aws_vpc.a[0]")).toBe(place);
	});

	test("an empty plan has the code beside it", async () => {
		const { at } = await open(tree({ "main.tf": 'provider "aws" {}\n' }), planOf({}));
		expect(at("scope/plan/plan.json", [], {}, ["aws_x"])).toBe('block main.tf:1 provider "aws" {}');
	});
});

describe("code that is not as it should be", () => {
	test("a fault of syntax is told once, with its line; what is sound is used", async () => {
		const { at, diagnostics } = await open(
			tree({ "main.tf": code, "broken.tf": 'resource "aws_vpc" "c" {\n  x = = 1\n}\n', "odd.tf.json": "{\n  oops\n" }),
			plan,
		);
		expect(at("aws_vpc.a")).toContain("main.tf:2");
		expect(diagnostics()).toEqual([
			expect.stringMatching(/^note terraform-code broken\.tf:2 .*fault of syntax/),
			expect.stringMatching(/^note terraform-code odd\.tf\.json:2 .*fault of syntax/),
		]);
	});

	test("a resource that is defined twice stands nowhere", async () => {
		const { at } = await open(tree({ "main.tf": code, "twice.tf": 'resource "aws_vpc" "a" {}\n' }), plan);
		expect([at("aws_vpc.a"), at("aws_vpc.b")]).toEqual([null, 'block main.tf:5 resource "aws_vpc" "b" {}']);
	});

	test("links out of the tree are not followed, pipes do not hang, folders are no files", async () => {
		const elsewhere = tree({
			"secret.tf": 'resource "aws_vpc" "linked" {}\n',
			"module/main.tf": 'resource "aws_vpc" "inner" {}\n',
		});
		const cwd = tree({
			"main.tf": `${code}module "m" {\n  source = "./m"\n}\n`,
			"real.txt": 'resource "aws_vpc" "inside" {}\n',
		});
		symlinkSync(join(elsewhere, "secret.tf"), join(cwd, "link.tf"));
		symlinkSync(join(cwd, "real.txt"), join(cwd, "inside.tf"));
		symlinkSync(join(elsewhere, "module"), join(cwd, "m"));
		symlinkSync("nowhere", join(cwd, "dangling.tf"));
		symlinkSync("loop.tf", join(cwd, "loop.tf"));
		execFileSync("mkfifo", [join(cwd, "pipe.tf")]);
		mkdirSync(join(cwd, "folder.tf"));
		const inner = { resources: { "aws_vpc.inner": {} } };
		const { at, diagnostics } = await open(
			cwd,
			planOf({
				resources: { "aws_vpc.a": {}, "aws_vpc.b": {}, "aws_vpc.inside": {} },
				calls: { m: { source: "./m", module: inner } },
			}),
		);
		expect([at("aws_vpc.linked"), at("aws_vpc.inside")]).toEqual([
			null,
			'block inside.tf:1 resource "aws_vpc" "inside" {}',
		]);
		expect(at("module.m.aws_vpc.inner")).toBe('module-call main.tf:6 module "m" {');
		expect(diagnostics()).toEqual([expect.stringMatching(/^note terraform-code link\.tf:null .*link out of the tree/)]);
	});

	test("modules above the root are the user's own", async () => {
		const inner = { resources: { "aws_vpc.inner": {} } };
		const files = {
			"live/prod/main.tf": 'module "m" {\n  source = "../../modules/m"\n}\n',
			"modules/m/main.tf": 'resource "aws_vpc" "inner" {}\n',
		};
		const { at } = await open(tree(files), planOf({ calls: { m: { source: "../../modules/m", module: inner } } }), {
			uri: "live/prod/plan.json",
		});
		expect(at("module.m.aws_vpc.inner")).toBe('block modules/m/main.tf:1 resource "aws_vpc" "inner" {}');
	});

	test("modules that call themselves end", async () => {
		const { at } = await open(
			tree({ "main.tf": 'module "m" {\n  source = "./"\n}\n' }),
			planOf({ calls: { m: { source: "./", module: {} } } }),
		);
		expect(at(`${"module.m.".repeat(40)}aws_vpc.x`)).toContain('module "m" {');
		expect(at(`${"module.m.".repeat(5000)}aws_vpc.x`)).toBeNull();
	});
});

describe("a binary plan beside the plan", () => {
	const inner = { resources: { "aws_vpc.inner": {} } };
	const withModule = planOf({ resources: { "aws_vpc.a": {} }, calls: { m: { source: "acme/m", module: inner } } });
	const root = 'resource "aws_vpc" "a" {}\nmodule "m" {\n  source = "acme/m"\n}\n';
	const binary = (entries: Record<string, string>) =>
		zipSync(Object.fromEntries(Object.entries(entries).map(([name, text]) => [name, strToU8(text)])));
	const genuine = {
		tfplan: "…",
		"tfconfig/m-/main.tf": root,
		"tfconfig/m-m/main.tf": '\nresource "aws_vpc" "inner" {}\n',
		"tfconfig/modules.json": JSON.stringify([
			{ Key: "", Dir: "." },
			{ Key: "m", Source: "acme/m", Dir: ".terraform/modules/m" },
		]),
	};

	test("has the code of modules that are not on disk", async () => {
		const { at, related } = await open(tree({ "main.tf": root, tfplan: binary(genuine) }), withModule);
		expect(at("module.m.aws_vpc.inner")).toBe('module-call main.tf:2 module "m" {');
		expect(related("module.m.aws_vpc.inner")).toEqual([
			'the resource in module.m: block .terraform/modules/m/main.tf:2 resource "aws_vpc" "inner" {}',
		]);
	});

	test("and of the root, where it is nowhere", async () => {
		const { at, diagnostics } = await open(tree({ tfplan: binary(genuine) }), withModule);
		expect(at("aws_vpc.a")).toBe('block main.tf:1 resource "aws_vpc" "a" {}');
		expect(diagnostics()).toEqual([]);
	});

	test.each<[string, Uint8Array]>([
		["of another plan", binary({ ...genuine, "tfconfig/m-/main.tf": code })],
		["without a list of modules", binary({ "tfconfig/m-/main.tf": root })],
		["with an odd list", binary({ ...genuine, "tfconfig/modules.json": '[null, {"Key": 1}, "x"]' })],
		[
			"with names that lead elsewhere",
			binary({ ...genuine, "tfconfig/m-/main.tf": "", "tfconfig/m-/../../main.tf": root }),
		],
		[
			"that unfolds to more than code does",
			binary({ ...genuine, "tfconfig/m-/main.tf": `${root}#${" ".repeat(3 * 1024 * 1024)}` }),
		],
		["that is cut off", binary(genuine).subarray(0, 200)],
		["that only starts like one", strToU8("PK\u0003\u0004 and no more")],
	])("%s is left alone", async (_, bytes) => {
		const { sources, diagnostics } = await open(tree({ tfplan: bytes }), withModule);
		expect(sources).toBeNull();
		expect(diagnostics()).toEqual([expect.stringMatching(NOT_FOUND)]);
	});
});

test("comments are those of the user's own code", async () => {
	const inner = { resources: { "aws_vpc.inner": {} } };
	const files = {
		"main.tf": '# assay:ignore a\nresource "aws_vpc" "a" {}\nmodule "m" {\n  source = "./m"\n}\n',
		"m/main.tf": 'resource "aws_vpc" "inner" {} # assay:ignore b\n',
		"unused/main.tf": "# assay:ignore c\n",
	};
	const { sources } = await open(
		tree(files),
		planOf({ resources: { "aws_vpc.a": {} }, calls: { m: { source: "./m", module: inner } } }),
	);
	expect(sources!.files()).toEqual(["m/main.tf", "main.tf"]);
	expect(
		sources!
			.files()
			.flatMap((uri) => sources!.comments(uri).map(({ line, text, ownLine }) => [uri, line, text, ownLine])),
	).toEqual([
		["m/main.tf", 1, "assay:ignore b", false],
		["main.tf", 1, "assay:ignore a", true],
	]);
});

import { readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Log, Result } from "sarif";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { validSarif } from "../contract/sarif.ts";
import { type GitHubStandin, startGitHub } from "../servers/github-api.ts";
import { buildDemoRepository, type DemoRepository } from "./demo-repository.ts";
import { assay } from "./run.ts";
import { type ActionRun, ActionRunner } from "./run-action.ts";

const INPUTS = { paths: "deploy", plan: "infra/plan.json", "json-file": "assay.json" };

const runner = new ActionRunner();
const { workspace } = runner;
let repository: DemoRepository;
let github: GitHubStandin;
let base: ActionRun;
let change: ActionRun;

/** What the Action is told on the pull request of the demo repository. */
async function onPullRequest(inputs: Record<string, string> = {}): Promise<ActionRun> {
	const payload = {
		pull_request: {
			number: 7,
			changed_files: 2,
			head: { sha: repository.head, repo: { full_name: "acme/shop" } },
			base: { sha: repository.base, repo: { full_name: "acme/shop" } },
		},
	};
	return await runner.run(
		{ ...INPUTS, "base-report": "base.json", comment: "true", upload: "true", token: "t0ken", ...inputs },
		{
			event: { name: "pull_request", payload },
			env: { GITHUB_API_URL: github.url, GITHUB_REF: "refs/pull/7/merge", GITHUB_SHA: repository.head },
		},
	);
}

beforeAll(async () => {
	await runner.build();
	rmSync(workspace, { recursive: true });
	repository = buildDemoRepository(workspace);
	github = await startGitHub({
		repository: "acme/shop",
		files: [{ filename: "deploy/web.yaml" }, { filename: "infra/main.tf" }],
	});
	repository.checkOut("base");
	base = await runner.run(INPUTS);
	renameSync(join(workspace, "assay.json"), join(workspace, "base.json"));
	repository.checkOut("head");
	change = await onPullRequest();
}, 120_000);
afterAll(async () => {
	await github.close();
	runner.dispose();
});

function sarif(): Log {
	return validSarif(readFileSync(join(workspace, "assay.sarif"), "utf8"));
}

/** `rule file:line`, the text of that line, and what of it the region marks. */
function place({ ruleId, locations, baselineState }: Result): string {
	const { artifactLocation, region } = locations![0]!.physicalLocation!;
	const line = readFileSync(join(workspace, artifactLocation!.uri!), "utf8").split("\n")[region!.startLine! - 1]!;
	expect(region!.endLine).toBe(region!.startLine);
	const marked = line.slice(region!.startColumn! - 1, region!.endColumn! - 1);
	return `${baselineState} ${ruleId} ${artifactLocation!.uri}:${region!.startLine} ${marked}`;
}

/** Annotations on findings, as `command file:line title`. */
function annotations({ commands }: ActionRun): string[] {
	return commands
		.filter(({ properties }) => properties.file !== undefined)
		.map(({ name, properties: { file, line, title } }) => `${name} ${file}:${line} ${title}`);
}

describe("a pull request", () => {
	test("its base fails by what is there already", () => {
		expect(base.code).toBe(1);
		expect(base.outputs).toMatchObject({ complete: "true", high: "3", failing: "3", new: "" });
	});

	test("only what is new fails it", () => {
		expect(change.code).toBe(1);
		expect(change.outputs).toMatchObject({
			...{ complete: "true", new: "17", fixed: "0", waived: "1", counted: "17", failing: "4" },
			"comment-url": "https://github.com/acme/shop/pull/7#issuecomment-1000",
		});
		expect(change.log).toContain("The run fails: 4 new findings of severity high or above.\n");
	});

	test("every alert stands on the line that causes it, in the code", () => {
		const { runs } = sarif();
		expect(runs).toHaveLength(1);
		expect(runs[0]!.results!.map(place).sort()).toEqual([
			'new data-classification-tag infra/main.tf:19 resource "aws_db_instance" "reports" {',
			"new datastore-not-public infra/main.tf:27 publicly_accessible = true",
			'new db-audit-logs infra/main.tf:19 resource "aws_db_instance" "reports" {',
			"new k8s-caps-drop-all deploy/web.yaml:22 securityContext:",
			"new k8s-cpu-limit-set deploy/web.yaml:20 name: debug # to look at packets, for a day or two",
			"new k8s-image-digest deploy/web.yaml:21 image: registry.example.com/tools/debug:0.9.0",
			"new k8s-liveness-probe/low deploy/web.yaml:20 name: debug # to look at packets, for a day or two",
			"new k8s-memory-limit-set deploy/web.yaml:20 name: debug # to look at packets, for a day or two",
			"new k8s-privilege-escalation deploy/web.yaml:22 securityContext:",
			"new k8s-privileged deploy/web.yaml:23 privileged: true",
			"new k8s-readonly-rootfs deploy/web.yaml:22 securityContext:",
			"new k8s-requests-set deploy/web.yaml:20 name: debug # to look at packets, for a day or two",
			"new k8s-run-as-nonroot deploy/web.yaml:22 securityContext:",
			"new k8s-seccomp deploy/web.yaml:22 securityContext:",
			'unchanged data-classification-tag infra/main.tf:8 module "sessions" {',
			"unchanged data-classification-tag/low deploy/web.yaml:4 metadata:",
			'unchanged deletion-protection infra/main.tf:8 module "sessions" {',
			'unchanged dynamodb-pitr infra/main.tf:8 module "sessions" {',
			"unchanged k8s-default-sa deploy/web.yaml:14 spec:",
			"unchanged k8s-pod-spread deploy/web.yaml:14 spec:",
			"unchanged queue-topic-encrypted infra/main.tf:16 sqs_managed_sse_enabled = false",
			'updated data-classification-tag infra/modules/bucket/main.tf:5 resource "aws_s3_bucket" "this" {',
			"updated k8s-caps-drop-all deploy/web.yaml:16 name: web",
			"updated k8s-cpu-limit-set deploy/web.yaml:16 name: web",
			"updated k8s-image-digest deploy/web.yaml:17 image: registry.example.com/shop/web:1.4.2",
			"updated k8s-liveness-probe deploy/web.yaml:16 name: web",
			"updated k8s-memory-limit-set deploy/web.yaml:16 name: web",
			"updated k8s-privilege-escalation deploy/web.yaml:16 name: web",
			"updated k8s-readonly-rootfs deploy/web.yaml:16 name: web",
			"updated k8s-requests-set deploy/web.yaml:16 name: web",
			"updated k8s-run-as-nonroot deploy/web.yaml:16 name: web",
			"updated k8s-seccomp deploy/web.yaml:16 name: web",
			'updated object-store-access-logs infra/modules/bucket/main.tf:5 resource "aws_s3_bucket" "this" {',
			'updated s3-secure-transport-policy infra/modules/bucket/main.tf:5 resource "aws_s3_bucket" "this" {',
		]);
	});

	test("a downloaded module is shown behind its call, one used several times with all that it makes", () => {
		const results = sarif().runs[0]!.results!;
		const ofModule = results.find(({ ruleId }) => ruleId === "dynamodb-pitr")!;
		expect(ofModule.properties).toMatchObject({ locationPrecision: "module-call" });
		expect(
			ofModule.relatedLocations!.map(({ physicalLocation }) => [
				physicalLocation!.artifactLocation!.uri,
				physicalLocation!.region!.startLine,
			]),
		).toEqual([["infra/.terraform/modules/sessions/main.tf", 5]]);
		const report = JSON.parse(readFileSync(join(workspace, "assay.json"), "utf8"));
		const shared = report.findings.find(({ rule }: { rule: string }) => rule === "s3-secure-transport-policy");
		expect(shared.instances.map(({ resource }: { resource: string }) => resource)).toEqual([
			'module.exports["daily"].aws_s3_bucket.this',
			'module.exports["monthly"].aws_s3_bucket.this',
			'module.exports["weekly"].aws_s3_bucket.this',
		]);
		expect(shared.related).toMatchObject([{ location: { uri: "infra/main.tf", startLine: 1 } }]);
	});

	test("every alert of a plan has a line of code", () => {
		const report = JSON.parse(readFileSync(join(workspace, "assay.json"), "utf8"));
		for (const { resource, location } of report.findings) {
			if (resource.origin !== "terraform") continue;
			expect(location.uri).toMatch(/^infra\/.*\.tf$/);
			expect(["attribute", "block", "module-call"]).toContain(location.precision);
		}
	});

	test("what a comment in the code accepts is no alert, and is told of", () => {
		expect(sarif().runs[0]!.results!.filter(({ locations }) => JSON.stringify(locations).includes("32"))).toEqual([]);
		expect(github.comments[0]!.body).toContain("Newly accepted (1)");
		expect(github.comments[0]!.body).toContain("the reports are made anew every night");
	});

	test("annotations: new findings, gravest first, ten of a kind at most", () => {
		expect(annotations(change)).toEqual([
			"error deploy/web.yaml:23 critical: Containers do not run privileged",
			"error infra/main.tf:27 critical: Data stores have no public address",
			"error deploy/web.yaml:22 high: Containers cannot gain privileges",
			"error deploy/web.yaml:22 high: Containers do not run as root",
			"warning deploy/web.yaml:20 medium: Containers have a memory limit",
			"warning deploy/web.yaml:20 medium: Containers request CPU and memory",
			"warning deploy/web.yaml:22 medium: Containers drop all capabilities",
			"warning deploy/web.yaml:22 medium: Root file systems are read-only",
			"warning deploy/web.yaml:22 medium: System calls are filtered",
			"warning infra/main.tf:19 medium: Data carries its classification",
			"warning infra/main.tf:19 medium: Databases record who did what",
			"warning infra/modules/bucket/main.tf:5 medium: Data carries its classification",
			"warning infra/modules/bucket/main.tf:5 medium: Buckets refuse requests without TLS",
			"notice deploy/web.yaml:20 low: Containers have a CPU limit",
			"notice deploy/web.yaml:20 low: Hanging containers are restarted",
			"notice deploy/web.yaml:21 low: Images are named by their content",
			"notice infra/modules/bucket/main.tf:5 low: Requests to buckets are logged",
		]);
	});

	test("the comment names what is new and the controls it breaks, and nothing that was there before", () => {
		const body = github.comments[0]!.body;
		expect(body).toContain("## Assay: 17 new findings (2 critical, 2 high, 9 medium, 4 low)");
		expect(body).toContain("This change breaks GDPR 25\\(2\\);");
		expect(body).toContain(
			`[\`infra/main.tf:27\`](<https://github.com/acme/shop/blob/${repository.head}/infra/main.tf#L27>)`,
		);
		expect(body).toContain('module.exports["monthly"].aws_s3_bucket.this (1 of 3 resources that this code makes)');
		// The pod has changed: what is wrong with its other container is as it was.
		expect(body).toContain(", 17 unchanged\n");
		expect(body).toContain("10 unchanged findings are on resources that were judged by other values than before.");
		expect(body).not.toContain("container web");
		expect(body).not.toContain("aws_sqs_queue.orders");
		expect(body).not.toContain("module.sessions");
		expect(change.summary).toContain("## Assay: 17 new findings");
	});

	test("the upload is the report, for the commit and the ref of the pull request", () => {
		expect(github.uploads).toHaveLength(1);
		const { sarif: uploaded, body } = github.uploads[0]!;
		expect(uploaded).toBe(readFileSync(join(workspace, "assay.sarif"), "utf8"));
		expect(body).toMatchObject({ commit_sha: repository.head, ref: "refs/pull/7/merge" });
	});

	test("asked again, it says the same, in the same comment; suggestions hold on the changed lines", async () => {
		const before = readFileSync(join(workspace, "assay.sarif"), "utf8");
		const again = await onPullRequest({ upload: "false", suggestions: "true" });
		expect(again.code).toBe(1);
		expect(github.comments).toHaveLength(1);
		expect(annotations(again)).toEqual(annotations(change));
		const results = (text: string) =>
			(JSON.parse(text) as Log).runs[0]!.results!.map(({ fixes: _, ...result }) => result);
		expect(results(readFileSync(join(workspace, "assay.sarif"), "utf8"))).toEqual(results(before));
	});

	test("a change that brings nothing new passes, whatever is there already", async () => {
		repository.checkOut("base");
		const run = await onPullRequest({ upload: "false" });
		expect(run.code).toBe(0);
		expect(run.outputs).toMatchObject({ new: "0", failing: "0", high: "3" });
		expect(annotations(run)).toEqual([]);
		expect(github.comments).toHaveLength(1);
		expect(github.comments[0]!.body).toContain("no new findings");
		repository.checkOut("head");
	});

	test("with debt accepted in a baseline file, the same findings fail", async () => {
		repository.checkOut("base");
		const scan = ["scan", "deploy", "infra/plan.json", "--baseline", "assay-baseline.json"];
		expect((await assay([...scan, "--update-baseline", "--quiet"], { cwd: workspace })).code).toBe(0);
		expect((await assay([...scan, "--quiet"], { cwd: workspace })).code).toBe(0);
		repository.checkOut("head");
		const run = await onPullRequest({ upload: "false", "base-report": "", baseline: "assay-baseline.json" });
		rmSync(join(workspace, "assay-baseline.json"));
		expect(run.code).toBe(1);
		expect(annotations(run)).toEqual(expect.arrayContaining(annotations(change).filter((line) => /error/.test(line))));
		// What the database and the queue had before is no news; the pod itself has changed.
		expect(annotations(run).join("\n")).not.toContain("infra/main.tf:16");
		expect(annotations(run).join("\n")).not.toContain("infra/main.tf:8");
	});
});

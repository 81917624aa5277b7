import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type GitHubStandin, type GitHubWorld, startGitHub } from "../servers/github-api.ts";
import { ROOT } from "./run.ts";
import { ActionRunner } from "./run-action.ts";

const TOKEN = "ghs_ThisIsTheTokenOfTheJob0123456789";
const HEAD = "b".repeat(40);
const COMMENTS = "/repos/acme/shop/issues/7/comments";
const SARIFS = "/repos/acme/shop/code-scanning/sarifs";

const runner = new ActionRunner();
const { workspace } = runner;
beforeAll(() => runner.build());
afterAll(() => runner.dispose());

let github: GitHubStandin | undefined;

beforeEach(() => {
	rmSync(workspace, { recursive: true, force: true });
	mkdirSync(workspace, { recursive: true });
	cpSync(`${ROOT}fixtures/systems/ai-gateway`, join(workspace, "manifests"), { recursive: true });
});
afterEach(async () => {
	await github?.close();
	github = undefined;
});

function put(name: string, text: string): void {
	mkdirSync(join(workspace, name, ".."), { recursive: true });
	writeFileSync(join(workspace, name), text);
}

function deployment(name: string, container = ""): string {
	return `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${JSON.stringify(name)}, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1.2.3
          securityContext: { privileged: true${container} }
`;
}

function pullRequest({ fork = false, changed = 1 } = {}) {
	return {
		name: "pull_request",
		payload: {
			pull_request: {
				number: 7,
				changed_files: changed,
				head: { sha: HEAD, repo: { full_name: fork ? "mallory/shop" : "acme/shop" } },
				base: { sha: "c".repeat(40), repo: { full_name: "acme/shop" } },
			},
		},
	};
}

/** Runs the Action against a stand-in for GitHub. */
async function runAgainst(
	world: Omit<GitHubWorld, "repository">,
	inputs: Record<string, string>,
	options: Parameters<ActionRunner["run"]>[1] = { event: pullRequest() },
) {
	github = await startGitHub({ repository: "acme/shop", ...world });
	return await again(inputs, options);
}

async function again(
	inputs: Record<string, string>,
	options: Parameters<ActionRunner["run"]>[1] = { event: pullRequest() },
) {
	const env = { GITHUB_API_URL: github!.url, GITHUB_REF: "refs/pull/7/merge", ...options?.env };
	const run = await runner.run({ token: TOKEN, ...inputs }, { ...options, env });
	// Masked first of all, and nowhere else.
	expect(run.log.startsWith(`::add-mask::${TOKEN}\n`)).toBe(true);
	expect(run.log.slice(TOKEN.length + 12)).not.toContain(TOKEN);
	for (const text of [run.summary, JSON.stringify(run.outputs), run.stderr]) expect(text).not.toContain(TOKEN);
	return run;
}

function calls(): string[] {
	return github!.requests.map(({ call }) => call);
}

function warnings({ commands }: Awaited<ReturnType<typeof runAgainst>>): string[] {
	return commands
		.filter(({ name, properties }) => name === "warning" && properties.title === "Assay")
		.map(({ message }) => message);
}

describe("scan", () => {
	test("writes the reports, the summary and the outputs, and fails on findings", async () => {
		const run = await runner.run({ paths: "manifests", frameworks: "soc2,iso27001", "markdown-file": "out/assay.md" });
		expect(run.stderr).toBe("");
		expect(run.code).toBe(1);
		expect(run.log).toContain("k8s-netpol-egress-anywhere");
		expect(run.log).toContain("The run fails: 2 findings of severity high or above.\n");
		expect(run.summary).toMatch(/^## Assay: 19 findings \(2 high, /);
		expect(run.outputs).toMatchObject({
			"exit-code": "1",
			complete: "true",
			...{ critical: "0", high: "2", medium: "9", low: "8", info: "0" },
			...{ counted: "19", failing: "2", new: "", fixed: "", waived: "0" },
			"sarif-file": "assay.sarif",
			"markdown-file": "out/assay.md",
		});
		expect(Object.keys(JSON.parse(run.outputs.scores!))).toEqual(["soc2", "iso27001"]);
		const sarif = JSON.parse(readFileSync(join(workspace, "assay.sarif"), "utf8"));
		expect(sarif.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toMatch(/^manifests\//);
		expect(readFileSync(join(workspace, "out/assay.md"), "utf8")).toContain("## Assay: 19 findings");
		const report = JSON.parse(readFileSync(join(workspace, "assay.json"), "utf8"));
		expect(report.findings).toHaveLength(19);
	});

	test("annotates the lines, the gravest first, within GitHub's limits", async () => {
		for (let at = 0; at < 12; at += 1) put(`manifests/more/${at}.yaml`, deployment(`web-${at}`));
		const { commands, log } = await runner.run({ paths: "manifests" });
		const levels = commands.map(({ name }) => name).filter((name) => ["error", "warning", "notice"].includes(name));
		expect(levels).toEqual([...Array(10).fill("error"), ...Array(10).fill("warning"), ...Array(10).fill("notice")]);
		const first = commands.find(({ name }) => name === "error")!;
		expect(first.properties).toEqual({
			file: "manifests/more/0.yaml",
			line: "12",
			endLine: "12",
			title: expect.stringMatching(/^(critical|high): /),
		});
		expect(first.message).toContain("apps/Deployment/shop/web-0: ");
		const report = JSON.parse(readFileSync(join(workspace, "assay.json"), "utf8"));
		expect(log).toContain(`${report.findings.length - 30} findings not annotated`);
		expect(
			(await runner.run({ paths: "manifests", annotations: "1" })).commands.filter(({ name }) => name === "error"),
		).toHaveLength(1);
		expect((await runner.run({ paths: "manifests", annotations: "0" })).commands.map(({ name }) => name)).not.toContain(
			"error",
		);
	});

	test("nothing of the input is a command to the runner, an output or markup", async () => {
		put("manifests/evil.yaml", deployment("x\n::error::injected\r::set-output name=a::b ##[group]c"));
		put("manifests/a%0A::error file=a,line=1::b.yaml", deployment("y"));
		put("manifests/broken\n::add-mask::x.yaml", "apiVersion: v1\nkind: Pod\nmetadata: [");
		put("manifests/link](https:::evil).yaml", deployment("<!-- z @everyone"));
		const { commands, outputs, summary } = await runner.run({ paths: "manifests", comment: "true" });
		expect([...new Set(commands.map(({ name }) => name))].sort()).toEqual(
			expect.arrayContaining(["endgroup", "error", "group", "stop-commands"]),
		);
		for (const { name, message, properties } of commands) {
			expect(["group", "endgroup", "stop-commands", "error", "warning", "notice"]).toContain(name);
			expect(message).not.toBe("injected");
			if (["error", "warning", "notice"].includes(name)) expect(properties.title).toMatch(/^(\w+: |Assay$)/);
		}
		const odd = commands.find(({ properties }) => properties.file?.includes("%0A"));
		expect(odd?.properties.file).toBe("manifests/a%0A::error file=a,line=1::b.yaml");
		expect(outputs).not.toHaveProperty("a");
		expect(outputs["exit-code"]).toBe("2");
		// In code spans nothing is markup.
		expect(summary.replace(/(`+)[^`].*?\1/g, "")).not.toMatch(/<!--|@everyone|\]\(https/);
		expect(summary).not.toMatch(/^::/m);
	});

	test("inputs reach the scan: threshold, parameters, bars, a wrong framework, lists with blanks", async () => {
		put("two words/web.yaml", deployment("web"));
		expect((await runner.run({ paths: "manifests", "fail-on": "never" })).code).toBe(0);
		expect((await runner.run({ paths: "manifests", "fail-on": "never", "min-score": "soc2=99" })).code).toBe(1);
		const unknown = await runner.run({ paths: "manifests", params: "no_such_parameter=1" });
		expect(unknown.code).toBe(2);
		expect(unknown.commands.find(({ name }) => name === "error")!.message).toContain("unknown parameter");
		expect(unknown.summary).toContain("## Assay: the scan failed");
		expect(unknown.outputs).toEqual({ "exit-code": "2", complete: "false" });
		expect((await runner.run({ paths: "manifests", frameworks: "soc3" })).code).toBe(2);
		const both = await runner.run({ paths: "two words\nmanifests/rbac.yaml\n" });
		expect(both.log).toContain("two words/web.yaml");
		const faulty = await runner.run({ comment: "maybe", upload: "yes", annotations: "-1" });
		expect(faulty.code).toBe(2);
		for (const name of ["comment", "upload", "annotations"]) expect(faulty.log).toContain(`${name}: expected`);
	});

	test("a plan is scanned beside the paths, once, or alone", async () => {
		const plan = `${ROOT}fixtures/pull-request/change/infra`;
		cpSync(plan, join(workspace, "infra"), { recursive: true });
		const beside = await runner.run({ paths: "manifests", plan: "infra/plan.json", "fail-on": "never" });
		expect(beside.log).toContain("infra/main.tf");
		await runner.run({ paths: ".", plan: "infra/plan.json", "fail-on": "never" });
		const report = JSON.parse(readFileSync(join(workspace, "assay.json"), "utf8"));
		expect(report.inputs.filter(({ uri }: { uri: string }) => uri.endsWith("plan.json"))).toHaveLength(1);
		await runner.run({ paths: "", plan: "infra/plan.json", "fail-on": "never" });
		const alone = JSON.parse(readFileSync(join(workspace, "assay.json"), "utf8"));
		expect(alone.inputs.map(({ uri }: { uri: string }) => uri)).toEqual(["infra/plan.json"]);
	});

	test("action.yml names the inputs and outputs that the program reads and writes", async () => {
		const action = parse(readFileSync(`${ROOT}action.yml`, "utf8"));
		const source = readFileSync(`${ROOT}src/action/inputs.ts`, "utf8");
		const read = [...source.matchAll(/(?:raw|text|flag|choice)\("([a-z-]+)"/g)].map(([, name]) => name!);
		expect(Object.keys(action.inputs).sort()).toEqual([...new Set(read)].sort());
		const { outputs } = await runner.run({ paths: "manifests" });
		expect(Object.keys(outputs).sort()).toEqual(Object.keys(action.outputs).sort());
		expect(action.runs).toEqual({ using: "node24", main: "dist/action/index.js" });
		expect(action.inputs.token.default).toBe(`\${{ github.token }}`);
	});

	test("leaves aside what a shared configuration says of history, alerts and formats", async () => {
		const alerts = "alerts:\n  channels:\n    - { id: team, type: slack, url: 'https://hooks.example.com/x' }\n";
		put("nightly.yaml", `history: runs\n${alerts}format: [json=/tmp/elsewhere.json]\nfail-on: never\n`);
		const { code, log } = await runner.run({ paths: "manifests", config: "nightly.yaml" });
		expect(log).toContain("note: not done by the Action, which scans files: history, alerts\n");
		expect(code).toBe(0);
	});

	test("writes reports inside the workspace only, and through no link", async () => {
		symlinkSync(runner.folder, join(workspace, "away"));
		symlinkSync(join(runner.folder, "runner/output"), join(workspace, "link.sarif"));
		for (const file of ["../out.sarif", "/tmp/out.sarif", "away/out.sarif", "away/new/out.sarif", "link.sarif"]) {
			const { code, log } = await runner.run({ paths: "manifests", "sarif-file": file });
			expect([file, code]).toEqual([file, 2]);
			expect(log).toMatch(/inside the workspace|out of the workspace|files of their own/);
		}
	});
});

describe("comment", () => {
	const inputs = { paths: "manifests", comment: "true" };

	test("is written, and brought up to date by the next run; each category has its own", async () => {
		const run = await runAgainst({}, inputs);
		expect(run.code).toBe(1);
		expect(calls()).toEqual([`GET ${COMMENTS}`, `POST ${COMMENTS}`]);
		expect(github!.requests[1]!.headers.authorization).toBe(`token ${TOKEN}`);
		expect(github!.requests[0]!.query).toMatchObject({ per_page: "100", page: "1" });
		expect(run.outputs["comment-url"]).toBe("https://github.com/acme/shop/pull/7#issuecomment-1000");
		const { body } = github!.comments[0]!;
		expect(body).toMatch(/^<!-- assay report assay -->\n\n## Assay: 19 findings/);
		expect(body).toContain("The run fails: 2 findings of severity high or above");
		expect(body).toContain("](https://github.com/acme/shop/actions/runs/99)");

		rmSync(join(workspace, "manifests/deployment.yaml"));
		await again(inputs);
		expect(calls().slice(2)).toEqual([`GET ${COMMENTS}`, "PATCH /repos/acme/shop/issues/comments/1000"]);
		expect(github!.comments).toHaveLength(1);
		expect(github!.comments[0]!.body).not.toContain("k8s-privilege-escalation");

		await again({ ...inputs, category: "infra --> <b>" });
		expect(github!.comments).toHaveLength(2);
		expect(github!.comments[1]!.body).toMatch(/^<!-- assay report infra%20%2D%2D%3E%20%3Cb%3E -->\n/);
	});

	test("is found on later pages, and never in what other people wrote", async () => {
		const other = (id: number, body: string, user = { login: "mallory", type: "User" as const }) => ({
			...{ id, body, user },
			html_url: `https://github.com/acme/shop/pull/7#issuecomment-${id}`,
		});
		const marker = "<!-- assay report assay -->";
		const comments = [
			other(1, `${marker}\n\nAll is well, trust me.`),
			other(2, `I quote: ${marker}`),
			...Array.from({ length: 120 }, (_, at) => other(10 + at, "LGTM")),
			{ ...other(200, `${marker}\n\nold`), user: { login: "github-actions[bot]", type: "Bot" as const } },
		];
		await runAgainst({ comments }, inputs);
		expect(calls()).toEqual([
			...[`GET ${COMMENTS}`, `GET ${COMMENTS}`, "GET /user"],
			"PATCH /repos/acme/shop/issues/comments/200",
		]);
		expect(github!.comments[0]!.body).toBe(`${marker}\n\nAll is well, trust me.`);
		expect(github!.comments).toHaveLength(123);
	});

	test("of a person's token is found by the login", async () => {
		await runAgainst({ user: "dana" }, inputs);
		await again(inputs);
		expect(calls().slice(2)).toEqual([`GET ${COMMENTS}`, "GET /user", "PATCH /repos/acme/shop/issues/comments/1000"]);
	});

	test("on-findings: none where there is nothing to say, unless there is one to bring up to date", async () => {
		rmSync(join(workspace, "manifests"), { recursive: true });
		put("deploy/ns.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: shop }\n");
		const quiet = { paths: "deploy", comment: "on-findings" };
		const clean = await runAgainst({}, quiet);
		expect(clean.code).toBe(0);
		expect(calls()).toEqual([`GET ${COMMENTS}`]);
		put("deploy/web.yaml", deployment("web"));
		await again(quiet);
		expect(github!.comments[0]!.body).toContain("k8s-privileged");
		rmSync(join(workspace, "deploy/web.yaml"));
		await again(quiet);
		expect(github!.comments[0]!.body).toContain("## Assay: no findings");
		expect(github!.comments[0]!.body).toContain("The run passes");
	});

	test("says so when a scan fails: an older one must not go on saying that all is well", async () => {
		await runAgainst({}, inputs);
		const failed = await again({ ...inputs, frameworks: "soc3" });
		expect(failed.code).toBe(2);
		expect(github!.comments).toHaveLength(1);
		expect(github!.comments[0]!.body).toContain("## Assay: the scan failed");
	});

	test("stays within GitHub's length", async () => {
		const many = Array.from({ length: 600 }, (_, at) => deployment(`web-${at}-${"x".repeat(40)}`)).join("---\n");
		put("manifests/many.yaml", many);
		const run = await runAgainst({}, inputs);
		const { body } = github!.comments[0]!;
		expect(body.length).toBeGreaterThan(30_000);
		expect(body.length).toBeLessThanOrEqual(65_536);
		expect(body).toContain("left out for length");
		expect(Buffer.byteLength(run.summary)).toBeLessThanOrEqual(1024 * 1024);
	});

	test.each(["push", "schedule", "merge_group", "workflow_dispatch"])("is not for the event %s", async (name) => {
		const run = await runAgainst({}, inputs, { event: { name, payload: { schedule: "0 3 * * *" } } });
		expect(run.code).toBe(1);
		expect(calls()).toEqual([]);
		expect(run.log).toContain(`comment: the event ${name} is about no pull request.`);
		expect(warnings(run)).toEqual([]);
	});

	test("an event that is no JSON is a warning", async () => {
		const run = await runAgainst({}, inputs, { event: { name: "pull_request", payload: "{" } });
		expect(run.code).toBe(1);
		expect(warnings(run)).toEqual([expect.stringContaining("the event of this run cannot be read")]);
	});
});

describe("trouble with GitHub is a warning, and no other result", () => {
	const inputs = { paths: "manifests", comment: "true" };

	test("no permission, as in a pull request from a fork", async () => {
		const body = { message: "Resource not accessible by integration" };
		const faults = [{ call: `POST ${COMMENTS}`, status: 403, body }];
		const run = await runAgainst({ faults }, inputs, { event: pullRequest({ fork: true }) });
		expect(run.code).toBe(1);
		expect(calls()).toEqual([`GET ${COMMENTS}`, `POST ${COMMENTS}`]);
		expect(warnings(run)).toEqual([
			"The comment could not be written: POST /issues/{issue_number}/comments: answered 403: Resource not accessible by integration (the job needs the permission pull-requests: write; the token of a pull request from a fork may only read)",
		]);
		expect(run.outputs["comment-url"]).toBe("");
	});

	test("no token", async () => {
		github = await startGitHub({ repository: "acme/shop" });
		const run = await runner.run(
			{ ...inputs, token: "", upload: "true", "only-changed": "true" },
			{ event: pullRequest({ fork: true }), env: { GITHUB_API_URL: github.url } },
		);
		expect(run.code).toBe(1);
		expect(calls()).toEqual([]);
		expect(warnings(run)).toEqual([
			expect.stringContaining("only-changed: there is no token"),
			expect.stringContaining("The comment could not be written: there is no token"),
			expect.stringContaining("SARIF not uploaded: there is no token"),
		]);
	});

	test("a rate limit that soon ends is waited for", async () => {
		const limited = { status: 403, headers: { "retry-after": "1" }, body: { message: "secondary rate limit" } };
		const run = await runAgainst({ faults: [{ call: `POST ${COMMENTS}`, times: 1, ...limited }] }, inputs);
		expect(calls()).toEqual([`GET ${COMMENTS}`, `POST ${COMMENTS}`, `POST ${COMMENTS}`]);
		expect(warnings(run)).toEqual([]);
		expect(github!.comments).toHaveLength(1);
	});

	test("a rate limit that lasts is not", async () => {
		const reset = String(Math.floor(Date.now() / 1000) + 3000);
		const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset };
		const faults = [{ call: `GET ${COMMENTS}`, status: 429, headers, body: { message: "API rate limit exceeded" } }];
		const run = await runAgainst({ faults }, inputs);
		expect(calls()).toEqual([`GET ${COMMENTS}`]);
		expect(warnings(run)).toEqual([
			"The comment could not be written: GET /issues/{issue_number}/comments: answered 429 (rate limit): API rate limit exceeded",
		]);
		expect(run.code).toBe(1);
	});

	test("an error of the server is tried again where that cannot comment twice", async () => {
		const faults = [
			{ call: `GET ${COMMENTS}`, times: 2, status: 502, body: "<html>Bad gateway</html>" },
			{ call: `POST ${COMMENTS}`, status: 502, body: "<html>Bad gateway</html>" },
		];
		const run = await runAgainst({ faults }, inputs);
		expect(calls()).toEqual([...Array(3).fill(`GET ${COMMENTS}`), `POST ${COMMENTS}`]);
		expect(warnings(run)).toEqual([expect.stringContaining("answered 502")]);
		expect(run.log).not.toContain("<html>");
	});

	test("broken connections and answers that make no sense", async () => {
		const broken = await runAgainst({ faults: [{ call: `GET ${COMMENTS}` }] }, inputs);
		expect(calls()).toHaveLength(3);
		expect(warnings(broken)).toEqual([expect.stringContaining("the connection failed")]);
		await github!.close();
		const body = "<p>::error::pwned</p>";
		const odd = await runAgainst({ faults: [{ call: `GET ${COMMENTS}`, status: 200, body }] }, inputs);
		expect(warnings(odd)).toEqual([expect.stringContaining("the answer is no list")]);
		expect(odd.log).not.toContain("pwned");
	});
});

describe("upload", () => {
	const inputs = { paths: "manifests", upload: "true" };

	test("sends the file as GitHub takes it, and waits until it is taken in", async () => {
		const run = await runAgainst({}, inputs);
		expect(calls()).toEqual([`POST ${SARIFS}`, ...Array(2).fill(`GET ${SARIFS}/47177e22-5596-11eb-80a1-c1e54ef945c6`)]);
		const [{ sarif, body }] = github!.uploads as [GitHubStandin["uploads"][number]];
		expect(sarif).toBe(readFileSync(join(workspace, "assay.sarif"), "utf8"));
		expect(JSON.parse(sarif).runs[0].automationDetails.id).toBe("assay/");
		expect(body).toMatchObject({
			commit_sha: "a".repeat(40),
			ref: "refs/pull/7/merge",
			checkout_uri: `file://${workspace}`,
			tool_name: "Assay",
			started_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
		});
		expect(run.outputs["sarif-id"]).toBe("47177e22-5596-11eb-80a1-c1e54ef945c6");
		expect(run.code).toBe(1);
		expect(warnings(run)).toEqual([]);
	});

	test("names the head of the pull request where that is what was checked out", async () => {
		put(".git/HEAD", `${HEAD}\n`);
		await runAgainst({}, inputs);
		expect(github!.uploads[0]!.body).toMatchObject({ commit_sha: HEAD, ref: "refs/pull/7/head" });
	});

	test("a refused file is a warning with GitHub's reasons", async () => {
		const sarif = [{ processing_status: "failed", errors: ["too many ::error:: results"] }];
		const run = await runAgainst({ sarif }, inputs);
		expect(warnings(run)).toEqual(["Code scanning refused the SARIF file: too many :\\u{3a}error:: results"]);
		expect(run.code).toBe(1);
	});

	test("no permission, or no code scanning, is a warning", async () => {
		const faults = [{ call: `POST ${SARIFS}`, status: 403, body: { message: "Advanced Security must be enabled" } }];
		const run = await runAgainst({ faults }, inputs);
		expect(calls()).toEqual([`POST ${SARIFS}`]);
		expect(warnings(run)).toEqual([
			expect.stringMatching(/^SARIF not uploaded: .*Advanced Security must be enabled .*security-events: write/),
		]);
		expect(run.outputs["sarif-id"]).toBe("");
	});

	test("an incomplete scan is not uploaded: it would close the alerts of what was not read", async () => {
		put("manifests/broken.yaml", "apiVersion: v1\nkind: Pod\nmetadata: [");
		const run = await runAgainst({}, inputs);
		expect(run.code).toBe(2);
		expect(calls()).toEqual([]);
		expect(warnings(run)).toEqual([expect.stringContaining("the scan is incomplete")]);
		expect(run.log).toContain("manifests/broken.yaml");
	});
});

describe("only what is new", () => {
	const base = { paths: "manifests", "base-report": "base.json", comment: "on-findings" };

	test("with the base's report old findings neither fail nor are told again", async () => {
		await runner.run({ paths: "manifests", "json-file": "base.json" });
		const same = await runAgainst({}, base);
		expect(same.code).toBe(0);
		expect(same.outputs).toMatchObject({ new: "0", fixed: "0", counted: "0", failing: "0", high: "2" });
		expect(same.commands.some(({ name }) => ["error", "warning", "notice"].includes(name))).toBe(false);
		expect(same.log).toContain("The run passes: no new finding of severity high or above.");
		expect(calls()).toEqual([`GET ${COMMENTS}`]);

		put("manifests/new.yaml", deployment("new"));
		const rbac = readFileSync(join(workspace, "manifests/rbac.yaml"), "utf8");
		put("manifests/rbac.yaml", rbac.replaceAll("secrets", "configmaps"));
		const changed = await again({ ...base, fixes: "true" });
		expect(changed.code).toBe(1);
		const files = new Set(
			changed.commands
				.filter(({ properties }) => properties.file !== undefined)
				.map(({ properties }) => properties.file),
		);
		expect([...files]).toEqual(["manifests/new.yaml"]);
		expect(Number(changed.outputs.new)).toBe(Number(changed.outputs.counted));
		expect(changed.outputs.fixed).toBe("1");
		const { body } = github!.comments[0]!;
		expect(body).toMatch(/^<!-- assay report assay -->\n\n## Assay: \d+ new findings.*, 1 fixed/);
		expect(body).toContain(`](<https://github.com/acme/shop/blob/${"a".repeat(40)}/manifests/new.yaml#L12`);
		expect(body).toMatch(/Mechanical fixes \(\d+\)[\s\S]*```diff\n@@ manifests\/new\.yaml:\d+ @@\n-/);
		expect(changed.summary.indexOf("manifests/new.yaml")).toBeLessThan(changed.summary.indexOf("The whole report"));
		const sarif = JSON.parse(readFileSync(join(workspace, "assay.sarif"), "utf8"));
		const states = (uri: string) =>
			new Set(
				sarif.runs[0].results
					.filter(
						({ locations }: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }) =>
							locations[0]!.physicalLocation.artifactLocation.uri === uri,
					)
					.map(({ baselineState }: { baselineState: string }) => baselineState),
			);
		expect([...states("manifests/new.yaml")]).toEqual(["new"]);
		expect([...states("manifests/deployment.yaml")]).toEqual(["unchanged"]);
	});

	test("without a base report that can be read, every finding counts", async () => {
		put("base.json", '{"tool": {"name": "trivy"}}');
		for (const name of ["none.json", "base.json"]) {
			const run = await runner.run({ paths: "manifests", "base-report": name });
			expect(run.code).toBe(1);
			expect(warnings(run)).toEqual([expect.stringMatching(new RegExp(`^${name}: .*every finding counts as new$`))]);
			expect(run.outputs).toMatchObject({ new: "", counted: "19" });
			expect(run.summary).toContain("There is no base report to compare with");
		}
	});

	test("a base report that no rule was run for is none: nothing could ever be new beside it", async () => {
		await runner.run({ paths: "manifests" });
		const report = JSON.parse(readFileSync(join(workspace, "assay.json"), "utf8"));
		put("base.json", JSON.stringify({ ...report, rules: [] }));
		const run = await runner.run({ paths: "manifests", "base-report": "base.json" });
		expect(run.code).toBe(1);
		expect(warnings(run)).toEqual(["base.json: no rule was run in both scans; every finding counts as new"]);
		expect(run.outputs).toMatchObject({ new: "", counted: "19" });
	});

	test("only-changed: findings of other files do not count", async () => {
		put("manifests/new.yaml", deployment("new"));
		const files = [
			...Array.from({ length: 130 }, (_, at) => ({ filename: `docs/${at}.md` })),
			{ filename: "manifests/new.yaml" },
		];
		const run = await runAgainst({ files }, { paths: "manifests", "only-changed": "true", comment: "true" });
		expect(calls().slice(0, 2)).toEqual(Array(2).fill("GET /repos/acme/shop/pulls/7/files"));
		expect(run.code).toBe(1);
		expect(run.log).toMatch(
			/The run fails: \d+ findings? of severity high or above in what this pull request changes\./,
		);
		for (const { properties } of run.commands) {
			if (properties.file !== undefined) expect(properties.file).toBe("manifests/new.yaml");
		}
		expect(github!.comments[0]!.body).not.toContain("k8s-netpol-egress-anywhere");
		expect(run.summary).toContain("k8s-netpol-egress-anywhere");

		await github!.close();
		const calm = await runAgainst(
			{ files: [{ filename: "README.md" }] },
			{ paths: "manifests", "only-changed": "true" },
		);
		expect(calm.code).toBe(0);
		expect(calm.outputs).toMatchObject({ counted: "0", high: expect.stringMatching(/^[1-9]/) });
	});

	test("only-changed: everything counts where the files cannot be listed", async () => {
		const inputs = { paths: "manifests", "only-changed": "true" };
		const faults = [{ call: "GET /repos/acme/shop/pulls/7/files", status: 403, body: { message: "no" } }];
		const denied = await runAgainst({ faults }, inputs);
		expect(denied.code).toBe(1);
		expect(warnings(denied)).toEqual([
			expect.stringMatching(/^only-changed: .*pull-requests: read.*every finding counts$/),
		]);
		const huge = await again(inputs, { event: pullRequest({ changed: 3001 }) });
		expect(warnings(huge)).toEqual([expect.stringContaining("this one changes 3001")]);
		const pushed = await again(inputs, { event: { name: "push", payload: {} } });
		expect(pushed.code).toBe(1);
		expect(warnings(pushed)).toEqual([]);
	});
});

test("asks through the runner's proxy", async () => {
	github = await startGitHub({ repository: "acme/shop" });
	const asked: string[] = [];
	const proxy = createServer().on("connect", (request, client: Socket) => {
		asked.push(request.url ?? "");
		const server = connect(Number(new URL(github!.url).port), "127.0.0.1", () => {
			client.write("HTTP/1.1 200 Connection established\r\n\r\n");
			server.pipe(client).pipe(server);
		});
		for (const end of [client, server]) end.on("error", () => end.destroy());
	});
	await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
	const { port } = proxy.address() as AddressInfo;
	const run = await runner.run(
		{ paths: "manifests", comment: "true", token: TOKEN },
		{
			event: pullRequest(),
			env: { GITHUB_API_URL: "http://api.github.test/api/v3", http_proxy: `http://127.0.0.1:${port}` },
		},
	);
	proxy.close();
	expect(asked[0]).toBe("api.github.test:80");
	// As GitHub Enterprise Server has it.
	expect(calls()[0]).toBe(`GET /api/v3${COMMENTS}`);
	expect(run.code).toBe(1);
});

test("suggestions: review comments on the lines of the pull request that a fix changes, each once", async () => {
	put("deploy/web.yaml", deployment("web"));
	const lines = deployment("web").trimEnd().split("\n");
	const patch = `@@ -0,0 +1,${lines.length} @@\n${lines.map((line) => `+${line}`).join("\n")}`;
	const world = { files: [{ filename: "deploy/web.yaml", patch }] };
	const inputs = { paths: "deploy", suggestions: "true" };
	const run = await runAgainst(world, inputs);
	expect(warnings(run)).toEqual([]);
	expect(github!.reviews).toHaveLength(1);
	const [review] = github!.reviews as [{ commit_id: string; event: string; comments: Record<string, string>[] }];
	expect(review).toMatchObject({ commit_id: HEAD, event: "COMMENT" });
	for (const { path, side, body } of review.comments) {
		expect({ path, side }).toEqual({ path: "deploy/web.yaml", side: "RIGHT" });
		expect(body).toMatch(/^<!-- assay suggestion [0-9a-f]{32} -->/);
		expect(body).toMatch(/```suggestion\n[^`]+\n```$/);
	}
	expect(run.summary).toContain("Fixes that were tried and hold");
	expect(run.summary).toContain("-          securityContext: { privileged: true }");

	await github!.close();
	const reviewComments = review.comments.map(({ body }) => ({ body: body! }));
	await runAgainst({ ...world, reviewComments }, inputs);
	const second = github!.reviews as { comments: { body: string }[] }[];
	const before = new Set(reviewComments.map(({ body }) => body.split("\n")[0]));
	for (const { comments } of second) for (const { body } of comments) expect(before).not.toContain(body.split("\n")[0]);

	await github!.close();
	// The pull request shows another line than was scanned.
	await runAgainst({ files: [{ filename: "deploy/web.yaml", patch: patch.replaceAll("true", "false") }] }, inputs);
	expect(github!.reviews).toEqual([]);
});

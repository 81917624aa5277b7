import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse, parseDocument } from "yaml";
import { ROOT } from "../e2e/run.ts";

interface Step {
	uses?: string;
	run?: string;
	with?: Record<string, unknown>;
}

interface Workflow {
	name: string;
	on: Record<string, unknown>;
	permissions: Record<string, string>;
	jobs: Record<string, { permissions: Record<string, string>; steps: Step[] }>;
}

const text = readFileSync(`${ROOT}docs/github-action.md`, "utf8");
const blocks = [...text.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, block]) => block!);
const action = parse(readFileSync(`${ROOT}action.yml`, "utf8")) as {
	inputs: Record<string, { description: string; default?: string }>;
	outputs: Record<string, unknown>;
};

/** The least permissions that the steps of a job need. */
function needed(steps: Step[]): Record<string, string> {
	const permissions: Record<string, string> = {};
	for (const { uses = "", run = "", with: given = {} } of steps) {
		if (uses.startsWith("actions/checkout@")) permissions.contents = "read";
		if (uses.startsWith("aws-actions/configure-aws-credentials@")) permissions["id-token"] = "write";
		if (uses.startsWith("github/codeql-action/upload-sarif@")) permissions["security-events"] = "write";
		if (/\bgh run\b/.test(run)) permissions.actions = "read";
		if (!uses.includes("/assay@")) continue;
		const on = (name: string) => given[name] !== undefined && String(given[name]) !== "false";
		if (on("only-changed")) permissions["pull-requests"] ??= "read";
		if (on("comment") || on("suggestions")) permissions["pull-requests"] = "write";
		if (on("upload")) permissions["security-events"] = "write";
	}
	return permissions;
}

test("the document has its workflows", () => {
	expect(blocks).toHaveLength(7);
	for (const event of ["pull_request", "push", "schedule", "merge_group"]) {
		expect(blocks.some((block) => Object.hasOwn((parse(block) as Workflow).on, event))).toBe(true);
	}
});

describe.each(blocks.map((block) => [(parse(block) as Workflow).name, block]))("workflow %s", (_, block) => {
	test("is YAML without faults, without tabs and repeated keys", () => {
		const { errors, warnings } = parseDocument(block, { uniqueKeys: true, strict: true });
		expect([...errors, ...warnings]).toEqual([]);
	});

	test("asks for the least permissions, by job", () => {
		const { permissions, jobs } = parse(block) as Workflow;
		expect(permissions).toEqual({});
		for (const job of Object.values(jobs)) expect(job.permissions).toEqual(needed(job.steps));
	});

	test("uses inputs, outputs and options that there are", () => {
		const { jobs } = parse(block) as Workflow;
		for (const { steps } of Object.values(jobs)) {
			const scans = steps.filter(({ uses = "", run = "" }) => uses.includes("/assay@") || run.includes("assay-scan@"));
			expect(scans).toHaveLength(1);
			for (const name of Object.keys(scans[0]!.with ?? {})) expect(Object.keys(action.inputs)).toContain(name);
			for (const [, flag] of (scans[0]!.run ?? "").matchAll(/--([a-z-]+)/g)) {
				if (flag !== "yes") expect(readFileSync(`${ROOT}src/cli/main.ts`, "utf8")).toContain(`"--${flag} `);
			}
			for (const step of steps.filter(({ uses = "" }) => uses.startsWith("actions/checkout@"))) {
				expect(step.with).toMatchObject({ "persist-credentials": false });
			}
		}
		for (const [, output] of block.matchAll(/steps\.assay\.outputs\.([a-z-]+)/g)) {
			expect(Object.keys(action.outputs)).toContain(output);
		}
	});

	test("no expression stands inside a script, where its text would be executed", () => {
		const { jobs } = parse(block) as Workflow;
		for (const { steps } of Object.values(jobs)) for (const { run = "" } of steps) expect(run).not.toContain("${{");
	});
});

test("never on pull_request_target", () => {
	for (const block of blocks) expect(Object.keys((parse(block) as Workflow).on)).not.toContain("pull_request_target");
});

test("every input and output is explained, and outputs are named in the document", () => {
	for (const { description } of Object.values(action.inputs)) expect(description.length).toBeGreaterThan(10);
	for (const name of Object.keys(action.outputs)) expect(text).toContain(`\`${name}\``);
});

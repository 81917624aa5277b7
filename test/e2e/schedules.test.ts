import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { assay, ROOT } from "./run.ts";

const deploy = `${ROOT}deploy/`;
const read = (path: string) => readFileSync(`${deploy}${path}`, "utf8");

/** A unit file of systemd: sections of keys, each with all its values. */
function parseUnit(text: string): Record<string, Record<string, string[]>> {
	const unit: Record<string, Record<string, string[]>> = {};
	let section: Record<string, string[]> | null = null;
	for (const line of text.split("\n")) {
		if (line.trim() === "" || /^[#;]/.test(line)) continue;
		const heading = /^\[([A-Z]\w*)\]$/.exec(line)?.[1];
		if (heading !== undefined) {
			section = unit[heading] ?? {};
			unit[heading] = section;
			continue;
		}
		const [, key, value] = /^([A-Za-z]\w*)=(.*)$/.exec(line) ?? [];
		if (section === null || key === undefined || value === undefined) throw new Error(`no line of a unit: ${line}`);
		section[key] = [...(section[key] ?? []), value];
	}
	return unit;
}

/** The words of a command line up to and with `scan` are the program; the rest are its arguments. */
function scanArguments(words: string[]): string[] {
	const start = words.indexOf("scan");
	expect(start, `no scan in ${words.join(" ")}`).toBeGreaterThanOrEqual(0);
	return words.slice(start);
}

/** A POSIX command line without anything but words and quotes. */
function words(line: string): string[] {
	return (line.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? []).map((word) => word.replace(/["']/g, ""));
}

interface Workflow {
	on: { schedule: { cron: string }[] };
	permissions: Record<string, string>;
	jobs: Record<string, { steps: { run?: string; uses?: string; with?: Record<string, unknown> }[] }>;
}
interface CronJob {
	kind: string;
	spec: {
		schedule: string;
		jobTemplate: { spec: { template: { spec: { containers: { command?: string[]; args?: string[] }[] } } } };
	};
}

const workflow = parse(read("github-actions/assay-live.yml")) as Workflow;
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
const service = parseUnit(read("systemd/assay.service"));
const timer = parseUnit(read("systemd/assay.timer"));
const CRON = /^(\S+\s+){4}\S+$/;

const commands: [string, string[]][] = [
	...steps.flatMap(({ run }): [string, string[]][] =>
		run !== undefined && /\bscan\b/.test(run) ? [["the workflow of GitHub Actions", scanArguments(words(run))]] : [],
	),
	["the unit of systemd", scanArguments(words(service.Service!.ExecStart![0]!))],
];
const cronjob = `${deploy}kubernetes/cronjob.yaml`;
const jobs = existsSync(cronjob)
	? readFileSync(cronjob, "utf8")
			.split(/^---$/m)
			.map((text) => parse(text) as CronJob | null)
			.filter((job) => job?.kind === "CronJob")
	: [];
for (const job of jobs) {
	for (const { command = [], args = [] } of job!.spec.jobTemplate.spec.template.spec.containers) {
		commands.push(["the CronJob of Kubernetes", scanArguments([...command, ...args])]);
	}
}

describe("each schedule calls the program with options it has", () => {
	const empty = mkdtempSync(join(tmpdir(), "assay-schedules-"));
	afterAll(() => rmSync(empty, { recursive: true, force: true }));

	test("there are commands to check", () => {
		expect(commands.length).toBeGreaterThanOrEqual(2);
	});

	test.each(commands)("%s: %j", async (_, args) => {
		// Help ends a command before it runs, but not before options it does not know are refused.
		const { code, stdout, stderr } = await assay([...args, "--help"], { cwd: empty });
		const known = new Set(stdout.match(/--[a-z][a-z-]+/g));
		expect([code, stderr]).toEqual([0, ""]);
		for (const option of args.filter((word) => word.startsWith("--"))) {
			expect(known, `assay scan has no ${option}`).toContain(option.split("=")[0]);
		}
		// And every option that takes a value has one: the last word is what commander would complain about.
		const broken = await assay([...args, "--live", "nothing-of-that-name", "--config", "none.yaml"], { cwd: empty });
		expect(broken.stderr).toMatch(/none\.yaml: the configuration cannot be read/);
	});

	test("a flag that does not exist would be noticed", async () => {
		const { code, stderr } = await assay(["scan", "--live", "aws", "--histroy", "x", "--config", "none.yaml"], {
			cwd: empty,
		});
		expect(code).toBe(2);
		expect(stderr).toMatch(/unknown option '--histroy'/);
	});
});

describe("GitHub Actions", () => {
	test("runs by the clock, with OIDC and no more rights than it needs", () => {
		expect(workflow.on.schedule.map(({ cron }) => CRON.test(cron))).toEqual([true]);
		expect(workflow.permissions).toEqual({ contents: "read", "id-token": "write", "security-events": "write" });
	});

	test("takes a role, uploads SARIF and the reports", () => {
		const uses = steps.map((step) => step.uses?.split("@")[0]);
		expect(uses).toEqual(
			expect.arrayContaining([
				"aws-actions/configure-aws-credentials",
				"github/codeql-action/upload-sarif",
				"actions/upload-artifact",
			]),
		);
		const role = steps.find((step) => step.uses?.startsWith("aws-actions/"))?.with;
		expect(role).toHaveProperty("role-to-assume");
		expect(JSON.stringify(role)).not.toMatch(/access-key/);
		const sarif = steps.find((step) => step.uses?.includes("upload-sarif"))?.with?.sarif_file;
		expect(commands[0]![1]).toContain(`sarif=${sarif}`);
	});
});

describe("systemd", () => {
	test("a timer starts a unit that runs once, without privileges", () => {
		expect(timer.Timer).toMatchObject({ Unit: ["assay.service"], Persistent: ["true"] });
		expect(timer.Timer!.OnCalendar).toHaveLength(1);
		expect(service.Service).toMatchObject({
			Type: ["oneshot"],
			DynamicUser: ["yes"],
			NoNewPrivileges: ["yes"],
			ProtectSystem: ["strict"],
			CapabilityBoundingSet: [""],
			SuccessExitStatus: ["1"],
		});
	});

	test("it writes where it may", () => {
		const args = commands.find(([name]) => name.includes("systemd"))![1];
		expect(args[args.indexOf("--history") + 1]).toBe(`/var/lib/${service.Service!.StateDirectory![0]}`);
	});
});

test.skipIf(jobs.length === 0)("the CronJob has a schedule", () => {
	for (const job of jobs) expect(job!.spec.schedule).toMatch(CRON);
});

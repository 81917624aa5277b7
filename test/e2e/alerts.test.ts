import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Answer, httpReceiver, smtpReceiver } from "../unit/alert/receivers.ts";
import { assay, ROOT } from "./run.ts";

const work = mkdtempSync(join(tmpdir(), "assay-e2e-alerts-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));
const SECRET = "s3cret-of-the-signature";
const PRIVILEGED = `apiVersion: v1
kind: Pod
metadata: {name: extra, namespace: shop}
spec:
  containers:
    - {name: c, image: example.com/c:v1, securityContext: {privileged: true}}
`;

describe("alerts", () => {
	let web: Awaited<ReturnType<typeof httpReceiver>>;
	let mail: Awaited<ReturnType<typeof smtpReceiver>>;
	let env: Record<string, string>;
	/** While set, Slack is down for good. */
	let down = false;
	beforeAll(async () => {
		const answer = ({ path }: { path: string }): Answer => ({ status: down && path.startsWith("/slack") ? 403 : 200 });
		web = await httpReceiver(answer);
		mail = await smtpReceiver();
		env = { SLACK_WEBHOOK: `${web.url}/slack/t0ken`, HOOK_SECRET: SECRET, SMTP: mail.url };
		cpSync(`${ROOT}fixtures/systems/ai-gateway`, join(work, "system"), { recursive: true });
		const ref = (name: string) => `\${${name}}`;
		writeFileSync(
			join(work, "assay.yaml"),
			`history: runs
alerts:
  report-url: https://ci.example/reports/latest
  channels:
    - {id: team, type: slack, url: "${ref("SLACK_WEBHOOK")}", severity: high}
    - {id: hook, type: webhook, url: "${web.url}/hook", secret: "${ref("HOOK_SECRET")}", severity: medium}
    - {id: mail, type: email, url: "${ref("SMTP")}", from: assay@x.example, to: [ops@x.example]}
`,
		);
		return async () => {
			await web.close();
			await mail.close();
		};
	});
	const scan = (...args: string[]) => assay(["scan", "system", ...args], { cwd: work, env });
	const paths = () => web.received.map(({ path }) => path);

	test("nobody is told with --no-alert, and nothing is asked of the environment", async () => {
		const { code, stderr } = await assay(["scan", "system", "--no-alert", "--history", "elsewhere"], { cwd: work });
		expect(code).toBe(1);
		expect(stderr).not.toContain("Alerts");
		expect(paths()).toEqual([]);
	});

	test("a secret that is missing costs no scan", async () => {
		const { code, stdout, stderr } = await assay(["scan", "system"], { cwd: work });
		expect([code, stdout]).toEqual([2, ""]);
		expect(stderr).toMatch(/channel "team": url: the environment variable SLACK_WEBHOOK is not set/);
	});

	test("arrive once at every channel", async () => {
		const first = await scan();
		expect(first.code).toBe(1);
		expect(first.stderr).toMatch(/^Alerts: 1 message to team\nAlerts: 1 message to hook\nAlerts: 1 message to mail$/m);
		expect(paths()).toEqual(["/slack/t0ken", "/hook"]);
		expect(mail.mails).toHaveLength(1);
		expect(web.received[0]!.body).toContain("https://ci.example/reports/latest");

		const second = await scan();
		expect(second.stderr).not.toContain("Alerts");
		expect(web.received).toHaveLength(2);
		expect(mail.mails).toHaveLength(1);
	});

	test("that fail are exit code 2 after the report, and arrive with the next run, once", async () => {
		writeFileSync(join(work, "system/pod.yaml"), PRIVILEGED);
		down = true;
		const failed = await scan();
		expect(failed.code).toBe(2);
		expect(failed.stdout).toContain("Scores");
		expect(failed.stderr).toMatch(/^error: channel "team": 127\.0\.0\.1:\d+: answered 403: ok \[alert-failed\]$/m);
		expect(failed.stderr).not.toMatch(/t0ken|s3cret/);
		// Slack was asked in vain; the others have heard.
		expect(paths().slice(2)).toEqual(["/slack/t0ken", "/hook"]);
		expect(mail.mails).toHaveLength(2);

		down = false;
		const next = await scan();
		expect(next.code).toBe(1);
		expect(paths().slice(4)).toEqual(["/slack/t0ken"]);
		expect(web.received[4]!.body).toBe(web.received[2]!.body);
		expect(web.received[4]!.body).toContain("extra");
		await scan();
		expect(web.received).toHaveLength(5);
		expect(mail.mails).toHaveLength(2);
	});

	test("need a history", async () => {
		writeFileSync(join(work, "bare.yaml"), "alerts: {channels: [{id: a, type: slack, url: https://x.example}]}\n");
		const { code, stderr } = await scan("--config", "bare.yaml");
		expect(code).toBe(2);
		expect(stderr).toMatch(/alerts need a history/);
	});

	test("go to no address that is not encrypted", async () => {
		writeFileSync(
			join(work, "plain.yaml"),
			"history: runs\nalerts: {channels: [{id: a, type: slack, url: http://x.example/t}]}\n",
		);
		const { code, stderr } = await scan("--config", "plain.yaml");
		expect(code).toBe(2);
		expect(stderr).toMatch(/only https/);
	});
});

import { describe, expect, test } from "vitest";
import { type AlertSettings, type ChannelSettings, prepareAlerts } from "../../../src/alert/config.ts";
import { parseConfig } from "../../../src/cli/config-file.ts";

const prepare = (channel: Partial<ChannelSettings> & object, env = {}, rest: Partial<AlertSettings> = {}) =>
	prepareAlerts(
		{ ...rest, channels: [{ id: "c", type: "slack", ...channel } as ChannelSettings] },
		env,
		(name) => name,
	);
const SECRET = "a-secret-of-some-length";
/** How a configuration refers to the environment. */
const ref = (name: string) => `\${${name}}`;

describe("addresses", () => {
	test.each([
		"https://hooks.example/x",
		"http://localhost:8080/",
		"http://127.0.0.1/",
		"http://127.9.9.9/",
		"http://[::1]:80/",
	])("%s is used", (url) => {
		expect(prepare({ url }).channels).toHaveLength(1);
	});

	test.each([
		"http://hooks.example/x",
		"http://169.254.169.254/latest/meta-data/",
		"http://127.0.0.1.evil.example/",
		"http://localhost.evil.example/",
		"http://0.0.0.0/",
		"http://[::ffff:10.0.0.1]/",
		"http://10.0.0.1/",
		"file:///etc/passwd",
		"ftp://127.0.0.1/",
		"https://user:hunter2@hooks.example/",
		"no address",
	])("%s is refused without being repeated", (url) => {
		expect(() => prepare({ url })).toThrow(/^alerts: channel "c": url: /);
		expect(() => prepare({ url })).not.toThrow(/hunter2|meta-data|passwd/);
	});

	test.each(["http://x.example/", "smtp:", "ldap://x"])("mail does not go to %s", (url) => {
		expect(() => prepare({ type: "email", url, from: "a@x", to: ["b@x"] })).toThrow(/smtp/);
	});

	test("a report's address is held to the same", () => {
		expect(() => prepare({ url: "https://x.example" }, {}, { "report-url": "javascript:alert(1)" })).toThrow(
			/report-url/,
		);
	});
});

describe("the environment", () => {
	test("fills texts in, and what it holds is secret", () => {
		const settings = { type: "webhook", url: `https://${ref("HOST")}/${ref("TOKEN")}`, secret: ref("SECRET") } as const;
		const env = { HOST: "hooks.example", TOKEN: "t0ken", SECRET };
		expect(prepare(settings, env).secrets).toEqual([SECRET, "hooks.example", "t0ken"]);
	});

	test.each([{}, { SLACK_WEBHOOK: "" }])("a variable that is not set is an error: %o", (env) => {
		expect(() => prepare({ url: ref("SLACK_WEBHOOK") }, env)).toThrow(/SLACK_WEBHOOK is not set/);
	});

	test("a value is not filled in again", () => {
		const env = { A: `https://x.example/${ref("B")}`, B: "inner" };
		expect(prepare({ url: ref("A") }, env).secrets).toEqual([`https://x.example/${ref("B")}`]);
	});
});

describe("channels", () => {
	test("default to new findings from high on and incomplete scans", () => {
		const { triggers } = prepare({ url: "https://x.example" }).channels[0]!;
		expect(triggers).toEqual({ severity: "high", bars: [], incomplete: true, fixed: false });
	});

	test("Security Hub hears of findings alone, also when they are gone", () => {
		const { triggers } = prepare({ type: "security-hub", region: "eu-west-1" }).channels[0]!;
		expect(triggers).toEqual({ severity: "high", bars: [], incomplete: false, fixed: true });
	});

	test.each<[string, object, RegExp]>([
		["a short secret", { type: "webhook", url: "https://x.example", secret: "short" }, /16 characters/],
		["a topic that is none", { type: "sns", "topic-arn": "arn:aws:s3:::x" }, /ARN of a topic/],
		["a region that is none", { type: "security-hub", region: "http://x" }, /AWS region/],
		["an account that is none", { type: "security-hub", region: "eu-west-1", account: "1" }, /12 digits/],
	])("%s is refused", (_, channel, message) => {
		expect(() => prepare(channel)).toThrow(message);
	});

	test("two of one id are refused", () => {
		const channel = { id: "c", type: "slack", url: "https://x.example" } as const;
		expect(() => prepareAlerts({ channels: [channel, channel] }, {}, (name) => name)).toThrow(/two channels/);
	});
});

describe("the configuration file", () => {
	const parse = (text: string) => parseConfig("assay.yaml", "/srv/app", text);

	test("takes alerts and a history", () => {
		const text = `history: runs
alerts:
  report-url: https://ci.example/1
  channels:
    - {id: team, type: slack, url: "\${SLACK_WEBHOOK}", severity: medium, bars: {soc2: 80}, incomplete: false}
    - {id: hook, type: webhook, url: https://x.example, secret: "\${S}"}
    - {id: topic, type: sns, topic-arn: "arn:aws:sns:eu-west-1:123456789012:t"}
    - {id: hub, type: security-hub, region: eu-west-1, account: "123456789012"}
    - {id: mail, type: email, url: "\${SMTP}", from: a@x.example, to: [b@x.example]}
`;
		expect(parse(text)).toMatchObject({
			history: "/srv/app/runs",
			alerts: { channels: [{ id: "team", bars: { soc2: 80 } }, {}, {}, {}, {}] },
		});
	});

	test("leaves a database's URL as it is", () => {
		expect(parse("history: postgres://db.example/x")).toMatchObject({ history: "postgres://db.example/x" });
	});

	test.each([
		["a channel without an address", "- {id: a, type: slack}", /url/],
		["a channel without an id", "- {type: slack, url: https://x.example}", /id/],
		["an unknown kind", "- {id: a, type: pager, url: https://x.example}", /type/],
		["a field of another kind", "- {id: a, type: slack, url: https://x.example, secret: x}", /secret/],
		["a bar for Security Hub", "- {id: a, type: security-hub, region: eu-west-1, bars: {soc2: 1}}", /bars/],
		["an address of two lines", '- {id: a, type: email, url: smtp://x, from: "a\\nb", to: [c]}', /from/],
	])("refuses %s", (_, channel, message) => {
		expect(() => parse(`alerts:\n  channels:\n    ${channel}\n`)).toThrow(message);
	});
});

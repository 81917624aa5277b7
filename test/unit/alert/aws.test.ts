import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import schema from "../../../src/alert/asff.schema.json" with { type: "json" };
import type { DeliveryError } from "../../../src/alert/delivery.ts";
import { sendSecurityHub, toAsff } from "../../../src/alert/security-hub.ts";
import { sendSns } from "../../../src/alert/sns.ts";
import { fakeWorld, HOSTILE, message, stored } from "./messages.ts";
import { type Answer, httpReceiver, type Received } from "./receivers.ts";

let close = async () => {};
beforeEach(() => {
	vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
	vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret-key-of-the-test");
});
afterEach(async () => {
	vi.unstubAllEnvs();
	await close();
});
const service = async (...answers: (Answer | ((request: Received) => Answer))[]) => {
	const started = await httpReceiver(...answers);
	for (const name of ["SNS", "SECURITYHUB", "STS"]) vi.stubEnv(`AWS_ENDPOINT_URL_${name}`, started.url);
	close = started.close;
	return started;
};
const PUBLISHED = `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>`;
const xml = (body: string, status = 200): Answer => ({ status, headers: { "content-type": "text/xml" }, body });
const json = (body: object, status = 200, headers = {}): Answer => ({
	status,
	headers: { "content-type": "application/json", ...headers },
	body: JSON.stringify(body),
});

describe("SNS", () => {
	test("a topic gets the text", async () => {
		const { received } = await service(xml(PUBLISHED));
		await sendSns("arn:aws:sns:eu-west-1:123456789012:alerts", message([stored("a")]), fakeWorld());
		const form = new URLSearchParams(received[0]!.body);
		expect(form.get("Action")).toBe("Publish");
		expect(form.get("Subject")).toBe("Assay: 1 new finding (1 high)");
		expect(form.get("Message")).toContain("apps/Deployment/shop/a");
		expect(form.get("MessageDeduplicationId")).toBeNull();
		expect(received[0]!.headers.authorization).toContain("/eu-west-1/sns/");
	});

	test("a FIFO topic can drop repeats; the subject stays short ASCII", async () => {
		const { received } = await service(xml(PUBLISHED));
		const scores = Array.from({ length: 9 }, () => ({
			framework: "x",
			title: "Straße & Co",
			before: 90,
			lower: 70,
			percent: 80,
		}));
		await sendSns("arn:aws:sns:eu-west-1:123456789012:alerts.fifo", message([], { scores }), fakeWorld());
		const form = new URLSearchParams(received[0]!.body);
		expect(form.get("MessageDeduplicationId")).toBe("e".repeat(64));
		expect(form.get("MessageGroupId")).toMatch(/^[\da-f]{64}$/);
		expect(form.get("Subject")).toMatch(/^[\x20-\x7e]{1,99}$/);
	});

	test("a refusal names the call and the error", async () => {
		const error = `<ErrorResponse><Error><Type>Sender</Type><Code>AuthorizationError</Code><Message>account secret text</Message></Error></ErrorResponse>`;
		await service(xml(error, 403));
		const failing = sendSns("arn:aws:sns:eu-west-1:123456789012:alerts", message([stored("a")]), fakeWorld());
		await expect(failing).rejects.toThrow(/^sns:Publish failed \(AuthorizationError.*403\)$/);
	});
});

describe("Security Hub", () => {
	const product = { account: "123456789012", region: "eu-west-1", partition: "aws" as const };
	const valid = new Ajv2020().compile(schema);
	const imported = json({ FailedCount: 0, SuccessCount: 1, FailedFindings: [] });

	test("findings fit the format, whatever they say", () => {
		const long = `${HOSTILE}${"😀".repeat(3_000)}`;
		const detail = {
			message: long,
			type: long,
			name: long,
			origin: "aws",
			scope: "123456789012/eu-west-1",
			place: long,
			fix: long,
		};
		const finding = stored("a", { resource: long, title: long, detail: { ...detail, controls: Array(99).fill(long) } });
		for (const fixed of [false, true]) {
			const asff = toAsff(
				finding,
				fixed,
				{ stream: long, at: finding.lastSeen, reportUrl: "https://r.example/" },
				product,
			);
			expect(valid(asff), JSON.stringify(valid.errors)).toBe(true);
			expect(asff.RecordState).toBe(fixed ? "ARCHIVED" : "ACTIVE");
		}
	});

	test("a live resource is named as Security Hub names it", () => {
		const key = "arn:aws:s3:::data";
		const detail = { ...stored("a").detail, type: "aws_s3_bucket", origin: "aws", scope: "123456789012/eu-central-1" };
		const asff = toAsff(stored("a", { resource: key, detail }), false, message([]), product);
		expect(asff.Resources).toEqual([{ Type: "AwsS3Bucket", Id: key, Partition: "aws", Region: "eu-central-1" }]);
	});

	test("a finding without a name or advice still fits", () => {
		const detail = { ...stored("a").detail, name: "", fix: "", message: "", controls: [] };
		expect(valid(toAsff(stored("a", { detail }), false, message([]), product)), JSON.stringify(valid.errors)).toBe(
			true,
		);
	});

	test("gets batches of a hundred, in the account of the credentials", async () => {
		const identity = xml(
			`<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>210987654321</Account><Arn>arn:aws:iam::210987654321:user/x</Arn><UserId>x</UserId></GetCallerIdentityResult></GetCallerIdentityResponse>`,
		);
		const { received } = await service(identity, imported);
		const findings = Array.from({ length: 205 }, (_, index) => stored(`f${index}x`));
		await sendSecurityHub({ region: "eu-west-1" }, message(findings), fakeWorld());
		const [, ...calls] = received;
		expect(calls.map(({ path }) => path)).toEqual(Array(3).fill("/findings/import"));
		const sent = calls.map(
			({ body }) => (JSON.parse(body) as { Findings: { Id: string; AwsAccountId: string }[] }).Findings,
		);
		expect(sent.map((batch) => batch.length)).toEqual([100, 100, 5]);
		expect(new Set(sent.flat().map(({ Id }) => Id)).size).toBe(205);
		expect(sent[0]![0]).toMatchObject({ AwsAccountId: "210987654321" });
		for (const finding of sent.flat()) expect(valid(finding), JSON.stringify(valid.errors)).toBe(true);
	});

	test("what it refuses is told apart from what it took", async () => {
		await service(({ body }) => {
			const { Findings } = JSON.parse(body) as { Findings: { Id: string }[] };
			const failed = Findings.filter(({ Id }) => Id.includes("bad"));
			return json({
				FailedCount: failed.length,
				SuccessCount: Findings.length - failed.length,
				FailedFindings: failed.map(({ Id }) => ({ Id, ErrorCode: "InvalidInput", ErrorMessage: "no" })),
			});
		});
		const sending = sendSecurityHub(
			{ region: "eu-west-1", account: "123456789012" },
			message([stored("good"), stored("bad")]),
			fakeWorld(),
		);
		const error: DeliveryError = await sending.then(
			() => Promise.reject(new Error("it was taken")),
			(reason) => reason,
		);
		expect(error.message).toMatch(/refused 1 findings \(1 × InvalidInput\)/);
		expect(error.delivered).toEqual([`finding/${"good".padEnd(32, "0")}/1`]);
	});

	test("a denied call fails without what was said", async () => {
		const { received } = await service(
			json({ Message: "not for you" }, 403, { "x-amzn-errortype": "AccessDeniedException" }),
		);
		const failing = sendSecurityHub(
			{ region: "eu-west-1", account: "123456789012" },
			message([stored("a")]),
			fakeWorld(),
		);
		await expect(failing).rejects.toThrow("securityhub:BatchImportFindings failed (AccessDeniedException, status 403)");
		expect(received).toHaveLength(1);
	});
});

import { createHmac } from "node:crypto";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterEach, describe, expect, test } from "vitest";
import { sendSlack, slackPayload } from "../../../src/alert/slack.ts";
import { cloudEvent, sendWebhook } from "../../../src/alert/webhook.ts";
import { fakeWorld, HOSTILE, message, stored } from "./messages.ts";
import { type Answer, httpReceiver } from "./receivers.ts";

let close = async () => {};
afterEach(async () => await close());
const receiver = async (...answers: Answer[]) => {
	const started = await httpReceiver(...answers);
	close = started.close;
	return started;
};
const SECRET = "a-secret-of-some-length";

describe("a webhook", () => {
	test("gets a CloudEvent with a signature that anybody with the secret can check", async () => {
		const { received, url } = await receiver();
		const world = fakeWorld();
		await sendWebhook(new URL(`${url}/hook?x=1`), SECRET, message([stored("a")]), world);
		expect(received).toHaveLength(1);
		const { method, path, headers, body } = received[0]!;
		expect([method, path]).toEqual(["POST", "/hook?x=1"]);
		expect(headers["content-type"]).toBe("application/cloudevents+json; charset=utf-8");
		const [, seconds, signature] = /^t=(\d+),v1=([\da-f]{64})$/.exec(String(headers["assay-signature"]))!;
		expect(Number(seconds)).toBe(world.now() / 1000);
		expect(signature).toBe(createHmac("sha256", SECRET).update(`${seconds}.${body}`).digest("hex"));
		expect(body).not.toContain(SECRET);
	});

	test("that repeats its address does not get it into the message", async () => {
		const { url } = await receiver({ status: 404, body: "Cannot POST /hook/T0P-SECRET" });
		const sending = sendWebhook(new URL(`${url}/hook/T0P-SECRET`), SECRET, message([stored("a")]), fakeWorld());
		await expect(sending).rejects.toThrow(/answered 404$/);
	});

	test("CloudEvents' own attributes are as version 1.0 asks for", () => {
		const ajv = new Ajv2020();
		addFormats.default(ajv);
		const valid = ajv.compile({
			type: "object",
			required: ["specversion", "id", "source", "type"],
			propertyNames: { pattern: "^[a-z0-9]+$" },
			properties: {
				specversion: { const: "1.0" },
				id: { type: "string", minLength: 1 },
				source: { type: "string", minLength: 1, format: "uri-reference" },
				type: { type: "string", minLength: 1 },
				time: { type: "string", format: "date-time" },
				subject: { type: "string", minLength: 1 },
				datacontenttype: { const: "application/json" },
				data: { type: "object" },
			},
			additionalProperties: false,
		});
		const event = cloudEvent(message([stored("a")], { stream: HOSTILE }));
		expect(valid(event), JSON.stringify(valid.errors)).toBe(true);
	});

	test("counts all and tells the ten worst", () => {
		const findings = Array.from({ length: 25 }, (_, index) => stored(`f${index}x`));
		const { data } = cloudEvent(message(findings)) as { data: { newFindings: { total: number }; worst: object[] } };
		expect(data.newFindings.total).toBe(25);
		expect(data.worst).toHaveLength(10);
	});
});

describe("delivery", () => {
	const send = async (url: string, world = fakeWorld()) =>
		await sendWebhook(new URL(url), SECRET, message([stored("a")]), world);

	test("tries again after a fault of the server, with the same id and a new signature", async () => {
		const { received, url } = await receiver({ status: 500 }, { status: 503 }, { status: 200 });
		const world = fakeWorld();
		await send(url, world);
		expect(world.slept).toEqual([1000, 4000]);
		expect(new Set(received.map(({ body }) => body)).size).toBe(1);
		expect(new Set(received.map(({ headers }) => headers["assay-signature"])).size).toBe(3);
	});

	test.each([
		["7", 7000],
		["Mon, 02 Nov 2026 03:00:30 GMT", 30_000],
	])("waits as long as the receiver asks for: %s", async (header, wait) => {
		const { url } = await receiver({ status: 429, headers: { "retry-after": header } }, { status: 204 });
		const world = fakeWorld();
		await send(url, world);
		expect(world.slept).toEqual([wait]);
	});

	test("does not wait for an hour", async () => {
		const { received, url } = await receiver({ status: 429, headers: { "retry-after": "3600" } });
		await expect(send(url)).rejects.toThrow(/429.*asks to wait 3600 s/);
		expect(received).toHaveLength(1);
	});

	test("gives up after four attempts", async () => {
		const { received, url } = await receiver({ status: 500 });
		await expect(send(url)).rejects.toThrow(/answered 500.*after 4 attempts/);
		expect(received).toHaveLength(4);
	});

	test("tries again when there is no answer in time", async () => {
		const { received, url } = await receiver("hang", { status: 200 });
		await send(url, fakeWorld(200));
		expect(received).toHaveLength(2);
	});

	test("tries again when nobody listens, then says so without the path", async () => {
		const { url, close: stop } = await receiver();
		await stop();
		close = async () => {};
		const failing = send(`${url}/secret-path`);
		await expect(failing).rejects.toThrow(/ECONNREFUSED.*after 4 attempts/);
		await expect(failing).rejects.not.toThrow(/secret-path/);
	});

	test.each([400, 401, 403, 404, 410])("does not repeat what was refused with %i", async (status) => {
		const { received, url } = await receiver({ status, body: `no\n${"x".repeat(10_000)}` });
		const failing = send(`${url}/secret-path`);
		await expect(failing).rejects.toThrow(new RegExp(`answered ${status}: no x{50,90}$`));
		await expect(failing).rejects.not.toThrow(/secret-path/);
		expect(received).toHaveLength(1);
	});

	test("does not follow redirects", async () => {
		const target = await httpReceiver();
		const { url } = await receiver({ status: 307, headers: { location: target.url } });
		await expect(send(url)).rejects.toThrow(/307; redirects are not followed/);
		expect(target.received).toEqual([]);
		await target.close();
	});
});

describe("Slack", () => {
	test("gets blocks", async () => {
		const { received, url } = await receiver();
		await sendSlack(new URL(url), message([stored("a", { severity: "critical" }), stored("b")]), fakeWorld());
		const { text, blocks } = JSON.parse(received[0]!.body) as ReturnType<typeof slackPayload>;
		expect(text).toBe("Assay: 2 new findings (1 critical, 1 high)");
		expect(JSON.stringify(blocks)).toContain("`apps/Deployment/shop/a`");
		expect(JSON.stringify(blocks)).toContain("Fix: Remove privileged.");
		expect(JSON.stringify(blocks)).toContain("soc2 CC6.1");
	});

	test("stays within its limits, whatever the findings say", () => {
		const long = `<&>*${"ä&".repeat(5_000)}`;
		const findings = Array.from({ length: 60 }, (_, index) => {
			const finding = stored(`f${index}x`, { resource: long, title: long });
			return {
				...finding,
				detail: { ...finding.detail, message: long, fix: long, place: long, controls: Array(50).fill(long) },
			};
		});
		const { blocks } = slackPayload(
			message(findings, {
				stream: long,
				incomplete: { errors: 9, reasons: Array(5).fill(long) },
				reportUrl: "https://r.example/",
			}),
		);
		expect(blocks.length).toBeLessThanOrEqual(50);
		for (const block of blocks as { type: string; text: { text: string } }[]) {
			expect(block.text.text.length).toBeGreaterThan(0);
			expect(block.text.text.length).toBeLessThanOrEqual(block.type === "header" ? 150 : 3000);
		}
		expect(JSON.stringify(blocks)).toContain("and 50 more findings");
	});

	test("names from outside are no markup", () => {
		const finding = stored("a", { resource: HOSTILE, title: HOSTILE });
		const { blocks } = slackPayload(
			message([{ ...finding, detail: { ...finding.detail, message: HOSTILE, place: HOSTILE } }], {
				stream: HOSTILE,
				incomplete: { errors: 1, reasons: [HOSTILE] },
			}),
		);
		for (const block of blocks as { text: { text: string } }[]) {
			expect(block.text.text).not.toMatch(/<[!@#h]/);
			expect(block.text.text).not.toContain("\u202e");
			// In a code span nothing is markup.
			expect(block.text.text.replace(/`[^`]*`/g, "")).not.toMatch(/(?<!\u200b)\*x/);
		}
		expect(JSON.stringify(blocks)).toContain("&lt;!channel&gt;");
	});
});

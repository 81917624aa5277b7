import { afterEach, describe, expect, test } from "vitest";
import { sendEmail } from "../../../src/alert/email.ts";
import { html } from "../../../src/alert/message.ts";
import { fakeWorld, HOSTILE, message, stored } from "./messages.ts";
import { smtpReceiver } from "./receivers.ts";

let close = async () => {};
afterEach(async () => await close());
const receiver = async (...refuse: string[]) => {
	const started = await smtpReceiver(...refuse);
	close = started.close;
	return started;
};
const box = (server: string) => ({
	server: new URL(server),
	from: "assay@x.example",
	to: ["a@x.example", "b@x.example"],
});

describe("mail", () => {
	test("arrives as text and HTML, under a stable id", async () => {
		const { mails, url } = await receiver();
		await sendEmail(box(url), message([stored("a")], { reportUrl: "https://r.example/?a=1&b=2" }), fakeWorld());
		expect(mails).toHaveLength(1);
		const { from, to, text } = mails[0]!;
		expect([from, to]).toEqual(["assay@x.example", ["a@x.example", "b@x.example"]]);
		expect(text).toMatch(/^Subject: Assay: 1 new finding \(1 high\)$/m);
		expect(text).toMatch(/^Message-ID:\s+<e{64}@assay\.invalid>$/m);
		expect(text).toMatch(/^Content-Type: text\/plain/m);
		expect(text).toMatch(/^Content-Type: text\/html/m);
		expect(text).toContain("apps/Deployment/shop/a");
		expect(text).toContain("Fix: Remove privileged.");
	});

	test("is tried again when the server is busy, not when it refuses", async () => {
		const busy = await receiver("451 later");
		const world = fakeWorld();
		await sendEmail(box(busy.url), message([stored("a")]), world);
		expect(world.slept).toEqual([1000]);
		expect(busy.mails).toHaveLength(1);
		await busy.close();

		const refusing = await receiver("550 no");
		await expect(sendEmail(box(refusing.url), message([stored("a")]), fakeWorld())).rejects.toThrow(/answered 550$/);
		expect(refusing.mails).toEqual([]);
	});

	test("goes to another machine only over TLS, which a server must offer", async () => {
		const { url, mails, commands } = await receiver();
		// The name is not loopback for us, although it leads there.
		const server = url.replace("127.0.0.1", "0.0.0.0").replace("smtp://", "smtp://me:hunter2@");
		const failing = sendEmail(box(server), message([stored("a")]), fakeWorld());
		await expect(failing).rejects.toThrow(/could not be sent \(ETLS\)|answered 5/);
		await expect(failing).rejects.not.toThrow(/hunter2/);
		expect(mails).toEqual([]);
		expect(commands.join("\n")).not.toMatch(/AUTH|MAIL/i);
	});

	test("hostile names make neither headers nor markup", async () => {
		const { mails, url } = await receiver();
		const finding = stored("a", { resource: HOSTILE, title: HOSTILE });
		const hostile = message([{ ...finding, detail: { ...finding.detail, message: HOSTILE } }], { stream: HOSTILE });
		await sendEmail(box(url), hostile, fakeWorld());
		expect(mails[0]!.text).not.toMatch(/^Bcc:/m);
		expect(html(hostile)).not.toMatch(/<img|<!channel|<https/);
		expect(html(hostile)).toContain("&lt;img src=x onerror=alert(1)&gt;");
		expect(html(hostile)).not.toContain("\u202e");
	});
});

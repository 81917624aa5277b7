import { isLoopback } from "../loopback.ts";
import { escapeTerminal } from "../report/escape.ts";
import { type DeliveryContext, DeliveryError, withRetries } from "./delivery.ts";
import type { AlertMessage } from "./events.ts";
import { cut, headline, html, plainText } from "./message.ts";

/** Where mail goes. */
export interface Mailbox {
	/** `smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`. */
	server: URL;
	from: string;
	to: string[];
}

/**
 * Sends a message by SMTP, as text and HTML. The connection is encrypted and the server's certificate checked, unless
 * the server is on this machine.
 * @throws DeliveryError
 */
export async function sendEmail(
	{ server, from, to }: Mailbox,
	message: AlertMessage,
	context: DeliveryContext,
): Promise<void> {
	const { createTransport } = await import("nodemailer");
	const secure = server.protocol === "smtps:";
	const near = isLoopback(server.hostname);
	const transport = createTransport({
		host: server.hostname.replace(/^\[|\]$/g, ""),
		port: server.port === "" ? (secure ? 465 : 587) : Number(server.port),
		secure,
		requireTLS: !secure && !near,
		ignoreTLS: !secure && near,
		...(server.username === ""
			? {}
			: { auth: { user: decodeURIComponent(server.username), pass: decodeURIComponent(server.password) } }),
		connectionTimeout: context.timeout,
		greetingTimeout: context.timeout,
		socketTimeout: context.timeout,
		disableFileAccess: true,
		disableUrlAccess: true,
	});
	try {
		await withRetries(context, async () => {
			try {
				const answer = await transport.sendMail({
					from,
					to,
					subject: escapeTerminal(cut(`Assay: ${headline(message)}`, 200)),
					text: plainText(message),
					html: html(message),
					messageId: `<${message.id}@assay.invalid>`,
					date: new Date(message.at),
					headers: { "Auto-Submitted": "auto-generated" },
				});
				if (answer.rejected.length > 0) {
					throw new DeliveryError(`${server.host}: ${answer.rejected.length} of ${to.length} recipients were refused`);
				}
			} catch (error) {
				throw error instanceof DeliveryError ? error : smtpTrouble(server, error);
			}
		});
	} finally {
		transport.close();
	}
}

function smtpTrouble({ host }: URL, error: unknown): DeliveryError {
	const { code, responseCode } = error as { code?: string; responseCode?: number };
	// 4xx answers are for now, 5xx for good; without one the connection failed.
	if (responseCode !== undefined) {
		return new DeliveryError(`${host}: the server answered ${responseCode}`, {
			retry: responseCode >= 400 && responseCode < 500,
		});
	}
	const retry = code !== "ETLS" && code !== "EAUTH";
	return new DeliveryError(`${host}: mail could not be sent (${code ?? "no answer"})`, { retry });
}

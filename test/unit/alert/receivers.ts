import { createServer as createHttpServer, type IncomingHttpHeaders } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";

/** One request as it arrived. */
export interface Received {
	method: string;
	path: string;
	headers: IncomingHttpHeaders;
	body: string;
}

/** How to answer a request; `hang` never does. */
export type Answer = { status: number; headers?: Record<string, string>; body?: string } | "hang";

/** An HTTP server on loopback that keeps what it gets and answers in turn, the last answer again and again. */
export async function httpReceiver(...answers: (Answer | ((request: Received) => Answer))[]) {
	const received: Received[] = [];
	const server = createHttpServer((request, response) => {
		let body = "";
		request.setEncoding("utf8").on("data", (text: string) => {
			body += text;
		});
		request.on("end", () => {
			const got = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body };
			received.push(got);
			const next = answers[Math.min(received.length, answers.length) - 1] ?? { status: 200 };
			const answer = typeof next === "function" ? next(got) : next;
			if (answer === "hang") return;
			response.writeHead(answer.status, answer.headers).end(answer.body ?? "ok");
		});
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	return {
		received,
		url: `http://127.0.0.1:${port}`,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** A mail as it arrived. */
export interface Mail {
	from: string;
	to: string[];
	/** Headers and body, dot-stuffing undone. */
	text: string;
}

/**
 * A mail server on loopback that speaks as much SMTP as a client needs.
 * @param refuse answers to MAIL FROM instead of 250, in turn.
 */
export async function smtpReceiver(...refuse: string[]) {
	const mails: Mail[] = [];
	const commands: string[] = [];
	const sockets = new Set<Socket>();
	const server = createTcpServer((socket) => {
		sockets.add(socket);
		socket.on("close", () => sockets.delete(socket)).on("error", () => {});
		const say = (line: string) => socket.write(`${line}\r\n`);
		let mail: Mail = { from: "", to: [], text: "" };
		let inData = false;
		let rest = "";
		const take = (line: string): void => {
			if (inData) {
				if (line !== ".") {
					mail.text += `${line.replace(/^\./, "")}\n`;
					return;
				}
				inData = false;
				mails.push(mail);
				mail = { from: "", to: [], text: "" };
				say("250 kept");
				return;
			}
			commands.push(line);
			const [verb = ""] = line.toUpperCase().split(" ");
			if (verb === "EHLO") {
				socket.write("250-loopback\r\n250 8BITMIME\r\n");
			} else if (verb === "MAIL") {
				const refusal = refuse.shift();
				mail.from = /<(.*)>/.exec(line)?.[1] ?? "";
				say(refusal ?? "250 ok");
			} else if (verb === "RCPT") {
				mail.to.push(/<(.*)>/.exec(line)?.[1] ?? "");
				say("250 ok");
			} else if (verb === "DATA") {
				inData = true;
				say("354 go on");
			} else if (verb === "QUIT") {
				say("221 bye");
				socket.end();
			} else say(verb === "RSET" || verb === "NOOP" ? "250 ok" : "502 unknown");
		};
		socket.setEncoding("utf8").on("data", (text: string) => {
			const lines = (rest + text).split("\r\n");
			rest = lines.pop() ?? "";
			for (const line of lines) take(line);
		});
		say("220 loopback");
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	return {
		mails,
		commands,
		url: `smtp://127.0.0.1:${port}`,
		close: async () => {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

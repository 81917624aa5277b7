import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

/** A request as it came in. */
export interface Recorded {
	/** `POST /repos/acme/shop/issues/7/comments`, without the query. */
	call: string;
	query: Record<string, string>;
	headers: IncomingMessage["headers"];
	/** JSON, parsed; null for none. */
	body: unknown;
}

export interface Comment {
	id: number;
	body: string;
	user: { login: string; type: "User" | "Bot" };
	html_url: string;
}

/** Answers given in place of the usual ones. */
export interface Fault {
	/** Beginning of the call it is for: `POST /repos/acme/shop/issues`. */
	call: string;
	/** How often; default always. */
	times?: number;
	/** Missing: the connection breaks. */
	status?: number;
	headers?: Record<string, string>;
	/** An object is sent as JSON. */
	body?: unknown;
	/** Milliseconds before the answer. */
	delay?: number;
}

/** What the stand-in stands in for: one repository. */
export interface GitHubWorld {
	repository: string;
	/** Files of every pull request. */
	files?: { filename: string; previous_filename?: string; patch?: string }[];
	comments?: Comment[];
	reviewComments?: { body: string }[];
	/** Login of the token's owner; without one the token is that of a job. */
	user?: string;
	/** What becomes of uploads, asked once after another; the last holds. Default: pending, then complete. */
	sarif?: { processing_status: string; errors?: string[] }[];
	faults?: Fault[];
}

/** A running stand-in for GitHub's REST API on loopback. */
export interface GitHubStandin {
	url: string;
	requests: Recorded[];
	/** As it is now. */
	comments: Comment[];
	/** Uploads, with the SARIF as text. */
	uploads: { sarif: string; body: Record<string, unknown> }[];
	reviews: Record<string, unknown>[];
	close(): Promise<void>;
}

/** Starts a stand-in that answers as GitHub documents it, as far as the Action asks. */
export async function startGitHub(world: GitHubWorld): Promise<GitHubStandin> {
	const faults = (world.faults ?? []).map((fault) => ({ ...fault, left: fault.times ?? Number.POSITIVE_INFINITY }));
	const state: Omit<GitHubStandin, "url" | "close"> = {
		requests: [],
		comments: [...(world.comments ?? [])],
		uploads: [],
		reviews: [],
	};
	let asked = 0;
	const base = `/repos/${world.repository}`;

	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const text = Buffer.concat(chunks).toString();
		const body = text === "" ? null : (JSON.parse(text) as Record<string, unknown>);
		const call = `${request.method} ${pathname}`;
		state.requests.push({ call, query: Object.fromEntries(searchParams), headers: request.headers, body });

		const fault = faults.find((one) => one.left > 0 && call.startsWith(one.call));
		if (fault !== undefined) {
			fault.left -= 1;
			if (fault.delay !== undefined) await new Promise((resolve) => setTimeout(resolve, fault.delay));
			if (fault.status === undefined) return void response.destroy();
			const json = typeof fault.body !== "string";
			response.writeHead(fault.status, { "content-type": json ? "application/json" : "text/html", ...fault.headers });
			return void response.end(json ? JSON.stringify(fault.body ?? { message: "no" }) : String(fault.body));
		}
		const send = (status: number, value: unknown) => {
			response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
			response.end(JSON.stringify(value));
		};
		const page = (items: unknown[]) => {
			const size = Number(searchParams.get("per_page") ?? 30);
			const first = (Number(searchParams.get("page") ?? 1) - 1) * size;
			send(200, items.slice(first, first + size));
		};

		if (call === "GET /user") {
			if (world.user === undefined) return send(403, { message: "Resource not accessible by integration" });
			return send(200, { login: world.user, type: "User" });
		}
		const path = pathname.startsWith(base) ? pathname.slice(base.length) : null;
		if (path === null) return send(404, { message: "Not Found" });
		if (/^\/issues\/\d+\/comments$/.test(path)) {
			if (request.method === "GET") return page(state.comments);
			const id = 1000 + state.comments.length;
			const user = world.user === undefined ? "github-actions[bot]" : world.user;
			const comment: Comment = {
				...{ id, body: String(body?.body) },
				user: { login: user, type: world.user === undefined ? "Bot" : "User" },
				html_url: `https://github.com/${world.repository}/pull/7#issuecomment-${id}`,
			};
			state.comments.push(comment);
			return send(201, comment);
		}
		const edited = /^\/issues\/comments\/(\d+)$/.exec(path);
		if (edited !== null) {
			const comment = state.comments.find(({ id }) => id === Number(edited[1]));
			if (comment === undefined) return send(404, { message: "Not Found" });
			comment.body = String(body?.body);
			return send(200, comment);
		}
		if (/^\/pulls\/\d+\/files$/.test(path)) return page(world.files ?? []);
		if (/^\/pulls\/\d+\/comments$/.test(path)) return page(world.reviewComments ?? []);
		if (/^\/pulls\/\d+\/reviews$/.test(path)) {
			state.reviews.push(body ?? {});
			return send(200, { id: 1 });
		}
		if (path === "/code-scanning/sarifs") {
			const sarif = gunzipSync(Buffer.from(String(body?.sarif), "base64")).toString();
			state.uploads.push({ sarif, body: body ?? {} });
			return send(202, { id: "47177e22-5596-11eb-80a1-c1e54ef945c6", url: "" });
		}
		if (path.startsWith("/code-scanning/sarifs/")) {
			const answers = world.sarif ?? [{ processing_status: "pending" }, { processing_status: "complete" }];
			const now = answers[Math.min(asked, answers.length - 1)]!;
			asked += 1;
			return send(200, now);
		}
		send(404, { message: "Not Found" });
	}

	const server = createServer((request, response) => {
		answer(request, response).catch(() => response.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return {
		...state,
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close: () =>
			new Promise((resolve) => {
				server.closeAllConnections();
				server.close(() => resolve());
			}),
	};
}

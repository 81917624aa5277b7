import type { Agent } from "node:http";
import type { RequestOptions } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import type { KubeConfig } from "@kubernetes/client-node";
import type { JsonObject } from "../../model/json.ts";
import { isObject } from "../../normalize/json.ts";

/** What kept an answer away, in the words that diagnostics use as their code. */
export type Trouble =
	| "kubernetes-unauthorized"
	| "kubernetes-denied"
	| "kubernetes-certificate"
	| "kubernetes-unreachable"
	| "kubernetes-credentials"
	| "kubernetes-failed"
	| "kubernetes-stopped";

/** A request without an answer to work with. The message is one clause and quotes nothing the server sent. */
export class ApiError extends Error {
	override readonly name = "ApiError";
	readonly trouble: Trouble;
	/** HTTP status, 0 where there was none. */
	readonly status: number;

	constructor(trouble: Trouble, message: string, status = 0) {
		super(message);
		this.trouble = trouble;
		this.status = status;
	}
}

/** An answer larger than what is read at once; a smaller page may do. */
export class TooLarge extends ApiError {}

/** How often a request is made at most, when the server is busy or the connection breaks. */
const ATTEMPTS = 6;
/** Milliseconds before the second attempt; doubled each time. */
const FIRST_WAIT = 250;
/** Milliseconds that a server may ask to wait for. */
const LONGEST_WAIT = 30_000;
/** Milliseconds without a byte. */
const SILENCE = 60_000;
/** Bytes of one answer. */
const LARGEST_ANSWER = 128 * 1024 * 1024;
/** Milliseconds after which credentials are looked up again: they expire. */
const CREDENTIALS_FOR = 60_000;

/** Errors of a connection that may go away by themselves. */
const PASSING = new Set(["ECONNRESET", "EPIPE", "ETIMEDOUT", "EAI_AGAIN", "ERR_STREAM_PREMATURE_CLOSE"]);

/** Reads from one API server as one user. Only ever sends GET. */
export class KubernetesApi {
	readonly #config: KubeConfig;
	readonly #server: string;
	readonly #signal: AbortSignal;
	#credentials: { made: number; options: Promise<RequestOptions> } | null = null;
	readonly #agents: Agent[] = [];

	/** @param config with the current context set. */
	constructor(config: KubeConfig, signal: AbortSignal) {
		this.#config = config;
		this.#server = config.getCurrentCluster()?.server ?? "";
		this.#signal = signal;
	}

	/**
	 * The JSON object at a path, with tries again where the server is busy.
	 * @throws ApiError
	 */
	async get(path: string): Promise<JsonObject> {
		for (let attempt = 1; ; attempt++) {
			try {
				return await this.#once(path);
			} catch (error) {
				if (!(error instanceof Passing) || attempt === ATTEMPTS) throw error instanceof Passing ? error.cause : error;
				await this.#wait(Math.min(error.wait ?? FIRST_WAIT * 2 ** (attempt - 1), LONGEST_WAIT));
			}
		}
	}

	/** Lets go of open connections. */
	close(): void {
		for (const agent of this.#agents) agent.destroy();
		this.#credentials = null;
	}

	async #wait(milliseconds: number): Promise<void> {
		try {
			await sleep(milliseconds, undefined, { signal: this.#signal });
		} catch {
			throw stopped();
		}
	}

	async #once(path: string): Promise<JsonObject> {
		if (this.#signal.aborted) throw stopped();
		const options = await this.#authenticate();
		const { status, retryAfter, body } = await this.#request(path, options);
		if (status >= 200 && status < 300) {
			const answer = parse(body);
			if (answer === null)
				throw new ApiError("kubernetes-failed", "the server answered with something else than JSON", status);
			return answer;
		}
		const error = statusError(status);
		if (status === 429 || status >= 500) throw new Passing(error, retryAfter);
		throw error;
	}

	#authenticate(): Promise<RequestOptions> {
		if (this.#credentials === null || Date.now() - this.#credentials.made >= CREDENTIALS_FOR) {
			this.#credentials = { made: Date.now(), options: this.#newOptions() };
		}
		return this.#credentials.options;
	}

	async #newOptions(): Promise<RequestOptions> {
		const options: RequestOptions = { headers: {} };
		try {
			await this.#config.applyToHTTPSOptions(options);
		} catch (error) {
			throw new ApiError("kubernetes-credentials", credentialTrouble(error, this.#config));
		}
		// Files that hold a token often end with a line break.
		const headers = options.headers as Record<string, unknown>;
		if (typeof headers.Authorization === "string") headers.Authorization = headers.Authorization.trim();
		const agent = options.agent as (Agent & { keepAlive?: boolean }) | undefined;
		if (agent !== undefined) {
			agent.keepAlive = true;
			this.#agents.push(agent);
		}
		return options;
	}

	async #request(
		path: string,
		options: RequestOptions,
	): Promise<{ status: number; retryAfter: number | null; body: string }> {
		if (!URL.canParse(this.#server + path)) {
			throw new ApiError("kubernetes-unreachable", "the server in the kubeconfig is no URL");
		}
		const url = new URL(this.#server + path);
		const { request } = url.protocol === "http:" ? await import("node:http") : await import("node:https");
		const { agent, auth, headers } = options;
		const answer = new Promise<{ status: number; retryAfter: number | null; body: string }>((resolve, reject) => {
			const sent = request(
				url,
				{
					...(agent === undefined ? {} : { agent }),
					...(auth === undefined || auth === null ? {} : { auth }),
					headers: { ...(headers as Record<string, string>), accept: "application/json", "user-agent": "assay" },
					signal: this.#signal,
					timeout: SILENCE,
				},
				(response) => {
					const chunks: Buffer[] = [];
					let size = 0;
					response.on("data", (chunk: Buffer) => {
						size += chunk.length;
						if (size <= LARGEST_ANSWER) chunks.push(chunk);
						else response.destroy(new TooLarge("kubernetes-failed", "the answer is too large"));
					});
					response.on("error", reject);
					response.on("end", () => {
						// An answer that breaks off before its end comes here on some versions of Node.
						if (!response.complete) return reject(Object.assign(new Error(), { code: "ECONNRESET" }));
						const seconds = Number(response.headers["retry-after"] ?? Number.NaN);
						const retryAfter = Number.isFinite(seconds) ? Math.max(seconds, 0) * 1000 : null;
						resolve({ status: response.statusCode ?? 0, retryAfter, body: Buffer.concat(chunks).toString("utf8") });
					});
				},
			);
			sent.on("timeout", () => sent.destroy(Object.assign(new Error(), { code: "ETIMEDOUT" })));
			sent.on("error", reject);
			sent.end();
		});
		try {
			return await answer;
		} catch (error) {
			throw this.#connectionError(error);
		}
	}

	#connectionError(error: unknown): Error {
		if (error instanceof ApiError) return error;
		if (this.#signal.aborted) return stopped();
		const code = codeOf(error);
		const place = hostOf(this.#server);
		if (PASSING.has(code)) {
			return new Passing(new ApiError("kubernetes-unreachable", `${place} does not answer (${code})`), null);
		}
		if (code === "ERR_INVALID_CHAR") {
			return new ApiError("kubernetes-credentials", "the token of the kubeconfig holds characters that no token has");
		}
		if (/CERT|OSSL|SIGNATURE|ISSUER|^CRL_|ERR_TLS|ERR_SSL|^EPROTO$/.test(code)) {
			return new ApiError(
				"kubernetes-certificate",
				`the certificate of ${place} is not trusted (${code}): check the certificate authority in the kubeconfig`,
			);
		}
		if (code === "ECONNREFUSED") {
			return new ApiError(
				"kubernetes-unreachable",
				`${place} refuses connections (${code}): is the API server running there?`,
			);
		}
		return new ApiError("kubernetes-unreachable", `${place} cannot be reached (${code})`);
	}
}

/** Worth another try. */
class Passing extends Error {
	override readonly cause: ApiError;
	/** Milliseconds the server asks for, or null. */
	readonly wait: number | null;

	constructor(cause: ApiError, wait: number | null) {
		super(cause.message);
		this.cause = cause;
		this.wait = wait;
	}
}

function statusError(status: number): ApiError {
	if (status === 401)
		return new ApiError("kubernetes-unauthorized", "the server does not accept the credentials (401)", status);
	if (status === 403) return new ApiError("kubernetes-denied", "was denied", status);
	if (status === 429) return new ApiError("kubernetes-failed", "the server is too busy (429)", status);
	return new ApiError("kubernetes-failed", `the server answered with status ${status}`, status);
}

function stopped(): ApiError {
	return new ApiError("kubernetes-stopped", "the scan was stopped before it was read");
}

function parse(body: string): JsonObject | null {
	try {
		const value: unknown = JSON.parse(body);
		// A lone surrogate can only come as an escape; names that hold one would not survive the way to the rules.
		const whole = /\\ud[89a-f]/i.test(body) ? wellFormed(value) : value;
		return isObject(whole) ? whole : null;
	} catch {
		return null;
	}
}

function wellFormed(value: unknown): unknown {
	if (typeof value === "string") return value.toWellFormed();
	if (Array.isArray(value)) return value.map(wellFormed);
	if (!isObject(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([name, each]) => [name.toWellFormed(), wellFormed(each)]));
}

/** Several addresses tried in vain come as one error that holds others. */
function codeOf(error: unknown): string {
	const { code, errors } = (error ?? {}) as { code?: unknown; errors?: unknown[] };
	if (typeof code === "string") return code;
	return Array.isArray(errors) && errors.length > 0 ? codeOf(errors[0]) : "no connection";
}

/** Without what a URL may hold beside the host. */
function hostOf(server: string): string {
	try {
		return new URL(server).host;
	} catch {
		return "the server of the kubeconfig";
	}
}

/** What a credential plugin prints may be a secret, so it is not repeated. */
function credentialTrouble(error: unknown, config: KubeConfig): string {
	const exec: unknown = config.getCurrentUser()?.exec;
	const command = isObject(exec) && typeof exec.command === "string" ? exec.command : null;
	const code = codeOf(error);
	if (command !== null) {
		return code === "ENOENT"
			? `the credential plugin ${command} of the kubeconfig is not installed`
			: `the credential plugin ${command} of the kubeconfig failed; run it by hand to see why`;
	}
	if (error instanceof Error && error.message.startsWith("HTTP protocol is not allowed")) {
		return "the kubeconfig names a server without TLS; only insecure-skip-tls-verify allows that";
	}
	return code === "ENOENT"
		? "a file that the kubeconfig names is not there"
		: "the credentials of the kubeconfig cannot be used";
}

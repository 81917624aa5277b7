import { VERSION } from "../../version.ts";
import { type Answer, type AwsSession, plain } from "./collector.ts";
import { errorName, noteCall, type Trouble, troubleOf, UndeclaredCallError } from "./errors.ts";
import type { RateLimiter } from "./limiter.ts";

/** How many calls one collector has under way at a time. */
const WIDTH = 8;
/** How often a call is tried, the first time included. */
const ATTEMPTS = 6;
/** Milliseconds. */
const CONNECTION_TIMEOUT = 5_000;
const REQUEST_TIMEOUT = 60_000;

/** The calls of a collector: the SDK's operation → the IAM action it needs. */
export type Calls = Record<string, string>;

/** Gets credentials, and gets them anew when they are about to expire. */
export type Credentials = () => Promise<{
	accessKeyId: string;
	secretAccessKey: string;
	sessionToken?: string;
	expiration?: Date;
}>;

/** What all sessions into one account share. */
export interface AccountAccess {
	/** 12 digits. */
	account: string;
	partition: string;
	/** Undefined: the SDK's default chain. */
	credentials?: Credentials;
	profile?: string;
	/** Of this scan in this account. */
	regions: string[];
	limiter: RateLimiter;
	signal: AbortSignal;
	/** Is told of calls whose failure concerns only part of an item. */
	onTrouble: (trouble: Trouble) => void;
}

type Handler = (args: object) => Promise<object>;
type Middleware = (next: Handler, context: { commandName?: string }) => Handler;

/** The part of an SDK client that sessions touch. */
interface SdkClient {
	middlewareStack: { add: (middleware: Middleware, options: object) => void };
	send: (command: unknown, options?: object) => Promise<unknown>;
	destroy: () => void;
	config: { endpointProvider?: unknown; serviceId?: string };
}

type ClientClass = new (configuration: never) => unknown;

type PoolAccess = Pick<AccountAccess, "credentials" | "profile" | "limiter" | "signal">;

/** The clients of one account. */
export class ClientPool {
	readonly #access: PoolAccess;
	readonly #clients = new Map<string, SdkClient>();
	readonly #names = new Map<ClientClass, number>();

	constructor(access: PoolAccess) {
		this.#access = access;
	}

	/** The client for these arguments, made once. Calls that are not among `calls` are refused. */
	client<Client>(
		kind: new (configuration: never) => Client,
		calls: Calls,
		options: { region: string } & Record<string, unknown>,
	): Client {
		let number = this.#names.get(kind);
		if (number === undefined) {
			number = this.#names.size;
			this.#names.set(kind, number);
		}
		const key = JSON.stringify([number, Object.keys(calls), options]);
		const known = this.#clients.get(key);
		if (known !== undefined) return known as Client;
		const made = this.#make(kind, calls, options);
		this.#clients.set(key, made);
		return made as Client;
	}

	/** Closes what is open. */
	close(): void {
		for (const client of this.#clients.values()) client.destroy();
		this.#clients.clear();
	}

	#make(Kind: ClientClass, calls: Calls, options: { region: string } & Record<string, unknown>): SdkClient {
		const { credentials, profile, limiter, signal } = this.#access;
		const client = new Kind({
			retryMode: "adaptive",
			maxAttempts: ATTEMPTS,
			customUserAgent: [["assay", VERSION]],
			requestHandler: {
				connectionTimeout: CONNECTION_TIMEOUT,
				requestTimeout: REQUEST_TIMEOUT,
				throwOnRequestTimeout: true,
			},
			...(credentials === undefined ? {} : { credentials }),
			...(profile === undefined ? {} : { profile }),
			...loopbackOptions(),
			...options,
		} as never) as SdkClient;
		if (loopbackEndpoint() !== null) withoutAccountHosts(client);
		guard(client, calls, options.region);
		client.middlewareStack.add(
			(next) => async (args) => {
				await limiter.wait();
				return next(args);
			},
			{ step: "finalizeRequest", priority: "low", name: "assayRate" },
		);
		const send = client.send.bind(client);
		client.send = (command, given) => send(command, { abortSignal: signal, ...given });
		return client;
	}
}

/** Refuses operations that are not declared, and notes on errors which call they came from. */
function guard(client: SdkClient, calls: Calls, region: string): void {
	client.middlewareStack.add(
		(next, context) => async (args) => {
			const operation = (context.commandName ?? "").replace(/Command$/, "");
			if (!Object.hasOwn(calls, operation))
				throw new UndeclaredCallError(`${operation} is not among the declared calls`);
			try {
				return await next(args);
			} catch (error) {
				noteCall(error, { action: calls[operation]!, region });
				throw error;
			}
		},
		{ step: "initialize", priority: "high", name: "assayGuard" },
	);
}

/** The endpoint that the environment sets for all services, if it is on this machine: a test double. */
function loopbackEndpoint(): string | null {
	const endpoint = process.env.AWS_ENDPOINT_URL;
	if (endpoint === undefined || !URL.canParse(endpoint)) return null;
	return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(endpoint).hostname) ? endpoint : null;
}

/** Hosts of this machine have no names below them: S3 buckets and accounts go into the path or are left out. */
function loopbackOptions(): object {
	const one = process.env.AWS_ENDPOINT_URL_S3;
	const ownS3 = one !== undefined && URL.canParse(one) && /^(?:localhost|127\.|\[::1\])/.test(new URL(one).hostname);
	return loopbackEndpoint() !== null || ownS3 ? { forcePathStyle: true, disableHostPrefix: true } : {};
}

/** S3 Control puts the account's id before its endpoint's host. */
function withoutAccountHosts(client: SdkClient): void {
	if (client.config.serviceId !== "S3 Control") return;
	const endpoint = process.env.AWS_ENDPOINT_URL_S3_CONTROL ?? loopbackEndpoint()!;
	client.config.endpointProvider = () => ({ url: new URL(endpoint) });
}

/** A session for one collector in one account and region. */
export function createSession(
	access: AccountAccess,
	pool: ClientPool,
	collector: { calls: Calls; scope: "region" | "account" },
	region: string,
): AwsSession {
	return {
		account: access.account,
		region,
		partition: access.partition,
		regions: access.regions,
		client: (kind, options = {}) => pool.client(kind, collector.calls, { region, ...options }),
		ask: (call, absent = []) => ask(call, absent, access.onTrouble),
		each: (entries, task) => inOrder(entries, task, WIDTH),
		item: ({ type, id, name, arn, region: own, configuration, supplementary, tags, missing }) => ({
			type,
			account: access.account,
			region: own ?? (collector.scope === "region" ? region : "global"),
			id,
			name: name ?? id,
			arn: arn ?? null,
			configuration: objectOf(configuration),
			supplementary: objectOf(supplementary),
			tags: tags ?? {},
			missing: missing ?? {},
			source: "api",
			capturedAt: null,
		}),
	};
}

async function ask<T>(
	call: () => Promise<T>,
	absent: string[],
	onTrouble: (trouble: Trouble) => void,
): Promise<Answer<T>> {
	try {
		return { state: "ok", value: await call() };
	} catch (error) {
		const trouble = troubleOf(error);
		if (trouble.ends || error instanceof UndeclaredCallError) throw error;
		if (absent.includes(errorName(error)) || absent.includes(codeOf(error))) return { state: "absent" };
		onTrouble(trouble);
		return { state: "denied", reason: trouble.reason };
	}
}

function codeOf(error: unknown): string {
	const code = (error as { Code?: unknown } | null)?.Code;
	return typeof code === "string" ? code : "";
}

/**
 * Runs `task` over `entries`, `width` at a time, and yields the results in the order of the entries. The first failure in
 * that order is thrown.
 */
export async function* inOrder<In, Out>(
	entries: AsyncIterable<In> | Iterable<In>,
	task: (entry: In) => Promise<Out>,
	width: number,
): AsyncGenerator<Out> {
	const running: Promise<Out>[] = [];
	const start = async (entry: In) => task(entry);
	for await (const entry of entries) {
		const result = start(entry);
		// Looked at later: until then a failure is not unhandled.
		result.catch(() => {});
		running.push(result);
		if (running.length >= width) yield await running.shift()!;
	}
	while (running.length > 0) yield await running.shift()!;
}

function objectOf(given: object | undefined): ReturnType<typeof asObject> {
	return asObject(plain(given ?? {}));
}

function asObject(value: ReturnType<typeof plain>) {
	return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

/** Why a scan was told to stop, in the words of whoever stopped it. */
export function stopReason({ reason }: AbortSignal): string {
	return reason instanceof Error && reason.name === "Error" ? reason.message : "it was stopped";
}

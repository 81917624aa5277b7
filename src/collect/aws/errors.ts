/** The call an error came from, as the session noted it. */
export interface CallContext {
	/** IAM action: `s3:GetBucketPolicy`. */
	action: string;
	region: string;
}

/** What kind of trouble an AWS call met. */
export type TroubleKind =
	/** The caller lacks the permission. */
	| "denied"
	/** Expired, invalid or missing credentials: no further call can succeed. */
	| "credentials"
	/** The scan was told to stop. */
	| "aborted"
	/** Still throttled after all retries. */
	| "throttled"
	/** The service is not offered in the region (its host has no address), or the account has not subscribed to it. */
	| "unavailable"
	/** Its host does not answer. */
	| "unreachable"
	/** The other side does not know the call. */
	| "unsupported"
	/** Anything else. */
	| "failed";

/** Why a call failed, fit to be shown: names of the call and the error, never the message, which may quote the input. */
export interface Trouble {
	kind: TroubleKind;
	/** One clause: "s3:GetBucketPolicy was denied". */
	reason: string;
	/** Null where the error came from no call. */
	call: CallContext | null;
	/** Whether the scan cannot go on. */
	ends: boolean;
}

/** A call that its collector does not declare in `calls`: a slip in our code, not in the account. */
export class UndeclaredCallError extends Error {
	override readonly name = "UndeclaredCallError";
}

/** A list that cannot be read to its end: a page repeats, or empty pages do not end. */
export class EndlessListError extends Error {
	override readonly name = "EndlessListError";
}

/** Part of what a service lists could not be had. The message is one clause without anything secret. */
export class PartialListError extends Error {
	override readonly name = "PartialListError";
}

const calls = new WeakMap<object, CallContext>();

/** Notes which call an error came from. The first note stays. */
export function noteCall(error: unknown, context: CallContext): void {
	if (typeof error === "object" && error !== null && !calls.has(error)) calls.set(error, context);
}

/**
 * Names are those of the services' API references ("Common errors" and the services' own lists) and of Node's system
 * errors. Services of the JSON protocols end them in `Exception`, those of the query protocols do not.
 */
const NAMES: [kind: TroubleKind, pattern: RegExp][] = [
	["aborted", /^AbortError$/],
	[
		"credentials",
		/^(?:ExpiredToken|RequestExpired|InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|InvalidToken|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature|AuthFailure|MissingAuthenticationToken|TokenRefreshRequired|CredentialsProviderError|TokenProviderError)/,
	],
	[
		"denied",
		/^(?:AccessDenied|UnauthorizedOperation|Unauthorized|AuthorizationError|NotAuthorized|Forbidden|AllAccessDisabled)/,
	],
	[
		"throttled",
		/^(?:Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled|SlowDown|PriorRequestNotComplete|BandwidthLimitExceeded|EC2ThrottledException)/,
	],
	["unavailable", /^(?:OptInRequired|SubscriptionRequired|EndpointError|UnknownEndpoint)/],
	["unreachable", /^TimeoutError/],
	["unsupported", /^(?:NotImplemented|UnsupportedOperation|UnknownOperation|InvalidAction|MethodNotAllowed)/],
];

/** Node's words for a host that does not answer. */
const UNREACHABLE =
	/^(?:EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|CERT_|DEPTH_ZERO|UNABLE_TO_|SELF_SIGNED)/;

/**
 * Judges an error of an SDK call, by its name and by its HTTP status: a body that could not be parsed says nothing, yet
 * its status does.
 */
export function troubleOf(error: unknown): Trouble {
	const call = typeof error === "object" && error !== null ? (calls.get(error) ?? null) : null;
	const kind = kindOf(error);
	return {
		kind,
		reason: reasonOf(kind, call?.action ?? "a call", error),
		call,
		ends: kind === "credentials" || kind === "aborted",
	};
}

/** The name AWS gave an error, with or without `Exception`: `NoSuchBucketPolicy`. Empty where there is none. */
export function errorName(error: unknown): string {
	const { name, Code, code } = (error ?? {}) as { name?: unknown; Code?: unknown; code?: unknown };
	for (const word of [name, Code, code]) {
		if (typeof word === "string" && word !== "Error" && /^[\w.-]{1,80}$/.test(word)) return word;
	}
	return "";
}

function kindOf(error: unknown): TroubleKind {
	const name = errorName(error);
	const code = (error as { code?: unknown } | null)?.code;
	if (code === "ENOTFOUND") return "unavailable";
	if (typeof code === "string" && UNREACHABLE.test(code)) return "unreachable";
	for (const [kind, pattern] of NAMES) if (pattern.test(name)) return kind;
	const status = statusOf(error);
	if (status === 401) return "credentials";
	if (status === 403) return "denied";
	if (status === 429) return "throttled";
	// A body that is not the protocol's comes from something that does not know the call.
	if (status === 501 || (status !== null && status >= 400 && name === "SyntaxError")) return "unsupported";
	return "failed";
}

function statusOf(error: unknown): number | null {
	const { $metadata, $response } = (error ?? {}) as {
		$metadata?: { httpStatusCode?: unknown };
		$response?: { statusCode?: unknown };
	};
	for (const status of [$metadata?.httpStatusCode, $response?.statusCode])
		if (typeof status === "number") return status;
	return null;
}

function reasonOf(kind: TroubleKind, action: string, error: unknown): string {
	const name = errorName(error);
	switch (kind) {
		case "denied":
			return `${action} was denied`;
		case "credentials":
			if (/ProviderError$/.test(name)) return "no credentials were found";
			return /^(?:ExpiredToken|RequestExpired|TokenRefresh)/.test(name)
				? "the credentials expired"
				: `the credentials were not accepted (${name === "" ? "HTTP 401" : name})`;
		case "aborted":
			return "the scan was stopped";
		case "throttled":
			return `${action} was throttled, also after retries`;
		case "unavailable":
			return `${action} is not available here (${systemCode(error) ?? name})`;
		case "unreachable":
			return `${action} was not answered (${systemCode(error) ?? name})`;
		case "unsupported":
			return `${action} is not supported here`;
		case "failed": {
			if (error instanceof PartialListError) return error.message;
			if (error instanceof EndlessListError) return `${action} does not come to an end (${error.message})`;
			const word = name === "" ? "unknown error" : name;
			const status = statusOf(error);
			return `${action} failed (${word}${status === null || status < 400 ? "" : `, HTTP ${status}`})`;
		}
	}
}

function systemCode(error: unknown): string | null {
	const code = (error as { code?: unknown } | null)?.code;
	return typeof code === "string" && (code === "ENOTFOUND" || UNREACHABLE.test(code)) ? code : null;
}

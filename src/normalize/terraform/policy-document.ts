import type { AttributePath, Json, JsonObject } from "../../model/json.ts";
import type { PolicyDocument, PolicyStatement } from "./context.ts";
import { asObject, property } from "./json.ts";

/** Encodings stacked on one another deeper than this are not a policy. */
const ENCODING_LIMIT = 3;

/**
 * Parses a policy document given as JSON text (also URL-encoded, or JSON inside a JSON string) or as an object.
 * Never throws: what cannot be read is `unknown` with a reason, a malformed part of a statement is left out and named.
 */
export function parsePolicyDocument(source: Json): PolicyDocument {
	const document = decode(source);
	if (document === null) return { state: "unknown", reason: "the policy is not valid JSON" };
	const statement = member(document, "Statement");
	if (statement === undefined || statement === null) {
		return { state: "unknown", reason: "the policy document has no statements" };
	}
	const statements: PolicyStatement[] = [];
	const unknown: { path: AttributePath; reason: string }[] = [];
	for (const entry of Array.isArray(statement) ? statement : [statement]) {
		const object = asObject(entry);
		const parsed = object === null ? null : parseStatement(object, statements.length);
		if (parsed === null) {
			unknown.push({ path: [], reason: "a statement of the policy is malformed" });
			continue;
		}
		for (const part of parsed.malformed) {
			unknown.push({ path: [statements.length, part], reason: `${part} of a statement is malformed` });
		}
		statements.push(parsed.statement);
	}
	return { state: "known", statements, partial: unknown[0]?.reason ?? null, unknown };
}

function decode(source: Json): JsonObject | null {
	let value: Json = source;
	for (let round = 0; round <= ENCODING_LIMIT && typeof value === "string"; round += 1) {
		const text: string = value.trim();
		try {
			value = JSON.parse(/^(%7B|%22)/i.test(text) ? decodeURIComponent(text) : text) as Json;
		} catch {
			return null;
		}
	}
	return asObject(value);
}

/** Element names are matched as AWS does: without regard to case. */
function member(object: JsonObject, name: string): Json | undefined {
	const exact = property(object, name);
	if (exact !== undefined) return exact;
	const key = Object.keys(object).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
	return key === undefined ? undefined : object[key];
}

function parseStatement(object: JsonObject, index: number): { statement: PolicyStatement; malformed: string[] } | null {
	const effect = member(object, "Effect");
	if (effect !== "Allow" && effect !== "Deny") return null;
	const malformed: string[] = [];
	const list = (name: string, field: string): string[] => {
		const value = member(object, name);
		const texts = stringList(value);
		if (texts === null) malformed.push(field);
		return texts ?? [];
	};
	const principals = (name: string, field: string): PolicyStatement["principals"] => {
		const parsed = parsePrincipals(member(object, name));
		if (parsed === null) malformed.push(field);
		return parsed ?? [];
	};
	const conditions = parseConditions(member(object, "Condition"));
	if (conditions === null) malformed.push("conditions");
	const sid = member(object, "Sid");
	return {
		statement: {
			index,
			sid: typeof sid === "string" && sid !== "" ? sid : null,
			effect,
			actions: list("Action", "actions"),
			not_actions: list("NotAction", "not_actions"),
			resources: list("Resource", "resources"),
			not_resources: list("NotResource", "not_resources"),
			principals: principals("Principal", "principals"),
			not_principals: principals("NotPrincipal", "not_principals"),
			conditions: conditions ?? [],
		},
		malformed,
	};
}

/** A string or a list of strings as a list; absent is empty; null when it is anything else. */
function stringList(value: Json | undefined): string[] | null {
	if (value === undefined || value === null) return [];
	if (typeof value === "string") return [value];
	if (!Array.isArray(value)) return null;
	return value.every((entry) => typeof entry === "string") ? value : null;
}

function parsePrincipals(value: Json | undefined): PolicyStatement["principals"] | null {
	if (value === undefined || value === null) return [];
	if (value === "*") return [{ type: "*", id: "*" }];
	const object = asObject(value);
	if (object === null) return null;
	const principals: PolicyStatement["principals"] = [];
	for (const [type, entry] of Object.entries(object)) {
		const ids = stringList(entry);
		if (ids === null) return null;
		for (const id of ids) principals.push({ type, id });
	}
	return principals;
}

function parseConditions(value: Json | undefined): PolicyStatement["conditions"] | null {
	if (value === undefined || value === null) return [];
	const object = asObject(value);
	if (object === null) return null;
	const conditions: PolicyStatement["conditions"] = [];
	for (const [operator, entry] of Object.entries(object)) {
		const keys = asObject(entry);
		if (keys === null) return null;
		for (const [key, given] of Object.entries(keys)) {
			const values = scalarList(given);
			if (values === null) return null;
			conditions.push({ operator, key, values });
		}
	}
	return conditions;
}

/** Condition values may be written as booleans and numbers. */
function scalarList(value: Json): string[] | null {
	const list = Array.isArray(value) ? value : [value];
	const texts: string[] = [];
	for (const entry of list) {
		if (typeof entry === "object") return null;
		texts.push(String(entry));
	}
	return texts;
}

/** Whether `text` fits a pattern of `*` (any characters) and `?` (one character). Linear in time but for the product of the lengths. */
export function matchesWildcard(pattern: string, text: string): boolean {
	let patternAt = 0;
	let textAt = 0;
	let star = -1;
	let mark = 0;
	while (textAt < text.length) {
		const expected = pattern[patternAt];
		if (expected === "*") {
			star = patternAt;
			mark = textAt;
			patternAt += 1;
		} else if (expected !== undefined && (expected === "?" || expected === text[textAt])) {
			patternAt += 1;
			textAt += 1;
		} else if (star >= 0) {
			patternAt = star + 1;
			mark += 1;
			textAt = mark;
		} else return false;
	}
	while (pattern[patternAt] === "*") patternAt += 1;
	return patternAt === pattern.length;
}

/** Whether an action pattern of a policy (`s3:Get*`, `*`) includes an action (`s3:GetObject`), without regard to case. */
export function matchesAction(pattern: string, action: string): boolean {
	return matchesWildcard(pattern.toLowerCase(), action.toLowerCase());
}

/** Whether a statement speaks about an action: named by `Action`, or not excepted by `NotAction`. */
export function coversAction(statement: PolicyStatement, action: string): boolean {
	if (statement.actions.some((pattern) => matchesAction(pattern, action))) return true;
	return statement.not_actions.length > 0 && !statement.not_actions.some((pattern) => matchesAction(pattern, action));
}

/** Whether anyone at all is a principal of the statement: `"*"`, `{"AWS": "*"}`, or everyone but a few (`NotPrincipal`). */
export function coversEveryone(statement: PolicyStatement): boolean {
	if (statement.not_principals.length > 0) return true;
	return statement.principals.some(({ type, id }) => id === "*" && (type === "*" || type === "AWS"));
}

/** How the values of a condition key must look to leave out strangers. */
type Narrowing = "text" | "arn" | "network" | "exact" | "true";

/**
 * Condition keys that decide who the caller is or where the call comes from, so that a statement for everyone is one for
 * few. The core is the list by which Amazon S3 calls a policy not public
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html), with the newer
 * organisation and service keys and the ones KMS adds
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html,
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html). Keys about the resource
 * (`aws:ResourceOrgID`), the transport (`aws:SecureTransport`) or things a caller chooses (`aws:UserAgent`,
 * `aws:PrincipalTag/…`, `aws:Referer`) are left out on purpose.
 */
const NARROWING_KEYS = new Map<string, Narrowing>([
	["aws:principalorgid", "text"],
	["aws:principalorgpaths", "text"],
	["aws:principalaccount", "text"],
	["aws:principalarn", "arn"],
	["aws:principalservicename", "text"],
	["aws:principalisawsservice", "true"],
	["aws:userid", "exact"],
	["aws:sourcearn", "arn"],
	["aws:sourceaccount", "text"],
	["aws:sourceowner", "text"],
	["aws:sourceorgid", "text"],
	["aws:sourceorgpaths", "text"],
	["aws:sourcevpc", "text"],
	["aws:sourcevpce", "text"],
	["aws:sourceip", "network"],
	["aws:vpcsourceip", "network"],
	["kms:calleraccount", "text"],
	["s3:dataaccesspointaccount", "text"],
	["s3:dataaccesspointarn", "arn"],
	["lambda:functionarn", "arn"],
]);

/** Operators that hold only when the key is present and has one of the values. `…IfExists` and `ForAllValues:` hold without it. */
const POSITIVE_OPERATORS = new Set([
	"stringequals",
	"stringequalsignorecase",
	"stringlike",
	"arnequals",
	"arnlike",
	"ipaddress",
	"bool",
]);

/** Operators that take `*` and `?` as wildcards; for the others they are letters. */
const PATTERN_OPERATORS = new Set(["stringlike", "arnequals", "arnlike"]);

/**
 * The condition key that keeps strangers out of a statement, or null. A condition counts when its operator requires the
 * key and no value is a wildcard for everyone; a condition whose values are not known yet (empty) counts as set.
 * A negative condition (`StringNotEquals`) never counts: it leaves out a few and lets in the rest.
 */
export function narrowingCondition(statement: PolicyStatement): string | null {
	for (const { operator, key, values } of statement.conditions) {
		const narrowing = NARROWING_KEYS.get(key.toLowerCase());
		if (narrowing === undefined) continue;
		const name = operator.toLowerCase().replace(/^foranyvalue:/, "");
		if (!POSITIVE_OPERATORS.has(name)) continue;
		if (values.every((value) => narrows(narrowing, value, PATTERN_OPERATORS.has(name)))) return key;
	}
	return null;
}

function narrows(narrowing: Narrowing, value: string, pattern: boolean): boolean {
	switch (narrowing) {
		case "true":
			return value.toLowerCase() === "true";
		case "network":
			return narrowNetwork(value);
		case "exact":
			return value !== "" && !(pattern && /[*?]/.test(value));
		case "arn":
			return narrowArn(value, pattern);
		case "text":
			// A wildcard may end a value (`o-abc/*`), not begin it.
			return value !== "" && !(pattern && /^[*?]/.test(value));
	}
}

/** An ARN fixes who it is by its account, or where it has none (S3 buckets) by the start of the resource. */
function narrowArn(value: string, pattern: boolean): boolean {
	if (!pattern) return value !== "";
	const parts = value.split(":");
	if (parts[0] !== "arn" || parts.length < 6) return false;
	const account = parts[4] ?? "";
	if (account !== "") return !/[*?]/.test(account);
	return !/^[*?]?$/.test(parts[5] ?? "") && !/^[*?]/.test(parts[5] ?? "");
}

/** Ranges wider than /8 (IPv4) or /32 (IPv6) are as good as everyone; the limits are those of S3's definition of public. */
function narrowNetwork(value: string): boolean {
	const [address = "", prefix] = value.split("/");
	if (address === "" || address.includes("*")) return false;
	if (prefix === undefined) return true;
	const length = Number(prefix);
	return Number.isInteger(length) && length >= (address.includes(":") ? 32 : 8);
}

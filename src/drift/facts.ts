import type { Json, JsonObject } from "../model/json.ts";
import type { Resource } from "../model/resource.ts";
import type { Rule } from "../model/rule.ts";
import { isObject, valueAt } from "../normalize/json.ts";
import { compareText } from "../order.ts";
import { overlaps, parsePattern, project, projection } from "../policy/requires.ts";
import type { PlannedItem } from "./states.ts";

/** Something a rule reads of a resource: a value, or a list whose elements are compared as a set. */
export interface Fact {
	/** From the resource's root. */
	path: string[];
	/** Absent values are undefined; lists hold what the rule reads of each element. */
	value: Json | undefined;
}

/** Where things are written, what they are called or tagged (a provider adds tags of its own), and what follows from a value beside it: nothing that drifts by itself. */
const PLACES = new Set([
	"path",
	"note",
	"source",
	"name_path",
	"uncertain",
	"audit_writers",
	"complete",
	"covered_elsewhere",
	"family",
	"prefix_length",
	"public",
	"tags",
	"tags_all",
]);

/** Facets about the shape of the configuration, or about all that there is. */
const SHAPES = new Set(["given", "plan_contents", "data_location", "hardcoded_secrets"]);

/**
 * Facts that mean the same whether read from a state or from an account, by facet. Other facets depend on more than one
 * state shows, or name things differently on both sides.
 */
const SAME_EVERYWHERE: Record<string, string[]> = {
	encryption_at_rest: ["encryption"],
	network_openings: ["openings"],
	public_address: ["assigned"],
	image_scanning: ["on_push"],
	instance_metadata: ["tokens", "endpoint_enabled"],
	invocation_logging: ["delivered", "off"],
	log_retention: ["days"],
	listener: ["protocol", "redirects_to_https"],
	database_tls: ["required"],
	agent_guardrail: ["attached", "version"],
	audit_trail: ["all_regions"],
	config_recorder: ["records"],
	policy_documents: [""],
	bucket: ["versioning", "object_lock", "tls_only"],
	bucket_exposure: ["missing"],
};

/** What a bucket's facets are read from: without such a resource in the state, Terraform does not look after it. */
const BUCKET_PARTS: Record<string, string> = {
	encryption_at_rest: "aws_s3_bucket_server_side_encryption_configuration",
	"bucket.versioning": "aws_s3_bucket_versioning",
	"bucket.object_lock": "aws_s3_bucket_object_lock_configuration",
	"bucket.tls_only": "aws_s3_bucket_policy",
	"bucket.expirations": "aws_s3_bucket_lifecycle_configuration",
	bucket_exposure: "aws_s3_bucket_public_access_block",
	policy_documents: "aws_s3_bucket_policy",
	public_grants: "aws_s3_bucket_acl",
};

/**
 * The facts a rule reads of a resource, by path. Those that are not known are left out.
 * @param written arguments the configuration writes: elements of facets that come from others (a role's policies, read back
 * into the role) are left out.
 */
export function factsOf(rule: Rule, resource: Resource, written: ReadonlySet<string>): Map<string, Fact> {
	const patterns = rule.requires.map(parsePattern).filter((steps) => !steps.some((step) => PLACES.has(step)));
	const cut = project(resource, projection(patterns));
	const facts = new Map<string, Fact>();
	for (const pattern of patterns) {
		if (pattern[0] === "facets" && SHAPES.has(pattern[1]!)) continue;
		const first = pattern.indexOf("[]");
		const path = first === -1 ? pattern : pattern.slice(0, first);
		const id = path.join(".");
		if (facts.has(id) || resource.unknown.some((unknown) => overlaps(path, unknown.path))) continue;
		let value: Json | undefined = cut;
		for (const step of path) value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
		if (path[0] === "facets") value = fromWritten(value, valueAt(resource as unknown as Json, path), written);
		facts.set(id, { path, value: id === "facets.policy_documents" ? statements(value) : value });
	}
	return facts;
}

/** The elements, cut to what a rule reads, whose path in the full facet starts with a written argument, or that have none. */
function fromWritten(cut: Json | undefined, full: Json | undefined, written: ReadonlySet<string>): Json | undefined {
	if (!Array.isArray(cut)) return cut;
	return cut.filter((_, index) => {
		const root = valueAt(full, [index, "path", 0]);
		return typeof root !== "string" || written.has(root);
	});
}

/** One list of all statements, each with the kind of its document. */
function statements(documents: Json | undefined): Json | undefined {
	if (!Array.isArray(documents)) return documents;
	return documents.flatMap((document) => {
		if (!isObject(document) || !Array.isArray(document.statements)) return [];
		const { statements, ...rest } = document;
		return statements.map((statement) => (isObject(statement) ? { ...rest, ...statement } : statement));
	});
}

/**
 * Whether Terraform itself would put a fact right: its configuration writes it, here or in the resource beside it that
 * holds this part. What a provider only reads back changes without anybody's doing.
 * @param parts types of the resources that belong to this one in the state.
 */
export function isManaged(fact: Fact, { type, written }: PlannedItem, parts: ReadonlySet<string>): boolean {
	const [root, name = "", member = ""] = fact.path;
	if (root === "attributes") return written.has(name);
	if (type === "aws_s3_bucket") {
		const part = BUCKET_PARTS[`${name}.${member}`] ?? BUCKET_PARTS[name];
		if (part !== undefined) return parts.has(part);
	}
	return written.size > 0;
}

/** Whether a fact differs between two states of Terraform, which were read alike. */
export function differs(left: Fact | undefined, right: Fact | undefined): boolean {
	if (left === undefined || right === undefined) return false;
	return canonical(left.value) !== canonical(right.value);
}

/**
 * Whether a fact differs between a state and what is live. In doubt it does not: only facts that both sides show and that
 * mean the same on both are compared.
 */
export function differsLive(state: Fact | undefined, live: Fact | undefined): boolean {
	if (state === undefined || live === undefined || !isComparable(state)) return false;
	const [left, right] = [state.value, live.value];
	if (state.path[0] === "attributes" && (isEmpty(left) || isEmpty(right))) return false;
	if (left === undefined || right === undefined || left === null || right === null) return false;
	if (Array.isArray(left) !== Array.isArray(right)) return false;
	if (!Array.isArray(left) || !Array.isArray(right)) return loose(left) !== loose(right);
	const shared = sharedKeys(state.path, left, right);
	const [ours, theirs] = [left, right].map((list) => new Set(list.map((element) => loose(narrow(element, shared)))));
	return ours!.size !== theirs!.size || [...ours!].some((element) => !theirs!.has(element));
}

function isComparable({ path: [root, name = "", member = ""] }: Fact): boolean {
	return root === "attributes" || (SAME_EVERYWHERE[name]?.some((known) => known === "" || known === member) ?? false);
}

/** What stands on one side only: of two lists the elements that the other one has not. */
export function difference(
	path: readonly string[],
	value: Json | undefined,
	others: (Json | undefined)[],
): Json | undefined {
	if (!Array.isArray(value) || value.length < 2) return value;
	const lists = others.filter((other) => Array.isArray(other));
	if (lists.length === 0) return value;
	return value.filter((element) => {
		return !lists.every((other) => {
			const shared = sharedKeys(path, value, other);
			const wanted = loose(narrow(element, shared));
			return other.some((candidate) => loose(narrow(candidate, shared)) === wanted);
		});
	});
}

/** Keys that some element has on both sides: converters leave out what no rule reads. Null for facets, which have one form. */
function sharedKeys([root]: readonly string[], left: Json[], right: Json[]): Set<string> | null {
	if (root !== "attributes") return null;
	const keys = (list: Json[]) =>
		new Set(list.flatMap((element) => (isObject(element) ? Object.keys(prune(element)) : [])));
	const theirs = keys(right);
	return new Set([...keys(left)].filter((key) => theirs.has(key)));
}

function narrow(element: Json, keys: Set<string> | null): Json {
	if (keys === null || !isObject(element)) return element;
	return Object.fromEntries(Object.entries(element).filter(([key]) => keys.has(key)));
}

/** Without members that hold nothing. */
function prune(value: JsonObject): JsonObject {
	return Object.fromEntries(Object.entries(value).filter(([, member]) => !isEmpty(member)));
}

function isEmpty(value: Json | undefined): boolean {
	if (value === undefined || value === null || value === "") return true;
	if (Array.isArray(value)) return value.every(isEmpty);
	return isObject(value) && Object.values(value).every(isEmpty);
}

/** JSON in which order of keys and elements, and empty members, do not show. */
function canonical(value: Json | undefined, leaf: (value: Json) => Json = (same) => same): string {
	if (value === undefined || isEmpty(value)) return "";
	if (Array.isArray(value))
		return `[${value
			.map((element) => canonical(element, leaf))
			.sort(compareText)
			.join(",")}]`;
	if (!isObject(value)) return JSON.stringify(leaf(value));
	const members = Object.entries(prune(value)).sort(([left], [right]) => compareText(left, right));
	return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member, leaf)}`).join(",")}}`;
}

/** The same, for values from different sources: texts in any case, numbers and booleans as text, an account by its root as the account. */
function loose(value: Json): string {
	return canonical(value, (leaf) => {
		const text = String(leaf).toLowerCase();
		return /^arn:aws[\w-]*:iam::(\d{12}):root$/.exec(text)?.[1] ?? text;
	});
}

import type { AttributePath, Json } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { PlanReference, PolicyDocument, PolicyStatement } from "./context.ts";
import { asString } from "./json.ts";
import type { IndexedPlan } from "./plan-context.ts";
import { parsePolicyDocument } from "./policy-document.ts";

/** Documents that take in each other deeper than this are given up on. */
const DEPTH_LIMIT = 12;

type KnownDocument = Extract<PolicyDocument, { state: "known" }>;

/** Reads a policy attribute: known text, or the `aws_iam_policy_document` data source it comes from. */
export function evaluatePolicyDocument(
	plan: IndexedPlan,
	resource: Resource,
	path: AttributePath,
	depth = 0,
): PolicyDocument {
	const value = plan.value(resource, path);
	switch (value.state) {
		case "omitted":
			return { state: "omitted" };
		case "known":
			return value.value === "" ? { state: "omitted" } : parsePolicyDocument(value.value);
		case "unknown":
			return { state: "unknown", reason: value.reason };
		case "reference": {
			const only = value.targets.length === 1 ? value.targets[0] : undefined;
			if (only !== undefined && isPolicyData(only)) return evaluateReference(plan, only, depth);
			const names = value.targets.map((target) => target.address).join(", ");
			return { state: "unknown", reason: `the policy is known only after apply: it is built from ${names}` };
		}
	}
}

function isPolicyData(reference: PlanReference): boolean {
	return (
		reference.mode === "data" &&
		reference.type === "aws_iam_policy_document" &&
		(reference.attribute === null || reference.attribute === "json" || reference.attribute === "minified_json")
	);
}

function evaluateReference(plan: IndexedPlan, reference: PlanReference, depth: number): PolicyDocument {
	const only = reference.resources.length === 1 ? reference.resources[0] : undefined;
	if (only === undefined) {
		return {
			state: "unknown",
			reason: `which instance of ${reference.address} it comes from is known only after apply`,
		};
	}
	return evaluateData(plan, only, depth);
}

/** Puts together what an `aws_iam_policy_document` data source will give, from its arguments. */
function evaluateData(plan: IndexedPlan, data: Resource, depth: number): PolicyDocument {
	if (depth > DEPTH_LIMIT) return { state: "unknown", reason: "its policy documents take in one another too deeply" };
	const json = plan.value(data, ["json"]);
	if (json.state === "known" && typeof json.value === "string") return parsePolicyDocument(json.value);

	const result: KnownDocument = { state: "known", statements: [], partial: null, unknown: [] };
	for (const name of ["source_json", "source_policy_documents"]) {
		for (const document of included(plan, data, name, depth)) take(result, document, false);
	}
	take(result, ownStatements(plan, data), true);
	for (const name of ["override_policy_documents", "override_json"]) {
		for (const document of included(plan, data, name, depth)) take(result, document, true);
	}
	result.partial = result.unknown[0]?.reason ?? null;
	return result;
}

/** Adds statements; where `replace`, one with a sid takes the place of the one that has it. */
function take(result: KnownDocument, document: PolicyDocument, replace: boolean): void {
	if (document.state === "omitted") return;
	if (document.state === "unknown") {
		result.unknown.push({ path: [], reason: document.reason });
		return;
	}
	const positions = new Map<number, number>();
	for (const statement of document.statements) {
		const same = statement.sid === null ? -1 : result.statements.findIndex((other) => other.sid === statement.sid);
		const position = replace && same >= 0 ? same : result.statements.length;
		positions.set(statement.index, position);
		result.unknown = result.unknown.filter((entry) => entry.path[0] !== position);
		result.statements[position] = { ...statement, index: position };
	}
	for (const { path, reason, named } of document.unknown) {
		const [first, ...rest] = path;
		const position = typeof first === "number" ? positions.get(first) : undefined;
		const at = position === undefined ? [] : [position, ...rest];
		result.unknown.push({ path: at, reason, ...(named === true ? { named } : {}) });
	}
}

/** The documents an argument takes in, in order. */
function included(plan: IndexedPlan, data: Resource, name: string, depth: number): PolicyDocument[] {
	const value = plan.value(data, [name]);
	if (value.state === "omitted") return [];
	if (value.state === "unknown") return [{ state: "unknown", reason: value.reason }];
	if (value.state === "known") {
		const { value: given } = value;
		if (!Array.isArray(given)) return given === "" ? [] : [parsePolicyDocument(given)];
		return given.flatMap((entry, index): PolicyDocument[] => {
			if (entry === "") return [];
			if (entry !== null) return [parsePolicyDocument(entry)];
			return includedReferences(plan, plan.inspect(data, [name, index]).leaves, given.length, depth);
		});
	}
	return value.targets.map((target) =>
		isPolicyData(target)
			? evaluateReference(plan, target, depth + 1)
			: { state: "unknown", reason: `a document it takes in comes from ${target.address}` },
	);
}

/** One unknown entry of a known list: the names of the whole list are all a plan tells about it. */
function includedReferences(
	plan: IndexedPlan,
	leaves: ReturnType<IndexedPlan["inspect"]>["leaves"],
	length: number,
	depth: number,
): PolicyDocument[] {
	const only = leaves.length === 1 && length === 1 ? leaves[0] : undefined;
	if (only?.kind === "reference" && isPolicyData(only.reference)) {
		return [evaluateReference(plan, only.reference, depth + 1)];
	}
	return [{ state: "unknown", reason: "a document it takes in is known only after apply" }];
}

function ownStatements(plan: IndexedPlan, data: Resource): PolicyDocument {
	const count = plan.blockCount(data, ["statement"]);
	if (count === null) return { state: "unknown", reason: "its statements are known only after apply" };
	const statements: PolicyStatement[] = [];
	const unknown: { path: AttributePath; reason: string; named?: boolean }[] = [];
	for (let index = 0; index < count; index += 1) {
		const at: AttributePath = ["statement", index];
		const missing = (field: string, reason: string, named = false): void => {
			const known = unknown.find((entry) => entry.path[0] === index && entry.path[1] === field);
			// One part that may be anything is enough for the whole field to be.
			if (known !== undefined && !named) delete known.named;
			if (known !== undefined) return;
			unknown.push({ path: [index, field], reason, ...(named ? { named } : {}) });
		};
		const strings = (path: AttributePath, field: string): string[] => {
			const read = readStrings(plan, data, path);
			if (read.reason !== null) missing(field, read.reason, namesResources(plan, data, path));
			return read.values;
		};
		const effect = plan.value(data, [...at, "effect"]);
		if (effect.state === "unknown" || effect.state === "reference") {
			unknown.push({ path: [], reason: "the effect of a statement is known only after apply" });
			continue;
		}
		const sid = plan.value(data, [...at, "sid"]);
		statements.push({
			index,
			sid: sid.state === "known" && typeof sid.value === "string" && sid.value !== "" ? sid.value : null,
			effect: effect.state === "known" && effect.value === "Deny" ? "Deny" : "Allow",
			actions: strings([...at, "actions"], "actions"),
			not_actions: strings([...at, "not_actions"], "not_actions"),
			resources: strings([...at, "resources"], "resources"),
			not_resources: strings([...at, "not_resources"], "not_resources"),
			principals: principalsOf(plan, data, [...at, "principals"], "principals", missing),
			not_principals: principalsOf(plan, data, [...at, "not_principals"], "not_principals", missing),
			conditions: conditionsOf(plan, data, [...at, "condition"], missing),
		});
	}
	return { state: "known", statements, partial: unknown[0]?.reason ?? null, unknown };
}

/** Attributes that identify a resource; a text made with one of them is never a bare wildcard. */
const IDENTIFYING = /(?:^|_)(?:arn|id|name|bucket|url|prefix)$/;

/** Whether what is unknown in a list of strings is made of identifiers of resources of the plan. */
function namesResources(plan: IndexedPlan, data: Resource, path: AttributePath): boolean {
	const value = plan.value(data, path);
	const entries = value.state === "known" && Array.isArray(value.value) ? [...value.value.entries()] : [];
	const paths =
		value.state === "known" ? entries.flatMap(([at, item]) => (item === null ? [[...path, at]] : [])) : [path];
	const leaves = paths.flatMap((each) => plan.inspect(data, each).leaves);
	return (
		leaves.some((leaf) => leaf.kind === "reference") &&
		leaves.every(
			(leaf) =>
				leaf.kind === "known" ||
				(leaf.kind === "reference" &&
					leaf.reference.mode === "managed" &&
					IDENTIFYING.test(leaf.reference.attribute ?? "")),
		)
	);
}

/** The known entries of a list of strings, and why others are missing. */
function readStrings(
	plan: IndexedPlan,
	data: Resource,
	path: AttributePath,
): { values: string[]; reason: string | null } {
	const value = plan.value(data, path);
	if (value.state === "omitted") return { values: [], reason: null };
	if (value.state === "unknown") return { values: [], reason: value.reason };
	if (value.state === "reference") {
		return {
			values: [],
			reason: `known only after apply: it comes from ${value.targets.map((target) => target.address).join(", ")}`,
		};
	}
	const list: Json[] = Array.isArray(value.value) ? value.value : [value.value];
	const values = list.map(asString).filter((entry) => entry !== null);
	return { values, reason: values.length === list.length ? null : "a part of it is known only after apply" };
}

function principalsOf(
	plan: IndexedPlan,
	data: Resource,
	path: AttributePath,
	field: string,
	missing: (field: string, reason: string, named?: boolean) => void,
): PolicyStatement["principals"] {
	const count = plan.blockCount(data, path);
	if (count === null) {
		missing(field, "known only after apply");
		return [];
	}
	const principals: PolicyStatement["principals"] = [];
	for (let index = 0; index < count; index += 1) {
		const type = readStrings(plan, data, [...path, index, "type"]);
		const identifiers = readStrings(plan, data, [...path, index, "identifiers"]);
		if (type.reason !== null) missing(field, type.reason);
		const ids = [...path, index, "identifiers"];
		if (identifiers.reason !== null) missing(field, identifiers.reason, namesResources(plan, data, ids));
		for (const id of identifiers.values) {
			if (type.values[0] !== undefined) principals.push({ type: type.values[0], id });
		}
	}
	return principals;
}

function conditionsOf(
	plan: IndexedPlan,
	data: Resource,
	path: AttributePath,
	missing: (field: string, reason: string) => void,
): PolicyStatement["conditions"] {
	const count = plan.blockCount(data, path);
	if (count === null) {
		missing("conditions", "known only after apply");
		return [];
	}
	const conditions: PolicyStatement["conditions"] = [];
	for (let index = 0; index < count; index += 1) {
		const operator = readStrings(plan, data, [...path, index, "test"]);
		const key = readStrings(plan, data, [...path, index, "variable"]);
		const values = readStrings(plan, data, [...path, index, "values"]);
		const reason = operator.reason ?? key.reason ?? values.reason;
		if (reason !== null) missing("conditions", reason);
		if (operator.values[0] === undefined || key.values[0] === undefined) continue;
		// A mix of known and unknown values: the known ones show the worst there is, the unknown ones count as set.
		conditions.push({ operator: operator.values[0], key: key.values[0], values: values.values });
	}
	return conditions;
}

import type { Json, JsonObject } from "../../model/json.ts";
import { isObject } from "../json.ts";

/**
 * Whether a Kubernetes label selector (`matchLabels`, `matchExpressions`) matches a set of labels. All requirements
 * must hold; `{}` has none and matches everything. A selector that is absent or null means nothing, everything or
 * "inherit", depending on the field, so callers decide that before they ask. What the API would reject (an unknown
 * operator, `In` without values, a number where a label value belongs) matches nothing.
 */
export function matchesSelector(selector: JsonObject, labels: Readonly<Record<string, string>>): boolean {
	const { matchLabels, matchExpressions } = selector;
	if (matchLabels !== undefined && matchLabels !== null) {
		if (!isObject(matchLabels) || !holdsAll(matchLabels, labels)) return false;
	}
	if (matchExpressions === undefined || matchExpressions === null) return true;
	return Array.isArray(matchExpressions) && matchExpressions.every((expression) => fulfils(expression, labels));
}

/**
 * Whether a plain map of labels (Service and ReplicationController `spec.selector`) matches. An empty one selects
 * nothing there: a Service without selector has endpoints of its own.
 */
export function selectorMatches(selector: JsonObject, labels: Readonly<Record<string, string>>): boolean {
	return Object.keys(selector).length > 0 && holdsAll(selector, labels);
}

function holdsAll(wanted: JsonObject, labels: Readonly<Record<string, string>>): boolean {
	return Object.entries(wanted).every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
}

function fulfils(expression: Json, labels: Readonly<Record<string, string>>): boolean {
	if (!isObject(expression) || typeof expression.key !== "string") return false;
	const { key, operator } = expression;
	const present = Object.hasOwn(labels, key);
	if (operator === "Exists") return present;
	if (operator === "DoesNotExist") return !present;
	const values = Array.isArray(expression.values) ? expression.values : [];
	if (values.length === 0) return false;
	const listed = present && values.includes(labels[key]!);
	if (operator === "In") return listed;
	// Also true of objects that do not have the label at all.
	return operator === "NotIn" && !listed;
}

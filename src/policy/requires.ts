import type { Json, JsonObject } from "../model/json.ts";
import type { Resource, Unknown } from "../model/resource.ts";

/** A `requires` pattern in steps: `facets.pod.containers[].image` → `["facets", "pod", "containers", "[]", "image"]`. */
export type Pattern = string[];

const ANY = "[]";

/** Splits a `requires` pattern into steps. Keys with dots are written in brackets: `attributes.metadata.annotations["a.b/c"]`. */
export function parsePattern(text: string): Pattern {
	const steps: Pattern = [];
	for (const match of text.matchAll(/\[\]|\["((?:[^"\\]|\\.)*)"\]|[^.[\]]+/g)) {
		steps.push(match[1] === undefined ? match[0] : (JSON.parse(`"${match[1]}"`) as string));
	}
	return steps;
}

/** Whether what a pattern names and what a path names overlap: one is a prefix of the other. `[]` fits any step. */
export function overlaps(pattern: Pattern, path: readonly (string | number)[]): boolean {
	const length = Math.min(pattern.length, path.length);
	for (let index = 0; index < length; index++) {
		const step = pattern[index]!;
		if (step !== ANY && step !== String(path[index])) return false;
	}
	return true;
}

/** The first of a resource's unknowns that a rule with these patterns would have to read, or undefined. */
export function blockingUnknown(patterns: readonly Pattern[], resource: Resource): Unknown | undefined {
	for (const unknown of resource.unknown) {
		for (const pattern of patterns) {
			if (overlaps(pattern, unknown.path)) return unknown;
		}
	}
	return undefined;
}

/** Patterns merged into a tree; `leaf` keeps everything below. */
interface Tree {
	leaf: boolean;
	children: Map<string, Tree>;
}

/** Merges patterns into one projection, for `project`. */
export function projection(patterns: Iterable<Pattern>): Tree {
	const root: Tree = { leaf: false, children: new Map() };
	for (const pattern of patterns) {
		let node = root;
		for (const step of pattern) {
			let child = node.children.get(step);
			if (child === undefined) {
				child = { leaf: false, children: new Map() };
				node.children.set(step, child);
			}
			node = child;
		}
		node.leaf = true;
	}
	return root;
}

/** The resource as `input.resources` holds it: identity, labels, and of attributes and facets only what the tree names. */
export function project(resource: Resource, tree: Tree): JsonObject {
	const { key, type, origin, scope, name, labels, complete } = resource;
	const attributes = tree.children.get("attributes");
	const facets = tree.children.get("facets");
	return {
		key,
		type,
		origin,
		scope,
		name,
		labels,
		...(complete === undefined ? {} : { complete }),
		attributes: attributes === undefined ? {} : cut(resource.attributes, attributes),
		facets: facets === undefined ? {} : cut(resource.facets as JsonObject, facets),
	};
}

function cut(value: Json, tree: Tree): Json {
	// A scalar where structure is expected is passed on: the rule has to see the junk to fail it.
	if (tree.leaf || typeof value !== "object" || value === null) return value;
	const any = tree.children.get(ANY);
	if (Array.isArray(value)) {
		// Indices are kept, so that a rule's path fits the native list.
		return value.map((item, index) => {
			const child = childOf(tree, String(index));
			return child === undefined ? null : cut(item, child);
		});
	}
	const result: JsonObject = {};
	for (const name of any === undefined ? tree.children.keys() : Object.keys(value)) {
		if (!Object.hasOwn(value, name)) continue;
		result[name] = cut(value[name]!, childOf(tree, name)!);
	}
	return result;
}

/** What is wanted below a key or index: by its own name, by `[]`, or by both together. */
function childOf(tree: Tree, step: string): Tree | undefined {
	const named = tree.children.get(step);
	const any = tree.children.get(ANY);
	return named === undefined || any === undefined ? (named ?? any) : merge(named, any);
}

function merge(left: Tree, right: Tree): Tree {
	const children = new Map(left.children);
	for (const [step, child] of right.children) {
		const other = children.get(step);
		children.set(step, other === undefined ? child : merge(other, child));
	}
	return { leaf: left.leaf || right.leaf, children };
}

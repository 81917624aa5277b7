import type { Json, JsonObject } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import {
	type ModuleStep,
	moduleAddress,
	modulePath,
	nameOf,
	splitModules,
	type Token,
	tokenize,
	within,
} from "./address.ts";
import { type Configuration, isExpression, type ModuleNode, referencesOf } from "./configuration.ts";
import type { PlanReference } from "./context.ts";
import { asObject, at, property } from "./json.ts";

/** Something an expression names, followed to where a plan lets it be followed. */
export type Leaf =
	| { kind: "known"; value: Json }
	| { kind: "reference"; reference: PlanReference }
	| { kind: "unknown"; reason: string };

/** Where an expression stands: what `each`, `count` and relative names mean there. */
export interface Scope {
	node: ModuleNode;
	steps: ModuleStep[];
	/** The instance key of the resource or module call; undefined when it cannot be told, null without one. */
	key: string | number | null | undefined;
	/** Its `for_each` expression. */
	forEach: Json | undefined;
}

/** What following a reference needs to know about the rest of the plan. */
export interface Lookup {
	configuration: Configuration;
	/** Values of the root module's variables, by name. */
	variables: JsonObject;
	/** Instances (managed or data) of an address inside a module instance. */
	instances(module: string, local: string): Resource[];
	/** All instances of a configuration address. */
	instancesAnywhere(address: string): Resource[];
	/** Whether the attribute of this instance is known only after apply. */
	isUnknown(resource: Resource, attribute: string): boolean;
	keyOf(resource: Resource): string | number | null;
}

/** Longer chains of variables and outputs than this are given up on. */
const DEPTH_LIMIT = 40;

const tooDeep: Leaf = { kind: "unknown", reason: "the chain of variables and outputs behind it is too long to follow" };

/** Follows everything an expression names through variables, outputs and module calls. Never empty. */
export function resolveExpression(expression: Json | undefined, scope: Scope, lookup: Lookup, depth = 0): Leaf[] {
	if (depth > DEPTH_LIMIT) return [tooDeep];
	if (!isExpression(expression)) return [{ kind: "unknown", reason: "it is made of nested blocks" }];
	if (Object.hasOwn(expression, "constant_value")) return [{ kind: "known", value: expression.constant_value ?? null }];
	const references = parsedReferences(expression);
	if (references.length === 0)
		return [{ kind: "unknown", reason: "it is the result of a function known only after apply" }];
	const leaves: Leaf[] = [];
	const selectors: Leaf[] = [];
	const bare: number[] = [];
	for (const tokens of references) {
		const names = tokens.map((token) => nameOf(token));
		if (names[0] === "each" || names[0] === "count") {
			selectors.push(...resolveEach(names, scope, lookup, depth));
			continue;
		}
		const found = resolveReference(tokens, scope, lookup, depth);
		if (found.length === 1 && found[0]?.kind === "reference" && tokens.length <= (names[0] === "data" ? 3 : 2)) {
			bare.push(leaves.length);
		}
		leaves.push(...found);
	}
	const left = selectInstances(leaves, selectors, bare, lookup);
	return [...leaves, ...left];
}

/**
 * `a.b[each.key].id` is written in a plan as `a.b` beside `each.key`: where exactly one known scalar among the names is
 * a key of the instances named without one, it picks the instance and is no part of the value. Changes `leaves`;
 * returns the selectors that are left as parts of the value.
 */
function selectInstances(leaves: Leaf[], selectors: Leaf[], bare: number[], lookup: Lookup): Leaf[] {
	if (bare.length === 0) return selectors;
	const used = new Set<Leaf>();
	for (const index of bare) {
		const leaf = leaves[index];
		if (leaf?.kind !== "reference" || leaf.reference.resources.length === 0) continue;
		const byKey = new Map(leaf.reference.resources.map((resource) => [lookup.keyOf(resource), resource]));
		if (byKey.has(null)) continue;
		for (const candidate of [...selectors, ...leaves]) {
			if (candidate.kind !== "known") continue;
			const key = candidate.value;
			if (typeof key !== "string" && typeof key !== "number") continue;
			const chosen = byKey.get(key) ?? byKey.get(otherSpelling(key));
			if (chosen === undefined) continue;
			leaves[index] = { kind: "reference", reference: { ...leaf.reference, resources: [chosen] } };
			used.add(candidate);
			break;
		}
	}
	for (const leaf of used) {
		const index = leaves.indexOf(leaf);
		if (index >= 0) leaves.splice(index, 1);
	}
	return selectors.filter((leaf) => !used.has(leaf));
}

/** Keys of a list are numbers, and names of a map may look like numbers. */
function otherSpelling(key: string | number): string | number {
	if (typeof key === "number") return String(key);
	return /^\d+$/.test(key) ? Number(key) : key;
}

/** Terraform lists `a.b.c` together with its parents `a.b` and `a`: keeps the longest only, in order. */
export function outermost(references: string[]): string[] {
	const parents = new Set<string>();
	for (const reference of references) {
		for (let position = reference.length - 1; position > 0; position -= 1) {
			const character = reference[position];
			if (character === "." || character === "[") parents.add(reference.slice(0, position));
		}
	}
	return [...new Set(references)].filter((reference) => !parents.has(reference));
}

const parsed = new WeakMap<JsonObject, Token[][]>();

/** What an expression names, taken apart; remembered, because every instance of a resource asks again. */
function parsedReferences(expression: JsonObject): Token[][] {
	const known = parsed.get(expression);
	if (known !== undefined) return known;
	const references = outermost(referencesOf(expression)).map(tokenize);
	parsed.set(expression, references);
	return references;
}

function resolveEach(names: (string | null)[], scope: Scope, lookup: Lookup, depth: number): Leaf[] {
	if (scope.key === undefined || scope.key === null) {
		return [{ kind: "unknown", reason: "it depends on the instance key" }];
	}
	if (names[0] === "count" || names[1] === "key") return [{ kind: "known", value: scope.key }];
	const rest = names.slice(2).filter((name) => name !== null);
	// A set's values are its keys; a map's are looked up; a resource's instances have the same keys as this one.
	const key = scope.key;
	const outer: Scope = { ...scope, key: undefined, forEach: undefined };
	const leaves = resolveExpression(scope.forEach, outer, lookup, depth + 1);
	const only = leaves.length === 1 ? leaves[0] : undefined;
	if (only?.kind === "known") {
		if (Array.isArray(only.value)) return [{ kind: "known", value: key }];
		const value = at(only.value, [String(key), ...rest]);
		if (value !== undefined) return [{ kind: "known", value }];
	}
	if (only?.kind === "reference" && only.reference.attribute === null) {
		const resources = only.reference.resources.filter((resource) => lookup.keyOf(resource) === key);
		if (resources.length > 0) {
			const attribute = rest.length === 0 ? null : rest.join(".");
			return [dataValue({ ...only.reference, attribute, resources }, lookup)];
		}
	}
	return [{ kind: "unknown", reason: "it comes from each.value, whose collection a plan does not carry" }];
}

function resolveReference(tokens: Token[], scope: Scope, lookup: Lookup, depth: number): Leaf[] {
	const first = nameOf(tokens[0]);
	const second = nameOf(tokens[1]);
	switch (first) {
		case "var":
			return second === null
				? [notFollowed("a variable")]
				: resolveVariable(second, restOf(tokens, 2), scope, lookup, depth);
		case "local":
			return [{ kind: "unknown", reason: `it comes from local.${second ?? "?"}, which a plan does not carry` }];
		case "path":
		case "terraform":
			return [{ kind: "known", value: tokens.map((token) => nameOf(token)).join(".") }];
		case "self":
		case "ephemeral":
			return [notFollowed(`${first}.${second ?? "?"}`)];
		case "module":
			return resolveOutput(tokens, scope, lookup, depth);
		default:
			return [resolveResource(first === "resource" ? tokens.slice(1) : tokens, scope, lookup)];
	}
}

function notFollowed(what: string): Leaf {
	return { kind: "unknown", reason: `it comes from ${what}, which cannot be followed in a plan` };
}

/** Names and indices from a position on, as a path. */
function restOf(tokens: Token[], start: number): (string | number)[] {
	return tokens.slice(start).map((token) => ("name" in token ? token.name : token.index));
}

function resolveVariable(name: string, rest: (string | number)[], scope: Scope, lookup: Lookup, depth: number): Leaf[] {
	const declaration = asObject(property(scope.node.variables, name));
	const fallback = (): Leaf[] => {
		const value = declaration === null ? undefined : property(declaration, "default");
		return [{ kind: "known", value: value === undefined ? null : (at(value, rest) ?? null) }];
	};
	const { call, parent } = scope.node;
	if (call === null || parent === null) {
		const given = asObject(property(lookup.variables, name));
		const value = given === null ? undefined : property(given, "value");
		if (value !== undefined) return [{ kind: "known", value: at(value, rest) ?? null }];
		if (declaration !== null && Object.hasOwn(declaration, "default")) return fallback();
		return [notFollowed(`var.${name}`)];
	}
	const expression = property(asObject(call.expressions) ?? {}, name);
	if (expression === undefined) return fallback();
	const leaves = resolveExpression(expression, callScope(scope), lookup, depth + 1);
	// A module applies the default when the caller passes null to a variable that is not nullable.
	if (
		leaves.length === 1 &&
		leaves[0]?.kind === "known" &&
		leaves[0].value === null &&
		declaration?.nullable === false
	) {
		return fallback();
	}
	return leaves.flatMap((leaf) => drill(leaf, rest, leaves.length, `var.${name}`, lookup));
}

/** The scope in which the arguments of the call of this module are written. */
function callScope(scope: Scope): Scope {
	const steps = scope.steps.slice(0, -1);
	return {
		node: scope.node.parent ?? scope.node,
		steps,
		key: scope.steps.at(-1)?.key,
		forEach: scope.node.call?.for_each_expression,
	};
}

/** Goes on from what a variable or output holds to a part of it. */
function drill(leaf: Leaf, rest: (string | number)[], count: number, what: string, lookup: Lookup): Leaf[] {
	if (rest.length === 0 || leaf.kind === "unknown") return [leaf];
	const opaque: Leaf = { kind: "unknown", reason: `it is a part of ${what}, which a plan shows only as a whole` };
	if (count > 1) return [opaque];
	if (leaf.kind === "known") return [{ kind: "known", value: at(leaf.value, rest) ?? null }];
	if (leaf.reference.attribute !== null) {
		return rest.every((step) => typeof step === "number") ? [leaf] : [opaque];
	}
	const attribute = rest.filter((step) => typeof step === "string").join(".");
	return [dataValue({ ...leaf.reference, attribute: attribute === "" ? null : attribute }, lookup)];
}

function resolveOutput(tokens: Token[], scope: Scope, lookup: Lookup, depth: number): Leaf[] {
	const { modules, rest } = splitModules(tokens);
	const step = modules[0];
	const output = nameOf(rest[0]);
	const node = step === undefined ? undefined : scope.node.children.get(step.name);
	if (modules.length !== 1 || step === undefined || output === null || node === undefined) {
		return [notFollowed(step === undefined ? "a module" : `module.${step.name}`)];
	}
	const declaration = asObject(property(node.outputs, output));
	if (declaration === null) return [notFollowed(`module.${step.name}.${output}`)];
	const repeated = node.call?.count_expression !== undefined || node.call?.for_each_expression !== undefined;
	const key = step.key === null && repeated ? undefined : step.key;
	const inner: Scope = { node, steps: [...scope.steps, { name: step.name, key }], key: null, forEach: undefined };
	const leaves = resolveExpression(declaration.expression, inner, lookup, depth + 1);
	return leaves.flatMap((leaf) => drill(leaf, restOf(rest, 1), leaves.length, `module.${step.name}.${output}`, lookup));
}

function resolveResource(tokens: Token[], scope: Scope, lookup: Lookup): Leaf {
	const mode = nameOf(tokens[0]) === "data" ? "data" : "managed";
	const own = mode === "data" ? tokens.slice(1) : tokens;
	const type = nameOf(own[0]);
	const name = nameOf(own[1]);
	if (type === null || name === null) return notFollowed(type ?? "something");
	const local = `${mode === "data" ? "data." : ""}${type}.${name}`;
	const declaration = scope.node.resources.get(local);
	if (declaration === undefined) return notFollowed(local);
	const path = modulePath(scope.steps);
	const address = within(path, local);
	const module = moduleAddress(scope.steps);
	let resources = module === null ? lookup.instancesAnywhere(address) : lookup.instances(module, local);
	let rest = own.slice(2);
	const index = rest[0] !== undefined && "index" in rest[0] ? rest[0].index : null;
	if (index !== null) {
		rest = rest.slice(1);
		resources = resources.filter((resource) => lookup.keyOf(resource) === index);
	}
	const repeated = declaration.count_expression !== undefined || declaration.for_each_expression !== undefined;
	// Switched off by count or for_each: what is read from it is null or an empty list.
	if (resources.length === 0 && repeated && module !== null && mode === "managed")
		return { kind: "known", value: null };
	const names = rest.map((token) => nameOf(token)).filter((step) => step !== null);
	const attribute = names.length === 0 ? null : names.join(".");
	return dataValue({ address, type, attribute, mode, resources }, lookup);
}

/** What a data source has already been read as is a known value; everything else stays a reference. */
function dataValue(reference: PlanReference, lookup: Lookup): Leaf {
	const resource = reference.resources[0];
	if (
		reference.mode !== "data" ||
		reference.attribute === null ||
		reference.resources.length !== 1 ||
		resource === undefined
	) {
		return { kind: "reference", reference };
	}
	const path = reference.attribute.split(".");
	const value = at(resource.attributes, path);
	if (value === undefined || value === null || lookup.isUnknown(resource, path[0] as string)) {
		return { kind: "reference", reference };
	}
	return { kind: "known", value };
}

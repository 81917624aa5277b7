import type { AttributePath, Json } from "../../model/json.ts";
import { isObject } from "../../normalize/json.ts";
import type { Definition, ModuleCode, Placed } from "./module-code.ts";
import { descend } from "./reach.ts";
import type { Attribute, Expression, Span } from "./syntax.ts";

/** A module in its place: the root, or one that a module calls. */
export interface Site {
	/** `module.a.module.b`, empty for the root. */
	path: string;
	/** Null for the root. */
	caller: { site: Site; name: string } | null;
	/** Null where its files are not there. */
	code: ModuleCode | null;
	/** Whether its code is the user's own, as opposed to downloaded. */
	own: boolean;
}

/** Where a value comes from, one step on the way. */
export interface Hop {
	message: string;
	site: Site;
	uri: string;
	span: Span;
	precision: "attribute" | "block";
	/** Lines that enclose it in the file, innermost first. */
	scopes: number[];
	/** Whether it is an argument of a module call. */
	isArgument: boolean;
}

/** What following needs to know of the plan. */
export interface FollowContext {
	/** Value of a variable of the root module; undefined where the plan does not show it. */
	rootVariable: (name: string) => Json | undefined;
	/** Files that give the root's variables values, in the order in which later ones win. */
	valueFiles: () => { uri: string; attributes: Attribute[] }[];
}

/** How long a chain of variables and locals is followed. */
const MAX_HOPS = 12;

/** The place of a value in the code: an expression, the part of it that is meant, and what it stands in. */
interface Trace {
	value: Expression | null;
	rest: AttributePath;
	site: Site;
	/** The resource whose for_each `each` belongs to, and the instance's key. */
	each: { definition: Definition; key: string | number | null } | null;
}

/** Follows a value through variables, locals, for_each and outputs, as long as each step only hands it on. */
export function follow(start: Trace, context: FollowContext): Hop[] {
	const hops: Hop[] = [];
	let trace: Trace | null = start;
	while (trace !== null && hops.length < MAX_HOPS) trace = step(trace, hops, context);
	return hops;
}

function step({ value, rest, site, each }: Trace, hops: Hop[], context: FollowContext): Trace | null {
	if (value?.kind !== "reference") return null;
	const [root, name, ...more] = value.steps;
	if (typeof root !== "string" || typeof name !== "string") return null;
	const path = [...more, ...rest];
	if (root === "var") return ofVariable(name, path, site, hops, context);
	if (root === "local") return into(site.code?.local(name) ?? null, path, site, hops);
	if (root === "each" && each !== null) return ofEach(name, path, { site, each }, hops);
	return null;
}

/** A variable's value: the argument of the call, else the default. */
function ofVariable(name: string, path: AttributePath, site: Site, hops: Hop[], context: FollowContext): Trace | null {
	const variable = site.code?.variable(name) ?? null;
	if (site.caller !== null) {
		const { site: above, name: call } = site.caller;
		const argument = above.code?.call(call)?.attributes.get(name) ?? null;
		if (argument !== null) return into(argument, path, above, hops, true);
		return into(variable?.attributes.get("default") ?? null, path, site, hops);
	}
	const given = context.rootVariable(name);
	if (given === undefined) return null;
	for (const { uri, attributes } of context.valueFiles().toReversed()) {
		const item = attributes.findLast((attribute) => attribute.name === name);
		if (item === undefined) continue;
		if (!isValue(item.value, given)) break;
		hops.push({
			message: "set here",
			site,
			uri,
			span: item.span,
			precision: "attribute",
			scopes: [],
			isArgument: false,
		});
		return null;
	}
	const fallback = variable?.attributes.get("default") ?? null;
	if (fallback !== null && isValue(fallback.item.value, given)) return into(fallback, path, site, hops);
	if (variable === null) return null;
	const { uri, block } = variable;
	hops.push({
		message: "given from outside for this variable",
		site,
		uri,
		span: block.span,
		precision: "block",
		scopes: [],
		isArgument: false,
	});
	return null;
}

function ofEach(
	name: string,
	path: AttributePath,
	{ site, each }: { site: Site; each: NonNullable<Trace["each"]> },
	hops: Hop[],
): Trace | null {
	const forEach = each.definition.attributes.get("for_each");
	if (name !== "value" || each.key === null || forEach === undefined) return null;
	return into(forEach, [each.key, ...path], site, hops);
}

/** Goes to an argument and on into it; a value in another place is followed from there. */
function into(
	argument: Placed<Attribute> | null,
	path: AttributePath,
	site: Site,
	hops: Hop[],
	isArgument = false,
): Trace | null {
	if (argument === null) return null;
	const { uri, item, owner } = argument;
	const reached = descend(
		{ uri, span: item.span, precision: "attribute", scopes: [owner.span.startLine], value: item.value, rest: path },
		undefined,
	);
	hops.push({
		message: "set here",
		site,
		uri,
		span: reached.span,
		precision: "attribute",
		scopes: reached.scopes,
		isArgument,
	});
	return { value: reached.value, rest: reached.rest, site, each: null };
}

/** Whether an expression of literals is this very value. */
function isValue(expression: Expression, value: Json): boolean {
	if (expression.kind === "literal") return expression.value === value || String(expression.value) === String(value);
	if (expression.kind === "tuple") {
		if (!Array.isArray(value) || value.length !== expression.items.length) return false;
		return expression.items.every((item, index) => isValue(item, value[index]!));
	}
	if (expression.kind !== "object" || !isObject(value)) return false;
	return expression.members.every(
		({ name, value: inner }) => name !== null && Object.hasOwn(value, name) && isValue(inner, value[name]!),
	);
}

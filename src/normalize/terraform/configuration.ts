import type { Json, JsonObject } from "../../model/json.ts";
import { within } from "./address.ts";
import { asList, asObject, asString, property } from "./json.ts";

/** A module as the plan's `configuration` shows it. */
export interface ModuleNode {
	/** `module.a.module.b`, empty for the root. */
	path: string;
	parent: ModuleNode | null;
	/** The call in the parent; null for the root. */
	call: JsonObject | null;
	variables: JsonObject;
	outputs: JsonObject;
	children: Map<string, ModuleNode>;
	/** `aws_s3_bucket.this` or `data.aws_region.current` → resource. */
	resources: Map<string, JsonObject>;
}

/** The `configuration` part of a plan. */
export interface Configuration {
	root: ModuleNode;
	/** By path. */
	modules: Map<string, ModuleNode>;
	providers: JsonObject;
}

const DEPTH_LIMIT = 64;

/** Reads `configuration`; null when the plan carries none. */
export function readConfiguration(value: Json | undefined): Configuration | null {
	const configuration = asObject(value);
	const rootModule = configuration === null ? null : asObject(configuration.root_module);
	if (configuration === null || rootModule === null) return null;
	const modules = new Map<string, ModuleNode>();
	const root = readModule(rootModule, "", null, null, modules, 0);
	return { root, modules, providers: asObject(configuration.provider_config) ?? {} };
}

function readModule(
	module: JsonObject,
	path: string,
	parent: ModuleNode | null,
	call: JsonObject | null,
	modules: Map<string, ModuleNode>,
	depth: number,
): ModuleNode {
	const node: ModuleNode = {
		path,
		parent,
		call,
		variables: asObject(module.variables) ?? {},
		outputs: asObject(module.outputs) ?? {},
		children: new Map(),
		resources: new Map(),
	};
	modules.set(path, node);
	for (const entry of asList(module.resources)) {
		const resource = asObject(entry);
		const type = asString(resource?.type);
		const name = asString(resource?.name);
		if (resource === null || type === null || name === null) continue;
		node.resources.set(`${resource.mode === "data" ? "data." : ""}${type}.${name}`, resource);
	}
	if (depth >= DEPTH_LIMIT) return node;
	for (const [name, entry] of Object.entries(asObject(module.module_calls) ?? {})) {
		const childCall = asObject(entry);
		const body = asObject(childCall?.module);
		if (childCall === null || body === null) continue;
		const childPath = within(path, `module.${name}`);
		node.children.set(name, readModule(body, childPath, node, childCall, modules, depth + 1));
	}
	return node;
}

/** The arguments of a resource or module call: name → expression or nested blocks. */
export function expressionsOf(block: JsonObject): JsonObject {
	return asObject(block.expressions) ?? {};
}

/**
 * Whether a configuration value is an expression (as opposed to nested blocks). `{}` is an expression too: one that
 * names nothing and is no literal, such as a function call.
 */
export function isExpression(value: Json | undefined): value is JsonObject {
	const object = asObject(value);
	if (object === null) return false;
	if (Object.hasOwn(object, "constant_value")) return true;
	const references = property(object, "references");
	if (references === undefined) return Object.keys(object).length === 0;
	return Array.isArray(references) && references.every((reference) => typeof reference === "string");
}

/** The names an expression refers to. */
export function referencesOf(expression: JsonObject): string[] {
	return asList(expression.references).filter((reference) => typeof reference === "string");
}

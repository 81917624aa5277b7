import type { AttributePath, Json, JsonObject } from "../../model/json.ts";
import type { Document } from "../../model/resource.ts";
import { type ModuleStep, parseAddress } from "../../normalize/terraform/address.ts";
import { isExpression } from "../../normalize/terraform/configuration.ts";
import { asList, asObject, asString } from "../../normalize/terraform/json.ts";
import type { Step } from "./patch.ts";

export type PlanDocument = Extract<Document, { kind: "terraform-plan" }>;

/** A step as it was made in the code: `every` are the positions in its path whose index stands for all elements. */
export interface PlannedStep extends Step {
	every: number[];
}

/** A resource instance of a plan, and what the plan does with it. */
export interface PlannedInstance {
	address: string;
	actions: string[];
}

/**
 * The instances that come from the same block of code as one of them: by count and for_each, and by other calls of the
 * same local module.
 */
export function instancesBeside(plan: JsonObject, address: string): PlannedInstance[] {
	const own = parseAddress(address);
	if (own === null) return [];
	const root = asObject(asObject(plan.configuration)?.root_module) ?? {};
	const folder = folderOf(root, own.modules);
	const folders = new Map<string, string>();
	const found: PlannedInstance[] = [];
	for (const entry of asList(plan.resource_changes)) {
		const change = asObject(entry);
		if (change === null || change.type !== own.type || change.name !== own.name) continue;
		const text = asString(change.address);
		const other = text === null ? null : parseAddress(text);
		if (text === null || other === null || other.mode !== own.mode || change.deposed !== undefined) continue;
		const called = other.modules.map(({ name }) => name).join(".");
		const there = folders.get(called) ?? folderOf(root, other.modules);
		folders.set(called, there);
		const actions = asList(asObject(change.change)?.actions).filter((action) => typeof action === "string");
		if (there === folder) found.push({ address: text, actions });
	}
	return found;
}

/** Tells modules with the same code by the folders that calls lead to; a call of anything but a folder is a module of its own. */
function folderOf(root: JsonObject, modules: ModuleStep[]): string {
	let module: JsonObject | null = root;
	let path: string[] = [];
	for (const [depth, { name }] of modules.entries()) {
		const call: JsonObject | null = asObject(asObject(module?.module_calls)?.[name]);
		const source = asString(call?.source) ?? "";
		if (/^\.\.?\//.test(source)) path = joined(path, source);
		else path = modules.slice(0, depth + 1).map((step) => `module ${step.name}`);
		module = asObject(call?.module);
	}
	return path.join("/");
}

function joined(folder: string[], source: string): string[] {
	const path = [...folder];
	for (const step of source.split("/")) {
		if (step === "." || step === "") continue;
		if (step === ".." && path.length > 0 && path.at(-1) !== "..") path.pop();
		else path.push(step);
	}
	return path;
}

/** The plan as it would be after changes of the code: the same document but for the instances concerned. */
export function replanned(document: PlanDocument, addresses: ReadonlySet<string>, steps: PlannedStep[]): PlanDocument {
	const plan = document.value;
	const changes = asList(plan.resource_changes).map((entry) => {
		const address = asString(asObject(entry)?.address);
		return address !== null && addresses.has(address) ? changed(asObject(entry)!, steps) : entry;
	});
	let value: JsonObject = { ...plan, resource_changes: changes };
	const blocks = new Map<string, { modules: string[]; type: string; name: string }>();
	for (const address of addresses) {
		const parsed = parseAddress(address);
		if (parsed === null) continue;
		const block = { modules: parsed.modules.map((step) => step.name), type: parsed.type, name: parsed.name };
		blocks.set(JSON.stringify(block), block);
	}
	for (const { modules, type, name } of blocks.values()) {
		value = inConfiguration(value, modules, (resource) =>
			resource.type === type && resource.name === name && resource.mode !== "data"
				? rewritten(resource, steps)
				: resource,
		);
	}
	return { ...document, value };
}

function changed(entry: JsonObject, steps: PlannedStep[]): JsonObject {
	const copy = structuredClone(entry);
	const change = asObject(copy.change);
	const after = asObject(change?.after);
	if (change === null || after === null) return copy;
	const unknown = asObject(change.after_unknown);
	for (const step of steps) {
		for (const path of expanded(after, step)) {
			if (step.do === "add") append(after, path, step.value!);
			else put(after, path, step.do === "remove" ? null : step.value!);
			if (unknown !== null) uncover(unknown, path);
		}
	}
	return copy;
}

/** The paths a step has among these values: several where one piece of code writes all elements of a list. */
function expanded(values: JsonObject, { path, every }: PlannedStep): AttributePath[] {
	let paths: AttributePath[] = [path];
	for (const position of every) {
		paths = paths.flatMap((each) => {
			const list = valueAt(values, each.slice(0, position));
			return Array.isArray(list) ? list.map((_, index) => each.with(position, index)) : [];
		});
	}
	return paths;
}

function valueAt(root: Json, path: AttributePath): Json | undefined {
	let value: Json | undefined = root;
	for (const step of path) {
		value = typeof value === "object" && value !== null ? (value as JsonObject)[step] : undefined;
	}
	return value;
}

function put(root: JsonObject, path: AttributePath, value: Json): void {
	let parent: JsonObject = root;
	for (const [index, step] of path.slice(0, -1).entries()) {
		const next = parent[step];
		if (typeof next !== "object" || next === null) parent[step] = typeof path[index + 1] === "number" ? [] : {};
		parent = parent[step] as JsonObject;
	}
	parent[path.at(-1)!] = value;
}

function append(root: JsonObject, path: AttributePath, value: Json): void {
	const list = valueAt(root, path);
	put(root, path, [...(Array.isArray(list) ? list : []), value]);
}

/** Takes the mark off a value of which the plan says that it, or what holds it, is known only later. */
function uncover(mask: JsonObject, path: AttributePath): void {
	let parent: Json | undefined = mask;
	for (const step of path) {
		if (typeof parent !== "object" || parent === null) return;
		const below: Json | undefined = (parent as JsonObject)[step];
		if (below === true) {
			(parent as JsonObject)[step] = false;
			return;
		}
		parent = below;
	}
}

/** Copies what lies on the way to a module's resources, and nothing else. */
function inConfiguration(
	plan: JsonObject,
	modules: string[],
	change: (resource: JsonObject) => JsonObject,
): JsonObject {
	const within = (module: JsonObject, [name, ...rest]: string[]): JsonObject => {
		if (name === undefined) {
			const resources = asList(module.resources).map((entry) => {
				const resource = asObject(entry);
				return resource === null ? entry : change(resource);
			});
			return { ...module, resources };
		}
		const calls = asObject(module.module_calls);
		const call = asObject(calls?.[name]);
		const inner = asObject(call?.module);
		if (calls === null || call === null || inner === null) return module;
		return { ...module, module_calls: { ...calls, [name]: { ...call, module: within(inner, rest) } } };
	};
	const configuration = asObject(plan.configuration);
	const root = asObject(configuration?.root_module);
	if (configuration === null || root === null) return plan;
	return { ...plan, configuration: { ...configuration, root_module: within(root, modules) } };
}

function rewritten(resource: JsonObject, steps: PlannedStep[]): JsonObject {
	const copy = structuredClone(resource);
	const expressions = asObject(copy.expressions) ?? {};
	copy.expressions = expressions;
	for (const step of steps) write(expressions, step.path, step);
	return copy;
}

/** Blocks stand in the order of the code, which a path in the values need not follow: each that may be meant is changed. */
function write(node: JsonObject, path: AttributePath, step: PlannedStep): void {
	const [name, ...rest] = path.filter((each) => typeof each === "string");
	if (name === undefined) return;
	const below = node[name];
	if (rest.length === 0 || isExpression(below)) {
		if (step.do === "remove" && rest.length === 0) delete node[name];
		else if (rest.length === 0 && step.do === "set") node[name] = { constant_value: step.value! };
		return;
	}
	if (step.do === "remove" && below === undefined) return;
	const blocks: Json[] = below === undefined ? [{}] : Array.isArray(below) ? below : [below];
	if (below === undefined) node[name] = blocks;
	for (const block of blocks) {
		if (typeof block === "object" && block !== null && !Array.isArray(block)) write(block as JsonObject, rest, step);
	}
}

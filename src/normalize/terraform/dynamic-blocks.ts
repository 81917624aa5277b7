import type { Json } from "../../model/json.ts";
import { nameOf, splitModules, tokenize } from "./address.ts";
import { type Configuration, isExpression, type ModuleNode, referencesOf } from "./configuration.ts";
import { asObject } from "./json.ts";
import { type Lookup, outermost, resolveExpression } from "./references.ts";

/**
 * Tells where a `dynamic` block of unknown length may hide. A plan does not write dynamic blocks down, so a list known only after apply and
 * absent from the configuration is either a block the provider fills in because nobody wrote it, or a dynamic block. The
 * second needs something unknown to count by, and leaves a trace: an attribute among the plan's `relevant_attributes`,
 * or a module variable with an unknown value, that no visible expression of the module names. Without
 * `relevant_attributes` (before Terraform 1.2) the trace cannot be looked for, and the answer is always "may".
 */
export class DynamicBlocks {
	readonly #configuration: Configuration;
	readonly #lookup: Lookup | null;
	/** Module path → `type.name attribute` read somewhere in it. */
	readonly #relevant: Map<string, Set<string>> | null;
	readonly #answers = new Map<ModuleNode, boolean>();

	constructor(
		configuration: Configuration,
		relevant: { resource: string; attribute: string }[] | undefined,
		lookup: Lookup | null,
	) {
		this.#configuration = configuration;
		this.#lookup = lookup;
		this.#relevant = relevant === undefined ? null : new Map();
		for (const { resource, attribute } of relevant ?? []) {
			const { modules, rest } = splitModules(tokenize(resource));
			const path = modules.map((step) => `module.${step.name}`).join(".");
			const local = rest
				.map((token) => nameOf(token))
				.filter((name) => name !== null)
				.join(".");
			const known = this.#relevant?.get(path) ?? new Set<string>();
			known.add(`${local} ${attribute}`);
			this.#relevant?.set(path, known);
		}
	}

	/** Whether a dynamic block of unknown length may stand in a resource of this module. */
	possible(node: ModuleNode): boolean {
		const cached = this.#answers.get(node);
		if (cached !== undefined) return cached;
		const answer = this.#search(node);
		this.#answers.set(node, answer);
		return answer;
	}

	#search(node: ModuleNode): boolean {
		if (this.#relevant === null || this.#configuration.modules.get(node.path) !== node) return true;
		const visible = visibleNames(node);
		for (const entry of this.#relevant.get(node.path) ?? []) {
			const [local = "", attribute = ""] = entry.split(" ");
			if (!visible.has(`${local}.${attribute}`) && !visible.has(local)) return true;
		}
		// Attributes of resources elsewhere arrive through variables and outputs.
		if (node.parent === null || this.#lookup === null) return false;
		for (const name of Object.keys(node.variables)) {
			if (visible.has(`var.${name}`)) continue;
			const expression = asObject(node.call?.expressions)?.[name];
			if (!isExpression(expression) || Object.hasOwn(expression, "constant_value")) continue;
			const scope = { node: node.parent, steps: stepsOf(node.parent), key: undefined, forEach: undefined };
			if (resolveExpression(expression, scope, this.#lookup).some((leaf) => leaf.kind !== "known")) return true;
		}
		return false;
	}
}

function stepsOf(node: ModuleNode): { name: string; key: undefined }[] {
	if (node.parent === null) return [];
	return splitModules(tokenize(node.path)).modules.map((step) => ({ name: step.name, key: undefined }));
}

/** Everything the visible expressions of a module name: `var.x`, `aws_vpc.v`, `aws_vpc.v.id` (attributes one deep). */
function visibleNames(node: ModuleNode): Set<string> {
	const names = new Set<string>();
	const visit = (value: Json | undefined): void => {
		if (isExpression(value)) {
			for (const reference of outermost(referencesOf(value))) {
				const parts = tokenize(reference)
					.map((token) => nameOf(token))
					.filter((name) => name !== null);
				const size = parts[0] === "data" ? 4 : parts[0] === "var" ? 2 : 3;
				names.add(parts.slice(0, size).join("."));
			}
			return;
		}
		if (typeof value !== "object" || value === null) return;
		for (const inner of Object.values(value)) visit(inner as Json);
	};
	for (const resource of node.resources.values()) {
		visit(asObject(resource.expressions) ?? undefined);
		visit(resource.count_expression);
		visit(resource.for_each_expression);
	}
	for (const called of node.children.values()) {
		visit(asObject(called.call?.expressions) ?? undefined);
		visit(called.call?.count_expression);
		visit(called.call?.for_each_expression);
	}
	for (const output of Object.values(node.outputs)) visit(asObject(output)?.expression);
	return names;
}

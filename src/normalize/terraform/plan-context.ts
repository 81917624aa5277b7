import type { AttributePath, Json, JsonObject } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import { push } from "../../multimap.ts";
import { compareText } from "../../order.ts";
import { moduleAddress } from "./address.ts";
import { type Configuration, expressionsOf, isExpression, type ModuleNode } from "./configuration.ts";
import type { PlanContext, PlanReference, PlanValue } from "./context.ts";
import { DynamicBlocks } from "./dynamic-blocks.ts";
import { identityValues } from "./identity.ts";
import type { Instance } from "./instance.ts";
import { asObject, asString, at, child, property, spread, truePaths } from "./json.ts";
import { evaluatePolicyDocument } from "./policy-data.ts";
import { type Leaf, type Lookup, resolveExpression, type Scope } from "./references.ts";

/** A plan taken apart: what the context is built from. */
export interface PlanParts {
	complete: boolean;
	/** Managed instances after the apply, and data sources. */
	instances: Instance[];
	deleted: Resource[];
	/** The state the plan starts from; asked once at most. */
	before: () => PlanContext | null;
	configuration: Configuration | null;
	/** Values of the root module's variables. */
	variables: JsonObject;
	/** `relevant_attributes`, undefined before Terraform 1.2. */
	relevant: { resource: string; attribute: string }[] | undefined;
}

/** A plan value together with what it may come from. */
export interface Inspection {
	value: PlanValue;
	/** Everything named behind an unknown value. */
	leaves: Leaf[];
}

/** A `PlanContext`, and what only this folder needs. */
export interface IndexedPlan extends PlanContext {
	inspect(resource: Resource, path: AttributePath): Inspection;
	/** The number of nested blocks at a path: from the values, else from the configuration; null when unknown. */
	blockCount(resource: Resource, path: AttributePath): number | null;
	/** Paths of the values that the plan marks as known only after apply, given or not; sorted. */
	unknownPaths(resource: Resource): AttributePath[];
	/** Everything that the expression of a top-level argument names, whether its value is known or not; empty for blocks and constants. */
	leaves(resource: Resource, argument: string): Leaf[];
}

const AFTER_APPLY = "known only after apply";
const NO_LEAVES: Leaf[] = [];

/** Types whose names are good in all regions. */
const GLOBAL_NAMES = /^aws_(?:s3_bucket|iam_|route53_|cloudfront_|organizations_|globalaccelerator_)/;

const known = (value: Json): Inspection => ({ value: { state: "known", value }, leaves: NO_LEAVES });
const omitted: Inspection = { value: { state: "omitted" }, leaves: NO_LEAVES };
const unknown = (reason: string, leaves: Leaf[] = NO_LEAVES): Inspection => ({
	value: { state: "unknown", reason },
	leaves,
});

const maybeDynamic = unknown(`${AFTER_APPLY}: it may come from a dynamic block`);

/** Indexes a plan once; every question afterwards is a look-up. */
export function createPlanContext(parts: PlanParts): IndexedPlan {
	const { configuration } = parts;
	const instances = new Map<Resource, Instance>();
	const byModule = new Map<string, Resource[]>();
	const byAddress = new Map<string, Resource[]>();
	const byType = new Map<string, Resource[]>();
	const managed: Resource[] = [];
	for (const instance of parts.instances) {
		const { resource } = instance;
		instances.set(resource, instance);
		push(byModule, `${moduleAddress(instance.steps) ?? ""}|${instance.local}`, resource);
		push(byAddress, resource.anchor.configAddress ?? resource.key, resource);
		if (instance.mode === "data") continue;
		managed.push(resource);
		push(byType, resource.type, resource);
	}

	const lookup: Lookup | null =
		configuration === null
			? null
			: {
					configuration,
					variables: parts.variables,
					instances: (module, local) => byModule.get(`${module}|${local}`) ?? [],
					instancesAnywhere: (address) => byAddress.get(address) ?? [],
					isUnknown: (resource, attribute) => hasUnknown(child(instances.get(resource)?.unknown, attribute)),
					keyOf: (resource) => instances.get(resource)?.key ?? null,
				};
	const dynamicBlocks = configuration === null ? null : new DynamicBlocks(configuration, parts.relevant, lookup);

	function scopeOf(instance: Instance, node: ModuleNode): Scope {
		return { node, steps: instance.steps, key: instance.key, forEach: instance.block?.for_each_expression };
	}

	function inspect(resource: Resource, path: AttributePath): Inspection {
		const instance = instances.get(resource);
		let value: Json | undefined = resource.attributes;
		let mask = instance?.unknown;
		for (const step of path) {
			if (mask === true) break;
			value = child(value, step);
			mask = child(mask, step);
		}
		if (mask === true) return behind(resource, path);
		if (value !== undefined && value !== null) return known(value);
		if (instance === undefined) return omitted;
		const name = path.findLast((step) => typeof step === "string");
		if (typeof name === "string" && name.endsWith("_wo")) return writeOnly(instance, path);
		// Planned values leave unknown attributes out; a null is written as null.
		if (instance.planned && value === undefined && path.length > 0) return behind(resource, path);
		return omitted;
	}

	/** A write-only argument is null in every plan: whether it is given stands in the configuration only. */
	function writeOnly(instance: Instance, path: AttributePath): Inspection {
		const { node, block } = instance;
		if (node === null || block === null || lookup === null) return omitted;
		const sources = findSources(expressionsOf(block), path, instance);
		const written = sources.filter((source) => source.expression !== undefined);
		if (written.length === 0) return sources.some((source) => source.dynamic) ? unknown(AFTER_APPLY) : omitted;
		const leaves = written.flatMap((source) => resolveExpression(source.expression, scopeOf(instance, node), lookup));
		if (leaves.every((leaf) => leaf.kind === "known" && leaf.value === null)) return omitted;
		const only = leaves.length === 1 ? leaves[0] : undefined;
		if (only?.kind === "known") return known(only.value);
		const references = referencesAmong(leaves);
		if (references.length === leaves.length) return { value: { state: "reference", targets: references }, leaves };
		return unknown("a write-only argument, which a plan never shows", leaves);
	}

	/** What stands behind a value known only after apply. */
	function behind(resource: Resource, path: AttributePath): Inspection {
		const instance = instances.get(resource);
		const node = instance?.node ?? null;
		const block = instance?.block ?? null;
		if (instance === undefined || node === null || block === null || lookup === null) {
			return unknown(`${AFTER_APPLY}; the plan carries no configuration for it`);
		}
		const expressions = expressionsOf(block);
		// Most of what is unknown was never written: ids, ARNs, defaults of the provider.
		if (path.length === 1 && !Object.hasOwn(expressions, path[0] as string)) return unwritten(instance, node, path);
		const sources = findSources(expressions, path, instance);
		const results: Inspection[] = [];
		for (const source of sources) {
			const constant = asObject(source.expression)?.constant_value;
			if (constant !== undefined && constant !== null) {
				// A literal the provider calls unknown, or a data source the plan has not read.
				const value = at(constant, source.rest);
				results.push(value === undefined || value === null ? omitted : known(value));
			} else if (source.expression !== undefined) {
				results.push(conclude(resolveExpression(source.expression, scopeOf(instance, node), lookup), source.rest));
			} else if (source.blocks) {
				results.push(unknown(`${AFTER_APPLY}: nested blocks with values that are not known yet`));
			} else if (source.dynamic) {
				results.push(unknown(`${AFTER_APPLY}: the block may come from a dynamic block`));
			} else {
				results.push(unwritten(instance, node, path));
			}
		}
		return agree(results);
	}

	/** An unknown value that no expression stands behind. */
	function unwritten(instance: Instance, node: ModuleNode, path: AttributePath): Inspection {
		// A list: a block that nobody wrote, or a dynamic one.
		if (!Array.isArray(at(instance.sensitive, path)) || isBlockLikeAttribute(instance.resource, path)) return omitted;
		return dynamicBlocks?.possible(node) === true ? maybeDynamic : omitted;
	}

	function region(resource: Resource): string | null {
		if (resource.type.startsWith("aws_")) {
			const own = inspect(resource, ["region"]).value;
			if (own.state === "known" && typeof own.value === "string") return own.value;
		}
		const key = asString(instances.get(resource)?.block?.provider_config_key);
		const provider = key === null ? null : asObject(property(configuration?.providers ?? {}, key));
		if (provider === null || lookup === null || configuration === null) return null;
		const node = configuration.modules.get(asString(provider.module_address) ?? "");
		const expression = expressionsOf(provider).region;
		if (node === undefined || expression === undefined) return null;
		const steps = node.path === "" ? [] : (instances.get(resource)?.steps.slice(0, depthOf(node)) ?? []);
		const leaves = resolveExpression(expression, { node, steps, key: undefined, forEach: undefined }, lookup);
		const only = leaves.length === 1 ? leaves[0] : undefined;
		return only?.kind === "known" ? asString(only.value) : null;
	}

	interface Join {
		byValue: Map<string, Resource[]>;
		byTarget: Map<string, { resource: Resource; reference: PlanReference; sure: boolean }[]>;
		/** Those that may name anything. */
		open: Resource[];
	}
	const joins = new Map<string, Join>();

	function joinIndex(type: string, attribute: string): Join {
		const key = `${type}|${attribute}`;
		const cached = joins.get(key);
		if (cached !== undefined) return cached;
		const join: Join = { byValue: new Map(), byTarget: new Map(), open: [] };
		joins.set(key, join);
		for (const resource of byType.get(type) ?? []) {
			for (const path of spread(resource.attributes, attribute.split("."))) {
				const { value, leaves } = inspect(resource, path);
				if (value.state === "omitted") continue;
				if (value.state === "known") {
					for (const entry of Array.isArray(value.value) ? value.value : [value.value]) {
						if (typeof entry === "string") push(join.byValue, entry, resource);
					}
					// Tools that plan without the provider fill in names of their own: what is written tells whose name it is.
					if (instances.get(resource)?.planned === true && path.length === 1) {
						const named = context.leaves(resource, attribute);
						const references = referencesAmong(named);
						const sure = references.length === 1 && named.length === 1;
						for (const reference of references) push(join.byTarget, reference.address, { resource, reference, sure });
					}
					continue;
				}
				const sure = value.state === "reference" && value.targets.length === 1;
				const references = value.state === "reference" ? value.targets : referencesAmong(leaves);
				const followed = references.flatMap((reference) => origins(reference, 0));
				for (const reference of followed) push(join.byTarget, reference.address, { resource, reference, sure });
				const closed = references.length > 0 && leaves.every((leaf) => leaf.kind !== "unknown");
				if (!closed) join.open.push(resource);
			}
		}
		return join;
	}

	/**
	 * A name is often handed on: a policy names `aws_s3_bucket_versioning.x.bucket`, which names the bucket. Returns the
	 * reference and what the attribute it names refers to in turn.
	 */
	function origins(reference: PlanReference, depth: number): PlanReference[] {
		const first = reference.resources[0];
		if (depth > 8 || reference.attribute === null || first === undefined || reference.resources.length !== 1)
			return [reference];
		// The id of the small resources that configure a bucket is the bucket's name.
		const attribute =
			reference.attribute === "id" && first.type.startsWith("aws_s3_bucket_") ? "bucket" : reference.attribute;
		const { value } = inspect(first, attribute.split("."));
		if (value.state !== "reference") return [reference];
		return [reference, ...value.targets.flatMap((target) => origins(target, depth + 1))];
	}

	const regions = new Map<Resource, string | null>();
	function knownRegion(resource: Resource): string | null {
		const cached = regions.get(resource);
		if (cached !== undefined) return cached;
		const found = region(resource);
		regions.set(resource, found);
		return found;
	}

	/** Whether a name can mean the target: most names are good in one region only. */
	function sameRegion(resource: Resource, target: Resource): boolean {
		if (!target.type.startsWith("aws_") || GLOBAL_NAMES.test(target.type)) return true;
		const here = knownRegion(resource);
		const there = knownRegion(target);
		return here === null || there === null || here === there;
	}

	function joined(type: string, attribute: string, target: Resource): { certain: Resource[]; uncertain: Resource[] } {
		const join = joinIndex(type, attribute);
		const certain = new Set<Resource>();
		const possible: Resource[] = [];
		for (const value of identityValues(target)) {
			for (const resource of join.byValue.get(value) ?? []) {
				if (value.startsWith("arn:") || sameRegion(resource, target)) certain.add(resource);
			}
		}
		for (const entry of join.byTarget.get(target.anchor.configAddress ?? target.key) ?? []) {
			const { resources } = entry.reference;
			if (!resources.includes(target)) continue;
			if (entry.sure && resources.length === 1) certain.add(entry.resource);
			else possible.push(entry.resource);
		}
		// The same list for every target where there is nothing to add to it: a plan may have thousands of both.
		if (certain.size === 0 && possible.length === 0) return { certain: [], uncertain: join.open };
		const uncertain = new Set([...possible, ...join.open]);
		for (const resource of certain) uncertain.delete(resource);
		return { certain: [...certain], uncertain: [...uncertain] };
	}

	function blockCount(resource: Resource, path: AttributePath): number | null {
		const value = inspect(resource, path).value;
		if (value.state === "known") return Array.isArray(value.value) ? value.value.length : 1;
		if (value.state === "omitted") return 0;
		const block = instances.get(resource)?.block ?? null;
		if (block === null) return null;
		const written = at(expressionsOf(block), path);
		return Array.isArray(written) ? written.length : null;
	}

	function unknownPaths(resource: Resource): AttributePath[] {
		const instance = instances.get(resource);
		if (instance === undefined) return [];
		const paths = truePaths(instance.unknown);
		if (instance.planned && instance.block !== null) {
			for (const name of Object.keys(expressionsOf(instance.block))) {
				if (!Object.hasOwn(resource.attributes, name)) paths.push([name]);
			}
		}
		return paths.sort(comparePaths);
	}

	let before: PlanContext | null | undefined;
	function leaves(resource: Resource, argument: string): Leaf[] {
		const instance = instances.get(resource);
		const expression = expressionsOf(instance?.block ?? {})[argument];
		if (instance === undefined || instance.node === null || lookup === null || !isExpression(expression)) return [];
		if (Object.hasOwn(expression, "constant_value")) return [];
		return resolveExpression(expression, scopeOf(instance, instance.node), lookup);
	}

	const context: IndexedPlan = {
		complete: parts.complete,
		resources: managed,
		deleted: parts.deleted,
		before: () => {
			if (before === undefined) before = parts.before();
			return before;
		},
		ofType: (...types) =>
			(types.length === 1 ? byType.get(types[0] as string) : types.flatMap((type) => byType.get(type) ?? [])) ?? [],
		value: (resource, path) => inspect(resource, path).value,
		joined,
		policyDocument: (resource, path) => evaluatePolicyDocument(context, resource, path),
		region,
		configuration,
		written: (resource) => expressionsOf(instances.get(resource)?.block ?? {}),
		inspect,
		blockCount,
		unknownPaths,
		leaves,
	};
	return context;
}

/**
 * Security group rules are attributes written as blocks. Seen with Terraform 1.11 and AWS provider 5: of these a dynamic
 * block of unknown length plans as one rule with unknown parts, so a rule list that is unknown as a whole was not written.
 */
function isBlockLikeAttribute(resource: Resource, path: AttributePath): boolean {
	if (resource.type !== "aws_security_group" && resource.type !== "aws_default_security_group") return false;
	return path.length === 1 && (path[0] === "ingress" || path[0] === "egress");
}

/** Where in the configuration a value is written: an expression, nested blocks, or nothing. */
interface Source {
	expression?: Json;
	/** What is left of the path below the expression. */
	rest: AttributePath;
	blocks?: boolean;
	/** The block around it is not in the configuration: content of a `dynamic` block. */
	dynamic?: boolean;
}

/** Finds what a path of the values can come from. Blocks of a set stand in another order in the values than in the configuration. */
function findSources(expressions: JsonObject, path: AttributePath, instance: Instance): Source[] {
	let nodes: Json[] = [expressions];
	const extra: Source[] = [];
	for (const [index, step] of path.entries()) {
		const next: Json[] = [];
		const found: Source[] = [];
		for (const node of nodes) {
			if (Array.isArray(node)) {
				if (typeof step !== "number") {
					for (const element of node) collect(asObject(element)?.[step], path, index, next, found);
					continue;
				}
				const values = at(instance.resource.attributes, path.slice(0, index));
				const { blocks, foreign } = blocksFor(node, values, step);
				next.push(...blocks);
				if (foreign) found.push({ rest: [], dynamic: true });
				continue;
			}
			const object = asObject(node);
			if (object === null) continue;
			if (typeof step === "number") next.push(object);
			else collect(property(object, step), path, index, next, found);
		}
		extra.push(...found);
		nodes = next;
	}
	return [...extra, ...nodes.map((): Source => ({ rest: [], blocks: true }))];
}

/** Sorts what one step leads to: a finished source, or blocks to go on with. */
function collect(value: Json | undefined, path: AttributePath, index: number, next: Json[], found: Source[]): void {
	if (value === undefined) {
		// Below a block that is not written, anything was made by a dynamic block.
		found.push(index === path.length - 1 ? { rest: [] } : { rest: [], dynamic: true });
	} else if (isExpression(value)) {
		found.push({ expression: value, rest: path.slice(index + 1) });
	} else next.push(value);
}

/** The written blocks that can be the one at `index` of the values, and whether it may be none of them. */
function blocksFor(written: Json[], values: Json | undefined, index: number): { blocks: Json[]; foreign: boolean } {
	const element = child(values, index);
	if (element === undefined)
		return { blocks: written[index] === undefined ? written : [written[index] as Json], foreign: false };
	const foreign = Array.isArray(values) && values.length !== written.length;
	if (written.length === 1 && !foreign) return { blocks: written, foreign };
	const fitting = written.filter((block) => fits(block, element));
	return { blocks: fitting.length > 0 ? fitting : written, foreign };
}

/** Whether nothing literal in a written block contradicts the values of a planned one. */
function fits(block: Json, element: Json): boolean {
	for (const [name, expression] of Object.entries(asObject(block) ?? {})) {
		const constant = asObject(expression)?.constant_value;
		if (constant === undefined || constant === null || typeof constant === "object") continue;
		const value = child(element, name);
		if (value === undefined || value === null) return false;
		if (typeof value !== "object" && String(value) !== String(constant)) return false;
	}
	return true;
}

/** What the leaves of one expression say about its value, given that it is known only after apply. */
function conclude(leaves: Leaf[], rest: AttributePath): Inspection {
	const opaque = leaves.find((leaf) => leaf.kind === "unknown");
	if (opaque?.kind === "unknown") return unknown(`${AFTER_APPLY}: ${opaque.reason}`, leaves);
	const references = referencesAmong(leaves);
	if (references.length === 0) return withoutReferences(leaves);
	if (references.length < leaves.length) {
		return unknown(`${AFTER_APPLY}: it depends on a condition or is put together from several values`, leaves);
	}
	if (rest.some((step) => typeof step === "string") && (references.length > 1 || references[0]?.attribute !== null)) {
		return unknown(`${AFTER_APPLY}: a plan shows only as a whole what it is a part of`, leaves);
	}
	return { value: { state: "reference", targets: references }, leaves };
}

/**
 * Everything an expression names is known, and still the value is not: an optional attribute the provider computes was
 * given null. A literal is what it is; where no input looks like a switch or a gap, nothing is claimed.
 */
function withoutReferences(leaves: Leaf[]): Inspection {
	const values = leaves.map((leaf) => (leaf.kind === "known" ? leaf.value : null));
	const empty = (value: Json): boolean =>
		value === null ||
		value === false ||
		value === "" ||
		value === 0 ||
		(typeof value === "object" && Object.keys(value).length === 0);
	if (values.some(empty)) return omitted;
	return unknown(`${AFTER_APPLY}, though everything it is made of is known`, leaves);
}

/** One result where all candidates agree, unknown where they do not. */
function agree(results: Inspection[]): Inspection {
	const [first, ...others] = results;
	if (first === undefined) return omitted;
	if (others.length === 0) return first;
	const leaves = results.flatMap((result) => result.leaves);
	if (results.every((result) => result.value.state === "omitted")) return omitted;
	if (results.every((result) => result.value.state === "reference")) {
		const targets = results.flatMap((result) => (result.value.state === "reference" ? result.value.targets : []));
		return { value: { state: "reference", targets }, leaves };
	}
	const opaque = results.find((result) => result.value.state === "unknown");
	if (opaque?.value.state === "unknown") return unknown(opaque.value.reason, leaves);
	return unknown(`${AFTER_APPLY}: it cannot be told which of several blocks it belongs to`, leaves);
}

function referencesAmong(leaves: Leaf[]): PlanReference[] {
	return leaves.flatMap((leaf) => (leaf.kind === "reference" ? [leaf.reference] : []));
}

function comparePaths(left: AttributePath, right: AttributePath): number {
	for (const [index, step] of left.entries()) {
		const other = right[index];
		if (other === undefined) return 1;
		if (typeof step === "number" && typeof other === "number") {
			if (step !== other) return step - other;
			continue;
		}
		const order = compareText(String(step), String(other));
		if (order !== 0) return order;
	}
	return left.length - right.length;
}

function hasUnknown(mask: Json | undefined): boolean {
	if (mask === true) return true;
	if (Array.isArray(mask)) return mask.some(hasUnknown);
	return Object.values(asObject(mask) ?? {}).some(hasUnknown);
}

function depthOf(node: ModuleNode): number {
	let depth = 0;
	for (let current = node.parent; current !== null; current = current.parent) depth += 1;
	return depth;
}

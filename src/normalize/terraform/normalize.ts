import type { Json, JsonObject } from "../../model/json.ts";
import type { Diagnostic, Document, Resource, Unknown } from "../../model/resource.ts";
import type { Parameters } from "../../model/rule.ts";
import { compareText } from "../../order.ts";
import { computeTerraformFacets } from "../facets/compute.ts";
import { destruction } from "../facets/destruction.ts";
import { keySuffix, moduleAddress, modulePath, parseAddress, type ResourceAddress, within } from "./address.ts";
import { type Configuration, expressionsOf, type ModuleNode, readConfiguration } from "./configuration.ts";
import type { Instance } from "./instance.ts";
import { asList, asObject, asString } from "./json.ts";
import { type PlannedKubernetes, plannedKubernetes } from "./kubernetes/planned.ts";
import { labelsOf } from "./labels.ts";
import { createPlanContext, type IndexedPlan } from "./plan-context.ts";
import { priorDocument } from "./prior.ts";
import { sensitivePaths } from "./sensitive.ts";

type PlanDocument = Extract<Document, { kind: "terraform-plan" }>;

/** Nesting of modules and values deeper than this is not followed. */
const DEPTH_LIMIT = 64;

/** What one plan becomes. */
export interface NormalizedPlan {
	/**
	 * Managed instances that exist after the apply, in the plan's order, and the `scope/plan` resource. Kubernetes objects are
	 * not among them.
	 */
	resources: Resource[];
	/** Kubernetes objects of the plan, for `normalizeKubernetes`. */
	kubernetes: PlannedKubernetes;
	/** Managed instances that the plan destroys, with their values before and no facet but `destruction`. */
	deleted: Resource[];
	/** Resources as they are before the apply, by address, with facets; `scope/plan` among them. Empty where nothing there changes. */
	before: (addresses: ReadonlySet<string>) => Resource[];
	diagnostics: Diagnostic[];
}

/**
 * Turns a Terraform or OpenTofu plan (`terraform show -json`, formats 0.1 to 1.x) into resources with their facets.
 * Odd input gives diagnostics, never an exception.
 */
export function normalizeTerraformPlan(document: PlanDocument, options: { parameters: Parameters }): NormalizedPlan {
	const diagnostics: Diagnostic[] = [];
	const { plan, context } = readPlan(document, options, diagnostics);
	const scope = scopeResource(document, context.complete);
	for (const resource of plan) resource.unknown = unknownAttributes(resource, context);
	const kubernetes = plannedKubernetes(context);
	const elsewhere = new Set(kubernetes.objects.map(({ source }) => source));
	const resources = [...plan.filter((resource) => !elsewhere.has(resource)), scope];
	for (const resource of resources) computeTerraformFacets(resource, context, document.uri, diagnostics);
	const { deleted } = context;
	for (const resource of deleted) computeTerraformFacets(resource, context, document.uri, diagnostics, [destruction]);
	const before = (addresses: ReadonlySet<string>) => resourcesBefore(document, context, addresses);
	return { resources, kubernetes, deleted, before, diagnostics };
}

function resourcesBefore(document: PlanDocument, context: IndexedPlan, addresses: ReadonlySet<string>): Resource[] {
	const before = context.before?.() ?? null;
	if (before === null) return [];
	const resources = [...before.resources, scopeResource(document, before.complete)];
	const wanted = resources.filter(({ key }) => addresses.has(key));
	// What cannot be computed was reported of the plan itself.
	for (const resource of wanted) computeTerraformFacets(resource, before, document.uri, []);
	return wanted;
}

/** The indexed plan without facets, for tests of facets and for `normalizeTerraformPlan`. */
export function readPlan(
	document: PlanDocument,
	options: { parameters: Parameters },
	diagnostics: Diagnostic[] = [],
): { plan: Resource[]; context: IndexedPlan } {
	const reader = new PlanReader(document, diagnostics);
	const whole = reader.checkPlan();
	const { instances, deleted } = reader.readInstances();
	const context = createPlanContext({
		complete: options.parameters.plan_complete === true && whole,
		instances,
		deleted,
		before: () => {
			const prior = priorDocument(document);
			return prior === null ? null : readPlan(prior, options).context;
		},
		configuration: reader.configuration,
		variables: asObject(document.value.variables) ?? {},
		relevant: reader.relevantAttributes(),
	});
	return { plan: context.resources, context };
}

class PlanReader {
	readonly #uri: string;
	readonly #value: JsonObject;
	readonly #diagnostics: Diagnostic[];
	readonly configuration: Configuration | null;

	constructor(document: PlanDocument, diagnostics: Diagnostic[]) {
		this.#uri = document.uri;
		this.#value = document.value;
		this.#diagnostics = diagnostics;
		this.configuration = readConfiguration(document.value.configuration);
	}

	#report(severity: Diagnostic["severity"], code: string, message: string): void {
		this.#diagnostics.push({ severity, code, message, uri: this.#uri, line: null });
	}

	/** Reports what is odd about the plan as a whole; returns whether it shows all that it should. */
	checkPlan(): boolean {
		const plan = this.#value;
		const version = asString(plan.format_version);
		const major = version === null ? null : Number.parseInt(version, 10);
		if (major === null || Number.isNaN(major)) {
			this.#report("warning", "plan-format", "the plan does not state its format version; it is read as format 1");
		} else if (major >= 2) {
			this.#report(
				"warning",
				"plan-format",
				`plan format ${version} is newer than the formats known here (0.x and 1.x)`,
			);
		}
		const errored = plan.errored === true;
		if (errored) {
			this.#report("error", "plan-errored", "planning failed with errors, so the plan does not show everything");
		}
		const deferred = asList(plan.deferred_changes).length;
		const partial = plan.complete === false || deferred > 0;
		if (partial && !errored) {
			const changes = deferred === 0 ? "" : ` (${deferred} changes are put off)`;
			this.#report("warning", "plan-partial", `the plan says that another plan and apply will be needed${changes}`);
		}
		if (
			this.configuration === null &&
			(Array.isArray(plan.resource_changes) || asObject(plan.planned_values) !== null)
		) {
			const message =
				"the plan carries no configuration: values known only after apply cannot be traced to where they come from";
			this.#report("warning", "plan-without-configuration", message);
		}
		return !errored && !partial;
	}

	/** Attributes that took part in planning, undefined where the plan's format does not list them. */
	relevantAttributes(): { resource: string; attribute: string }[] | undefined {
		const list = this.#value.relevant_attributes;
		// Format 1.1 (Terraform 1.2) introduced the list, and leaves it out when it is empty.
		if (list === undefined && !/^1\.[1-9]/.test(asString(this.#value.format_version) ?? "")) return undefined;
		return asList(list).flatMap((entry) => {
			const object = asObject(entry);
			const resource = asString(object?.resource);
			const attribute = asString(asList(object?.attribute)[0]);
			return resource === null ? [] : [{ resource, attribute: attribute ?? "" }];
		});
	}

	readInstances(): { instances: Instance[]; deleted: Resource[] } {
		const changes = this.#value.resource_changes;
		const read = Array.isArray(changes) ? this.#fromChanges(changes) : this.#fromPlannedValues();
		const seen = new Set(read.instances.map((instance) => instance.resource.key));
		for (const instance of this.#fromValues(asObject(this.#value.prior_state)?.values, "data")) {
			if (!seen.has(instance.resource.key)) read.instances.push(instance);
		}
		read.instances.push(...this.#unreadPolicyData(read.instances));
		return read;
	}

	#fromChanges(changes: Json[]): { instances: Instance[]; deleted: Resource[] } {
		const instances: Instance[] = [];
		const deleted: Resource[] = [];
		const seen = new Set<string>();
		let malformed = 0;
		let forgotten = 0;
		for (const entry of changes) {
			const object = asObject(entry);
			const change = asObject(object?.change);
			if (object === null || change === null) {
				malformed += 1;
				continue;
			}
			// What is left of a replaced object that could not be destroyed; its successor has an entry of its own.
			if (object.deposed !== undefined && object.deposed !== null) continue;
			const actions = asList(change.actions).filter((action) => typeof action === "string");
			const verdict = verdictOf(actions);
			if (verdict === "forget") {
				forgotten += 1;
				continue;
			}
			const gone = verdict === "delete";
			const attributes = asObject(gone ? change.before : change.after);
			const identity = this.#identify(object);
			if (identity === null || attributes === null || verdict === null) {
				malformed += 1;
				continue;
			}
			if (seen.has(identity.key)) {
				this.#report("warning", "plan-resource", `${identity.key} stands in the plan twice; the first entry counts`);
				continue;
			}
			seen.add(identity.key);
			const instance = this.#instance(identity, attributes, {
				unknown: gone ? undefined : change.after_unknown,
				sensitive: gone ? change.before_sensitive : change.after_sensitive,
				planned: false,
			});
			instance.resource.change = verdict;
			if (!gone) instances.push(instance);
			else if (instance.mode === "managed") deleted.push(instance.resource);
		}
		if (malformed > 0) {
			this.#report(
				"warning",
				"plan-resource",
				`${malformed === 1 ? "1 entry" : `${malformed} entries`} of resource_changes left out, without a resource or values`,
			);
		}
		if (forgotten > 0) {
			const message = `${forgotten} resources leave Terraform's care without being destroyed (removed blocks); they are not judged`;
			this.#report("note", "plan-forget", message);
		}
		return { instances, deleted };
	}

	#fromPlannedValues(): { instances: Instance[]; deleted: Resource[] } {
		const planned = asObject(this.#value.planned_values);
		if (planned === null) {
			const state = asObject(this.#value.values) !== null;
			if (state) {
				const message =
					"this is a Terraform state, not a plan; make a plan with terraform plan -out and show it with terraform show -json";
				this.#report("error", "terraform-state", message);
			} else {
				this.#report(
					"error",
					"plan-empty",
					"the plan has neither resource_changes nor planned_values: nothing can be read from it",
				);
			}
			return { instances: [], deleted: [] };
		}
		const instances = this.#fromValues(planned, "managed");
		if (instances.length > 0) {
			const message =
				"the plan has no resource_changes; planned_values are read instead, which do not say what is known only after apply";
			this.#report("note", "plan-without-changes", message);
		}
		return { instances, deleted: [] };
	}

	/** Instances of one mode in a tree of values: `planned_values`, or the `values` of a state. */
	#fromValues(values: Json | undefined, mode: "managed" | "data"): Instance[] {
		const instances: Instance[] = [];
		const seen = new Set<string>();
		const visit = (module: JsonObject | null, depth: number): void => {
			if (module === null || depth > DEPTH_LIMIT) return;
			for (const entry of asList(module.resources)) {
				const object = asObject(entry);
				if (object === null || (object.mode === "data" ? "data" : "managed") !== mode) continue;
				const identity = this.#identify(object);
				const attributes = asObject(object.values);
				if (identity === null || attributes === null || object.deposed_key !== undefined || seen.has(identity.key))
					continue;
				seen.add(identity.key);
				const sensitive = object.sensitive_values;
				instances.push(
					this.#instance(identity, attributes, { unknown: undefined, sensitive, planned: mode === "managed" }),
				);
			}
			for (const inner of asList(module.child_modules)) visit(asObject(inner), depth + 1);
		};
		visit(asObject(asObject(values)?.root_module), 0);
		return instances;
	}

	/**
	 * Policy documents that the plan has not read: older plans and plans without refresh show them in the configuration
	 * only, where the constants are worth reading.
	 */
	#unreadPolicyData(instances: Instance[]): Instance[] {
		if (this.configuration === null) return [];
		const known = new Set(instances.map((instance) => instance.resource.key));
		const modules = new Map<string, ModuleNode>([["", this.configuration.root]]);
		for (const { node, steps } of instances) {
			const address = moduleAddress(steps);
			if (node !== null && address !== null) modules.set(address, node);
		}
		const result: Instance[] = [];
		for (const [address, node] of modules) {
			const steps = address === "" ? [] : (parseAddress(`${address}.x.x`)?.modules ?? []);
			for (const [local, block] of node.resources) {
				if (!local.startsWith("data.aws_iam_policy_document.")) continue;
				if (block.count_expression !== undefined || block.for_each_expression !== undefined) continue;
				const key = within(address, local);
				const name = asString(block.name);
				if (known.has(key) || name === null) continue;
				const parsed: ResourceAddress = {
					modules: steps,
					mode: "data",
					type: "aws_iam_policy_document",
					name,
					key: null,
				};
				const unknown: JsonObject = { json: true, minified_json: true };
				for (const argument of Object.keys(expressionsOf(block))) unknown[argument] = true;
				result.push(
					this.#instance(
						{ ...parsed, address: key, instanceKey: null, key },
						{},
						{ unknown, sensitive: undefined, planned: false },
					),
				);
			}
		}
		return result;
	}

	/** Who an entry is about: from its address, with its own fields where those are missing or plainer. */
	#identify(entry: JsonObject): Identity | null {
		const address = asString(entry.address);
		const parsed = address === null ? null : parseAddress(address);
		const type = asString(entry.type) ?? parsed?.type ?? null;
		const name = asString(entry.name) ?? parsed?.name ?? null;
		if (address === null || type === null || name === null) return null;
		const mode = entry.mode === "data" ? "data" : "managed";
		const index = entry.index;
		const key = typeof index === "string" || typeof index === "number" ? index : (parsed?.key ?? null);
		const stated = asString(entry.module_address);
		const modules = stated === null ? (parsed?.modules ?? []) : (parseAddress(`${stated}.x.x`)?.modules ?? []);
		// Before Terraform 0.13 the address inside planned_values lacked the instance key.
		const full = parsed !== null && parsed.key === null && key !== null ? `${address}${keySuffix(key)}` : address;
		return { modules, mode, type, name, instanceKey: key, address, key: full };
	}

	#instance(
		identity: Identity,
		attributes: JsonObject,
		marks: { unknown: Json | undefined; sensitive: Json | undefined; planned: boolean },
	): Instance {
		const { modules, mode, type, name, instanceKey } = identity;
		const local = `${mode === "data" ? "data." : ""}${type}.${name}`;
		const path = modulePath(modules);
		const node = this.configuration?.modules.get(path) ?? null;
		const sensitive = sensitivePaths(attributes, marks.sensitive);
		const resource: Resource = {
			key: identity.key,
			type,
			origin: "terraform",
			scope: moduleAddress(modules) ?? "",
			name,
			labels: labelsOf(attributes, sensitive),
			attributes,
			facets: {},
			unknown: [],
			sensitive,
			anchor: { uri: this.#uri, configAddress: within(path, local) },
		};
		return {
			resource,
			mode,
			local,
			key: instanceKey,
			steps: modules,
			...marks,
			node,
			block: node?.resources.get(local) ?? null,
		};
	}
}

interface Identity {
	modules: ResourceAddress["modules"];
	mode: "managed" | "data";
	type: string;
	name: string;
	/** The count index or for_each key. */
	instanceKey: string | number | null;
	address: string;
	/** The full address. */
	key: string;
}

/** What the list of actions comes to; null when it is none that Terraform writes. */
function verdictOf(actions: string[]): NonNullable<Resource["change"]> | "forget" | null {
	const has = (action: string): boolean => actions.includes(action);
	if (has("create") && has("delete")) return "replace";
	if (has("create")) return "create";
	if (has("update")) return "update";
	if (has("no-op")) return "no-op";
	if (has("read")) return "read";
	if (has("delete")) return "delete";
	return has("forget") ? "forget" : null;
}

function scopeResource(document: PlanDocument, complete: boolean): Resource {
	return {
		// Without the folder: the plan may be written elsewhere the next time.
		key: `scope/plan/${document.uri.slice(document.uri.lastIndexOf("/") + 1)}`,
		type: "scope/plan",
		origin: "terraform",
		scope: "",
		name: document.uri,
		labels: {},
		attributes: {},
		facets: {},
		unknown: [],
		sensitive: [],
		complete,
		anchor: { uri: document.uri },
	};
}

/** Every value of a resource that cannot be known. What nobody wrote is left to the provider and is not unknown. */
function unknownAttributes(resource: Resource, context: IndexedPlan): Unknown[] {
	const unknown: Unknown[] = [];
	for (const path of context.unknownPaths(resource)) {
		const value = context.value(resource, path);
		if (value.state === "unknown") unknown.push({ path: ["attributes", ...path], reason: value.reason });
		if (value.state !== "reference") continue;
		const names = [...new Set(value.targets.map((target) => target.address))].sort(compareText).join(", ");
		unknown.push({ path: ["attributes", ...path], reason: `known only after apply: it comes from ${names}` });
	}
	return unknown;
}

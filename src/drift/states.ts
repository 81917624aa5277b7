import type { JsonObject } from "../model/json.ts";
import type { Document, Resource } from "../model/resource.ts";
import type { Parameters } from "../model/rule.ts";
import { computeTerraformFacets } from "../normalize/facets/compute.ts";
import { originalKey } from "../normalize/keys.ts";
import { asList, asObject, asString } from "../normalize/terraform/json.ts";
import { readPlan } from "../normalize/terraform/normalize.ts";
import { stateDocument } from "../normalize/terraform/prior.ts";

type PlanDocument = Extract<Document, { kind: "terraform-plan" }>;

/** A managed AWS resource of a plan, with what there was of it before. */
export interface PlannedItem {
	/** Path of the plan. */
	plan: string;
	address: string;
	/** Key of the planned resource; the address where the plan destroys it. */
	key: string;
	type: string;
	action: NonNullable<Resource["change"]>;
	/** What the plan makes of it; null where it destroys it. */
	planned: Resource | null;
	/** As the plan found it when it was made (`change.before`); null for what is new. */
	prior: Resource | null;
	/** As the last apply left it: the prior values, without the changes from outside that `resource_drift` lists. */
	applied: Resource | null;
	/** Terraform found it deleted by something else. */
	gone: boolean;
	/** Null where the plan does not say. */
	region: string | null;
	/** Arguments and blocks that the configuration writes; what else there is of it the provider only reads back. */
	written: ReadonlySet<string>;
}

/**
 * Takes the AWS resources of a plan apart into the last applied, prior and planned state, with facets for each: facts that
 * rules read can then be compared among states that were read in the same way.
 * @param planned resources that the plan became, keys made unique.
 */
export function planItems(document: PlanDocument, planned: Resource[], parameters: Parameters): PlannedItem[] {
	const own = planned.filter(({ origin, anchor }) => origin === "terraform" && anchor.uri === document.uri);
	const changes = asList(document.value.resource_changes)
		.map((entry) => asObject(entry))
		.filter((entry) => entry !== null && isManaged(entry));
	const found = new Map<string, JsonObject>();
	for (const entry of asList(document.value.resource_drift)) {
		const [address, change] = [asString(asObject(entry)?.address), asObject(asObject(entry)?.change)];
		if (address !== null && change !== null) found.set(address, change);
	}
	if (!changes.some((entry) => asObject(entry?.change)?.before || found.has(asString(entry?.address) ?? ""))) {
		return [...newItems(document, own, parameters)];
	}
	const before = (change: JsonObject) => asObject(change.before);
	const prior = stateOf(document, parameters, before);
	const applied = stateOf(document, parameters, (change, address) => {
		return before(found.get(address) ?? {}) ?? before(change);
	});
	const items: PlannedItem[] = newItems(document, own, parameters).map((item) => {
		const { address } = item;
		return {
			...item,
			prior: prior.resources.get(address) ?? null,
			applied: applied.resources.get(address) ?? null,
			gone: asList(found.get(address)?.actions).includes("delete"),
			region: prior.regions.get(address) ?? item.region,
		};
	});
	for (const [address, resource] of prior.resources) {
		if (!prior.deleted.has(address)) continue;
		items.push({
			plan: document.uri,
			address,
			key: address,
			type: resource.type,
			action: "delete",
			planned: null,
			prior: resource,
			applied: applied.resources.get(address) ?? null,
			gone: false,
			region: prior.regions.get(address) ?? null,
			written: new Set(),
		});
	}
	return items;
}

/** Items of all that the plan leaves behind, without a past. */
function newItems(document: PlanDocument, own: Resource[], parameters: Parameters): PlannedItem[] {
	// Addresses, where two plans share them, are no keys.
	const { plan, context } = readPlan(document, { parameters });
	const aws = plan.filter(({ type }) => type.startsWith("aws_"));
	const byAddress = new Map<string, Resource>();
	for (const resource of own) byAddress.set(originalKey(resource), resource);
	return aws.flatMap((resource) => {
		const judged = byAddress.get(resource.key);
		if (judged === undefined) return [];
		return [
			{
				plan: document.uri,
				address: resource.key,
				key: judged.key,
				type: resource.type,
				action: resource.change ?? "no-op",
				planned: judged,
				prior: null,
				applied: null,
				gone: false,
				region: regionOf(resource) ?? context.region(resource),
				written: new Set(Object.keys(context.written(resource))),
			},
		];
	});
}

interface State {
	/** By address. */
	resources: Map<string, Resource>;
	regions: Map<string, string>;
	/** Addresses of what the plan destroys. */
	deleted: Set<string>;
}

/** The plan's resources with other values, as if these were what it makes. */
function stateOf(
	document: PlanDocument,
	parameters: Parameters,
	values: (change: JsonObject, address: string) => JsonObject | null,
): State {
	const deleted = new Set<string>();
	const state = stateDocument(document, (change, address) => {
		const value = values(change, address);
		const actions = asList(change.actions);
		if (value !== null && actions.includes("delete") && !actions.includes("create")) deleted.add(address);
		return value;
	});
	const { plan, context } = readPlan(state, { parameters });
	const result: State = { resources: new Map(), regions: new Map(), deleted };
	for (const resource of plan) {
		if (!resource.type.startsWith("aws_")) continue;
		computeTerraformFacets(resource, context, document.uri, []);
		result.resources.set(resource.key, resource);
		const region = regionOf(resource) ?? context.region(resource);
		if (region !== null) result.regions.set(resource.key, region);
	}
	return result;
}

function isManaged(entry: JsonObject): boolean {
	return entry.mode !== "data" && (entry.deposed === undefined || entry.deposed === null);
}

/** The region in a resource's own ARN. */
function regionOf({ attributes }: Resource): string | null {
	const [, region = ""] = /^arn:[^:]*:[^:]*:([^:]*):/.exec(asString(attributes.arn) ?? "") ?? [];
	return region === "" ? null : region;
}

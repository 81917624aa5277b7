import { DriftComparison } from "../../../src/drift/drift.ts";
import { Judging } from "../../../src/judging.ts";
import type { JsonObject } from "../../../src/model/json.ts";
import type { Drift, Finding } from "../../../src/model/report.ts";
import type { Document, Resource } from "../../../src/model/resource.ts";
import type { Parameters } from "../../../src/model/rule.ts";
import { createLiveContext } from "../../../src/normalize/aws/context.ts";
import { computeTerraformFacets } from "../../../src/normalize/facets/compute.ts";
import { separateKeys } from "../../../src/normalize/keys.ts";
import { normalizeTerraformPlan } from "../../../src/normalize/terraform/normalize.ts";
import { loadAssets, rulesOf } from "../../../src/policy/assets.ts";

export const ACCOUNT = "123456789012";

/** What a plan says of one resource. `drift`: its values after the last apply, where the refresh found others. */
export interface Change {
	before?: JsonObject | null;
	after?: JsonObject | null;
	unknown?: JsonObject;
	sensitive?: JsonObject;
	drift?: JsonObject;
	/** Terraform found it gone; `drift` is what there was. */
	gone?: boolean;
	/** Written arguments; default: those of `after`. */
	written?: string[];
}

type PlanDocument = Extract<Document, { kind: "terraform-plan" }>;

/** A plan of the root module, by address. */
export function planOf(changes: Record<string, Change>, uri = "plan.json", region = "eu-west-1"): PlanDocument {
	const named = Object.entries(changes).map(([address, change]) => {
		const [type, name] = address.split(".") as [string, string];
		return { identity: { address, mode: "managed", type, name }, change };
	});
	const value: JsonObject = {
		format_version: "1.2",
		resource_changes: named.map(
			({ identity, change: { before = null, after = null, unknown = {}, sensitive = {} } }) => ({
				...identity,
				change: {
					actions: actionsOf(before, after, unknown),
					before,
					after,
					after_unknown: unknown,
					before_sensitive: sensitive,
					after_sensitive: sensitive,
				},
			}),
		),
		resource_drift: named.flatMap(({ identity, change: { drift, before = null, gone } }) => {
			if (drift === undefined) return [];
			return [
				{ ...identity, change: { actions: [gone === true ? "delete" : "update"], before: drift, after: before } },
			];
		}),
		configuration: {
			provider_config: {
				aws: { name: "aws", expressions: { region: { constant_value: region } } },
			},
			root_module: {
				resources: named.map(({ identity, change: { after, written } }) => ({
					...identity,
					provider_config_key: "aws",
					expressions: Object.fromEntries((written ?? Object.keys(after ?? {})).map((name) => [name, {}])),
				})),
			},
		},
	};
	return { kind: "terraform-plan", uri, value, sha256: "" };
}

function actionsOf(before: JsonObject | null, after: JsonObject | null, unknown: JsonObject): string[] {
	if (before === null) return ["create"];
	if (after === null) return ["delete"];
	const same = JSON.stringify(before) === JSON.stringify(after) && Object.keys(unknown).length === 0;
	return [same ? "no-op" : "update"];
}

/** Something live, without facets. */
export function live(type: string, key: string, attributes: JsonObject, change: Partial<Resource> = {}): Resource {
	return {
		key,
		type,
		origin: "aws",
		scope: `${ACCOUNT}/eu-west-1`,
		name: key,
		labels: {},
		attributes,
		facets: {},
		unknown: [],
		sensitive: [],
		captured: { source: "api", at: null },
		anchor: { uri: `live/aws/${ACCOUNT}/eu-west-1` },
		...change,
	};
}

const assets = await loadAssets();
const parameters = Object.fromEntries(
	Object.entries(assets.parameters).map(([name, { default: value }]) => [name, value]),
) as Parameters;

/** Lets some rules judge plans and live resources, and compares them as a scan does. */
export function compare(
	documents: PlanDocument[],
	there: Resource[],
	ids: string[],
): { drift: Drift; findings: Finding[] } {
	const resources = documents.flatMap((document) => normalizeTerraformPlan(document, { parameters }).resources);
	separateKeys(resources);
	const rules = rulesOf(assets).filter(({ id }) => ids.includes(id));
	const judging = new Judging({ assets, rules, parameters, frameworks: [], readText: () => null });
	judging.judge(resources);
	const comparison = DriftComparison.of(documents, resources, parameters);
	comparison?.observe(there);
	judging.judge(there);
	const { results, findings } = judging.finish();
	const nothing: Drift = { summary: {}, joined: [], notJoined: [], entries: [] };
	const judge = (states: Resource[]) => judging.verdictsOn(states);
	return { drift: comparison?.finish({ rules, results, findings, judge }) ?? nothing, findings };
}

/** The same resources with facets, as an account that holds nothing else. */
export function withFacets(resources: Resource[]): Resource[] {
	const context = createLiveContext({ kept: resources, gaps: [] }, [], "eu-west-1");
	for (const resource of resources) computeTerraformFacets(resource, context, resource.anchor.uri, []);
	return resources;
}

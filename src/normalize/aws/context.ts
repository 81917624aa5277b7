import type { AttributePath } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import { push } from "../../multimap.ts";
import { type PlanValue, Unreadable } from "../terraform/context.ts";
import { identityValues } from "../terraform/identity.ts";
import { at, spread } from "../terraform/json.ts";
import type { IndexedPlan, Inspection } from "../terraform/plan-context.ts";
import { evaluatePolicyDocument } from "../terraform/policy-data.ts";

/** A Terraform type that could not be read in some region (or `global`), and why. */
export interface TypeGap {
	type: string;
	region: string;
	reason: string;
}

/** Settings of one region that say nothing of another. */
const REGIONAL_SETTINGS = new Set([
	"aws_ebs_encryption_by_default",
	"aws_ec2_instance_metadata_defaults",
	"aws_ecr_registry_scanning_configuration",
	"aws_config_delivery_channel",
	"aws_config_configuration_recorder",
	"aws_config_configuration_recorder_status",
	"aws_guardduty_detector",
	"aws_securityhub_account",
	"aws_securityhub_standards_subscription",
	"aws_bedrock_model_invocation_logging_configuration",
]);

/** An account as facets see it: what was kept of it, and the batch being judged. */
export interface LiveAccount {
	/** Resources that others may look up, of all regions. */
	kept: Resource[];
	gaps: TypeGap[];
}

/**
 * The context in which a batch of one region is normalized. Everything read is known, so values are known or omitted;
 * what could not be read is uncertain in joins and throws `Unreadable` in look-ups.
 * @param region of the batch; `global` sees the settings of no region.
 */
export function createLiveContext(account: LiveAccount, batch: Resource[], region: string): IndexedPlan {
	const kept = indexOf(account.kept);
	const own = batch.length === 0 ? null : new TypeIndex(batch);
	const phantoms = new Map<string, Resource[]>();

	/** One stand-in for all that could not be read of a type where it could concern the target. */
	function unreadable(type: string, target: Resource): Resource[] {
		const relevant = account.gaps.filter((gap) => gap.type === type && concerns(gap, target));
		if (relevant.length === 0) return [];
		const { region: place, reason } = relevant[0]!;
		const key = `${type} (${place})`;
		const known = phantoms.get(key);
		if (known !== undefined) return known;
		const made = [phantom(type, `${typeWords(type)} of ${placeWords(place)}, which could not be read (${reason}),`)];
		phantoms.set(key, made);
		return made;
	}

	const resources = batch.length === 0 ? account.kept : [...account.kept, ...batch];
	const context: IndexedPlan = {
		complete: true,
		resources,
		deleted: [],
		configuration: null,
		ofType(...types) {
			for (const type of types) {
				const gap = account.gaps.find(
					(other) => other.type === type && (!REGIONAL_SETTINGS.has(type) || other.region === region),
				);
				if (gap !== undefined) throw new Unreadable(`${typeWords(type)} of ${placeWords(gap.region)}: ${gap.reason}`);
			}
			const found = types.flatMap((type) => {
				const all = [...kept.ofType(type), ...(own?.ofType(type) ?? [])];
				return REGIONAL_SETTINGS.has(type) ? all.filter(({ scope }) => regionOf(scope) === region) : all;
			});
			return found;
		},
		value: (resource, path) => inspect(resource, path).value,
		joined(type, attribute, target) {
			const certain = new Set<Resource>();
			const uncertain = new Set<Resource>(unreadable(type, target));
			for (const source of own === null ? [kept] : [kept, own]) {
				const join = source.join(type, attribute);
				for (const value of identityValues(target)) {
					for (const resource of join.byValue.get(value) ?? []) {
						if (value.startsWith("arn:") || sameRegion(resource, target)) certain.add(resource);
					}
				}
				for (const resource of join.open) uncertain.add(resource);
			}
			for (const resource of certain) uncertain.delete(resource);
			return { certain: [...certain], uncertain: [...uncertain] };
		},
		policyDocument: (resource, path) => evaluatePolicyDocument(context, resource, path),
		region(resource) {
			const place = regionOf(resource.scope);
			return place === "global" ? null : place;
		},
		written: () => ({}),
		inspect,
		blockCount(resource, path) {
			const { value } = inspect(resource, path);
			if (value.state === "known") return Array.isArray(value.value) ? value.value.length : 1;
			return value.state === "omitted" ? 0 : null;
		},
		unknownPaths: () => [],
		leaves: () => [],
	};
	return context;
}

/** The scope of live AWS resources: `123456789012/eu-west-1`. */
export function scopeOf(account: string, region: string): string {
	return `${account}/${region}`;
}

/** The region in a scope. */
export function regionOf(scope: string): string {
	return scope.slice(scope.indexOf("/") + 1);
}

function inspect(resource: Resource, path: AttributePath): Inspection {
	return { value: valueAt(resource, path), leaves: [] };
}

function valueAt(resource: Resource, path: AttributePath): PlanValue {
	for (const { path: unknown, reason } of resource.unknown) {
		// Unknown attributes start with "attributes".
		if (unknown[0] !== "attributes" || unknown.length - 1 > path.length) continue;
		if (unknown.slice(1).every((step, position) => step === path[position])) return { state: "unknown", reason };
	}
	const value = at(resource.attributes, path);
	return value === undefined || value === null ? { state: "omitted" } : { state: "known", value };
}

interface Join {
	byValue: Map<string, Resource[]>;
	/** Those whose argument could not be read. */
	open: Resource[];
}

class TypeIndex {
	readonly #byType = new Map<string, Resource[]>();
	readonly #joins = new Map<string, Join>();

	constructor(resources: Resource[]) {
		for (const resource of resources) push(this.#byType, resource.type, resource);
	}

	ofType(type: string): Resource[] {
		return this.#byType.get(type) ?? [];
	}

	join(type: string, attribute: string): Join {
		const key = `${type}|${attribute}`;
		const cached = this.#joins.get(key);
		if (cached !== undefined) return cached;
		const join: Join = { byValue: new Map(), open: [] };
		for (const resource of this.ofType(type)) {
			for (const path of spread(resource.attributes, attribute.split("."))) {
				const value = valueAt(resource, path);
				if (value.state === "unknown") join.open.push(resource);
				if (value.state !== "known") continue;
				for (const entry of Array.isArray(value.value) ? value.value : [value.value]) {
					if (typeof entry === "string") push(join.byValue, entry, resource);
				}
			}
		}
		this.#joins.set(key, join);
		return join;
	}
}

const indices = new WeakMap<Resource[], TypeIndex>();

/** The index of what is kept, made once: what is kept of an account is read as a whole and does not change. */
function indexOf(kept: Resource[]): TypeIndex {
	const known = indices.get(kept) ?? new TypeIndex(kept);
	indices.set(kept, known);
	return known;
}

/** Trails, flow logs and the like may write to a bucket of another region; other things refer to their own region. */
function concerns(gap: TypeGap, target: Resource): boolean {
	const place = regionOf(target.scope);
	return gap.region === place || gap.region === "global" || place === "global" || target.type === "aws_s3_bucket";
}

function sameRegion(resource: Resource, target: Resource): boolean {
	if (target.type === "aws_s3_bucket") return true;
	const [here, there] = [regionOf(resource.scope), regionOf(target.scope)];
	return here === there || here === "global" || there === "global";
}

function phantom(type: string, key: string): Resource {
	return {
		key,
		type,
		origin: "aws",
		scope: "/global",
		name: "",
		labels: {},
		attributes: {},
		facets: {},
		unknown: [{ path: ["attributes"], reason: "it could not be read" }],
		sensitive: [],
		anchor: { uri: "" },
	};
}

/** `aws_flow_log` → `flow log`. */
function typeWords(type: string): string {
	return type.replace(/^aws_/, "").replaceAll("_", " ");
}

function placeWords(region: string): string {
	return region === "global" ? "the account" : region;
}

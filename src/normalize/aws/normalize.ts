import type { AwsGap, AwsItem, ConvertedResource } from "../../model/aws.ts";
import type { Facets } from "../../model/facets.ts";
import type { AttributePath, Json, JsonObject } from "../../model/json.ts";
import type { Diagnostic, Gap, Resource, Unknown } from "../../model/resource.ts";
import { compareText } from "../../order.ts";
import { computeTerraformFacets } from "../facets/compute.ts";
import { labelsOf } from "../terraform/labels.ts";
import { createLiveContext, type LiveAccount, regionOf, scopeOf, type TypeGap } from "./context.ts";
import type { AwsConverter } from "./converter.ts";
import { converters } from "./converters.ts";
import { list, text } from "./read.ts";

/** Facets by which rules select without naming types, and the types that carry them: for what could not be read. */
const SELECTING_FACETS: Partial<Record<keyof Facets, Set<string>>> = {
	web_application_firewall: new Set(["aws_lb", "aws_api_gateway_stage", "aws_cloudfront_distribution"]),
	environment_secrets: new Set(["aws_lambda_function", "aws_ecs_task_definition", "aws_sagemaker_model"]),
};

/** Types that rules miss on the account as a whole; all other presence questions are asked of each region. */
const ACCOUNT_WIDE = ["aws_cloudtrail", "aws_iam_account_password_policy", "aws_s3_account_public_access_block"];

/** Types that rules miss in a region. */
const REGION_WIDE = [
	"aws_guardduty_detector",
	"aws_config_configuration_recorder",
	"aws_bedrock_model_invocation_logging_configuration",
	"aws_ebs_snapshot_block_public_access",
	"aws_securityhub_account",
];

/** Types whose absence is judged: what is read of them is kept, because a run that is taken up again must know of them. */
export const PRESENCE_TYPES: readonly string[] = [...ACCOUNT_WIDE, ...REGION_WIDE];

/** What normalizing a live account gives beside the resources of each batch. */
export interface NormalizedAws {
	resources: Resource[];
	diagnostics: Diagnostic[];
}

/**
 * Turns what is read of one AWS account into resources of the Terraform provider's types with the same facets, so that
 * one rule judges the plan and what is really there. First `keep` what other things look up, then `batch` the rest as it
 * arrives, then `finish`. Memory grows with what is kept only.
 */
export class AwsNormalizer {
	readonly #account: string;
	readonly #live: LiveAccount = { kept: [], gaps: [] };
	readonly #keys = new KeyManagers();
	/** Regions of the scan, and `global`. */
	readonly #places: Set<string>;
	/** Types met, by region. */
	readonly #types = new Map<string, Set<string>>();
	readonly #diagnostics: Diagnostic[] = [];

	/** @param regions all regions of the scan: each is asked what it lacks. */
	constructor(account: string, regions: string[]) {
		this.#account = account;
		this.#places = new Set(["global", ...regions]);
	}

	/** Takes in the items that others may look up, and all that could not be read of them. Call once, before any batch. */
	keep(items: AwsItem[], gaps: AwsGap[]): void {
		for (const item of items) this.#keys.learn(item);
		for (const gap of gaps) this.gap(gap);
		for (const gap of gaps) if (gap.types.includes("AWS::KMS::Key")) this.#keys.miss(gap);
		this.#live.kept = items.flatMap((item) => this.#convert(item));
	}

	/** Notes a gap, also one found after `keep`, and says which resource types it hides. */
	gap(gap: AwsGap): Gap[] {
		const types = terraformTypes(gap.types);
		for (const type of types) this.#live.gaps.push({ type, region: gap.region, reason: gap.reason } satisfies TypeGap);
		return types.map((type) => ({
			key: `aws/${gap.account}/${gap.region}/${type}`,
			origin: "aws",
			types: [type],
			facets: facetsOf(type),
			reason: gap.reason,
		}));
	}

	/** Notes that a region holds resources of a type, which an earlier run has judged. */
	met(region: string, type: string): void {
		this.#typesOf(region).add(type);
	}

	/** The resources of items that nothing else looks up, ready to be judged and forgotten. All of one region. */
	batch(region: string, items: AwsItem[]): NormalizedAws {
		return this.#complete(
			items.flatMap((item) => this.#convert(item)),
			region,
		);
	}

	/** The resources of what was kept, and the scope resources of the account and its regions. */
	finish(): NormalizedAws {
		const regions = new Set([...this.#places, ...this.#live.kept.map(({ scope }) => regionOf(scope))]);
		const parts = [...regions].sort(compareText).map((region) => {
			const place = scopeOf(this.#account, region);
			const kept = this.#live.kept.filter(({ scope }) => scope === place);
			return this.#complete(this.#places.has(region) ? [...kept, this.#scope(region)] : kept, region, true);
		});
		return {
			resources: parts.flatMap(({ resources }) => resources),
			diagnostics: parts.flatMap(({ diagnostics }) => diagnostics),
		};
	}

	#complete(resources: Resource[], region: string, kept = false): NormalizedAws {
		const context = createLiveContext(this.#live, kept ? [] : resources, region);
		const diagnostics: Diagnostic[] = this.#diagnostics.splice(0);
		for (const resource of resources) computeTerraformFacets(resource, context, resource.anchor.uri, diagnostics);
		return { resources, diagnostics };
	}

	#convert(item: AwsItem): Resource[] {
		const converter = converterOf(item.type);
		if (converter === undefined) return [];
		let converted: ConvertedResource[];
		try {
			converted = converter.convert(item);
		} catch (error) {
			// Only the kind of error: its message may quote the input.
			const kind = error instanceof Error ? error.name : typeof error;
			this.#diagnostics.push({
				severity: "error",
				code: "item-unreadable",
				message: `${item.type} ${item.id} could not be read (${kind})`,
				uri: uriOf(item.account, item.region),
				line: null,
			});
			return [];
		}
		const types = this.#typesOf(item.region);
		return converted.map((made) => {
			types.add(made.type);
			return this.#toResource(item, made);
		});
	}

	#typesOf(region: string): Set<string> {
		const known = this.#types.get(region);
		if (known !== undefined) return known;
		const types = new Set<string>();
		this.#types.set(region, types);
		return types;
	}

	#toResource(item: AwsItem, { type, part, values, sensitive = [], unknown = [] }: ConvertedResource): Resource {
		const own = part === "" ? { tags: item.tags, tags_all: item.tags, ...values } : values;
		const { value: attributes, unknown: hidden } = this.#keys.name(own, item);
		const key = item.arn ?? `${item.account}/${item.region}/${item.type}/${item.id}`;
		return {
			key: part === "" ? key : `${key}#${part}`,
			type,
			origin: "aws",
			scope: scopeOf(item.account, item.region),
			// Many things need no name.
			name: item.name || item.id || key,
			labels: labelsOf(attributes, sensitive),
			attributes,
			facets: {},
			unknown: [...unknown, ...hidden].map(({ path, reason }): Unknown => ({ path: ["attributes", ...path], reason })),
			sensitive,
			captured: { source: item.source, at: item.capturedAt },
			anchor: { uri: uriOf(item.account, item.region) },
		};
	}

	/** What stands for a region, or for the account (`global`), in questions about what is missing there. */
	#scope(region: string): Resource {
		const asked = region === "global" ? ACCOUNT_WIDE : REGION_WIDE;
		const elsewhere = region === "global" ? REGION_WIDE : ACCOUNT_WIDE;
		const present = new Set<string>(elsewhere);
		for (const [place, types] of this.#types) {
			if (region !== "global" && place !== region) continue;
			for (const type of types) present.add(type);
		}
		// What could not be read is inconclusive by itself and must not look missing.
		for (const { type, region: place } of this.#live.gaps) {
			if (asked.includes(type) && (place === region || region === "global")) present.add(type);
		}
		return {
			key: `scope/aws/${this.#account}/${region}`,
			type: "scope/aws",
			origin: "aws",
			scope: scopeOf(this.#account, region),
			name: region === "global" ? this.#account : region,
			labels: {},
			attributes: {},
			facets: { plan_contents: { types: [...present].sort(compareText) } },
			unknown: [],
			sensitive: [],
			complete: true,
			anchor: { uri: uriOf(this.#account, region) },
		};
	}
}

/** The converter of an AWS type; undefined for types no rule needs. */
export function converterOf(type: string): AwsConverter | undefined {
	return byType.get(type);
}

const byType = new Map(converters.map((converter) => [converter.type, converter]));

/** The pseudo file that findings of a live account point at until an inventory is written. */
export function uriOf(account: string, region: string): string {
	return `live/aws/${account}/${region}`;
}

function terraformTypes(types: string[]): string[] {
	return [...new Set(types.flatMap((type) => converterOf(type)?.yields ?? []))].sort(compareText);
}

function facetsOf(type: string): (keyof Facets)[] {
	return (Object.keys(SELECTING_FACETS) as (keyof Facets)[]).filter((facet) => SELECTING_FACETS[facet]!.has(type));
}

/** Key of a KMS key in an ARN, with account and region. */
const KEY_ARN = /^arn:[^:]+:kms:([^:]+):\d{12}:key\/([\w-]+)$/;
const KEY_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Tells keys that AWS manages from the customer's: services name both by the same kind of ARN. Arguments that name an
 * AWS-managed key get its alias (`alias/aws/ebs`), as a plan would show it.
 */
class KeyManagers {
	/** Alias of AWS-managed keys by key id. */
	readonly #managed = new Map<string, string>();
	/** Regions whose keys could not be read. */
	readonly #missed = new Map<string, string>();

	learn(item: AwsItem): void {
		if (item.type !== "AWS::KMS::Key" || text(item.configuration, "KeyManager") !== "AWS") return;
		const alias = list(item.supplementary, "Aliases").find((name) => typeof name === "string");
		this.#managed.set(item.id, typeof alias === "string" ? alias : "alias/aws/unnamed");
	}

	miss({ region, reason }: AwsGap): void {
		this.#missed.set(region, reason);
	}

	name(values: JsonObject, item: AwsItem): { value: JsonObject; unknown: { path: AttributePath; reason: string }[] } {
		const unknown: { path: AttributePath; reason: string }[] = [];
		const visit = (value: Json, path: AttributePath): Json => {
			if (typeof value === "string") {
				const name = path.findLast((step) => typeof step === "string");
				if (typeof name !== "string" || !/kms|key/.test(name)) return value;
				return this.#reference(value, item, (reason) => unknown.push({ path, reason }));
			}
			if (Array.isArray(value)) return value.map((entry, index) => visit(entry, [...path, index]));
			if (typeof value !== "object" || value === null) return value;
			return Object.fromEntries(
				Object.entries(value).map(([name, entry]) => [
					name,
					name.startsWith("tags") ? entry : visit(entry, [...path, name]),
				]),
			);
		};
		// Nothing inside the keys' own resources is a reference to a key.
		if (item.type === "AWS::KMS::Key") return { value: values, unknown };
		return { value: visit(values, []) as JsonObject, unknown };
	}

	#reference(value: string, item: AwsItem, hide: (reason: string) => void): string {
		const [, region = item.region, id = KEY_ID.test(value) ? value : null] = KEY_ARN.exec(value) ?? [];
		if (id === null) return value;
		const alias = this.#managed.get(id);
		if (alias !== undefined) return alias;
		const missed = this.#missed.get(region);
		if (missed !== undefined) hide(`whether AWS or the customer manages the key is not known: ${missed}`);
		return value;
	}
}

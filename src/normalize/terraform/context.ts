import type { PolicyStatement } from "../../model/facets.ts";
import type { AttributePath, Json, JsonObject } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { Configuration } from "./configuration.ts";

export type { PolicyStatement };

/**
 * An attribute as a plan lets it be read. `reference`: unknown until apply, but proven to come from resources of the plan.
 * A known list or object may have unknown parts: list elements are null there, properties are missing.
 */
export type PlanValue =
	| { state: "known"; value: Json }
	| { state: "omitted" }
	| { state: "reference"; targets: PlanReference[] }
	| { state: "unknown"; reason: string };

export interface PlanReference {
	/** Configuration address with module path, without instance keys: `module.store.aws_kms_key.this`. */
	address: string;
	type: string;
	/** The attribute named, if any: `arn`. */
	attribute: string | null;
	mode: "managed" | "data";
	/** The instances of it in the plan. */
	resources: Resource[];
}

/**
 * A parsed policy document, or why it cannot be parsed. `partial` says why something in it is missing (null when nothing
 * is); `unknown` says where, as paths from the list of statements: `[0, "resources"]`, or `[]` where whole statements are.
 */
export type PolicyDocument =
	| {
			state: "known";
			statements: PolicyStatement[];
			partial: string | null;
			/** `named`: what is missing are identifiers of resources of the plan, so no wildcards. */
			unknown: { path: AttributePath; reason: string; named?: boolean }[];
	  }
	| { state: "omitted" }
	| { state: "unknown"; reason: string };

/** Thrown where a facet looks up something that could not be read; the message says what and why. The facet is unknown then. */
export class Unreadable extends Error {
	override readonly name = "Unreadable";
}

/** Everything in the same plan, indexed. Facets of Terraform resources are computed from it; for a live account, `src/normalize/aws/context.ts` makes one. */
export interface PlanContext {
	/** True when the plan is declared to be the whole of its account and region (parameter `plan_complete`). */
	complete: boolean;
	/** Managed resource instances that exist after the apply. */
	resources: Resource[];
	/** Managed resource instances the plan destroys (not replaced). Their attributes are the values before. */
	deleted: Resource[];
	/** The state the plan starts from, read as if it were what a plan makes; null where nothing there changes. Absent for what is live. */
	before?: () => PlanContext | null;
	ofType(...types: string[]): Resource[];
	/** Reads an attribute as docs/architecture.md says ("How a Terraform attribute is read"). */
	value(resource: Resource, path: AttributePath): PlanValue;
	/** Resources of `type` whose attribute (top level, or a dotted path) names `target` by value (id, arn, name, bucket …) or by reference. `uncertain`: those that may. */
	joined(type: string, attribute: string, target: Resource): { certain: Resource[]; uncertain: Resource[] };
	/** Parses a policy document attribute, following a `data.aws_iam_policy_document` reference. */
	policyDocument(resource: Resource, path: AttributePath): PolicyDocument;
	/** Region of the resource's provider configuration when it is a constant or a resolvable variable. */
	region(resource: Resource): string | null;
	/** The configuration part of the plan; null when the plan carries none. */
	configuration: Configuration | null;
	/** What the configuration writes for a resource: argument → expression or nested blocks (`isExpression`). Empty when nothing is known. */
	written(resource: Resource): JsonObject;
}

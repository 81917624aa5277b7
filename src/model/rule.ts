import type { AttributePath, Json } from "./json.ts";
import type { Origin } from "./resource.ts";

/** Weight of a rule and grade of a finding, worst first. `info` is shown and never scored. */
export const SEVERITIES = ["critical", "high", "medium", "low", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Providers of Terraform beside AWS that a rule may have a fix of its own for; the names their types begin with. */
export const FIX_PROVIDERS = ["azurerm", "cloudflare", "google"] as const;
export type FixFor = Origin | (typeof FIX_PROVIDERS)[number];

/** How to fix a finding, for one origin or provider. */
export interface Remediation {
	text: string;
	/** A minimal snippet in the origin's own language. */
	snippet: string;
	/** Where the fix is mechanical: what to change, in order, at the place each finding points at. */
	edits?: Edit[];
	/** Why it takes a person, one clause: where there are no edits, or for the findings that none of them is for. */
	manual?: string;
}

/** One change of an object or block, relative to where a finding's path leads. */
export interface Edit {
	/** `set` writes `value` and makes what is missing on the way; `add` puts it into a list that lacks it; `remove` takes away what is there. */
	do: "set" | "add" | "remove";
	/** Steps from the finding's path: names, list indices, `..` for one step up. Default: the path itself. */
	at?: (string | number)[];
	/** Of `set` and `add`. */
	value?: Json;
	/** The findings it is for; without it all of the rule. */
	when?: EditCondition;
}

/** What has to hold of a finding for an edit to be made. */
export interface EditCondition {
	/**
	 * Its path, from the attributes' root and with `[]` for list indices: `settings[].ip_configuration`. `*.` at the start
	 * stands for any steps: `*.runAsNonRoot`.
	 */
	path?: string;
	/** The type of its resource. */
	type?: string;
	/** The plan creates the resource: one that is there already would be destroyed for it and made again, or could never be changed back. */
	creating?: true;
}

/** Which resources a rule judges. A resource is selected when its origin, its type (if `types` is given) and all of its `with` facets fit. */
export interface Selector {
	types?: string[];
	/** Names of facets the resource must carry (known or not). */
	with?: string[];
	/** Only what a plan destroys, deleted or replaced; without it a rule never judges what is deleted. */
	change?: "delete";
}

/** What the METADATA block of a rule says; validated by `rules/schema/rule.schema.json`. */
export interface RuleMetadata {
	id: string;
	aliases?: string[];
	title: string;
	description: string;
	/** Folder under `policies/`. */
	domain: string;
	severity: Severity;
	origins: Origin[];
	selector: Selector;
	/** Everything the rule reads of a resource, as dotted patterns from the resource's root with `[]` for any list element: `attributes.spec.replicas`, `facets.pod.containers[].image`. Checked against what the compiled rule really reads. */
	requires: string[];
	/** Names of the parameters it reads. A rule whose parameter is unset is not assessed. */
	parameters?: string[];
	/** True: a denial says that something is missing from a scope, which counts only where the scope is complete. */
	presence?: boolean;
	/** True: each denial is true by itself, whatever the unknown parts of the resource turn out to be. */
	independent?: boolean;
	/** By origin; a provider's own fix takes precedence over that of `terraform` for resources of its types. */
	remediation: Partial<Record<FixFor, Remediation>>;
	references: string[];
}

/** A rule of a compiled policy set. */
export interface Rule extends RuleMetadata {
	/** Rego package: `encryption_at_rest.db_storage_encrypted`. */
	package: string;
	/** Which optional outputs the package defines beside `deny`. */
	outputs: { exempt: boolean; undecided: boolean };
	/** Its source reads labels or tags, which no `requires` names: where they are unknown, it exempts nothing. */
	readsLabels?: true;
	/** The .rego file, relative to the policy folder. */
	file: string;
}

/** Compiled WASM and its index. */
export interface PolicySet {
	/** SHA-256 over the WASM and the index. */
	digest: string;
	wasm: Uint8Array;
	rules: Rule[];
}

/** Raw output of a rule for one resource. */
export interface Denial {
	resource: string;
	path: AttributePath;
	message: string;
	/** Grade of this finding where it differs from the rule's severity. */
	severity?: Severity;
}

/** Outcome of one rule over its population. Lists hold resource keys, sorted. */
export interface RuleResult {
	rule: string;
	status: "evaluated" | "errored" | "not-applicable" | "not-assessed";
	/** Selected and not exempt. */
	population: string[];
	passed: string[];
	denials: Denial[];
	inconclusive: { resource: string; reason: string }[];
	/** Presence questions asked of a fragment, or an unset parameter. */
	notAssessed: { resource: string; reason: string }[];
	notApplicable: { resource: string; reason: string }[];
	error: string | null;
}

/** Values of `rules/parameters.yaml` after configuration; null = unset. */
export type Parameters = Record<string, string | number | boolean | string[] | null>;

import type { Facets } from "./facets.ts";
import type { AttributePath, JsonObject } from "./json.ts";

/** Where a resource was read from. One rule judges all the origins its metadata names. */
export type Origin = "kubernetes" | "terraform" | "aws";

/**
 * A value that cannot be known from the input, and why. The path starts at the resource itself, so its first step is
 * `attributes` or `facets`: `["attributes", "storage_encrypted"]`, `["facets", "pod", "containers", 0, "image"]`.
 */
export interface Unknown {
	path: AttributePath;
	/** One clause a reader understands: "known only after apply", "the value is a template expression". */
	reason: string;
}

/** A place in an input file that locating starts from; resolved to lines only for findings. */
export interface SourceAnchor {
	/** Path of the file relative to the working directory, with forward slashes. */
	uri: string;
	/** Kubernetes: 0-based index of the YAML/JSON document in the file. */
	document?: number;
	/** Kubernetes: folder of the kustomize component the file lies in; its objects are deployed only where it is named. */
	component?: string;
	/** Kubernetes: the file is the chart or kustomization that this program rendered; `document` counts in what it wrote. */
	rendered?: "helm" | "kustomize";
	/** Path inside that document to the root of this resource's attributes: `["items", 3]` for a List member. */
	base?: AttributePath;
	/** Terraform: the resource's configuration address without instance keys, e.g. `module.store.aws_s3_bucket.this`. */
	configAddress?: string;
	/** Kubernetes objects of a Terraform plan: the full address, type and values of the resource that makes them. */
	planned?: { address: string; type: string; values: JsonObject };
	/** Live only: 1-based line of the inventory file that stands for the resource. */
	line?: number;
}

/** What is evaluated: native attributes untouched, typed facts beside them. */
export interface Resource {
	/**
	 * Unique in a scan. Kubernetes `group/Kind/namespace/name` (`core` for the core group), live with `kubernetes/<context>/` before it; Terraform the full address with
	 * indices, also of the Kubernetes objects in a plan; live AWS the ARN (`account/region/type/id` where there is none), with `#part` for its parts.
	 */
	key: string;
	/** Kubernetes `group/Kind` without version (`apps/Deployment`, `core/Service`); Terraform and live AWS the provider's resource type (`aws_s3_bucket`); scope resources `scope/namespace`, `scope/plan`, `scope/aws`. */
	type: string;
	origin: Origin;
	/** The enclosing scope: the namespace (empty when not stated), the Terraform module address (empty for the root), or AWS account and region (`123456789012/eu-west-1`). */
	scope: string;
	/** Kubernetes `metadata.name`; Terraform the resource name. */
	name: string;
	/** Kubernetes labels; Terraform `tags_all`/`labels`; only known string values. */
	labels: Record<string, string>;
	/** The native object: the Kubernetes object as written, or the Terraform values (`change.after`). Scope resources: `{}`. */
	attributes: JsonObject;
	facets: Facets;
	/** Everything in `attributes` and `facets` that is not knowable. */
	unknown: Unknown[];
	/** Paths from the attributes' root whose values must never be shown (Terraform `after_sensitive`, Secret data). */
	sensitive: AttributePath[];
	/** Live only: which interface answered, and when what it said was true (ISO 8601; null where it does not say). */
	captured?: { source: "config" | "api" | "cluster"; at: string | null };
	/** Of a Terraform plan only: what the plan does with it. Absent elsewhere. */
	change?: "create" | "update" | "replace" | "no-op" | "read" | "delete";
	/** Scope resources: whether the input shows everything in that scope, so that absence means absence. */
	complete?: boolean;
	anchor: SourceAnchor;
}

/** One parsed piece of input, before it becomes resources. */
export type Document =
	| {
			kind: "kubernetes";
			uri: string;
			index: number;
			value: JsonObject;
			sha256: string;
			component?: string;
			/** What rendered it; `uri` is then the chart or kustomization, and `index` counts in what was rendered. */
			rendered?: "helm" | "kustomize";
			/** Whether the file holds the mark of comments that accept findings. */
			marked?: true;
	  }
	| { kind: "terraform-plan"; uri: string; value: JsonObject; sha256: string };

/**
 * Part of a live source that could not be read: nothing of it counts as absent, and every rule that would judge it is
 * inconclusive for it.
 */
export interface Gap {
	/** What stands for the unread part in results: `aws/123456789012/eu-west-1/aws_db_instance`, `kubernetes/apps/Deployment/shop`. */
	key: string;
	origin: Origin;
	/** Resource types that may be there. */
	types: string[];
	/** Facets that resources of these types may carry, for rules that select by facet alone. */
	facets: (keyof Facets)[];
	/** Kubernetes: the namespace it is about; absent where it is about all of the cluster. */
	scope?: string;
	/** Left out on purpose: not assessed instead of inconclusive. */
	byChoice?: true;
	/** One clause that names the missing permission or the trouble. */
	reason: string;
}

/** Trouble with the scan itself. `error` makes the scan incomplete (exit code 2); `warning` and `note` do not. */
export interface Diagnostic {
	severity: "error" | "warning" | "note";
	/** Stable kebab-case word: `yaml-syntax`, `file-too-large`, `terraform-state`. */
	code: string;
	message: string;
	uri: string | null;
	/** 1-based. */
	line: number | null;
}

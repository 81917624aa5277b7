import type { Json, JsonObject } from "../model/json.ts";

/** What a parsed document is. Decided by content alone. */
export type DocumentKind =
	| "empty"
	| "kubernetes"
	| "terraform-plan"
	/** `terraform show -json` of a state. */
	| "terraform-state-values"
	/** The state file itself. */
	| "terraform-state"
	/** A line of `terraform plan -json`, which is a log and holds no plan. */
	| "terraform-log"
	| "kustomization"
	| "other";

/** Recognises a parsed document. */
export function detect(value: Json): DocumentKind {
	if (value === null) return "empty";
	if (!isObject(value)) return "other";
	if (typeof value.format_version === "string") return detectTerraform(value);
	if (typeof value.lineage === "string" && typeof value.version === "number" && "terraform_version" in value) {
		return "terraform-state";
	}
	// States before 0.12 have no lineage in every case, but always modules.
	if (typeof value.version === "number" && typeof value.serial === "number" && Array.isArray(value.modules)) {
		return "terraform-state";
	}
	if (isPlanFragment(value)) return "terraform-plan";
	if (typeof value["@level"] === "string" && typeof value.type === "string") return "terraform-log";
	return detectKubernetes(value);
}

function detectTerraform(value: JsonObject): DocumentKind {
	if ("planned_values" in value || "resource_changes" in value) return "terraform-plan";
	if ("terraform_version" in value && "configuration" in value) return "terraform-plan";
	if ("values" in value) return "terraform-state-values";
	return "other";
}

/** A plan that lost its header on the way, to jq or to whoever cut it down for a test. */
function isPlanFragment({ resource_changes: changes, planned_values: planned }: JsonObject): boolean {
	if (Array.isArray(changes)) {
		return (
			changes.length > 0 && changes.every((change) => isObject(change) && "address" in change && "change" in change)
		);
	}
	return isObject(planned) && isObject(planned.root_module);
}

function isObject(value: Json | undefined): value is JsonObject {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function detectKubernetes(value: JsonObject): DocumentKind {
	const { apiVersion, kind } = value;
	if (typeof apiVersion !== "string" || typeof kind !== "string" || apiVersion === "" || kind === "") return "other";
	const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
	if (group === "kustomize.config.k8s.io") return "kustomization";
	// Files of tools that borrow the two fields, and kubeconfigs, are never applied to a cluster.
	if (group === "skaffold" || group === "kind.x-k8s.io" || "$patch" in value) return "other";
	if (apiVersion === "v1" && kind === "Config" && "clusters" in value) return "other";
	return "kubernetes";
}

/** True for an object that would be a Kubernetes one but lacks `apiVersion` or `kind`. */
export function isAlmostKubernetes(value: Json): boolean {
	if (!isObject(value)) return false;
	const { apiVersion, kind, metadata } = value;
	const named = isObject(metadata) && "name" in metadata;
	const onlyOne = (typeof apiVersion === "string") !== (typeof kind === "string");
	return named && onlyOne && ("spec" in value || "data" in value);
}

// Looking back from the key, instead of on from each brace, keeps these linear on text that is all braces.
const API_VERSION_FIELD = /apiVersion(?<=(?:^|[,{])[ \t"'-]*apiVersion)["']?[ \t]*:/m;
const KIND_FIELD = /kind(?<=(?:^|[,{])[ \t"'-]*kind)["']?[ \t]*:/m;

/** Whether text that cannot be parsed reads like a Kubernetes object. */
export function looksLikeKubernetes(text: string): boolean {
	return API_VERSION_FIELD.test(text) && KIND_FIELD.test(text);
}

/** Whether text that cannot be parsed reads like a Terraform plan. Their first members tell. */
export function looksLikePlan(text: string): boolean {
	const head = text.slice(0, 4096);
	return /"format_version"\s*:/.test(head) && /"(?:terraform_version|planned_values|resource_changes)"\s*:/.test(head);
}

/** Whether the text has template actions where YAML has none: at the start of a line or item, or as an unquoted value. */
export function hasTemplateActions(text: string): boolean {
	return /^[ \t]*(?:-[ \t]+)*\{\{/m.test(text) || /^[^#'"\n]*:[ \t]+\{\{/m.test(text);
}

/** Formats that are told by their first bytes. */
export function detectBinary(bytes: Uint8Array): "zip" | "utf-16" | "binary" | null {
	const [a, b, c, d] = bytes;
	if (a === 0x50 && b === 0x4b && (c === 0x03 || c === 0x05) && (d === 0x04 || d === 0x06)) return "zip";
	if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return "utf-16";
	return bytes.subarray(0, 8192).includes(0) ? "binary" : null;
}

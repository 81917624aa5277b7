import { parseAllDocuments } from "yaml";
import type { JsonObject } from "../../../../src/model/json.ts";
import type { Resource } from "../../../../src/model/resource.ts";
import type { Parameters } from "../../../../src/model/rule.ts";
import { normalizeKubernetes } from "../../../../src/normalize/kubernetes/normalize.ts";

/** The resources of manifests, with all facets; the first whose key ends with a text. */
export function scan(manifests: string, parameters: Parameters = {}): (name: string) => Resource {
	const documents = parseAllDocuments(manifests).map((document, index) => ({
		kind: "kubernetes" as const,
		uri: "manifests.yaml",
		index,
		value: document.toJS() as JsonObject,
		sha256: "",
	}));
	const resources = normalizeKubernetes(documents, { parameters });
	return (name) => {
		const found = resources.find(({ key }) => key.endsWith(name));
		if (found === undefined) throw new Error(`no ${name} in ${resources.map(({ key }) => key).join(", ")}`);
		return found;
	};
}

/** Why a facet, or a part of it, is unknown, by path. */
export function unknownOf(resource: Resource, facet: string): Record<string, string> {
	return Object.fromEntries(
		resource.unknown
			.filter(({ path }) => path[0] === "facets" && path[1] === facet)
			.map(({ path, reason }) => [path.slice(2).join("."), reason]),
	);
}

/** A Deployment (or other kind) in YAML flow style, so that tests stay short. */
export function workload(
	spec: string,
	{ name = "web", kind = "Deployment", namespace = "shop", more = "" } = {},
): string {
	const place = namespace === "" ? "" : `, namespace: ${namespace}`;
	return `{apiVersion: apps/v1, kind: ${kind}, metadata: {name: ${name}${place}}, spec: {${more}template: {metadata: {labels: {app: ${name}}}, spec: {${spec}}}}}\n---\n`;
}

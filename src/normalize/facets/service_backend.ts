import type { ServiceBackendFacet } from "../../model/facets.ts";
import type { AttributePath, Json } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { isObject, listAt, unknownAt, valueAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { podLabels } from "../kubernetes/pods.ts";
import { podSpecPath } from "./pod.ts";

/** The `service_backend` facet: the Services of the input that send traffic to a workload's pods, and the containers behind them. */
export const serviceBackendFacet: FacetComputer<"service_backend", KubernetesContext> = {
	name: "service_backend",
	compute(resource, context): FacetResult<ServiceBackendFacet> {
		const spec = podSpecPath(resource.type, resource.attributes);
		const labels = podLabels(resource);
		if (spec === null || labels === null) return undefined;
		if (labels.unknown !== null) return { unknown: labels.unknown };
		const value: ServiceBackendFacet = { services: [], open: [], containers: [] };
		for (const service of context.ofType("core/Service")) {
			const together = context.sameNamespace(service, resource);
			if (together === "no" || !selects(service, labels.labels)) continue;
			(together === "yes" ? value.services : value.open).push(service.name);
			for (const path of servingContainers(service, resource, spec)) {
				if (!value.containers.some((known) => known.at(-1) === path.at(-1))) value.containers.push(path);
			}
		}
		value.services.sort();
		value.open.sort();
		value.containers.sort((one, other) => Number(one.at(-1)) - Number(other.at(-1)));
		return { value };
	},
};

/** A Service without a selector selects nothing by itself. */
function selects(service: Resource, labels: Record<string, string>): boolean {
	const selector = valueAt(service.attributes, ["spec", "selector"]);
	if (!isObject(selector) || unknownAt(service, ["spec", "selector"]) !== null) return false;
	const wanted = Object.entries(selector);
	return wanted.length > 0 && wanted.every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
}

/** The containers that declare a target port of the Service; where none does, all: `ports` of a container is information only. */
function servingContainers(service: Resource, workload: Resource, spec: AttributePath): AttributePath[] {
	const targets = new Set<Json>();
	for (const port of listAt(service.attributes, ["spec", "ports"])) {
		if (isObject(port)) targets.add(port.targetPort ?? port.port ?? null);
	}
	const list = [...spec, "containers"];
	const containers = listAt(workload.attributes, list);
	const serves = (container: Json) =>
		listAt(container, ["ports"]).some(
			(port) => isObject(port) && (targets.has(port.containerPort ?? null) || targets.has(port.name ?? null)),
		);
	const indices = [...containers.keys()];
	const declared = indices.filter((index) => serves(containers[index]!));
	return (declared.length > 0 ? declared : indices).map((index) => [...list, index]);
}

import type { SpreadFacet, SpreadTerm } from "../../model/facets.ts";
import type { AttributePath, Json } from "../../model/json.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { isObject, listAt, unknownAt, valueAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { podLabels } from "../kubernetes/pods.ts";
import { matchesSelector } from "../kubernetes/selector.ts";
import { podSpecPath } from "./pod.ts";

/** Well-known node labels and the size of what fails together behind one value. */
const DOMAINS: Readonly<Record<string, SpreadTerm["domain"]>> = {
	"topology.kubernetes.io/region": "zone",
	"topology.kubernetes.io/zone": "zone",
	"failure-domain.beta.kubernetes.io/zone": "zone",
	"kubernetes.io/hostname": "host",
};

/** The `spread` facet: what keeps the pods of one workload apart. Cluster-wide default constraints are not in manifests. */
export const spreadFacet: FacetComputer<"spread", KubernetesContext> = {
	name: "spread",
	compute(resource): FacetResult<SpreadFacet> {
		const spec = podSpecPath(resource.type, resource.attributes);
		const labels = podLabels(resource);
		if (spec === null || labels === null) return undefined;
		const constraints = [...spec, "topologySpreadConstraints"];
		const affinity = [...spec, "affinity", "podAntiAffinity"];
		const reason = labels.unknown ?? unknownAt(resource, constraints) ?? unknownAt(resource, affinity);
		if (reason !== null) return { unknown: reason };

		const terms: SpreadTerm[] = [];
		const add = (term: Json | undefined, path: AttributePath, by: SpreadTerm["by"], required: boolean) => {
			if (!isObject(term)) return;
			const key = typeof term.topologyKey === "string" ? term.topologyKey : "";
			// A null selector selects no pod; a list of namespaces without the own one leaves the own pods out.
			const elsewhere =
				Array.isArray(term.namespaces) && term.namespaces.length > 0 && !term.namespaces.includes(resource.scope);
			const own = isObject(term.labelSelector) && !elsewhere && matchesSelector(term.labelSelector, labels.labels);
			terms.push({
				path,
				by,
				required,
				domain: Object.hasOwn(DOMAINS, key) ? DOMAINS[key]! : "other",
				selects_own_pods: own,
			});
		};
		for (const [index, term] of listAt(resource.attributes, constraints).entries()) {
			const required = isObject(term) && term.whenUnsatisfiable !== "ScheduleAnyway";
			add(term, [...constraints, index], "spread", required);
		}
		const hard = [...affinity, "requiredDuringSchedulingIgnoredDuringExecution"];
		for (const [index, term] of listAt(resource.attributes, hard).entries())
			add(term, [...hard, index], "anti-affinity", true);
		const soft = [...affinity, "preferredDuringSchedulingIgnoredDuringExecution"];
		for (const [index, term] of listAt(resource.attributes, soft).entries()) {
			add(valueAt(term, ["podAffinityTerm"]), [...soft, index, "podAffinityTerm"], "anti-affinity", false);
		}
		return { value: { terms, path: terms.length === 0 || terms[0]!.by === "spread" ? constraints : affinity } };
	},
};

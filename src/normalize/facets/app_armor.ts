import type { AppArmorAnnotation } from "../../model/facets.ts";
import type { AttributePath } from "../../model/json.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { hiddenAt, isObject, unknownAt, valueAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { podSpecPath } from "./pod.ts";

/** How a pod named its profiles up to Kubernetes 1.30, container by container; it is still heeded. */
const PREFIX = "container.apparmor.security.beta.kubernetes.io/";

/** The `app_armor` facet of pod templates: profiles that annotations of the pods name. Other annotations do not count. */
export const appArmorFacet: FacetComputer<"app_armor", KubernetesContext> = {
	name: "app_armor",
	compute(resource): FacetResult<AppArmorAnnotation[]> {
		const spec = podSpecPath(resource.type, resource.attributes);
		if (spec === null) return undefined;
		const at: AttributePath = [...spec.slice(0, -1), "metadata", "annotations"];
		const hidden = hiddenAt(resource, at) ?? keyUnknown(resource.unknown, at);
		if (hidden !== null) return { unknown: hidden };
		const annotations = valueAt(resource.attributes, at);
		const value: AppArmorAnnotation[] = [];
		for (const [key, profile] of Object.entries(isObject(annotations) ? annotations : {})) {
			if (!key.startsWith(PREFIX) || typeof profile !== "string") continue;
			const path = [...at, key];
			const reason = unknownAt(resource, path);
			if (reason !== null) return { unknown: reason };
			value.push({ container: key.slice(PREFIX.length), profile, path });
		}
		return { value };
	},
};

/** Why the profile that some annotation names is not known: its value was taken out, so it no longer shows as a key. */
function keyUnknown(unknown: { path: AttributePath; reason: string }[], at: AttributePath): string | null {
	const found = unknown.find(({ path }) => {
		const key = path[at.length + 1];
		return (
			path[0] === "attributes" &&
			at.every((step, index) => path[index + 1] === step) &&
			typeof key === "string" &&
			key.startsWith(PREFIX)
		);
	});
	return found?.reason ?? null;
}

import type { AttributePath } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import { podSpecPath } from "../facets/pod.ts";
import { isObject, unknownAt, valueAt } from "../json.ts";

/** Labels of the pods a workload makes. */
export interface PodLabels {
	/** Only string values. */
	labels: Record<string, string>;
	/** Path in the workload's attributes. */
	path: AttributePath;
	/** Why some label cannot be known, or null. */
	unknown: string | null;
}

/** The labels selectors are matched against, or null where the object has no pod template. */
export function podLabels(workload: Resource): PodLabels | null {
	const spec = podSpecPath(workload.type, workload.attributes);
	if (spec === null) return null;
	const path = [...spec.slice(0, -1), "metadata", "labels"];
	const written = valueAt(workload.attributes, path);
	const labels: Record<string, string> = {};
	for (const [key, value] of Object.entries(isObject(written) ? written : {})) {
		if (typeof value === "string") labels[key] = value;
	}
	return { labels, path, unknown: unknownAt(workload, path) };
}

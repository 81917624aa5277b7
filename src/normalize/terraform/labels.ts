import type { AttributePath, JsonObject } from "../../model/json.ts";
import { asList, asObject, asString } from "./json.ts";

/**
 * Attributes that hold labels, the fuller ones last: `tags_all` and `effective_labels` also carry the provider's
 * defaults. `resource_labels` and `user_labels` are what some Google resources call them.
 */
export const LABEL_ATTRIBUTES = [
	"tags",
	"labels",
	"resource_labels",
	"user_labels",
	"tags_all",
	"effective_labels",
] as const;

/** The labels of a resource: known string values only, without any that must not be shown. */
export function labelsOf(attributes: JsonObject, sensitive: AttributePath[]): Record<string, string> {
	const labels = new Map<string, string>();
	const hidden = (name: string, label: string): boolean =>
		sensitive.some((path) => path[0] === name && (path.length === 1 || path[1] === label));
	for (const name of LABEL_ATTRIBUTES) {
		for (const [label, value] of Object.entries(asObject(attributes[name]) ?? {})) {
			if (typeof value === "string" && !hidden(name, label)) labels.set(label, value);
		}
	}
	// Cloud SQL keeps them a block deeper.
	const [settings] = asList(attributes.settings).map(asObject);
	for (const [label, value] of Object.entries(asObject(settings?.user_labels) ?? {})) {
		if (typeof value === "string" && !sensitive.some((path) => path[0] === "settings")) labels.set(label, value);
	}
	// Autoscaling groups have a block for each tag.
	for (const entry of asList(attributes.tag)) {
		const tag = asObject(entry);
		const label = asString(tag?.key);
		const value = asString(tag?.value);
		if (label !== null && value !== null && !sensitive.some((path) => path[0] === "tag")) labels.set(label, value);
	}
	return Object.fromEntries(labels);
}

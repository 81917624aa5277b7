import type { JsonObject } from "../../model/json.ts";
import { isObject } from "../../normalize/json.ts";

/** Annotation in which kubectl repeats the whole object, a Secret's values included. */
const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** Bookkeeping of the server that no rule reads. */
const BOOKKEEPING = ["managedFields", "resourceVersion", "generation", "selfLink"];

/**
 * An item of a list as the pipeline keeps it, changed in place: with the kind and version that a list states once,
 * without status and bookkeeping. Of a Secret only the names of its entries stay.
 */
export function strip(item: JsonObject, apiVersion: string, kind: string): JsonObject {
	const { status: _status, ...rest } = item;
	const kept: JsonObject = { ...rest, apiVersion, kind };
	if (isObject(kept.metadata)) {
		for (const name of BOOKKEEPING) delete kept.metadata[name];
		if (isObject(kept.metadata.annotations)) delete kept.metadata.annotations[LAST_APPLIED];
	}
	if (apiVersion === "v1" && kind === "Secret") {
		for (const field of ["data", "stringData"]) {
			const entries = kept[field];
			if (isObject(entries)) kept[field] = Object.fromEntries(Object.keys(entries).map((name) => [name, ""]));
			else delete kept[field];
		}
	}
	return kept;
}

/** The object that controls another one, as its metadata names it; null where none does. */
export function controllerOf(item: JsonObject): { apiVersion: string; kind: string; name: string; uid: string } | null {
	const { metadata } = item;
	if (!isObject(metadata) || !Array.isArray(metadata.ownerReferences)) return null;
	for (const owner of metadata.ownerReferences) {
		if (!isObject(owner) || owner.controller !== true) continue;
		const { apiVersion, kind, name, uid } = owner;
		if (typeof apiVersion !== "string" || typeof kind !== "string") return null;
		if (typeof name !== "string" || typeof uid !== "string") return null;
		return { apiVersion, kind, name, uid };
	}
	return null;
}

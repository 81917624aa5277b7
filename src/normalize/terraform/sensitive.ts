import type { AttributePath, Json, JsonObject } from "../../model/json.ts";
import { isSecretName } from "../secrets.ts";
import { truePaths } from "./json.ts";

/** Values nested deeper than this are not searched. */
const DEPTH_LIMIT = 64;

/**
 * Paths of values that must never be shown: those a plan marks (`after_sensitive`, `sensitive_values`), the whole
 * resource (`[]`) where the mark is `true`. Plans before Terraform 0.15 mark nothing that the provider's schema calls sensitive:
 * there, arguments with the name of a secret count as marked. Sorted as found in the plan.
 */
export function sensitivePaths(attributes: JsonObject, marks: Json | undefined): AttributePath[] {
	const paths = truePaths(marks);
	if (marks === undefined) findByName(attributes, [], paths);
	return paths;
}

function findByName(value: Json, path: AttributePath, paths: AttributePath[]): void {
	if (path.length > DEPTH_LIMIT || typeof value !== "object" || value === null) return;
	if (Array.isArray(value)) {
		for (const [index, inner] of value.entries()) findByName(inner, [...path, index], paths);
		return;
	}
	for (const [name, inner] of Object.entries(value)) {
		if (typeof inner === "string" && isSecretName(name)) paths.push([...path, name]);
		else findByName(inner, [...path, name], paths);
	}
}

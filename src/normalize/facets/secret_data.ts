import type { SecretDataFacet } from "../../model/facets.ts";
import type { AttributePath, Json } from "../../model/json.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { isObject, valueAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { isPlaceholder, isReference } from "../secrets.ts";

/**
 * The `secret_data` facet of a Secret: the keys whose values stand in the manifest as such. Not counted: empty values,
 * placeholders, templates, references to a secret store, SOPS ciphertext, certificates and public keys.
 */
export const secretDataFacet: FacetComputer<"secret_data", KubernetesContext> = {
	name: "secret_data",
	compute(resource): FacetResult<SecretDataFacet> {
		if (resource.type !== "core/Secret") return undefined;
		const value: SecretDataFacet = { plain: [] };
		for (const field of ["data", "stringData"]) {
			const entries = valueAt(resource.attributes, [field]);
			if (!isObject(entries)) continue;
			const keys = Object.keys(entries).filter((key) => isPlain(entries[key], field === "data"));
			const path: AttributePath = [field];
			if (keys.length > 0) value.plain.push({ path, keys: keys.sort() });
		}
		return { value };
	},
};

function isPlain(raw: Json | undefined, base64: boolean): boolean {
	if (typeof raw !== "string") return typeof raw === "number";
	// Ciphertext, templates and placeholders stand in `data` without base64 too.
	const text = base64 ? Buffer.from(raw, "base64").toString("utf8") : raw;
	for (const reading of [raw, text]) if (isReference(reading) || isPlaceholder(reading)) return false;
	return text.trim() !== "" && !isPublic(text);
}

/** Nothing but PEM blocks of certificates and public keys. */
function isPublic(text: string): boolean {
	return /^\s*-----BEGIN (?:[A-Z]{1,10} )?(?:CERTIFICATE|PUBLIC KEY)/.test(text) && !text.includes("PRIVATE KEY");
}

import type { AttributePath, Json, JsonObject } from "../../model/json.ts";

/** Attributes without the values that a template still has to fill in, and the paths of those. */
export interface Substituted {
	attributes: JsonObject;
	/** From the attributes' root. */
	unknown: AttributePath[];
}

/**
 * Takes values out that are still template text (`{{ … }}`, `${NAME}`, `$(NAME)`): nobody knows what will stand
 * there. Properties are left out and list items become null, as Terraform writes unknown values. The input is not
 * changed.
 *
 * Not every such text is a gap in the manifest. Left alone are texts of several lines (scripts and configuration with
 * a syntax of their own), schemas, shell variables in `command` and `args`, and what Kubernetes expands itself:
 * `$(NAME)` in `command`, `args`, the value of an environment variable and `subPathExpr`.
 */
export function withoutTemplates(type: string, attributes: JsonObject): Substituted {
	const unknown: AttributePath[] = [];
	if (type === "apiextensions.k8s.io/CustomResourceDefinition") return { attributes, unknown };
	return { attributes: clean(attributes, [], unknown) as JsonObject, unknown };
}

/** Copies only where something is taken out. */
function clean(value: Json, path: AttributePath, unknown: AttributePath[]): Json | undefined {
	if (typeof value === "string") {
		if (!isTemplate(value, path)) return value;
		unknown.push(path);
		return undefined;
	}
	if (typeof value !== "object" || value === null) return value;
	if (Array.isArray(value)) {
		let copy: Json[] | null = null;
		for (const [index, item] of value.entries()) {
			const cleaned = clean(item, [...path, index], unknown);
			if (cleaned === item) continue;
			copy ??= [...value];
			copy[index] = cleaned ?? null;
		}
		return copy ?? value;
	}
	let copy: JsonObject | null = null;
	for (const key of Object.keys(value)) {
		// Which key this will be is not known, so nothing about absent keys is.
		if (isTemplate(key, path)) unknown.push(path);
		const item = value[key]!;
		const cleaned = clean(item, [...path, key], unknown);
		if (cleaned === item) continue;
		copy ??= { ...value };
		if (cleaned === undefined) delete copy[key];
		else copy[key] = cleaned;
	}
	return copy ?? value;
}

function isTemplate(text: string, path: AttributePath): boolean {
	if (!text.includes("$") && !text.includes("{")) return false;
	if (text.includes("\n")) return false;
	if (closes(text, text.indexOf("{{"), "}}")) return true;
	const field = path.findLast((step) => typeof step === "string");
	// No image reference contains a dollar sign or a brace.
	if (field === "image") return true;
	if (field === "command" || field === "args") return false;
	if (closes(text, text.search(/\$\{[A-Za-z_]/), "}")) return true;
	if (!/\$\([A-Za-z_][\w.-]*\)/.test(text)) return false;
	return !(field === "subPathExpr" || (field === "value" && path.at(-3) === "env"));
}

/** Whether what opens at a place (-1: nowhere) is closed after it. An expression would try every opening, which hostile text has by the million. */
function closes(text: string, open: number, end: string): boolean {
	return open !== -1 && text.includes(end, open + 2);
}

/** Whether a name or namespace still has template text in it. */
export function hasTemplate(text: string): boolean {
	return isTemplate(text, []);
}

import type { Parameters } from "../model/rule.ts";
import { compareText } from "../order.ts";

/** One entry of `rules/parameters.yaml`. */
export interface ParameterDefinition {
	type: "integer" | "number" | "string" | "boolean" | "list";
	/** Null = unset: a rule that needs the parameter is not assessed. */
	default: ParameterValue;
	title: string;
	/** Where the default comes from. */
	source: string;
	/**
	 * Which change asks for less: a `smaller` or `larger` number or version, `true`, list entries `added` or `removed`.
	 * Absent where no direction does.
	 */
	looser?: "smaller" | "larger" | "true" | "added" | "removed";
	/** The texts it may be, from the loosest to the strictest, where `looser` is `smaller`. */
	order?: string[];
	/** By framework id: what the framework itself states, and where. */
	frameworks?: Record<string, { value: NonNullable<ParameterValue>; source: string }>;
}

type ParameterValue = Parameters[string];

/**
 * Defaults with the overrides of a configuration file or of `--param` put over them. Strings are read as the
 * parameter's type, lists from comma-separated text; null unsets. Problems are sentences for the user; a parameter with
 * a problem keeps its default.
 */
export function resolveParameters(
	definitions: Record<string, ParameterDefinition>,
	overrides: Record<string, unknown>,
): { parameters: Parameters; problems: string[] } {
	const parameters: Parameters = {};
	for (const name of Object.keys(definitions).sort(compareText)) parameters[name] = definitions[name]!.default;
	const problems: string[] = [];
	for (const name of Object.keys(overrides).sort(compareText)) {
		if (!Object.hasOwn(definitions, name)) {
			problems.push(`unknown parameter "${name}"; known: ${Object.keys(parameters).join(", ")}`);
			continue;
		}
		const { type } = definitions[name]!;
		const value = readParameter(type, overrides[name]);
		if (value === undefined) problems.push(`parameter "${name}" must be ${EXPECTED[type]}`);
		else parameters[name] = value;
	}
	return { parameters, problems };
}

/** What each type takes, for messages. The value given is not repeated: it may be a secret put in the wrong place. */
export const EXPECTED: Record<ParameterDefinition["type"], string> = {
	integer: "a whole number",
	number: "a number",
	string: "a text that is not empty",
	boolean: "true or false",
	list: "a list of texts (on the command line separated by commas)",
};

/** Whether a value is of the type as it stands, without being read from text. */
export function fitsType(type: ParameterDefinition["type"], value: unknown): value is NonNullable<ParameterValue> {
	switch (type) {
		case "integer":
			return Number.isSafeInteger(value);
		case "number":
			return Number.isFinite(value);
		case "string":
			return typeof value === "string" && value !== "";
		case "boolean":
			return typeof value === "boolean";
		case "list":
			return Array.isArray(value) && value.every((item) => typeof item === "string" && item !== "");
	}
}

/** Undefined: it cannot be read as the type. */
function readParameter(type: ParameterDefinition["type"], value: unknown): ParameterValue | undefined {
	if (value === null || fitsType(type, value)) return value;
	if (typeof value !== "string") return undefined;
	const read = readText(type, value.trim());
	return fitsType(type, read) ? read : undefined;
}

function readText(type: ParameterDefinition["type"], text: string): unknown {
	if (type === "boolean") return text === "true" ? true : text === "false" ? false : undefined;
	if (type === "list") {
		const items = text.split(",").map((item) => item.trim());
		return text === "" ? [] : items;
	}
	if (type === "string") return text;
	// Plain decimal only: Number() would also take "0x10", "1e3" and "".
	return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

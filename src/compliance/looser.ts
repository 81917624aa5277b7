import type { LooserParameter } from "../model/report.ts";
import type { Parameters } from "../model/rule.ts";
import { compareText } from "../order.ts";
import type { ParameterDefinition } from "./parameters.ts";

/**
 * The parameters that ask for less than they should under a framework: less than the framework's own value where
 * `rules/parameters.yaml` names one, else less than the default. Parameters without a `looser` direction are never among them.
 * @returns sorted by name
 */
export function looserParameters(
	definitions: Record<string, ParameterDefinition>,
	values: Parameters,
	framework: string,
): LooserParameter[] {
	return Object.keys(definitions)
		.sort(compareText)
		.flatMap((name) => {
			const definition = definitions[name]!;
			const value = values[name] ?? null;
			const own = definition.frameworks?.[framework];
			const references = [
				...(own === undefined ? [] : [own]),
				{ value: definition.default, source: definition.source },
			];
			const missed = references.find((reference) => isLooser(definition, value, reference.value));
			return missed === undefined ? [] : [{ name, value, than: missed.value, source: missed.source }];
		});
}

type Value = LooserParameter["value"];

function isLooser({ looser, order }: ParameterDefinition, value: Value, than: Value): boolean {
	if (looser === undefined || than === null) return false;
	if (value === null) return true;
	switch (looser) {
		case "smaller":
			return compare(value, than, order) < 0;
		case "larger":
			return compare(value, than, order) > 0;
		case "true":
			return value === true && than === false;
		case "added":
			return entries(value).some((entry) => !entries(than).includes(entry));
		case "removed":
			return entries(than).some((entry) => !entries(value).includes(entry));
	}
}

/** By the order given, as numbers, or as versions. */
function compare(left: Value, right: Value, order: string[] | undefined): number {
	if (order !== undefined) return order.indexOf(String(left)) - order.indexOf(String(right));
	if (typeof left === "number" && typeof right === "number") return left - right;
	if (left === right) return 0;
	return String(left).localeCompare(String(right), "en", { numeric: true });
}

function entries(value: Value): string[] {
	return Array.isArray(value) ? value : [];
}

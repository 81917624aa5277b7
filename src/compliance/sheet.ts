import type { Compliance, Control, Framework } from "../model/framework.ts";
import type { Origin } from "../model/resource.ts";
import type { Parameters, Rule, Severity } from "../model/rule.ts";
import { compareText } from "../order.ts";
import { looserParameters } from "./looser.ts";
import type { ParameterDefinition } from "./parameters.ts";
import { type ControlRule, rolesByControl } from "./roles.ts";

/** What a sheet is made from: a part of the assets of a scan. */
export interface SheetSources {
	compliance: Compliance;
	rules: Rule[];
	parameters: Record<string, ParameterDefinition>;
	/** The values in effect; a parameter that is not among them has its default. */
	values?: Parameters;
}

/** A rule that serves a control, with what a reader needs to look it up. */
export interface SheetRule extends ControlRule {
	/** Absent for a rule that is named by a mapping set and not loaded. */
	title?: string;
	severity?: Severity;
	origins?: Origin[];
}

/** A threshold or list that the result of a control depends on. */
export interface SheetParameter {
	name: string;
	title: string;
	/** The value in effect; null = unset. */
	value: Parameters[string];
	default: Parameters[string];
	/** Where the default comes from. */
	source: string;
	/** What the value in effect asks for less than, where it does. */
	looserThan?: { value: Parameters[string]; source: string };
	/** What the framework itself states, where it states anything. */
	stated?: { value: Parameters[string]; source: string };
	/** The rules that read it. */
	rules: string[];
}

/** A control with the rules that decide or support it and the parameters they depend on. */
export interface ControlSheet extends Control {
	rules: SheetRule[];
	parameters: SheetParameter[];
}

/** Every control of a framework as a person who reads it for an audit needs it, in the order of the catalogue. */
export function controlSheets(sources: SheetSources, framework: Framework): ControlSheet[] {
	const { compliance, rules, parameters } = sources;
	const defaults = Object.keys(parameters).map((name) => [name, parameters[name]!.default]);
	const values: Parameters = { ...Object.fromEntries(defaults), ...sources.values };
	const looser = new Map(looserParameters(parameters, values, framework.id).map((each) => [each.name, each]));
	const roles = rolesByControl(compliance, framework.id);
	const known = new Map(rules.map((rule) => [rule.id, rule]));
	return framework.controls.map((control) => {
		const served = roles.get(control.id) ?? [];
		return {
			...control,
			rules: served.map((role) => withRule(role, known.get(role.id))),
			parameters: parametersOf(
				served.flatMap(({ id }) => known.get(id) ?? []),
				parameters,
				framework.id,
			).map((parameter) => {
				const { than, source } = looser.get(parameter.name) ?? {};
				const looserThan = than === undefined || source === undefined ? {} : { looserThan: { value: than, source } };
				return { ...parameter, value: values[parameter.name] ?? null, ...looserThan };
			}),
		};
	});
}

function withRule(role: ControlRule, rule: Rule | undefined): SheetRule {
	if (rule === undefined) return role;
	const { title, severity, origins } = rule;
	return { ...role, title, severity, origins };
}

function parametersOf(
	rules: Rule[],
	definitions: Record<string, ParameterDefinition>,
	framework: string,
): SheetParameter[] {
	const readers = new Map<string, string[]>();
	for (const { id, parameters = [] } of rules) {
		for (const name of parameters) readers.set(name, [...(readers.get(name) ?? []), id]);
	}
	return [...readers]
		.sort(([left], [right]) => compareText(left, right))
		.flatMap(([name, ids]) => {
			if (!Object.hasOwn(definitions, name)) return [];
			const { title, default: value, source, frameworks = {} } = definitions[name]!;
			const stated = Object.hasOwn(frameworks, framework) ? frameworks[framework] : undefined;
			return [
				{
					name,
					title,
					value,
					default: value,
					source,
					...(stated === undefined ? {} : { stated }),
					rules: ids.toSorted(),
				},
			];
		});
}

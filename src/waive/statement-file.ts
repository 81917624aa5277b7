import { Ajv2020 } from "ajv/dist/2020.js";
import { MAX_DEPTH, yamlDocuments } from "../collect/yaml.ts";
import { type ComplianceFault, parseYamlFile, schemaFaults, showFault } from "../compliance/yaml.ts";
import type { Diagnostic } from "../model/resource.ts";
import { isDay } from "./dates.ts";

/** One entry of a list in a file that people write. */
export interface Statement {
	/** Fits the schema. */
	value: Record<string, unknown>;
	/** 1-based. */
	line: number;
	/** A fault of this entry, at one of its members where there is one. */
	fault: (member: string, message: string) => Diagnostic;
}

export interface StatementFile {
	/** Sound entries by the name of their list, in order. */
	lists: Record<string, Statement[]>;
	/** What is wrong with the file, with its lines. */
	diagnostics: Diagnostic[];
}

/** More faults than these are counted only. */
const MAX_FAULTS = 50;
const MAX_BYTES = 20 * 1024 * 1024;

/**
 * Reads a YAML file of lists. Entries that do not fit the schema, or whose dates are none, are left out and told of, the
 * others stay. Never throws for bad text.
 * @param dates names of the members that are days.
 */
export function readStatements(
	uri: string,
	text: string,
	{ schema, code, dates }: { schema: object; code: string; dates: string[] },
): StatementFile {
	const trouble = (fault: ComplianceFault): Diagnostic => {
		// The pattern itself tells nobody anything.
		const patternFault = fault.path.endsWith(".rule") ? "is not the id of one rule" : "says nothing";
		const what = fault.message.startsWith("must match pattern") ? patternFault : fault.message;
		const message = showFault({ ...fault, message: what, file: "", line: null });
		return { severity: "error", code, message, uri, line: fault.line };
	};
	const whole = (message: string, line: number | null): StatementFile => ({
		lists: {},
		diagnostics: [{ severity: "error", code, message, uri, line }],
	});
	if (text.length > MAX_BYTES) return whole("the file is too large to be read", null);
	const tooDeep = deepAt(text);
	if (tooDeep !== null) return whole(`lists and objects are nested more than ${MAX_DEPTH} levels deep`, tooDeep);
	const { yaml, faults } = parseYamlFile(uri, text);
	if (yaml === null) return { lists: {}, diagnostics: limited(faults.map(trouble), code, uri) };
	if (yaml.value === null) return { lists: {}, diagnostics: [] };

	const validate = new Ajv2020({ allErrors: true, strictTypes: false, formats: { date: true } }).compile(schema);
	const found = schemaFaults(yaml, validate);
	const bad = new Set<string>();
	for (const { path } of found) bad.add(/^\w+\[\d+\]/.exec(path)?.[0] ?? "");
	const diagnostics = found.map(trouble);
	const lists: Record<string, Statement[]> = {};
	for (const [name, list] of Object.entries(yaml.value as Record<string, unknown>)) {
		if (!Array.isArray(list)) continue;
		const sound: Statement[] = [];
		for (const [index, value] of list.entries()) {
			const fault = (member: string, message: string) => trouble(yaml.fault([name, index, member], message));
			if (bad.has(`${name}[${index}]`)) continue;
			const wrong = dates.filter((member) => value[member] !== undefined && !isDay(value[member]));
			for (const member of wrong) diagnostics.push(fault(member, "is not a date: expected YYYY-MM-DD"));
			if (wrong.length === 0) sound.push({ value, line: yaml.fault([name, index], "").line ?? 1, fault });
		}
		lists[name] = sound;
	}
	return { lists, diagnostics: limited(diagnostics, code, uri) };
}

function limited(diagnostics: Diagnostic[], code: string, uri: string): Diagnostic[] {
	if (diagnostics.length <= MAX_FAULTS) return diagnostics;
	const sorted = diagnostics.toSorted((left, right) => (left.line ?? 0) - (right.line ?? 0));
	const message = `and ${diagnostics.length - MAX_FAULTS} more faults in this file`;
	return [...sorted.slice(0, MAX_FAULTS), { severity: "error", code, message, uri, line: null }];
}

/** The line from which a text nests too deep for the parser's stack; null for a harmless text. Most are seen to be at a glance. */
function deepAt(text: string): number | null {
	const brackets = text.match(/[[{]/g)?.length ?? 0;
	if (brackets < MAX_DEPTH / 2 && !/^[ \t?:-]{100}/m.test(text)) return null;
	for (const { problems } of yamlDocuments(text, MAX_DEPTH)) {
		const problem = problems.find(({ code }) => code === "too-deep");
		if (problem !== undefined) return text.slice(0, problem.offset).split("\n").length;
	}
	return null;
}

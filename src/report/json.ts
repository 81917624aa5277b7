import type { Report } from "../model/report.ts";

/** The report as `rules/schema/report.schema.json` describes it, two-space indented, with a final line feed. */
export function writeJson(report: Report): string {
	return `${JSON.stringify(report, null, 2)}\n`;
}

/** The text of `writeJson` in parts: the report of a large account need not be in memory as one text. */
export function* jsonParts(report: Report): Generator<string> {
	let before = "{\n  ";
	for (const [name, member] of Object.entries(report)) {
		if (member === undefined) continue;
		yield `${before}${JSON.stringify(name)}: `;
		before = ",\n  ";
		if (Array.isArray(member) && member.length > 0) yield* listParts(member);
		else yield indented(member, "  ");
	}
	yield "\n}\n";
}

function* listParts(list: unknown[]): Generator<string> {
	for (const [index, entry] of list.entries()) yield `${index === 0 ? "[" : ","}\n    ${indented(entry, "    ")}`;
	yield "\n  ]";
}

/** Line feeds in JSON are never part of a text. */
function indented(value: unknown, indentation: string): string {
	return JSON.stringify(value, null, 2).replaceAll("\n", `\n${indentation}`);
}

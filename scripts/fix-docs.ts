import type { Edit, Rule } from "../src/model/rule.ts";
import { compareText } from "../src/order.ts";

/** `docs/fix.md` with its generated parts written anew; they stand between `<!-- generated: name -->` and `<!-- end -->`. */
export function fixPage(text: string, rules: readonly Rule[]): string {
	const judging = rules
		.filter(({ origins }) => origins.includes("kubernetes"))
		.toSorted((left, right) => compareText(left.id, right.id));
	const parts: Record<string, string> = { edits: editTable(judging), manual: manualTable(judging) };
	return text.replace(
		/(<!-- generated: (\w+) -->\n)[\s\S]*?(\n<!-- end -->)/g,
		(whole, start: string, name: string, end: string) =>
			Object.hasOwn(parts, name) ? `${start}${parts[name]}${end}` : whole,
	);
}

function editTable(rules: readonly Rule[]): string {
	const rows = rules.flatMap(({ id, remediation: { kubernetes } }) =>
		kubernetes?.edits === undefined ? [] : [`| ${link(id)} | ${kubernetes.edits.map(editText).join("; ")} |`],
	);
	return ["| Rule | Edit |", "|---|---|", ...rows].join("\n");
}

function editText({ do: what, value, when }: Edit): string {
	const written = `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
	const text = { set: `sets the value to ${written}`, add: `adds ${written} to the list`, remove: "removes the field" }[
		what
	];
	return when?.path === undefined ? text : `${text}, for findings at \`${when.path.replace(/^\*\./, "")}\``;
}

function manualTable(rules: readonly Rule[]): string {
	const rows = rules.flatMap(({ id, remediation: { kubernetes } }) =>
		kubernetes?.manual === undefined ? [] : [`| ${link(id)} | ${kubernetes.manual} |`],
	);
	return ["| Rule | Why |", "|---|---|", ...rows].join("\n");
}

function link(id: string): string {
	return `[${id}](rules/${id}.md)`;
}

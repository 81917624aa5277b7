import { type Edit, FIX_PROVIDERS, type Rule } from "../src/model/rule.ts";
import { compareText } from "../src/order.ts";

/** `docs/fix.md` with its generated parts written anew; they stand between `<!-- generated: name -->` and `<!-- end -->`. */
export function fixPage(text: string, rules: readonly Rule[]): string {
	const judging = rules
		.filter(({ origins }) => origins.includes("kubernetes"))
		.toSorted((left, right) => compareText(left.id, right.id));
	const parts: Record<string, string> = {
		edits: editTable(judging),
		manual: manualTable(judging),
		terraform: terraformTable(rules.toSorted((left, right) => compareText(left.id, right.id))),
	};
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

/** One row for each provider of a rule; `terraform` is AWS, or the only provider that the rule knows. */
function terraformTable(rules: readonly Rule[]): string {
	const rows = rules.flatMap(({ id, selector, remediation }) =>
		(["terraform", ...FIX_PROVIDERS] as const).flatMap((key) => {
			const edits = remediation[key]?.edits;
			if (edits === undefined) return [];
			const types = selector.types?.filter((type) => !type.startsWith("scope/")) ?? [];
			const only = FIX_PROVIDERS.find((name) => types.length > 0 && types.every((type) => type.startsWith(`${name}_`)));
			const provider = key === "terraform" ? (only ?? "aws") : key;
			return [`| ${link(id)} | ${provider} | ${[...new Set(edits.map(codeText))].join("<br>")} |`];
		}),
	);
	return ["| Rule | Provider | Edit |", "|---|---|---|", ...rows].join("\n");
}

function codeText({ do: what, at = [], value, when }: Edit): string {
	const path = [...(when?.path?.replaceAll("[]", "").split(".") ?? [])];
	for (const step of at) {
		if (step === "..") path.pop();
		else if (typeof step === "string") path.push(step);
	}
	const name = path.join(".");
	const text = what === "remove" ? `\`${name}\` is left out` : `\`${name} = ${JSON.stringify(value)}\``;
	return when?.creating === true ? `${text}, where it is created` : text;
}

function link(id: string): string {
	return `[${id}](rules/${id}.md)`;
}

import { isAssessable } from "../compliance/catalogue.ts";
import type { ControlSheet, SheetParameter, SheetRule } from "../compliance/sheet.ts";
import type { Control, ControlLevel, Framework } from "../model/framework.ts";
import type { Origin } from "../model/resource.ts";
import type { Parameters } from "../model/rule.ts";
import { codeSpan, escapeMarkdown, escapeTerminal } from "../report/escape.ts";
import { plain, plural } from "../report/words.ts";
import { wrap } from "../report/wrap.ts";

const WIDTH = 80;

/** What each level lets a report say; docs/scoring.md says it at length. */
const LEVELS: Record<ControlLevel, string> = {
	full: "decided by configuration, inside the scope a person declared",
	high: "most of the technology is visible in configuration, people confirm; a failure violates it, no failure leaves the human part open",
	medium:
		"a part is visible in configuration, people add the larger one; a failure violates it, no failure leaves the human part open",
	support: "configuration shows at most that a mechanism exists, which proves and disproves nothing; never scored",
	none: "configuration shows nothing of it; people only",
	"roll-up": "judged through its parts alone",
};

/** The same in a few words, for each control. */
const SHORT: Record<ControlLevel, string> = {
	full: "configuration decides",
	high: "mostly configuration, people confirm",
	medium: "a part is configuration",
	support: "supporting evidence only, never scored",
	none: "people only",
	"roll-up": "judged through its parts",
};

const MARKS: Record<NonNullable<Control["mark"]>, string> = {
	standard: "standard: what the rule asks for as such",
	required: "required: a specification without alternative",
	addressable:
		"addressable: done as written, or another measure with the reasons on file (45 CFR 164.306(d)(3)); it is not optional",
};

const ORIGINS: Record<Origin, string> = {
	kubernetes: "Kubernetes",
	terraform: "Terraform plans",
	aws: "live AWS accounts",
};

const ROLES: Record<SheetRule["role"], string> = {
	primary: "Rules that decide: a failed resource weakens the control, and they carry its score",
	supporting: "Rules that only support: shown beside, never scored",
};

/** The sheet of a framework for a terminal, at most 80 columns wide. */
export function sheetText(framework: Framework, controls: ControlSheet[]): string {
	const lines = wrap(`${framework.title} (${framework.version})`, WIDTH, 0);
	lines.push("");
	for (const paragraph of preface(controls)) lines.push(...wrap(paragraph, WIDTH, 0), "");
	lines.push("Levels");
	for (const { level, meaning, ids } of levelsOf(controls)) {
		lines.push(...wrap(`${level}: ${meaning}`, WIDTH, 2, 4), ...wrap(ids.join(", "), WIDTH, 6));
	}
	for (const mark of marksOf(controls)) lines.push(...wrap(mark, WIDTH, 2, 4));
	let section = "";
	for (const control of controls) {
		if (control.section !== section) {
			section = control.section;
			lines.push("", ...wrap(section, WIDTH, 0), "=".repeat(Math.min(section.length, WIDTH)));
		}
		lines.push("", ...controlLines(control));
	}
	return `${lines.map(escapeTerminal).join("\n")}\n`;
}

/** The same sheet as Markdown, to be handed on. */
export function sheetMarkdown(framework: Framework, controls: ControlSheet[]): string {
	const blocks = [`# ${prose(`${framework.title} (${framework.version})`)}`];
	blocks.push(...preface(controls).map(prose));
	const levels = levelsOf(controls).map(({ level, meaning, ids }) => {
		return `| ${level} | ${prose(meaning)} | ${prose(ids.join(", "))} |`;
	});
	blocks.push(["| Level | What it means | Controls |", "|---|---|---|", ...levels].join("\n"));
	const marks = marksOf(controls);
	if (marks.length > 0) blocks.push(marks.map((mark) => `- ${prose(mark)}`).join("\n"));
	let section = "";
	for (const control of controls) {
		if (control.section !== section) {
			section = control.section;
			blocks.push(`## ${prose(section)}`);
		}
		blocks.push(...controlBlocks(control));
	}
	return `${blocks.join("\n\n")}\n`;
}

/** Our own texts, and those of the user's catalogues, as Markdown. Brackets stay escaped, so that parentheses make no link. */
function prose(text: string): string {
	return escapeMarkdown(text).replace(/\\([()])/g, "$1");
}

/** What the reader has to know before the first control. */
function preface(controls: ControlSheet[]): string[] {
	const scored = controls.filter(isAssessable).length;
	const count = (level: ControlLevel) => controls.filter((control) => control.level === level).length;
	const rules = new Set(controls.flatMap((control) => control.rules.map(({ id }) => id)));
	return [
		`${plural(controls.length, "control")}: ${scored} can carry a score, ${count("support")} have supporting evidence only, ${count("none")} are for people only${count("roll-up") === 0 ? "" : `, ${count("roll-up")} are judged through their parts`}. ${plural(rules.size, "rule")} of Assay serve this framework.`,
		"This sheet says what Assay can and cannot show for each control. Titles are our own short words; the text of the framework decides. Configuration alone proves no control: what the rules find is one sample of the declared inputs at one time, and says nothing of systems outside them.",
		"Values of parameters are those of assay.yaml where it sets them, else the defaults. A scan prints the values it used, and names each that asks for less than the default or the framework.",
	];
}

/** The levels in use, from the most decided to the least, with the controls that have each. */
function levelsOf(controls: ControlSheet[]): { level: ControlLevel; meaning: string; ids: string[] }[] {
	return (Object.keys(LEVELS) as ControlLevel[]).flatMap((level) => {
		const ids = controls.filter((control) => control.level === level).map(({ id }) => id);
		return ids.length === 0 ? [] : [{ level, meaning: LEVELS[level], ids }];
	});
}

function marksOf(controls: ControlSheet[]): string[] {
	const used = new Set(controls.map(({ mark }) => mark));
	return (Object.keys(MARKS) as (keyof typeof MARKS)[]).filter((mark) => used.has(mark)).map((mark) => MARKS[mark]);
}

function controlLines(control: ControlSheet): string[] {
	const lines = wrap(heading(control), WIDTH, 0, 2);
	lines.push(...wrap(`Level ${control.level} (${SHORT[control.level]}). ${plain(control.reason)}`, WIDTH, 4));
	if (control.children !== undefined) lines.push(...wrap(`Parts: ${control.children.join(", ")}`, WIDTH, 4, 6));
	for (const role of ["primary", "supporting"] as const) {
		const groups = bySet(control.rules, role);
		if (groups.length === 0) continue;
		lines.push("", ...wrap(`${ROLES[role]}.`, WIDTH, 4));
		for (const { rationale, rules } of groups) {
			lines.push(...wrap(`Evidence: ${plain(rationale)}`, WIDTH, 6));
			for (const rule of rules) lines.push(...wrap(`${rule.id}${about(rule)}`, WIDTH, 8, 10));
		}
	}
	if (lacksRules(control)) lines.push("    No shipped rule tests it yet.");
	if (control.parameters.length > 0) {
		lines.push("", "    Parameters the result depends on");
		for (const parameter of control.parameters) lines.push(...wrap(parameterText(parameter), WIDTH, 6, 8));
	}
	return lines;
}

function controlBlocks(control: ControlSheet): string[] {
	const blocks = [
		`### ${prose(heading(control))}`,
		`**Level ${control.level}** (${SHORT[control.level]}). ${prose(plain(control.reason))}`,
	];
	if (control.children !== undefined) blocks.push(`Parts: ${control.children.map(escapeMarkdown).join(", ")}`);
	for (const role of ["primary", "supporting"] as const) {
		const groups = bySet(control.rules, role);
		if (groups.length === 0) continue;
		blocks.push(`**${ROLES[role]}.**`);
		for (const { rationale, rules } of groups) {
			blocks.push(`*Evidence:* ${prose(plain(rationale))}`);
			const rows = rules.map(({ id, title = "", severity = "", origins = [] }) => {
				const inputs = origins.map((origin) => ORIGINS[origin]).join(", ");
				return `| ${codeSpan(id)} | ${prose(plain(title))} | ${severity} | ${inputs} |`;
			});
			blocks.push(["| Rule | What it asks for | Severity | Judges |", "|---|---|---|---|", ...rows].join("\n"));
		}
	}
	if (lacksRules(control)) blocks.push("No shipped rule tests it yet.");
	if (control.parameters.length > 0) {
		const rows = control.parameters.map((parameter) => {
			const { name, title, value, rules } = parameter;
			const readers = rules.map(codeSpan).join(", ");
			return `| ${codeSpan(name)} | ${prose(showValue(value))} | ${prose(plain(title))} | ${prose(origin(parameter).replace(/^Source: /, ""))} | ${readers} |`;
		});
		blocks.push(
			[
				"| Parameter | Value | What it says | Where the value comes from | Read by |",
				"|---|---|---|---|---|",
				...rows,
			].join("\n"),
		);
	}
	return blocks;
}

function heading({ id, title, mark }: Control): string {
	return `${id} ${title}${mark === undefined ? "" : ` (${mark})`}`;
}

function about({ title, severity, origins }: SheetRule): string {
	if (title === undefined) return "";
	return `: ${plain(title)} (${severity}; ${(origins ?? []).map((origin) => ORIGINS[origin]).join(", ")})`;
}

function lacksRules(control: ControlSheet): boolean {
	return isAssessable(control) && !control.rules.some(({ role }) => role === "primary");
}

function parameterText(parameter: SheetParameter): string {
	const { name, title, value, rules } = parameter;
	return `${name} = ${showValue(value)}. ${plain(title)}. ${origin(parameter)} Read by ${rules.join(", ")}.`;
}

/** Where the value in effect comes from, what the framework states, and whether the value asks for less. */
function origin({ value, default: usual, source, stated, looserThan }: SheetParameter): string {
	const changed = JSON.stringify(value) !== JSON.stringify(usual);
	const parts = changed
		? [`Set by the configuration; the default is ${showValue(usual)}.`]
		: [`Source: ${plain(source)}`];
	if (stated !== undefined) parts.push(`The framework itself: ${showValue(stated.value)} (${plain(stated.source)})`);
	if (looserThan !== undefined) {
		const known = looserThan.source === stated?.source ? "" : ` (${plain(looserThan.source)})`;
		parts.push(`The value asks for less than ${showValue(looserThan.value)}${known}.`);
	}
	return parts.join(" ");
}

function showValue(value: Parameters[string]): string {
	if (value === null) return "unset, so that the rule is not assessed until it is declared";
	if (!Array.isArray(value)) return String(value);
	return value.length === 0 ? "an empty list" : value.join(", ");
}

/** Rules of one mapping set share a rationale, which is printed once. */
function bySet(rules: SheetRule[], role: SheetRule["role"]): { rationale: string; rules: SheetRule[] }[] {
	const groups = new Map<string, { rationale: string; rules: SheetRule[] }>();
	for (const rule of rules) {
		if (rule.role !== role) continue;
		const group = groups.get(rule.set) ?? { rationale: rule.rationale, rules: [] };
		groups.set(rule.set, group);
		group.rules.push(rule);
	}
	return [...groups.values()];
}

import { findFramework, isAssessable, unknownFramework } from "../compliance/catalogue.ts";
import { type ControlRule, rolesByControl } from "../compliance/roles.ts";
import type { Compliance, Control, ControlLevel, Framework } from "../model/framework.ts";
import { plain } from "../report/words.ts";
import { wrap } from "../report/wrap.ts";
import { ScanError } from "../scan.ts";

const WIDTH = 80;

/** What each level lets a report say; docs/scoring.md says it at length. */
const LEVELS: Record<ControlLevel, string> = {
	full: "decided by configuration",
	high: "mostly configuration, people confirm",
	medium: "a part is configuration",
	support: "supporting evidence only, never scored",
	none: "people only",
	"roll-up": "judged through its parts",
};

/** How much of a framework can be scored, and how much is tested now. */
interface FrameworkSummary {
	id: string;
	title: string;
	version: string;
	controls: number;
	/** Controls of level full, high or medium. */
	assessable: number;
	/** Those of them that a primary rule tests. */
	tested: number;
	/** Controls of level none. */
	manual: number;
}

/** The output of `assay frameworks`: how much of each framework can be scored. */
export function listFrameworks({ compliance }: { compliance: Compliance }, json: boolean): string {
	const summaries = compliance.frameworks.map((framework) => summarize(framework, compliance));
	if (json) return `${JSON.stringify(summaries, null, 2)}\n`;
	const lines: string[] = [];
	for (const { id, title, version, controls, assessable, tested, manual } of summaries) {
		lines.push(`${id.padEnd(10)}${title}`);
		lines.push(...wrap(version, WIDTH, 10));
		const counts = `${controls} controls: ${assessable} can carry a score (${tested} have rules), ${manual} need people only`;
		lines.push(...wrap(counts, WIDTH, 10), "");
	}
	lines.push("assay frameworks <id> lists every control of one.");
	return `${lines.join("\n")}\n`;
}

/**
 * The output of `assay frameworks <id>`: every control with its level, its rules by role, and why. At most 80 columns.
 * @throws ScanError when there is no such framework.
 */
export function showFramework({ compliance }: { compliance: Compliance }, id: string, json: boolean): string {
	const framework = findFramework(compliance, id);
	if (framework === undefined) throw new ScanError(unknownFramework(compliance, id));
	const roles = rolesByControl(compliance, framework.id);
	if (json) {
		const controls = framework.controls.map((control) => ({ ...control, rules: roles.get(control.id) ?? [] }));
		return `${JSON.stringify({ ...framework, controls }, null, 2)}\n`;
	}
	const lines = wrap(`${framework.title} (${framework.version})`, WIDTH, 0);
	let section = "";
	for (const control of framework.controls) {
		if (control.section !== section) {
			section = control.section;
			lines.push("", ...wrap(section, WIDTH, 0), "=".repeat(Math.min(section.length, WIDTH)));
		}
		lines.push("", ...controlLines(control, roles.get(control.id) ?? []));
	}
	return `${lines.join("\n")}\n`;
}

function summarize(framework: Framework, compliance: Compliance): FrameworkSummary {
	const { id, title, version, controls } = framework;
	const roles = rolesByControl(compliance, id);
	const assessable = controls.filter(isAssessable);
	return {
		id,
		title,
		version,
		controls: controls.length,
		assessable: assessable.length,
		tested: assessable.filter((control) => roles.get(control.id)?.some(({ role }) => role === "primary")).length,
		manual: controls.filter(({ level }) => level === "none").length,
	};
}

function controlLines(control: Control, rules: ControlRule[]): string[] {
	const mark = control.mark === undefined ? "" : ` (${control.mark})`;
	const lines = [
		...wrap(`${control.id} ${control.title}${mark}`, WIDTH, 0, 2),
		...wrap(`${control.level}: ${LEVELS[control.level]}`, WIDTH, 4),
		...wrap(plain(control.reason), WIDTH, 4),
	];
	if (control.children !== undefined) lines.push(...wrap(`parts: ${control.children.join(", ")}`, WIDTH, 4, 6));
	for (const { role, rationale, ids } of bySet(rules)) {
		lines.push(...wrap(`${role}: ${ids.join(", ")}`, WIDTH, 4, 6), ...wrap(plain(rationale), WIDTH, 6));
	}
	if (isAssessable(control) && !rules.some(({ role }) => role === "primary")) {
		lines.push("    No shipped rule tests it yet.");
	}
	return lines;
}

/** Rules of one mapping set share a rationale, which is printed once. */
function bySet(rules: ControlRule[]): { role: string; rationale: string; ids: string[] }[] {
	const groups = new Map<string, { role: string; rationale: string; ids: string[] }>();
	for (const { id, role, set, rationale } of rules) {
		const key = `${role} ${set}`;
		const group = groups.get(key) ?? { role, rationale, ids: [] };
		groups.set(key, group);
		group.ids.push(id);
	}
	return [...groups.values()];
}

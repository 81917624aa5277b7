import { posix } from "node:path";
import type { Finding } from "../model/report.ts";
import type { Severity } from "../model/rule.ts";
import { plain, plural, shownKey } from "../report/words.ts";
import type { ActionLog, Level } from "./commands.ts";
import type { Counted, Selection } from "./selection.ts";

/** GitHub shows so many annotations of each level for a step. @see https://github.com/orgs/community/discussions/26680 */
const MAX_PER_LEVEL = 10;
/** Characters of an annotation's text: what is longer is for the reports. */
const MAX_MESSAGE = 1000;

/**
 * Annotates findings on the lines they are about, the gravest first, within GitHub's limits, and says how many are left out.
 * @param isFailing whether a severity fails the run: such findings are errors.
 * @param most annotations the user wants.
 */
export function annotate(
	{ findings }: Selection,
	isFailing: (severity: Severity) => boolean,
	most: number,
	log: ActionLog,
): void {
	if (most === 0) return;
	let shown = 0;
	for (const counted of findings) {
		const { finding, severity } = counted;
		const level = levelOf(severity, isFailing(severity));
		if (shown >= most || log.shown(level) >= MAX_PER_LEVEL) continue;
		log.annotate(level, place(finding, severity), text(counted));
		shown += 1;
	}
	const left = findings.length - shown;
	if (left > 0) {
		log.line(
			`${plural(left, "finding")} not annotated (GitHub shows ${MAX_PER_LEVEL} of a level for a step): see the report above.`,
		);
	}
}

function levelOf(severity: Severity, failing: boolean): Level {
	if (failing || severity === "critical" || severity === "high") return "error";
	return severity === "medium" ? "warning" : "notice";
}

function place({ location, title }: Finding, severity: Severity): Record<string, string | number> {
	const heading = { title: cut(`${severity}: ${title}`, 200) };
	// Only a file of the repository can be annotated.
	if (location.uri.startsWith("../") || posix.isAbsolute(location.uri)) return heading;
	return { file: location.uri, line: location.startLine, endLine: location.endLine, ...heading };
}

function text({ finding, resources }: Counted): string {
	const { message, rule, remediation, location } = finding;
	const more = resources.length > 1 ? ` and ${plural(resources.length - 1, "more resource")}` : "";
	const first = finding.instances === undefined ? shownKey(finding) : resources[0]!;
	const lines = [
		`${cut(first, 200)}${more}: ${cut(message, MAX_MESSAGE)} [${rule}]`,
		...(remediation === null ? [] : [`How to fix it: ${plain(remediation.text)}`]),
		...(location.uri.startsWith("../") || posix.isAbsolute(location.uri)
			? [`At ${location.uri}:${location.startLine}`]
			: []),
	];
	return cut(lines.join("\n"), 2 * MAX_MESSAGE);
}

function cut(text: string, most: number): string {
	const characters = [...text.slice(0, 2 * most + 2)];
	return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`;
}

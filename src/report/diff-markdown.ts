import type { ControlDelta, DiffFinding, ReportDiff } from "../model/diff.ts";
import type { Finding, Location } from "../model/report.ts";
import type { Severity } from "../model/rule.ts";
import {
	changeTexts,
	controlSentence,
	diffHeadline,
	exceptionText,
	otherChanges,
	placeText,
	saysOther,
	scoreStep,
	sideText,
	statusChange,
	subjectText,
	touchedText,
	wasText,
} from "./diff-words.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";
import { details, prose } from "./markdown-parts.ts";
import type { WriterOptions } from "./options.ts";
import { scoreText } from "./words.ts";

/** A comment on GitHub holds 65,536 characters; some room is left for what surrounds the comparison. */
const MAX_CHARACTERS = 60_000;
/** More new findings than this are folded. */
const OPEN_FINDINGS = 20;
/** Longest text of one cell: a hostile message must not take the room of all others. */
const MAX_CELL = 600;
/** Controls named in the sentence under the headline; the folded lists have them all. */
const MAX_SENTENCE = 1500;

export interface DiffMarkdownOptions extends Pick<WriterOptions, "maxCharacters"> {
	/** Whether it begins with a heading; default true. The headline comes as a line of its own otherwise. */
	heading?: boolean;
	/** The web address of a place in the code; null where there is none. */
	link?: (location: Location) => string | null;
}

/**
 * A comparison for a pull-request comment: headline, what is new and how to fix it, scores, and the rest folded. What
 * does not fit in `maxCharacters` is left out and counted.
 */
export function writeDiffMarkdown(diff: ReportDiff, options: DiffMarkdownOptions = {}): string {
	const limit = options.maxCharacters ?? MAX_CHARACTERS;
	const headline = diffHeadline(diff);
	const title = options.heading === false ? `**${capital(headline)}.**` : `## Assay: ${headline}`;
	const sentence = controlSentence(diff);
	const page = new Page(limit);
	page.add(title);
	if (sentence !== "") page.add(escapeMarkdown(shortened(sentence, MAX_SENTENCE)));
	const notes = diff.notes.map((note) => `> **Note:** ${escapeMarkdown(shortened(note, MAX_CELL))}`);
	if (notes.length > 0) page.add(notes.join("\n>\n"));

	// The scores are short and asked for first: their room is kept.
	const scores = scoreTable(diff);
	page.reserve(scores.length + FOOTER_ROOM);
	newFindings(diff, page, options);
	page.release(scores.length);
	page.add(scores);
	controlTable("Controls broken", ofKind(diff, "breaks"), diff, page);
	findingTable("Fixed", diff.fixed, page, options, (entry) => wasText(entry));
	table(
		"Changed",
		["Place", "Resource", "Finding", "Change"],
		saysOther(diff),
		page,
		(entry) => [
			place(entry.after, options),
			subject({ ...entry, finding: entry.after }),
			finding(entry.after),
			changeTexts(entry).map(cell).join("<br>"),
		],
		// What stops a change is not to be looked for.
		diff.changed.some(({ worse }) => worse !== undefined),
	);
	const touched = touchedText(diff);
	if (touched !== null) page.add(touched);
	findingTable("Newly accepted", diff.waived, page, options, (entry) =>
		[wasText(entry), exceptionText(entry.finding)].filter((part) => part !== null && part !== "").join("; "),
	);
	findingTable("Undecided now", diff.undecided, page, options, ({ reason }) => reason);
	controlTable("Controls fixed", ofKind(diff, "fixes"), diff, page);
	controlTable("Controls otherwise changed", otherChanges(diff), diff, page);
	table("Not comparable", ["What", "Why", "Findings"], diff.incomparable, page, (entry) => [
		codeSpan(shortened(entry.what, MAX_CELL)),
		cell(entry.reason),
		cell(sideText(entry)),
	]);
	page.release(FOOTER_ROOM);
	page.add(footer(diff));
	return page.toString();
}

/** Room for the footer, and for what says how much was left out. */
const FOOTER_ROOM = 700;

function newFindings(diff: ReportDiff, page: Page, options: DiffMarkdownOptions): void {
	if (diff.added.length === 0) return;
	const explained = new Map<string, string>();
	const shown = table(
		"New",
		["Severity", "Place", "Resource", "Finding"],
		diff.added,
		page,
		(entry) => {
			const was = wasText(entry);
			const note = was === null ? "" : `<br>${cell(was)}`;
			return [entry.severity, place(entry.finding, options), subject(entry), `${finding(entry.finding)}${note}`];
		},
		diff.added.length <= OPEN_FINDINGS,
	);
	for (const { finding } of diff.added.slice(0, shown)) {
		const text = finding.remediation?.text ?? "";
		if (text !== "" && !explained.has(finding.rule)) explained.set(finding.rule, text);
	}
	const advice = [...explained].map(([rule, text]) => `- ${codeSpan(rule)}: ${prose(shortened(text, MAX_CELL))}`);
	const open = diff.added.length <= OPEN_FINDINGS;
	page.fold(
		"How to fix",
		advice.length,
		(index) => advice[index]!,
		(rows) => rows.join("\n"),
		open,
	);
}

function findingTable<T extends Pick<DiffFinding, "finding" | "resources"> & { severity?: Severity }>(
	title: string,
	entries: T[],
	page: Page,
	options: DiffMarkdownOptions,
	remark: (entry: T) => string | null,
): void {
	table(title, ["Severity", "Place", "Resource", "Finding"], entries, page, (entry) => {
		const text = remark(entry) ?? "";
		const note = text === "" ? "" : `<br>${cell(text)}`;
		return [
			entry.severity ?? entry.finding.severity,
			place(entry.finding, options),
			subject(entry),
			`${finding(entry.finding)}${note}`,
		];
	});
}

function controlTable(title: string, deltas: ControlDelta[], diff: ReportDiff, page: Page): void {
	const titles = new Map(diff.frameworks.map((framework) => [framework.id, framework.title]));
	table(title, ["Framework", "Control", "Status", "By"], deltas, page, (delta) => [
		cell(titles.get(delta.framework) ?? delta.framework),
		cell(`${delta.id} ${delta.title}`),
		cell(`${statusChange(delta)}${delta.note === undefined ? "" : `: ${delta.note}`}`),
		delta.rules.slice(0, 8).map(codeSpan).join(", ") + (delta.rules.length > 8 ? " …" : ""),
	]);
}

function table<T>(
	title: string,
	columns: string[],
	entries: T[],
	page: Page,
	cells: (entry: T) => string[],
	open = false,
): number {
	const head = `| ${columns.join(" | ")} |\n|${"---|".repeat(columns.length)}`;
	return page.fold(
		`${title} (${entries.length})`,
		entries.length,
		(index) => `| ${cells(entries[index]!).join(" | ")} |`,
		(rows) => `${head}\n${rows.join("\n")}`,
		open,
	);
}

function ofKind({ controls }: ReportDiff, kind: ControlDelta["kind"]): ControlDelta[] {
	return controls.filter((control) => control.kind === kind);
}

function scoreTable({ frameworks }: ReportDiff): string {
	if (frameworks.length === 0) return "The reports have no framework in common.";
	const rows = frameworks.map(({ title, before, after }) => {
		const step = scoreText(before) === scoreText(after) ? "" : scoreStep(before, after);
		return `| ${cell(title)} | ${scoreText(before)} | ${scoreText(after)} | ${step} |`;
	});
	return ["| Framework | Score [bounds] before | after | |", "|---|---|---|---|", ...rows].join("\n");
}

function footer({ before, after }: ReportDiff): string {
	const side = ({ scannedAt, version, policySetDigest }: ReportDiff["before"]) =>
		escapeMarkdown(
			`${shortened(scannedAt, 40)} (Assay ${shortened(version, 40)}, policy set ${policySetDigest.slice(0, 12)})`,
		);
	return `<sub>${side(before)} compared with ${side(after)}. Findings are compared resource by resource; what only one scan could judge counts neither as new nor as fixed.</sub>`;
}

function place(finding: Finding, { link }: DiffMarkdownOptions): string {
	const text = codeSpan(shortened(placeText(finding), MAX_CELL));
	const address = link?.(finding.location) ?? null;
	if (address === null) return text;
	return `[${text}](<${address.replace(/[\s<>\\|]/g, (character) => encodeURIComponent(character))}>)`;
}

function subject(entry: { finding: Finding; resources: string[] }): string {
	return codeSpan(shortened(subjectText(entry), MAX_CELL));
}

function finding({ message, rule }: Finding): string {
	return `${cell(message)} (${codeSpan(shortened(rule, MAX_CELL))})`;
}

function cell(text: string): string {
	return escapeMarkdown(shortened(text, MAX_CELL));
}

/** Cut between characters, never inside one. */
function shortened(text: string, length: number): string {
	if (text.length <= length) return text;
	return `${text.slice(0, length).replace(/[\ud800-\udbff]$/, "")} …`;
}

function capital(text: string): string {
	return `${text[0]!.toUpperCase()}${text.slice(1)}`;
}

/** Parts of a comment, as many as fit. */
class Page {
	readonly #parts: string[] = [];
	#room: number;
	#omitted: string[] = [];

	constructor(limit: number) {
		this.#room = limit;
	}

	/** Keeps room for what comes later. */
	reserve(characters: number): void {
		this.#room -= characters;
	}

	release(characters: number): void {
		this.#room += characters;
	}

	/** Adds a part that must not be left out, or leaves it out where nothing else helps. */
	add(part: string): void {
		if (part.length + 2 > this.#room) return;
		this.#parts.push(part);
		this.#room -= part.length + 2;
	}

	/**
	 * Adds a folding part with as many rows as fit, and none where there are no rows.
	 * @param count of rows; those that do not fit are never made.
	 * @returns how many rows it has.
	 */
	fold(
		title: string,
		count: number,
		row: (index: number) => string,
		body: (rows: string[]) => string,
		open: boolean,
	): number {
		const shown: string[] = [];
		let left = this.#room - details(title, body([]), open).length - MORE_ROOM;
		while (shown.length < count) {
			const next = row(shown.length);
			left -= next.length + 1;
			if (left < 0) break;
			shown.push(next);
		}
		const more = count - shown.length;
		if (shown.length > 0) {
			const rest = more === 0 ? "" : `\n\n${more} more in the JSON comparison.`;
			this.add(details(title, `${body(shown)}${rest}`, open));
		} else if (more > 0) this.#omitted.push(title);
		return shown.length;
	}

	toString(): string {
		const omitted = this.#omitted.join(", ");
		const left = omitted === "" ? [] : [`Left out for length: ${omitted}; the JSON comparison has all.`];
		if (left.length > 0 && left[0]!.length + 2 <= this.#room) this.#parts.splice(-1, 0, left[0]!);
		return `${this.#parts.join("\n\n")}\n`;
	}
}

/** Room for the line that counts what is left out of a list. */
const MORE_ROOM = 60;

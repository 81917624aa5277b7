import type { DiffFinding, ReportDiff } from "../model/diff.ts";
import type { Finding } from "../model/report.ts";
import type { Severity } from "../model/rule.ts";
import {
	changeTexts,
	controlSentence,
	diffHeadline,
	exceptionText,
	otherChanges,
	placeText,
	resourcesText,
	saysOther,
	scoreStep,
	sideText,
	statusChange,
	subjectText,
	touchedText,
	wasText,
} from "./diff-words.ts";
import { escapeTerminal } from "./escape.ts";
import type { WriterOptions } from "./options.ts";
import { type Paint, painter } from "./paint.ts";
import { plain, plural, scoreText, shownKey } from "./words.ts";
import { wrap } from "./wrap.ts";

/** Entries of the lists that need no action; with `verbose` all. */
const MAX_LISTED = 20;

/** A comparison for a terminal: what is new in full, what else became of findings in short, controls and scores. */
export function writeDiffConsole(diff: ReportDiff, options: WriterOptions = {}): string {
	const paint = painter(options.color);
	const text = new Text(options.width ?? 80, options.verbose === true ? Number.POSITIVE_INFINITY : MAX_LISTED);
	const { added } = diff;
	const headline = diffHeadline(diff);
	text.add(paint("bold", `${headline[0]!.toUpperCase()}${headline.slice(1)}.`), 0);
	const sentence = controlSentence(diff);
	if (sentence !== "") text.add(escapeTerminal(sentence), 0);
	for (const note of diff.notes) text.add(paint("medium", `Note: ${escapeTerminal(note)}`), 0, 6);
	text.gap();

	if (added.length > 0) text.heading(paint("bold", `New (${added.length})`));
	const explained = new Set<string>();
	for (const entry of added) newFinding(entry, text, paint, explained);
	if (added.length > 0) text.gap();

	text.list(paint("bold", `Fixed (${diff.fixed.length})`), diff.fixed, (entry) => [
		short(entry.finding, entry, paint),
		wasText(entry),
	]);
	const changed = saysOther(diff);
	text.list(paint("bold", `Changed (${changed.length})`), changed, (entry) => [
		short(entry.after, { ...entry, finding: entry.after }, paint),
		...changeTexts(entry),
	]);
	const touched = touchedText(diff);
	if (touched !== null) {
		text.add(touched, 0);
		text.gap();
	}
	text.list(paint("bold", `Newly accepted (${diff.waived.length})`), diff.waived, (entry) => [
		short(entry.finding, entry, paint),
		wasText(entry),
		exceptionText(entry.finding),
	]);
	text.list(paint("bold", `Undecided now (${diff.undecided.length})`), diff.undecided, (entry) => [
		short(entry.finding, entry, paint),
		entry.reason,
	]);
	text.list(paint("bold", "Not comparable"), diff.incomparable, (entry) => [
		`${paint("bold", escapeTerminal(entry.what))}: ${escapeTerminal(entry.reason)}`,
		sideText(entry),
	]);
	controls(diff, text, paint);
	scores(diff, text, paint);
	return text.toString();
}

function newFinding(entry: DiffFinding, text: Text, paint: Paint, explained: Set<string>): void {
	const { finding, severity } = entry;
	const place = `${placeText(finding)}:${finding.location.startColumn}`;
	text.add(`${paint(severity, severity.toUpperCase())}  ${paint("bold", escapeTerminal(place))}`, 2, 4);
	text.add(`${escapeTerminal(finding.message)}  ${paint("dim", `[${escapeTerminal(finding.rule)}]`)}`, 4, 6);
	text.add(escapeTerminal(subjectText(entry)), 4, 6);
	const was = wasText(entry);
	if (was !== null) text.add(paint("medium", escapeTerminal(was)), 4, 6);
	const fix = finding.remediation?.text ?? "";
	if (fix === "" || explained.has(fix)) return;
	explained.add(fix);
	text.add(paint("dim", `fix: ${escapeTerminal(plain(fix))}`), 4, 9);
}

function short(
	finding: Finding,
	entry: { finding: Finding; resources: string[]; severity?: Severity },
	paint: Paint,
): string {
	const severity = entry.severity ?? finding.severity;
	const resources = resourcesText(entry);
	const subject = escapeTerminal(resources ?? shownKey(finding));
	return `${paint(severity, severity)}  ${escapeTerminal(placeText(finding))}  ${escapeTerminal(finding.message)}  ${subject}  ${paint("dim", `[${escapeTerminal(finding.rule)}]`)}`;
}

function controls(diff: ReportDiff, text: Text, paint: Paint): void {
	const titles = new Map(diff.frameworks.map(({ id, title }) => [id, title]));
	const name = (framework: string, id: string) => escapeTerminal(`${titles.get(framework) ?? framework} ${id}`);
	const broken = diff.controls.filter(({ kind }) => kind === "breaks");
	text.list(paint("bold", `Controls broken (${broken.length})`), broken, (delta) => [
		`${paint("high", name(delta.framework, delta.id))} ${escapeTerminal(delta.title)}`,
		delta.rules.length === 0 ? null : `by ${delta.rules.join(", ")}`,
	]);
	const fixed = diff.controls.filter(({ kind }) => kind === "fixes");
	text.list(paint("bold", `Controls fixed (${fixed.length})`), fixed, (delta) => [
		`${paint("good", name(delta.framework, delta.id))} ${escapeTerminal(delta.title)}`,
	]);
	const others = otherChanges(diff);
	text.list(paint("bold", `Controls otherwise changed (${others.length})`), others, (delta) => [
		`${name(delta.framework, delta.id)} ${escapeTerminal(delta.title)}: ${statusChange(delta)}`,
		delta.note ?? null,
	]);
	const numbers = diff.controls.length - broken.length - fixed.length - others.length;
	if (numbers > 0) text.add(`${plural(numbers, "control")} with the same status as before and other numbers.`, 0);
	if (numbers > 0) text.gap();
}

function scores(diff: ReportDiff, text: Text, paint: Paint): void {
	if (diff.frameworks.length === 0) return;
	text.heading(paint("bold", "Scores [bounds]"));
	for (const { title, before, after } of diff.frameworks) {
		const step = scoreStep(before, after);
		const same = scoreText(before) === scoreText(after);
		const numbers = same ? `${scoreText(after)}, unchanged` : `${scoreText(before)} → ${scoreText(after)}`;
		const shown = step === "" || same ? "" : `  ${paint(step.startsWith("−") ? "high" : "good", step)}`;
		text.add(`${escapeTerminal(title)}: ${numbers}${shown}`, 2, 4);
	}
}

/** Lines of a fixed width. */
class Text {
	readonly #lines: string[] = [];
	readonly #width: number;
	readonly #limit: number;

	constructor(width: number, limit: number) {
		this.#width = width;
		this.#limit = limit;
	}

	add(text: string, indent: number, hanging = indent): void {
		for (const line of wrap(text, this.#width, indent, hanging)) this.#lines.push(line);
	}

	heading(text: string): void {
		this.add(text, 0);
	}

	gap(): void {
		this.#lines.push("");
	}

	/** Nothing where there are no entries. Of each: a line that is safe and painted, then remarks that are neither. */
	list<T>(heading: string, entries: T[], lines: (entry: T) => [string, ...(string | null)[]]): void {
		if (entries.length === 0) return;
		this.heading(heading);
		for (const [index, entry] of entries.entries()) {
			if (index >= this.#limit) break;
			const [first, ...remarks] = lines(entry);
			this.add(first, 2, 6);
			for (const remark of remarks) if (remark !== null && remark !== "") this.add(escapeTerminal(remark), 6, 8);
		}
		const rest = entries.length - this.#limit;
		if (rest > 0) this.add(`and ${rest} more (--verbose lists all)`, 2);
		this.gap();
	}

	toString(): string {
		return `${this.#lines.join("\n").replace(/\n+$/, "")}\n`;
	}
}

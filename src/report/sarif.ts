import type { VersionControlDetails } from "sarif";
import type { ReadText } from "../collect/texts.ts";
import type { Finding, Report } from "../model/report.ts";
import type { Diagnostic } from "../model/resource.ts";
import type { Rule } from "../model/rule.ts";
import { MAX_RESULTS, MAX_RUNS, STORED_RESULTS } from "./sarif/limits.ts";
import { type LineFact, lineFacts } from "./sarif/line-hash.ts";
import { DETAILS, type Detail, type SarifProfile } from "./sarif/profile.ts";
import { sideKey } from "./sarif/results.ts";
import { controlsByRule } from "./sarif/rules.ts";
import { type RunPart, type RunSource, runText } from "./sarif/run.ts";
import { SizeMeter } from "./sarif/size.ts";
import { isOutside } from "./sarif/uris.ts";
import { plural } from "./words.ts";

export { SARIF_PROFILES, type SarifProfile } from "./sarif/profile.ts";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** Category of a file that is given none. */
export const DEFAULT_CATEGORY = "assay";

/** How SARIF is written. */
export interface SarifOptions {
	/** Default `full`. */
	profile?: SarifProfile;
	/** Tells this file from others that are uploaded for the same commit; default `assay`. What does not fit one run goes to `<category>-2` … */
	category?: string;
	/** The text of a file by its uri, with its byte order mark: asked once for each file with findings. Without it there are no line hashes. */
	readText?: ReadText;
	/** Where the scanned files come from. */
	versionControl?: VersionControlDetails;
	/** Told what the file leaves out or cannot place; the same stands in it as notifications. */
	notify?: (notice: Diagnostic) => void;
}

/**
 * SARIF 2.1.0: rules with help, findings as results, frameworks as taxonomies, diagnostics as notifications.
 * docs/sarif.md tells what is written, and what the profiles make of it.
 * @param rules metadata of the rules that ran, for descriptions and help.
 */
export function writeSarif(report: Report, rules: Rule[], options: SarifOptions = {}): string {
	return [...sarifParts(report, rules, options)].join("");
}

/** The text of `writeSarif` in parts: that of a large account need not be in memory as one text. */
export function* sarifParts(report: Report, rules: Rule[], options: SarifOptions = {}): Generator<string> {
	const { profile = "full", category = DEFAULT_CATEGORY, readText, notify } = options;
	const isGithub = profile === "github";
	const open = isGithub ? report.findings.filter(({ suppression }) => suppression === null) : report.findings;
	const findings = isGithub ? open.slice(0, MAX_RUNS * STORED_RESULTS) : open;
	const source: RunSource = {
		...{ report, profile },
		rules: new Map(rules.map((rule) => [rule.id, rule])),
		served: controlsByRule(report.frameworks),
		lines: readText === undefined ? new Map() : linesOf(findings, readText),
		others: new Map(report.findings.map((finding) => [sideKey(finding.rule, finding.resource.key), finding])),
		versionControl: options.versionControl,
	};
	const fitted = isGithub ? fitIn(findings, category, source) : { findings, detail: DETAILS[0] };
	const notices = noticesOn(report.findings, open, fitted, profile);
	for (const notice of notices) notify?.(notice);

	yield `{\n"$schema": ${JSON.stringify(SCHEMA)},\n"version": "2.1.0",\n"runs": [\n`;
	let before = "";
	for (const part of split(fitted.findings, category, profile, notices)) {
		const { head, results, tail } = runText(part, source, fitted.detail);
		yield `${before}${head}`;
		yield* results;
		yield tail;
		before = ",\n";
	}
	yield "\n]\n}\n";
}

/** What is written, in how much detail. */
interface Fitted {
	findings: Finding[];
	detail: Detail;
}

/** Findings over runs, the gravest first, as they are sorted; each run has a category of its own. */
function split(findings: Finding[], category: string, profile: SarifProfile, notices: Diagnostic[]): RunPart[] {
	const size = profile === "github" ? STORED_RESULTS : MAX_RESULTS;
	const name = category.replace(/\/+$/, "");
	const parts: RunPart[] = [];
	for (let start = 0; start === 0 || start < findings.length; start += size) {
		const isFirst = start === 0;
		parts.push({
			category: isFirst ? name : `${name}-${parts.length + 1}`,
			findings: findings.slice(start, start + size),
			notices: isFirst ? [...notices] : [],
			isFirst,
		});
	}
	if (parts.length === 1) return parts;
	for (const [index, part] of parts.entries()) {
		const message = `run ${index + 1} of ${parts.length}: a run holds at most ${size} results; the categories are ${name} to ${name}-${parts.length}`;
		part.notices.push({ severity: "note", code: "results-split", message, uri: null, line: null });
	}
	return parts;
}

/** Says less of each finding until the file is small enough to upload, then leaves out the mildest. */
function fitIn(findings: Finding[], category: string, source: RunSource): Fitted {
	const parts = split(findings, category, source.profile, []);
	for (const detail of DETAILS) {
		if (countFitting(parts, source, detail) === findings.length) return { findings, detail };
	}
	const detail = DETAILS.at(-1)!;
	return { findings: findings.slice(0, Math.max(0, countFitting(parts, source, detail))), detail };
}

/** Results between two looks at the size. */
const STEP = 500;

/** @returns how many of the findings fit in, in their order, beside all that is no result; -1 where that alone does not. */
function countFitting(parts: RunPart[], source: RunSource, detail: Detail): number {
	const meter = new SizeMeter();
	const texts = parts.map((part) => {
		const { head, results } = runText(part, source, detail);
		meter.add(head);
		return results;
	});
	if (!meter.fits) return -1;
	let fitting = 0;
	let count = 0;
	for (const results of texts) {
		for (const text of results) {
			meter.add(text);
			count++;
			if (count % STEP !== 0) continue;
			if (!meter.fits) return fitting;
			fitting = count;
		}
	}
	return meter.fits ? count : fitting;
}

function noticesOn(all: Finding[], open: Finding[], { findings, detail }: Fitted, profile: SarifProfile): Diagnostic[] {
	const notices: Diagnostic[] = [];
	const note = (severity: Diagnostic["severity"], code: string, message: string) => {
		notices.push({ severity, code, message, uri: null, line: null });
	};
	const suppressed = all.length - open.length;
	if (suppressed > 0) {
		note("note", "suppressed-left-out", `${plural(suppressed, "suppressed finding")} left out of the SARIF file`);
	}
	const left = open.length - findings.length;
	if (left > 0) {
		const message = `${plural(left, "finding")} of the lowest severities left out of the SARIF file: code scanning takes ${MAX_RUNS} runs, stores ${STORED_RESULTS} results of each, and takes no file over 10 MB when compressed`;
		note("warning", "results-left-out", message);
	}
	if (detail !== DETAILS[0]) {
		const message =
			"the SARIF file leaves out evidence, fixes, related places and taxonomies, and cuts long messages and help: code scanning takes no file over 10 MB when compressed";
		note("warning", "details-cut", message);
	}
	const outside = findings.reduce((sum, { location }) => sum + (isOutside(location.uri) ? 1 : 0), 0);
	if (profile === "github" && outside > 0) {
		const message = `${plural(outside, "finding")} in files outside the folder of the scan: code scanning cannot show their place; start the scan in the root of the repository`;
		note("warning", "outside-root", message);
	}
	return notices;
}

/** Reads every file with findings once, and keeps what is to be known of their lines. */
function linesOf(findings: Finding[], readText: ReadText): Map<string, Map<number, LineFact>> {
	const wanted = new Map<string, Set<number>>();
	for (const { location } of findings) {
		const lines = wanted.get(location.uri);
		if (lines === undefined) wanted.set(location.uri, new Set([location.startLine]));
		else lines.add(location.startLine);
	}
	const facts = new Map<string, Map<number, LineFact>>();
	for (const [uri, lines] of wanted) {
		const text = readText(uri);
		if (text !== null) facts.set(uri, lineFacts(text, lines));
	}
	return facts;
}

import { createReadText, decodeWhole } from "../collect/texts.ts";
import type { Finding, Fix } from "../model/report.ts";
import { codeSpan, escapeMarkdown } from "../report/escape.ts";
import { suggestionBlock } from "../report/suggestions.ts";
import { member, type PullRequest } from "./context.ts";
import { type Call, callAll } from "./github.ts";
import type { Selection } from "./selection.ts";

/** Suggestions of one run: each is a thread that somebody has to close. */
const MAX_SUGGESTIONS = 20;
/** Pages of review comments that are looked through for older suggestions. */
const MAX_PAGES = 30;
/** Pages of changed files; GitHub lists 3,000. */
const MAX_FILE_PAGES = 30;

/**
 * Suggests mechanical fixes as review comments on the lines of a pull request that they change, each once: GitHub takes
 * suggestions only there. Lines that the pull request does not show, or shows otherwise than they were scanned, get none.
 * @returns how many were made.
 * @throws GitHubError where they cannot be made.
 */
export async function suggest(
	call: Call,
	repository: { owner: string; repo: string },
	pull: PullRequest,
	{ findings }: Selection,
	cwd: string,
): Promise<number> {
	const candidates = findings.flatMap(({ finding }) => {
		const change = finding.fix?.changes.length === 1 ? finding.fix.changes[0]! : null;
		return change === null || change.endLine < change.startLine ? [] : [{ finding, change }];
	});
	if (candidates.length === 0) return 0;
	const parameters = { ...repository, pull_number: pull.number };
	const route = "/repos/{owner}/{repo}/pulls/{pull_number}";
	const files = await callAll(call, `GET ${route}/files`, parameters, MAX_FILE_PAGES);
	const patches = new Map<unknown, unknown>(files.map((file) => [member(file, "filename"), member(file, "patch")]));
	const made = suggestedBefore(await callAll(call, `GET ${route}/comments`, parameters, MAX_PAGES));
	const readLines = lineReader(cwd);

	const comments: object[] = [];
	const taken = new Set<string>();
	for (const { finding, change } of candidates) {
		if (comments.length >= MAX_SUGGESTIONS) break;
		const patch = patches.get(change.uri);
		if (typeof patch !== "string" || made.has(finding.fingerprint)) continue;
		if (!isShown(patch, change, readLines(change.uri))) continue;
		// Two suggestions for one line cannot both be taken.
		const lines = Array.from(
			{ length: change.endLine - change.startLine + 1 },
			(_, at) => `${change.uri}:${change.startLine + at}`,
		);
		if (lines.some((line) => taken.has(line))) continue;
		for (const line of lines) taken.add(line);
		comments.push({
			path: change.uri,
			...(change.endLine > change.startLine ? { start_line: change.startLine, start_side: "RIGHT" } : {}),
			line: change.endLine,
			side: "RIGHT",
			body: suggestionBody(finding, change),
		});
	}
	if (comments.length === 0) return 0;
	await call(`POST ${route}/reviews`, { ...parameters, commit_id: pull.headSha, event: "COMMENT", comments });
	return comments.length;
}

function suggestionBody(finding: Finding, change: Fix["changes"][number]): string {
	return [
		`<!-- assay suggestion ${finding.fingerprint} -->`,
		`${escapeMarkdown(finding.message)} (${codeSpan(finding.rule)}). ${escapeMarkdown(finding.fix!.description)}`,
		suggestionBlock(change),
	].join("\n\n");
}

/** Fingerprints of the findings that review comments are about already. */
function suggestedBefore(comments: unknown[]): Set<string> {
	const found = new Set<string>();
	for (const comment of comments) {
		const body = member(comment, "body");
		const mark = typeof body === "string" ? /^<!-- assay suggestion ([0-9a-f]{8,64}) -->/.exec(body) : null;
		if (mark !== null) found.add(mark[1]!);
	}
	return found;
}

/** Whether one hunk of the patch shows all lines of the change, as they were scanned. */
function isShown(patch: string, { startLine, endLine }: Fix["changes"][number], scanned: string[] | null): boolean {
	if (scanned === null || endLine > scanned.length) return false;
	const shown = shownLines(patch);
	const hunk = shown.get(startLine)?.hunk;
	for (let line = startLine; line <= endLine; line += 1) {
		const other = shown.get(line);
		if (other === undefined || other.hunk !== hunk || other.text !== scanned[line - 1]) return false;
	}
	return true;
}

/** The lines of the new side of a patch, by number. */
function shownLines(patch: string): Map<number, { text: string; hunk: number }> {
	const lines = new Map<number, { text: string; hunk: number }>();
	let hunk = 0;
	let next = 0;
	for (const line of patch.split("\n")) {
		const start = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
		if (start !== null) {
			hunk += 1;
			next = Number(start[1]);
		} else if (hunk > 0 && (line.startsWith(" ") || line.startsWith("+") || line === "")) {
			lines.set(next, { text: line.slice(1).replace(/\r$/, ""), hunk });
			next += 1;
		}
	}
	return lines;
}

/** The lines of scanned files, each file read once. */
function lineReader(cwd: string): (uri: string) => string[] | null {
	const readText = createReadText(cwd, new Map(), decodeWhole);
	const known = new Map<string, string[] | null>();
	return (uri) => {
		const before = known.get(uri);
		if (before !== undefined) return before;
		const lines = readText(uri)?.split(/\r?\n/) ?? null;
		known.set(uri, lines);
		return lines;
	};
}

import { ScanError } from "../choices.ts";
import { groupInstances } from "../locate/instances.ts";
import type { Finding } from "../model/report.ts";
import { SEVERITIES } from "../model/rule.ts";
import { push } from "../multimap.ts";
import { compareText } from "../order.ts";
import type { FixedFile, FixResult } from "../remediate/fix.ts";
import { escapeTerminal } from "../report/escape.ts";
import { plural, shownKey } from "../report/words.ts";
import type { Io } from "./io.ts";
import { writeDiagnostics } from "./outputs.ts";
import { chooseAssets, scanOptions } from "./scan.ts";
import type { ScanCommandOptions } from "./scan-options.ts";

/** Options of `assay fix`: those of `assay scan` that choose files and rules. */
export interface FixCommandOptions extends ScanCommandOptions {
	/** Shows what would be changed, and changes nothing. */
	dryRun?: boolean;
}

/** How many withdrawn findings are listed one by one. */
const MAX_LISTED = 50;

/**
 * Mends files by the mechanical fixes of the rules. Standard output is the patch, standard error tells of it.
 * @returns the exit code: 0 nothing mechanical is left to do; 1 a dry run found something to change; 2 the scan was not
 * complete, or a file could not be written.
 * @throws ScanError where the options make no sense.
 */
export async function fixCommand(targets: string[], options: FixCommandOptions, io: Io): Promise<number> {
	if (targets.includes("-")) {
		throw new ScanError("standard input cannot be changed: name files or folders, or see assay scan --fixes");
	}
	if (targets.length === 0) throw new ScanError("nothing to fix: name files or folders");
	const { planFixes, writeFixes } = await import("../remediate/fix.ts");
	const assets = await chooseAssets(options, io);
	const result = await planFixes({ ...scanOptions(targets, filesOnly(options), io) }, assets);
	const { filePatch } = await import("./patch.ts");
	const color = options.color !== false && io.color;
	for (const file of result.files) io.stdout(filePatch(file, color));
	for (const file of result.suggested) {
		io.stdout(`# a suggestion, not written: ${escapeTerminal(file.uri)}\n${filePatch(file, color)}`);
	}

	const dry = options.dryRun === true;
	const failed = dry ? [] : await writeFixes(result.files, targets, io.cwd);
	writeDiagnostics(result.diagnostics, options, io);
	for (const { uri, reason } of failed) io.stderr(`error: ${escapeTerminal(uri)}: not written: ${reason}\n`);
	const unwritten = new Set(failed.map(({ uri }) => uri));
	const written = result.files.filter(({ uri }) => !unwritten.has(uri));
	if (options.quiet !== true) for (const line of summary(result, written, dry)) io.stderr(`${escapeTerminal(line)}\n`);
	const incomplete =
		options.failOnIncomplete !== false && result.diagnostics.some(({ severity }) => severity === "error");
	if (failed.length > 0 || incomplete) return 2;
	return dry && result.files.length > 0 ? 1 : 0;
}

/** What a configuration shared with scans asks for beyond files, and everything that only reports need, is left aside. */
function filesOnly(options: FixCommandOptions): ScanCommandOptions {
	const { live, kustomize, helm, values, framework, updateBaseline, fixes, ...rest } = options;
	return rest;
}

function summary(result: FixResult, written: FixedFile[], dry: boolean): string[] {
	const { withdrawn, manual, suggested, suppressed, files } = result;
	const left = groupInstances(withdrawn.map(({ finding }) => finding));
	const fixed = count(written.flatMap((file) => file.fixed));
	const offered = count(suggested.flatMap((file) => file.fixed));
	const all = count(files.flatMap((file) => file.fixed)) + left.findings.length + offered + count(manual);
	if (all === 0) return [`No open findings.${accepted(suppressed)}`];
	const where = written.length === 0 ? "" : ` in ${plural(written.length, "file")}`;
	const nothing = dry && fixed > 0 ? "; nothing was written (dry run)" : "";
	const lines = [
		`${dry ? "Would fix" : "Fixed"} ${fixed} of ${plural(all, "finding")}${where}${nothing}.${accepted(suppressed)}`,
	];
	if ([...files, ...suggested].some(({ secret }) => secret.size > 0)) {
		lines.push("Lines that hold secrets are masked in the patch: do not apply those parts of it.");
	}
	if (offered > 0) {
		lines.push(
			`Suggested in Terraform code, ${offered} in ${plural(suggested.length, "file")}: make the change yourself and plan again.`,
		);
	}
	if (withdrawn.length > 0) {
		lines.push(`Tried or looked at, and left as they are, ${left.findings.length}:`);
		const first = withdrawn.filter(({ finding }) => left.groupOf(finding) === finding.fingerprint);
		const entries = [...leftTogether(first)];
		for (const [where, rules] of entries.slice(0, MAX_LISTED)) lines.push(`  ${where} (${[...rules].join(", ")})`);
		if (entries.length > MAX_LISTED) lines.push(`  and ${entries.length - MAX_LISTED} more`);
	}
	if (manual.length > 0) {
		lines.push(`Left to people, ${count(manual)}:`);
		for (const [rule, findings] of byRule(manual)) {
			const reason = findings[0]!.remediation?.manual;
			lines.push(`  ${rule} (${count(findings)})${reason === undefined ? "" : `: ${reason}`}`);
		}
	}
	return lines;
}

/** As a report counts them: what shared Terraform code makes has one finding for each rule and line. */
function count(findings: Finding[]): number {
	return groupInstances(findings).findings.length;
}

function accepted(suppressed: Finding[]): string {
	const number = count(suppressed);
	if (number === 0) return "";
	const stay = number === 1 ? "stays as it is" : "stay as they are";
	return ` ${plural(number, "accepted finding")} ${stay}.`;
}

/** Rules by the object they are about and the reason: one reason often stands against all of them. */
function leftTogether(withdrawn: FixResult["withdrawn"]): Map<string, Set<string>> {
	const groups = new Map<string, Set<string>>();
	for (const { finding, reason } of withdrawn) {
		const { uri } = finding.location;
		const where = `${uri} ${shownKey(finding)}: ${reason}`;
		groups.set(where, (groups.get(where) ?? new Set()).add(finding.rule));
	}
	return groups;
}

/** Worst first, then by rule. */
function byRule(findings: Finding[]): Map<string, Finding[]> {
	const groups = new Map<string, Finding[]>();
	const sorted = findings.toSorted(
		(left, right) =>
			SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity) || compareText(left.rule, right.rule),
	);
	for (const finding of sorted) push(groups, finding.rule, finding);
	return groups;
}

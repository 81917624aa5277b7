import { resolve } from "node:path";
import { chooseRules } from "../choices.ts";
import type { Finding, Fix } from "../model/report.ts";
import type { Diagnostic } from "../model/resource.ts";
import type { Rule } from "../model/rule.ts";
import { compareText } from "../order.ts";
import { type Assets, rulesOf } from "../policy/assets.ts";
import { judge, type ScanOptions } from "../scan.ts";
import { NotWritten, replaceText, writableRoots } from "./files.ts";
import { isMechanical, Mender, secretLines } from "./kubernetes/mend.ts";
import type { Scene } from "./scene.ts";

/** A file that fixes change. */
export interface FixedFile {
	uri: string;
	before: string;
	after: string;
	/** 0-based lines of `before` that hold secrets, as far as the scan knows. */
	secret: ReadonlySet<number>;
	fixed: Finding[];
}

/** What mending the files of a scan came to. Findings are open ones of the chosen rules. */
export interface FixResult {
	/** Sorted by uri. */
	files: FixedFile[];
	/** Findings with a mechanical fix that was tried and taken back, and why. */
	withdrawn: { finding: Finding; reason: string }[];
	/** Findings that take a person. */
	manual: Finding[];
	/** Terraform code as it would be: to be looked at and planned anew, never written. Sorted by uri. */
	suggested: FixedFile[];
	/** Findings that people accepted. */
	suppressed: Finding[];
	rules: Rule[];
	/** Trouble with the scan. */
	diagnostics: Diagnostic[];
}

/**
 * Scans files, and works out how those that stand for themselves would have to be changed: all mechanical fixes of the
 * chosen rules, tried together. Writes nothing. All rules judge the result, also those that are not to be mended by.
 * @throws ScanError when the options make no sense.
 */
export async function planFixes(options: ScanOptions, assets: Assets): Promise<FixResult> {
	const chosen = chooseRules(options, rulesOf(assets));
	const ids = new Set(chosen.map(({ id }) => id));
	const result: FixResult = {
		...{ files: [], withdrawn: [], manual: [], suggested: [], suppressed: [], rules: chosen, diagnostics: [] },
	};
	const { rules: _, severityMin: __, ...rest } = options;
	const { diagnostics } = await judge({ ...rest, frameworks: [] }, assets, async (scene) => {
		await inspect(scene, ids, result);
	});
	result.diagnostics = diagnostics;
	return result;
}

async function inspect(scene: Scene, ids: ReadonlySet<string>, result: FixResult): Promise<void> {
	const wanted = scene.findings.filter(({ rule }) => ids.has(rule));
	result.suppressed = wanted.filter(({ suppression }) => suppression !== null);
	const open = wanted.filter(({ suppression }) => suppression === null);
	const mender = new Mender(scene);
	const units = mender.units(open);
	const { files, made, withdrawn } = mender.mend(units);
	for (const { unit, reason } of withdrawn) {
		for (const finding of unit.findings) result.withdrawn.push({ finding, reason });
	}
	for (const uri of [...files.keys()].sort(compareText)) {
		const before = scene.readText(uri)!;
		const fixed = made.filter(({ resource }) => resource.anchor.uri === uri).flatMap(({ findings }) => findings);
		const text = mender.text(uri);
		result.files.push({ uri, before, after: files.get(uri)!, secret: secretLines(text, uri, scene.resources), fixed });
	}
	const tried = new Set(units.flatMap(({ findings }) => findings));
	const { files: suggested, fixes, withheld } = await suggestions(scene, open);
	result.suggested = suggested;
	const suggestedFor = new Set(suggested.flatMap(({ fixed }) => fixed.map(({ fingerprint }) => fingerprint)));
	for (const finding of open) {
		const { fingerprint } = finding;
		if (tried.has(finding) || suggestedFor.has(fingerprint)) continue;
		const apart = fixes.has(fingerprint) ? "its change does not go together with another one" : undefined;
		const reason = withheld.get(fingerprint) ?? apart;
		if (reason !== undefined) {
			result.withdrawn.push({ finding, reason });
			continue;
		}
		if (isMechanical(finding))
			result.withdrawn.push({ finding, reason: "it does not stand in a file that can be changed" });
		else result.manual.push(finding);
	}
}

/** Changes of Terraform code: what one comes to is certain only once the plan is made anew. */
async function suggestions(scene: Scene, findings: Finding[]) {
	if (scene.plans.length === 0) {
		return { files: [], fixes: new Map<string, Fix>(), withheld: new Map<string, string>() };
	}
	const { terraformPatches } = await import("./terraform/fixes.ts");
	const { files, secrets, ...rest } = await terraformPatches({ ...scene, findings });
	const shown = files.map((file): FixedFile => ({ ...file, secret: secrets.get(file.uri) ?? new Set() }));
	return { ...rest, files: shown.sort((left, right) => compareText(left.uri, right.uri)) };
}

/**
 * Writes changed files, each at once or not at all.
 * @param targets of the scan: nothing outside of them is written to.
 * @returns files that could not be written, and why.
 */
export async function writeFixes(
	files: readonly FixedFile[],
	targets: readonly string[],
	cwd: string,
): Promise<{ uri: string; reason: string }[]> {
	const roots = writableRoots(cwd, targets);
	const failed: { uri: string; reason: string }[] = [];
	for (const { uri, before, after } of files) {
		try {
			await replaceText(resolve(cwd, uri), before, after, roots);
		} catch (error) {
			if (!(error instanceof NotWritten)) throw error;
			failed.push({ uri, reason: error.message });
		}
	}
	return failed;
}

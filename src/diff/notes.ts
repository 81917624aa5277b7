import type { Report } from "../model/report.ts";
import { plural } from "../report/words.ts";
import { samePlan } from "./units.ts";

/** What a reader has to know of a comparison as a whole, a sentence each. Text of the reports in them is not escaped. */
export function compareNotes(before: Report, after: Report): string[] {
	return [
		...rules(before, after),
		...frameworks(before, after),
		...completeness(before, after),
		...inputs(before, after),
	];
}

function rules({ tool: before }: Report, { tool: after }: Report): string[] {
	const versions = before.version === after.version ? "" : ` (Assay ${before.version} and ${after.version})`;
	if (before.policySetDigest !== after.policySetDigest) {
		return [
			`The reports were judged by different policy sets${versions}: a rule that both have may ask something else now.`,
		];
	}
	if (versions === "") return [];
	return [`The reports are from different versions of Assay (${before.version} and ${after.version}).`];
}

function frameworks(before: Report, after: Report): string[] {
	return after.frameworks.flatMap(({ id, title, version }) => {
		const other = before.frameworks.find((framework) => framework.id === id);
		if (other === undefined || other.version === version) return [];
		return [`${title} is assessed by different catalogues: ${other.version} and ${version}.`];
	});
}

function completeness(before: Report, after: Report): string[] {
	const incomplete = ({ complete, diagnostics }: Report, which: string, consequence: string) => {
		if (complete) return [];
		const errors = diagnostics.filter(({ severity }) => severity === "error").length;
		return [`The ${which} scan is incomplete (${plural(errors, "error")}): ${consequence}`];
	};
	return [
		...incomplete(before, "earlier", "what it could not read is not taken as new."),
		...incomplete(after, "later", "what it could not read is not taken as fixed."),
	];
}

function inputs(before: Report, after: Report): string[] {
	const notes: string[] = [];
	const plan = samePlan(before, after);
	if (plan !== null && plan.before !== plan.after) {
		notes.push(`Each report is about one plan: ${plan.before} and ${plan.after} are taken to be the same.`);
	}
	const known = new Set(before.inputs.map(({ uri }) => uri));
	const common = plan !== null || after.inputs.some(({ uri }) => known.has(uri));
	if (!common && before.inputs.length > 0 && after.inputs.length > 0) {
		notes.push("The reports have no input in common: were both scans run in the same folder?");
	}
	if (Date.parse(before.scannedAt) > Date.parse(after.scannedAt)) {
		notes.push("The report given first is the newer one: is the order right?");
	}
	return notes;
}

import { Ajv, type ErrorObject } from "ajv";
import schema from "../../rules/schema/report.schema.json" with { type: "json" };
import { ScanError } from "../choices.ts";
import type { Report } from "../model/report.ts";

/** A report has five or six levels; deeper ones would only break what walks them. */
const MAX_DEPTH = 64;

const validate = new Ajv({ allowUnionTypes: true, strict: false }).compile<Report>(tolerant(schema) as object);

/**
 * Reads a JSON report of any origin: what comes back has the form that `rules/schema/report.schema.json` describes, apart
 * from members this version does not know. Its texts are as they were written: whoever prints them escapes them.
 * @param name what to call the report where it is no good.
 * @throws ScanError that says what is wrong with it.
 */
export function readReport(text: string, name: string): Report {
	let value: unknown;
	try {
		value = JSON.parse(text.replace(/^\uFEFF/, ""));
	} catch {
		throw new ScanError(
			`${name}: ${text.trim() === "" ? "the file is empty" : "not valid JSON"}; assay scan --format json=FILE writes a report`,
		);
	}
	if (depthExceeds(value, MAX_DEPTH)) throw new ScanError(`${name}: nested deeper than any report`);
	const { tool, schemaVersion, runs, findings, added } = (value ?? {}) as Record<string, unknown>;
	if ((tool as { name?: unknown } | null | undefined)?.name !== "assay" || !Array.isArray(findings)) {
		throw new ScanError(`${name}: ${otherFormat(runs, added)}; assay scan --format json=FILE writes a report`);
	}
	if (schemaVersion !== 1) {
		const other = Number.isInteger(schemaVersion) ? `version ${schemaVersion}` : "no version";
		throw new ScanError(`${name}: the report has ${other} of the format, and this Assay reads version 1`);
	}
	if (!validate(value)) {
		throw new ScanError(`${name}: not a report of assay scan: ${faultText(validate.errors?.[0])}`);
	}
	return value;
}

function otherFormat(runs: unknown, added: unknown): string {
	if (Array.isArray(runs)) return "this is SARIF, and reports are compared in Assay's JSON";
	if (Array.isArray(added)) return "this is a comparison already, not a report";
	return "not a report of assay scan";
}

/** Names of members come from the schema, never from the report. */
function faultText(fault: ErrorObject | undefined): string {
	if (fault === undefined) return "its form is another one";
	return `${fault.instancePath || "the report"} ${fault.message ?? "is not as it should be"}`;
}

/** Newer versions may add members. */
function tolerant(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(tolerant);
	if (typeof value !== "object" || value === null) return value;
	const entries = Object.entries(value).filter(([name, rule]) => name !== "additionalProperties" || rule !== false);
	return Object.fromEntries(entries.map(([name, member]) => [name, tolerant(member)]));
}

/** Without recursion: the depth is what is in doubt. */
function depthExceeds(value: unknown, limit: number): boolean {
	let level = [value];
	for (let depth = 0; level.length > 0; depth++) {
		if (depth > limit) return true;
		const next: unknown[] = [];
		for (const one of level) {
			if (typeof one !== "object" || one === null) continue;
			for (const member of Object.values(one)) if (typeof member === "object" && member !== null) next.push(member);
		}
		level = next;
	}
	return false;
}

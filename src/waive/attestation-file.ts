import schema from "../../rules/schema/attestations.schema.json" with { type: "json" };
import type { Attestation, Exclusion } from "../model/framework.ts";
import type { Diagnostic } from "../model/resource.ts";
import { isOver } from "./dates.ts";
import { readStatements, type Statement } from "./statement-file.ts";

/** A framework that statements may be about. */
export interface KnownFramework {
	id: string;
	controls: { id: string }[];
}

const CODE = "attestation-file";

/**
 * Reads an attestation file. Only sound entries that hold today are given; what is wrong with the others, and which have
 * expired, is told with their lines.
 * @param find a framework by its id, however it is spelled.
 * @param today YYYY-MM-DD.
 */
export function readAttestations(
	uri: string,
	text: string,
	find: (name: string) => KnownFramework | undefined,
	today: string,
): { attestations: Attestation[]; exclusions: Exclusion[]; diagnostics: Diagnostic[] } {
	const { lists, diagnostics } = readStatements(uri, text, { schema, code: CODE, dates: ["date", "expires"] });
	const attestations: Attestation[] = [];
	const exclusions: Exclusion[] = [];
	/** The framework of an entry, where it and the control exist. */
	const frameworkOf = ({ value, fault }: Statement): string | null => {
		const framework = find(String(value.framework));
		if (framework === undefined) {
			diagnostics.push(fault("framework", `there is no framework ${value.framework}`));
			return null;
		}
		if (framework.controls.some(({ id }) => id === value.control)) return framework.id;
		const message = `${framework.id} has no control ${value.control}; assay frameworks ${framework.id} lists them`;
		diagnostics.push(fault("control", message));
		return null;
	};
	for (const entry of lists.attestations ?? []) {
		const framework = frameworkOf(entry);
		if (framework === null) continue;
		const { control, verdict, owner, date, expires, evidence } = entry.value as unknown as Attestation & {
			expires: string;
		};
		if (date > today) diagnostics.push(entry.fault("date", "lies in the future: nobody can have stated it yet"));
		else if (expires < date) diagnostics.push(entry.fault("expires", "lies before the date of the statement"));
		else if (isOver(expires, today)) {
			const message = `the attestation of ${framework} ${control} expired on ${expires} and no longer counts`;
			diagnostics.push({ severity: "warning", code: "attestation-expired", message, uri, line: entry.line });
		} else {
			const given = evidence === undefined ? {} : { evidence: evidence.trim() };
			attestations.push({ framework, control, verdict, owner: owner.trim(), date, expires, ...given });
		}
	}
	const excluded = new Set<string>();
	for (const entry of lists.exclusions ?? []) {
		const framework = frameworkOf(entry);
		if (framework === null) continue;
		const { control, reason, owner } = entry.value as unknown as Exclusion;
		const key = `${framework} ${control}`;
		if (excluded.has(key)) diagnostics.push(entry.fault("control", `${key} is excluded twice`));
		else exclusions.push({ framework, control, reason: reason.trim(), owner: owner.trim() });
		excluded.add(key);
	}
	return { attestations, exclusions, diagnostics };
}

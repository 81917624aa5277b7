import type { Finding, FindingInstance } from "../model/report.ts";
import { SEVERITIES } from "../model/rule.ts";
import { parseAddress } from "../normalize/terraform/address.ts";
import { compareText } from "../order.ts";
import { settleFindings } from "./findings.ts";

/** How many different messages a finding on shared code quotes. */
const MAX_MESSAGES = 3;

/**
 * One finding for each rule and line of Terraform code: count, for_each and repeated calls of a module make several
 * resources from it, and each of them failed. Findings elsewhere stay as they are; so do open ones beside suppressed ones.
 * @param findings settled ones (`settleFindings`).
 * @returns the findings, sorted, and for each of those given the fingerprint it is listed under.
 */
export function groupInstances(findings: Finding[]): { findings: Finding[]; groupOf: (finding: Finding) => string } {
	const groups = new Map<string, Finding[]>();
	for (const finding of findings) {
		const key = codeLine(finding) ?? `- ${finding.fingerprint}`;
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [finding]);
		else group.push(finding);
	}
	const listed = new Map<Finding, string>();
	// Settled by those who gave them; most scans have nothing to merge.
	if (groups.size === findings.length) return { findings, groupOf: (finding) => finding.fingerprint };
	const merged = [...groups.values()].map((group) => {
		const one = merge(group);
		for (const finding of group) listed.set(finding, one.fingerprint);
		return one;
	});
	return {
		findings: settleFindings(merged),
		groupOf: (finding) => listed.get(finding) ?? finding.fingerprint,
	};
}

/** What tells one line of code from another for a rule; null for findings that stand in no Terraform code. */
function codeLine({ rule, resource, location, suppression, waivedFor, transition }: Finding): string | null {
	const { uri, startLine, precision } = location;
	if (precision !== "attribute" && precision !== "block" && precision !== "module-call") return null;
	const address = parseAddress(resource.key);
	if (address === null) return null;
	// Code on one line (JSON) holds many blocks; behind a module call all of them are one to its caller.
	const block = precision === "module-call" ? "" : `${address.mode}.${address.type}.${address.name}`;
	return JSON.stringify([rule, uri, startLine, block, suppression, waivedFor ?? [], transition?.kind ?? null]);
}

function merge(group: Finding[]): Finding {
	if (group.length === 1) return group[0]!;
	const sorted = group.toSorted(
		(left, right) =>
			compareText(left.resource.key, right.resource.key) ||
			compareText(JSON.stringify(left.path), JSON.stringify(right.path)) ||
			compareText(left.message, right.message),
	);
	const first = sorted[0]!;
	const messages = [...new Set(sorted.map(({ message }) => message))];
	const more = messages.length - MAX_MESSAGES;
	const quoted = messages.slice(0, MAX_MESSAGES).join("; ");
	const state = first.baselineState;
	// An instance that joins accepted ones changes the finding they share.
	const sameState = group.every(({ baselineState }) => baselineState === state);
	const severity = SEVERITIES.find((worst) => group.some((finding) => finding.severity === worst))!;
	return {
		...first,
		severity,
		message: more > 0 ? `${quoted}; and ${more} more` : quoted,
		related: uniqueRelated(sorted),
		...(state === undefined ? {} : { baselineState: sameState ? state : "updated" }),
		instances: sorted.map(
			(one): FindingInstance => ({
				resource: one.resource.key,
				...{ path: one.path, message: one.message },
				...(one.severity === severity ? {} : { severity: one.severity }),
				...{ fingerprint: one.fingerprint, evaluated: one.evaluated },
			}),
		),
	};
}

function uniqueRelated(findings: Finding[]): Finding["related"] {
	const all = new Map(findings.flatMap(({ related }) => related.map((entry) => [JSON.stringify(entry), entry])));
	return [...all.values()];
}

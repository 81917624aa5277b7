import type { Finding, FrameworkAssessment, Suppression } from "../model/report.ts";
import { SEVERITIES, type Severity } from "../model/rule.ts";
import { compareText } from "../order.ts";
import { plural } from "./words.ts";

/** Findings that nobody accepted, and the others. Text of both comes from the input, like all of a finding. */
export function partFindings(findings: Finding[]): { open: Finding[]; waived: Finding[] } {
	return {
		open: findings.filter(({ suppression }) => suppression === null),
		waived: findings.filter(({ suppression }) => suppression !== null),
	};
}

/** `2 critical, 1 high`, or with `all` severities that have none, too. */
export function severityCounts(findings: Finding[], all = false): string {
	const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
	return SEVERITIES.map((severity) => ({ severity, number: count(severity) }))
		.filter(({ number }) => all || number > 0)
		.map(({ severity, number }) => `${number} ${severity}`)
		.join(", ");
}

/** `by alice until 2027-03-31: behind the VPN (SEC-12)`. */
export function acceptedText({ owner, expires, justification, ticket }: Suppression): string {
	const who = owner === "" ? "" : `by ${owner} `;
	const until = expires === null ? "without end" : `until ${expires}`;
	return `${who}${until}: ${justification}${ticket === undefined ? "" : ` (${ticket})`}`;
}

/** `comment a/pod.yaml:3`, `waiver assay-waivers.yaml:12`; null where it is not on record. */
export function sourceText({ kind, source }: Suppression): string | null {
	if (source === undefined) return null;
	return `${kind === "inline" ? "comment" : "waiver"} ${source.uri}:${source.line}`;
}

/** The waivers of single frameworks for a finding that stays open in the others. @param frameworks give the titles. */
export function frameworkWaiverTexts(
	{ suppression, waivedFor = [] }: Finding,
	frameworks: readonly Pick<FrameworkAssessment, "id" | "title">[],
): string[] {
	if (suppression !== null) return [];
	return waivedFor.map(({ framework, suppression: waiver }) => {
		const title = frameworks.find(({ id }) => id === framework)?.title ?? framework;
		return `waived for ${title} only, ${acceptedText(waiver)}`;
	});
}

/** The other resources that a finding on shared code is about: keys, sorted, each once. */
function otherResources({ resource, instances = [] }: Finding): string[] {
	const keys = new Set(instances.map((instance) => instance.resource));
	keys.delete(resource.key);
	return [...keys].sort(compareText);
}

/** `and 5 more resources: a, b, c, …`; null where there are none. @param shown how many are named. */
export function otherResourcesText(finding: Finding, shown: number): string | null {
	const keys = otherResources(finding);
	if (keys.length === 0) return null;
	const rest = keys.length > shown ? ", …" : "";
	return `and ${plural(keys.length, "more resource")}: ${keys.slice(0, shown).join(", ")}${rest}`;
}

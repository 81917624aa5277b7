import type { ReportDiff } from "../model/diff.ts";
import type { Finding, Report } from "../model/report.ts";

/**
 * The later report with the `baselineState` of its findings: `new`, `updated` where it is not quite the same or only
 * some resources of it are new, else `unchanged`. None where it cannot be told.
 * @param after the later report that `diff` is about, or an equal one.
 */
export function markBaselineStates(after: Report, diff: ReportDiff): Report {
	const states = new Map<string, NonNullable<Finding["baselineState"]> | null>();
	for (const { finding } of diff.incomparable.flatMap(({ side, findings }) =>
		side === "after" ? findings.map((one) => ({ finding: one })) : [],
	)) {
		states.set(finding.fingerprint, null);
	}
	for (const { after: finding } of diff.changed) states.set(finding.fingerprint, "updated");
	const fresh = new Map<string, { finding: Finding; resources: Set<string> }>();
	for (const { finding, resources, was } of [...diff.added, ...diff.waived]) {
		if (was === "open" || was === "suppressed") {
			states.set(finding.fingerprint, "updated");
			continue;
		}
		const entry = fresh.get(finding.fingerprint) ?? { finding, resources: new Set() };
		for (const resource of resources) entry.resources.add(resource);
		fresh.set(finding.fingerprint, entry);
	}
	for (const [fingerprint, { finding, resources }] of fresh) {
		const all = new Set(finding.instances?.map(({ resource }) => resource) ?? [finding.resource.key]);
		states.set(fingerprint, resources.size >= all.size ? "new" : "updated");
	}
	return {
		...after,
		findings: after.findings.map((finding): Finding => {
			const { baselineState: _, ...rest } = finding;
			const state = states.get(finding.fingerprint);
			return state === null ? rest : { ...rest, baselineState: state ?? "unchanged" };
		}),
	};
}

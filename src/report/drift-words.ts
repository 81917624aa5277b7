import type { Drift, DriftEntry, DriftValue, Finding, TransitionKind } from "../model/report.ts";
import { plural } from "./words.ts";

/** How reports for people head the kinds of transitions, in the order they are listed. */
export const TRANSITION_WORDS: Record<TransitionKind, string> = {
	breaks: "broken by this plan",
	drifted: "drifted from the last applied plan",
	diverges: "judged otherwise live",
	remains: "broken before and after",
	unclear: "broken live, outcome of this plan open",
	fixes: "fixed by this plan",
	destroys: "destroyed by this plan",
};

/** What is worth its lines without being asked for. */
export const TELLING_KINDS: TransitionKind[] = ["breaks", "drifted", "diverges", "fixes"];

/** `1 broken by this plan, 2 fixed by this plan`; empty where the two sides agree on everything. */
export function transitionCounts({ summary }: Drift): string {
	return (Object.keys(TRANSITION_WORDS) as TransitionKind[])
		.filter((kind) => (summary[kind] ?? 0) > 0)
		.map((kind) => `${summary[kind]} ${TRANSITION_WORDS[kind]}`)
		.join(", ");
}

/** `8 planned resources joined with what is live, 1 in doubt`. */
export function joinCounts({ joined, notJoined }: Drift): string {
	const doubt = notJoined.length === 0 ? "" : `, ${notJoined.length} not`;
	return `${plural(joined.length, "planned resource")} joined with what is live${doubt}`;
}

/** What the plan makes of a finding, and which resource stands on the other side, live; null where there is nothing to say. */
export function transitionText({ transition, resource }: Finding): string | null {
	if (transition === undefined) return null;
	if (transition.kind === "turned-off") return transition.note;
	const side = resource.origin === "aws" ? "plan" : "live";
	return `${side}: ${transition.note} (${transition.counterpart})`;
}

/** `bucket.versioning: last applied "enabled", live "enabled", planned "suspended"`. */
export function valueText({ path, lastApplied, live, planned }: DriftValue): string {
	const shown = (value: string | null) => value ?? "not there";
	// The first step says only where Assay read it.
	const name = path.slice(1).join(".");
	return `${name}: last applied ${shown(lastApplied)}, live ${shown(live)}, planned ${shown(planned)}`;
}

/** The entries a report for people lists: all, or what calls for action. */
export function listedEntries({ entries }: Drift, all: boolean): DriftEntry[] {
	return all ? entries : entries.filter(({ kind }) => TELLING_KINDS.includes(kind));
}

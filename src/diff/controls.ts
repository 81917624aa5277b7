import type { ControlDelta, ReportDiff } from "../model/diff.ts";
import type { ControlAssessment, ControlStatus, FrameworkAssessment, Report, Score } from "../model/report.ts";
import { compareText } from "../order.ts";

/** What became of findings between two reports. */
export type Effect = "added" | "fixed" | "changed" | "waived" | "undecided" | "unknown-before" | "unknown-after";

const KINDS: ControlDelta["kind"][] = ["breaks", "fixes", "changes"];
/** A violated control that has one of these is without failure. */
const CLEAN: ReadonlySet<ControlStatus> = new Set<ControlStatus>(["no-failures", "satisfied", "attested"]);
/** What can end a violation without mending anything. */
const NO_FIX: ReadonlySet<Effect> = new Set<Effect>(["waived", "undecided", "unknown-before"]);

/**
 * The controls that differ, of the frameworks both reports have, in the order of the later one.
 * @param effects what became of the findings of each rule.
 */
export function compareControls(before: Report, after: Report, effects: Map<string, Set<Effect>>): ControlDelta[] {
	const earlier = new Map(before.frameworks.map((framework) => [framework.id, framework]));
	return after.frameworks.flatMap((framework) => {
		const other = earlier.get(framework.id);
		if (other === undefined) return [];
		const deltas = compareFramework(other, framework, effects);
		return KINDS.flatMap((kind) => deltas.filter((delta) => delta.kind === kind));
	});
}

/** The scores of the frameworks both reports have. */
export function compareScores(before: Report, after: Report): ReportDiff["frameworks"] {
	const earlier = new Map(before.frameworks.map((framework) => [framework.id, framework]));
	return after.frameworks.flatMap(({ id, title, score }) => {
		const other = earlier.get(id);
		return other === undefined ? [] : [{ id, title, before: other.score, after: score }];
	});
}

function compareFramework(
	before: FrameworkAssessment,
	after: FrameworkAssessment,
	effects: Map<string, Set<Effect>>,
): ControlDelta[] {
	const earlier = new Map(before.controls.map((control) => [control.id, control]));
	const pairs = after.controls.flatMap((control) => {
		const other = earlier.get(control.id);
		return other === undefined || isSame(other, control) ? [] : [{ before: other, after: control }];
	});
	const deltas = new Map(
		pairs.map((pair) => [pair.after.id, compareControl(after.id, pair.before, pair.after, effects)] as const),
	);
	// A control that is judged through others has no rules: it breaks and is fixed as they are.
	const judged = [...deltas.values()];
	for (const { before, after } of pairs) {
		if (after.level !== "roll-up") continue;
		const delta = deltas.get(after.id)!;
		const kind = direction(before.status, after.status);
		const own = judged.filter(
			(other) => other !== delta && direction(other.before.status, other.after.status) === kind,
		);
		if (kind === "changes" || own.length === 0 || own.some((other) => other.kind !== kind)) continue;
		delta.kind = kind;
		delete delta.note;
	}
	return [...deltas.values()];
}

/** What the statuses alone say. */
function direction(before: ControlStatus, after: ControlStatus): ControlDelta["kind"] {
	if (after === "violated" && before !== "violated") return "breaks";
	return before === "violated" && CLEAN.has(after) ? "fixes" : "changes";
}

function compareControl(
	framework: string,
	before: ControlAssessment,
	after: ControlAssessment,
	effects: Map<string, Set<Effect>>,
): ControlDelta {
	const ids = new Set([...primaryRules(before), ...primaryRules(after)]);
	const rules = (wanted: (effect: Effect) => boolean) =>
		[...ids].filter((id) => [...(effects.get(id) ?? [])].some(wanted)).sort(compareText);
	const common = {
		framework,
		id: after.id,
		title: after.title,
		before: { status: before.status, score: before.score },
		after: { status: after.status, score: after.score },
	};
	const concerned = rules(() => true);
	const kind = direction(before.status, after.status);
	if (kind === "breaks") {
		const breaking = rules((effect) => effect === "added" || effect === "changed");
		if (breaking.length > 0) return { ...common, kind, rules: breaking };
		return {
			...common,
			kind: "changes",
			rules: concerned,
			note: `violated now, without a new finding${otherwise(concerned)}`,
		};
	}
	if (kind === "fixes") {
		const fixing = rules((effect) => effect === "fixed");
		const doubtful = rules((effect) => NO_FIX.has(effect));
		if (fixing.length > 0 && doubtful.length === 0) return { ...common, kind, rules: fixing };
		return { ...common, kind: "changes", rules: concerned, note: notFixed(doubtful, effects) };
	}
	return { ...common, kind, rules: concerned };
}

function otherwise(rules: string[]): string {
	return rules.length > 0 ? ": what its rules found cannot be compared" : ": what it is judged by is different";
}

function notFixed(doubtful: string[], effects: Map<string, Set<Effect>>): string {
	const has = (effect: Effect) => doubtful.some((rule) => effects.get(rule)!.has(effect));
	const words = [
		...(has("waived") ? ["accepted"] : []),
		...(has("undecided") ? ["undecided"] : []),
		...(has("unknown-before") ? ["not comparable"] : []),
	];
	if (words.length === 0) return "no longer violated, without a fix: what it is judged by is different";
	return `no longer violated, but not fixed: findings are ${words.join(", ")}`;
}

function primaryRules({ rules }: ControlAssessment): string[] {
	return rules.filter(({ role }) => role === "primary").map(({ id }) => id);
}

function isSame(left: ControlAssessment, right: ControlAssessment): boolean {
	return (
		left.status === right.status &&
		sameScore(left.score, right.score) &&
		left.passed === right.passed &&
		left.failed === right.failed &&
		left.inconclusive === right.inconclusive &&
		left.waived === right.waived
	);
}

/** Whether two scores are the same number with the same bounds. */
export function sameScore(left: Score | null, right: Score | null): boolean {
	if (left === null || right === null) return left === right;
	return left.value === right.value && left.lower === right.lower && left.upper === right.upper;
}

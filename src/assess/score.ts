import type { Score } from "../model/report.ts";
import type { Severity } from "../model/rule.ts";

/** What a rule weighs in the score of a control; docs/scoring.md states the same numbers. `info` never scores. */
export const SEVERITY_WEIGHTS: Record<Severity, number> = { critical: 10, high: 6, medium: 3, low: 1, info: 0 };

/** How many resources ended how for one rule. A resource with several denials counts once. */
export interface Tally {
	passed: number;
	failed: number;
	/** Failed, and every finding of the rule on that resource has a waiver. */
	waived: number;
	inconclusive: number;
}

/**
 * A value between 0 and 1 and its bounds. Each is null where nothing it is made of was seen: `value` without a decided
 * resource, `upper` where only waived failures are left, `lower` without any result at all.
 */
export interface Bounds {
	value: number | null;
	lower: number | null;
	upper: number | null;
}

/** Share of the decided resources that passed, and what the share could be at worst and at best. */
export function ruleBounds({ passed, failed, waived, inconclusive }: Tally): Bounds {
	return {
		value: ratio(passed, passed + failed),
		lower: ratio(passed, passed + failed + waived + inconclusive),
		upper: ratio(passed + inconclusive, passed + failed + inconclusive),
	};
}

/** Mean of a control's primary rules, weighted by severity; each bound over the rules that have it. */
export function controlBounds(rules: { weight: number; bounds: Bounds }[]): Bounds {
	return combine(rules);
}

/** Plain mean of the controls of a framework; each bound over the controls that have it. */
export function frameworkBounds(controls: Bounds[]): Bounds {
	return combine(controls.map((bounds) => ({ weight: 1, bounds })));
}

/** In percent. Null where no rule had any result: nothing seen is never a score. */
export function toScore({ value, lower, upper }: Bounds): Score | null {
	if (lower === null) return null;
	return { value: value === null ? null : value * 100, lower: lower * 100, upper: (upper ?? lower) * 100 };
}

function combine(parts: { weight: number; bounds: Bounds }[]): Bounds {
	const mean = (key: keyof Bounds): number | null => {
		let sum = 0;
		let weights = 0;
		for (const { weight, bounds } of parts) {
			const part = bounds[key];
			if (part === null) continue;
			sum += weight * part;
			weights += weight;
		}
		return ratio(sum, weights);
	};
	return { value: mean("value"), lower: mean("lower"), upper: mean("upper") };
}

function ratio(part: number, whole: number): number | null {
	return whole === 0 ? null : part / whole;
}

import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../src/model/json.ts";
import { normalizedPlan } from "./normalized-plan.ts";
import { type Entry, refers } from "./plan-builder.ts";

function rotation(rules: JsonObject | null, more: Partial<Entry> = {}) {
	const entries: Record<string, Entry> = {
		"aws_secretsmanager_secret.s": { values: { name: "s" }, unknown: { id: true } },
	};
	if (rules !== null) {
		entries["aws_secretsmanager_secret_rotation.r"] = {
			values: { rotation_rules: [rules] },
			unknown: { secret_id: true },
			expressions: { secret_id: refers("aws_secretsmanager_secret.s.id", "aws_secretsmanager_secret.s") },
			...more,
		};
	}
	const plan = normalizedPlan(entries);
	const gaps = plan.unknown("aws_secretsmanager_secret.s", "secret_rotation");
	return gaps.length > 0 ? "unknown" : plan.facet("aws_secretsmanager_secret.s", "secret_rotation");
}

describe("secret rotation", () => {
	it.each([
		[{ automatically_after_days: 30 }, { schedule: "days", days: 30 }],
		[{ schedule_expression: "rate(10 days)" }, { schedule: "days", days: 10 }],
		[{ schedule_expression: "rate(12 hours)" }, { schedule: "days", days: 0.5 }],
		[{ schedule_expression: "cron(0 8 1 * ? *)" }, { schedule: "calendar", days: null }],
		[{ schedule_expression: "sometimes" }, { schedule: "none", days: null }],
	])("%j", (rules, expected) => expect(rotation(rules)).toEqual(expected));

	it("is none without a rotation", () => expect(rotation(null)).toEqual({ schedule: "none", days: null }));

	it("is open where the rotation's secret or rules are unknown", () => {
		expect(rotation({}, { expressions: { secret_id: refers("local.secret") } })).toBe("unknown");
		const expressions = {
			secret_id: refers("aws_secretsmanager_secret.s.id", "aws_secretsmanager_secret.s"),
			rotation_rules: [{ schedule_expression: refers("local.x") }],
		};
		const unknown = { secret_id: true, rotation_rules: [{ schedule_expression: true }] };
		expect(rotation({}, { expressions, unknown })).toBe("unknown");
	});
});

import { describe, expect, it } from "vitest";
import { matchesSelector, selectorMatches } from "../../../../src/normalize/kubernetes/selector.ts";

const LABELS = { app: "web", tier: "front" };

describe("matchesSelector", () => {
	it.each([
		[{}, true],
		[{ matchLabels: {} }, true],
		[{ matchLabels: null, matchExpressions: null }, true],
		[{ matchLabels: { app: "web" } }, true],
		[{ matchLabels: { app: "web", tier: "back" } }, false],
		[{ matchLabels: { missing: "x" } }, false],
		[{ matchLabels: { toString: "x" } }, false],
		[{ matchLabels: { app: 1 } }, false],
		[{ matchLabels: "app=web" }, false],
		[{ matchExpressions: [{ key: "app", operator: "In", values: ["api", "web"] }] }, true],
		[{ matchExpressions: [{ key: "app", operator: "In", values: ["api"] }] }, false],
		[{ matchExpressions: [{ key: "app", operator: "In", values: [] }] }, false],
		[{ matchExpressions: [{ key: "missing", operator: "In", values: ["x"] }] }, false],
		[{ matchExpressions: [{ key: "app", operator: "NotIn", values: ["web"] }] }, false],
		[{ matchExpressions: [{ key: "missing", operator: "NotIn", values: ["web"] }] }, true],
		[{ matchExpressions: [{ key: "app", operator: "Exists" }] }, true],
		[{ matchExpressions: [{ key: "missing", operator: "Exists" }] }, false],
		[{ matchExpressions: [{ key: "missing", operator: "DoesNotExist" }] }, true],
		[{ matchExpressions: [{ key: "app", operator: "DoesNotExist" }] }, false],
		[{ matchExpressions: [{ key: "app", operator: "Near", values: ["web"] }] }, false],
		[{ matchExpressions: [null] }, false],
		[{ matchExpressions: {} }, false],
		[{ matchLabels: { app: "web" }, matchExpressions: [{ key: "tier", operator: "NotIn", values: ["front"] }] }, false],
	])("%j on app=web, tier=front: %s", (selector, expected) => {
		expect(matchesSelector(selector as never, LABELS)).toBe(expected);
	});
});

describe("selectorMatches", () => {
	it("needs every label, and at least one", () => {
		expect(selectorMatches({ app: "web" }, LABELS)).toBe(true);
		expect(selectorMatches({ app: "web", tier: "back" }, LABELS)).toBe(false);
		expect(selectorMatches({}, LABELS)).toBe(false);
	});
});

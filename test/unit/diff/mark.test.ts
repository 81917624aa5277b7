import { expect, test } from "vitest";
import { compareReports } from "../../../src/diff/compare.ts";
import { markBaselineStates } from "../../../src/diff/mark.ts";
import type { Finding, Report } from "../../../src/model/report.ts";
import { finding, night, plans, rule, shared, waiver } from "./build.ts";

function states(before: Report, after: Report): Record<string, string | undefined> {
	const marked = markBaselineStates(after, compareReports(before, after));
	return Object.fromEntries(marked.findings.map((one: Finding) => [one.resource.name, one.baselineState]));
}

test("findings are new, unchanged or updated", () => {
	const before = night([
		finding("same"),
		finding("other"),
		finding("waived"),
		finding("ended", { suppression: waiver() }),
	]);
	const after = night([
		finding("same", { baselineState: "new" }),
		finding("other", { message: "otherwise" }),
		finding("waived", { suppression: waiver() }),
		finding("ended"),
		finding("fresh"),
		finding("born-waived", { suppression: waiver() }),
	]);
	expect(states(before, after)).toEqual({
		same: "unchanged",
		other: "updated",
		waived: "updated",
		ended: "updated",
		fresh: "new",
		"born-waived": "new",
	});
	expect(after.findings[0]!.baselineState).toBe("new");
});

test("what cannot be compared has no state", () => {
	const before = night([], { rules: [rule("other-rule")] });
	expect(states(before, night([finding("web", { baselineState: "new" })]))).toEqual({ web: undefined });
});

test("shared code is new where all its resources are, else updated", () => {
	const inputs = plans("plan.json");
	const of = (...names: string[]) => night(names.length === 0 ? [] : [shared(names)], { inputs });
	expect(states(of(), of("a", "b"))).toEqual({ b: "new" });
	expect(states(of("a"), of("a", "b"))).toEqual({ b: "updated" });
	expect(states(of("a", "b"), of("a"))).toEqual({ b: "unchanged" });
});

import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../src/model/json.ts";
import type { Finding } from "../../src/model/report.ts";
import type { Resource } from "../../src/model/resource.ts";
import type { Rule, RuleResult } from "../../src/model/rule.ts";
import { normalizeTerraformPlan } from "../../src/normalize/terraform/normalize.ts";
import { selects } from "../../src/policy/evaluate.ts";
import { markTurnedOff } from "../../src/transitions.ts";

interface Change {
	before: JsonObject | null;
	after: JsonObject | null;
	actions?: string[];
	deposed?: string;
	sensitive?: Json;
}

function entry(address: string, { before, after, actions, deposed, sensitive = {} }: Change): JsonObject {
	const [type = "", name = ""] = address.split(".");
	const verbs = actions ?? [before === null ? "create" : after === null ? "delete" : "update"];
	const marks = { after_unknown: {}, before_sensitive: sensitive, after_sensitive: sensitive };
	return {
		...{ address, type, name, mode: "managed", change: { actions: verbs, before, after, ...marks } },
		...(deposed === undefined ? {} : { deposed }),
	};
}

function plan(changes: Record<string, Change>) {
	const resource_changes = Object.entries(changes).map(([address, change]) => entry(address, change));
	const value = { format_version: "1.2", resource_changes, configuration: {} } as JsonObject;
	return normalizeTerraformPlan({ kind: "terraform-plan", uri: "plan.json", value, sha256: "" }, { parameters: {} });
}

const rule = { id: "on", domain: "access", selector: { types: ["aws_x"] } } as Rule;
const finding = (key: string): Finding =>
	({ rule: "on", path: ["on"], resource: { key, type: "aws_x", name: "", origin: "terraform", scope: "" } }) as Finding;

/** A rule that passes what is on; notes what it was asked about. */
function mark(changes: Record<string, Change>, failing: string[], asked: string[] = []) {
	const findings = failing.map(finding);
	const judge = (resources: Resource[]) => {
		asked.push(...resources.map(({ key }) => key));
		const passed = resources.filter(({ attributes }) => attributes.on === true).map(({ key }) => key);
		return [{ rule: "on", passed } as unknown as RuleResult];
	};
	markTurnedOff({ plans: [plan(changes)], rules: [rule], findings, judge });
	return findings.map(({ transition }) => transition);
}

test("only what passed before is turned off", () => {
	const changes = {
		"aws_x.was": { before: { on: true }, after: { on: false } },
		"aws_x.never": { before: { on: false }, after: { on: false }, actions: ["no-op"] },
		"aws_x.made": { before: null, after: { on: false } },
	};
	const asked: string[] = [];
	const [was, never, made] = mark(changes, Object.keys(changes), asked);
	expect(was).toMatchObject({ kind: "turned-off", before: "true", by: [{ resource: "aws_x.was", action: "update" }] });
	expect([never, made]).toEqual([undefined, undefined]);
	expect(asked.sort()).toEqual(["aws_x.never", "aws_x.was"]);
});

test("a plan that changes nothing there is judged once", () => {
	const asked: string[] = [];
	const changes = {
		"aws_x.never": { before: { on: true }, after: { on: true }, actions: ["no-op"] },
		"aws_x.gone": { before: { on: true }, after: null, deposed: "1f" },
	};
	expect(mark(changes, ["aws_x.never"], asked)).toEqual([undefined]);
	expect(asked).toEqual([]);
	expect(mark({ "aws_x.made": { before: null, after: {} } }, ["aws_x.made"], asked)).toEqual([undefined]);
	expect(asked).toEqual([]);
});

test("rules judge either what is destroyed or what is left", () => {
	const judges = (selector: Rule["selector"], change: "delete" | "replace" | "update") =>
		selects(
			{ origins: ["terraform"], selector } as unknown as Rule,
			{ origin: "terraform", type: "aws_x", change } as Resource,
		);
	expect((["delete", "replace", "update"] as const).map((change) => judges({ types: ["aws_x"] }, change))).toEqual([
		...[false, true, true],
	]);
	const destroyed = { types: ["aws_x"], change: "delete" as const };
	expect((["delete", "replace", "update"] as const).map((change) => judges(destroyed, change))).toEqual([
		...[true, true, false],
	]);
});

test("a secret is not shown", () => {
	const changes = { "aws_x.was": { before: { on: true }, after: { on: false }, sensitive: { on: true } } };
	expect(JSON.stringify(mark(changes, ["aws_x.was"]))).not.toContain("was true");
});

test("what names it and goes is told", () => {
	const changes = {
		"aws_x.was": { before: { id: "x-1", on: true }, after: { id: "x-1" }, actions: ["no-op"] },
		"aws_guard.gone": { before: { of: ["x-1"] }, after: null },
		"aws_guard.other": { before: { of: ["x-2"] }, after: null },
	};
	expect(mark(changes, ["aws_x.was"])).toMatchObject([{ by: [{ resource: "aws_guard.gone", action: "delete" }] }]);
});

test("what is destroyed carries its facet, what is deposed is not there", () => {
	const key = { arn: "arn:aws:kms:us-east-1:1:key/k", id: "k", key_id: "k" };
	const { deleted } = plan({
		"aws_kms_key.a": { before: key, after: null },
		"aws_kms_key.b": { before: key, after: null, deposed: "1f" },
		"aws_kms_alias.a": { before: { name: "alias/a", target_key_id: "k" }, after: null },
		"aws_cloudwatch_log_group.a": { before: { name: "a", kms_key_id: key.arn }, after: { name: "a" } },
		"aws_sqs_queue.a": {
			before: { kms_master_key_id: "alias/a" },
			after: { kms_master_key_id: "alias/a" },
			actions: ["no-op"],
		},
	});
	expect(deleted.map((resource) => [resource.key, resource.facets.destruction])).toMatchObject([
		[
			"aws_kms_key.a",
			{ dependents: ["aws_cloudwatch_log_group.a", "aws_sqs_queue.a"], still_named_by: ["aws_sqs_queue.a"] },
		],
		["aws_kms_alias.a", undefined],
	]);
});

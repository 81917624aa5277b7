import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/model/json.ts";
import type { Drift } from "../../../src/model/report.ts";
import { ACCOUNT, type Change, compare, live, planOf, withFacets } from "./sample.ts";

const ARN = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1`;
const key = (enable_key_rotation: boolean | null): JsonObject => ({
	arn: ARN,
	id: "1",
	enable_key_rotation,
	custom_key_store_id: "",
});

/** One key before, live and after; null after: the plan destroys it. */
function keyEntries(before: boolean, now: boolean, after: boolean | null, change: Partial<Change> = {}) {
	const planned = { before: key(before), after: after === null ? null : key(after), ...change };
	return compare([planOf({ "aws_kms_key.a": planned })], [live("aws_kms_key", ARN, key(now))], ["kms-key-rotation"]);
}

const kinds = ({ entries }: Drift) => entries.map(({ rule, planned, kind }) => `${rule} ${planned}: ${kind}`);

describe("what becomes of a verdict", () => {
	test.each([
		{ before: true, now: true, after: false, kind: "breaks", note: "compliant now, this plan breaks it" },
		{ before: false, now: false, after: true, kind: "fixes", note: "broken live, this plan fixes it" },
		{ before: false, now: false, after: false, kind: "remains", note: "broken live, and still broken after this plan" },
		{ before: false, now: false, after: null, kind: "destroys", note: "broken live, this plan destroys it" },
		{
			before: true,
			now: false,
			after: true,
			kind: "drifted",
			note: "broken live: it differs from the last applied plan, and this plan was made without that and does not fix it",
		},
		{
			before: false,
			now: true,
			after: false,
			kind: "diverges",
			note: "compliant live, though neither the state this plan starts from nor the plan is; it differs from the last applied plan",
		},
		{
			before: true,
			now: false,
			after: false,
			kind: "remains",
			note: "broken live, and still broken after this plan; it differs from the last applied plan",
		},
	])("$before → $after, live $now: $kind", ({ before, now, after, kind, note }) => {
		const { drift } = keyEntries(before, now, after);
		expect(drift.entries).toHaveLength(1);
		expect(drift.entries[0]).toMatchObject({
			kind,
			note,
			rule: "kms-key-rotation",
			planned: "aws_kms_key.a",
			live: ARN,
		});
		expect(drift.summary).toEqual({ [kind]: 1 });
	});

	test("another verdict without a value that shows why is no drift", () => {
		// The account does not say whether it rotates.
		const there = live("aws_kms_key", ARN, { ...key(null), custom_key_store_id: "" });
		const plan = planOf({ "aws_kms_key.a": { before: key(true), after: key(true) } });
		expect(compare([plan], [there], ["kms-key-rotation"]).drift.entries).toMatchObject([
			{
				kind: "diverges",
				note: "broken live, though neither the state this plan starts from nor the plan is",
				values: [{ drifted: false }],
			},
		]);
	});

	test("compliant on all sides, or destroyed while compliant: nothing to tell", () => {
		expect(keyEntries(true, true, true).drift.entries).toEqual([]);
		expect(keyEntries(true, true, null).drift.entries).toEqual([]);
	});

	test("known only after apply: open", () => {
		const { enable_key_rotation: _, ...rest } = key(true);
		const change = { after: rest, unknown: { enable_key_rotation: true }, written: ["enable_key_rotation"] };
		const { drift } = keyEntries(false, false, true, change);
		expect(drift.entries).toMatchObject([{ kind: "unclear", verdicts: { planned: "inconclusive" } }]);
	});

	test("both findings name each other and the join", () => {
		const { drift, findings } = keyEntries(false, false, false);
		const joinedBy = `by ARN ${ARN} in the prior state of aws_kms_key.a`;
		expect(findings.map(({ resource, transition }) => [resource.key, transition])).toMatchObject([
			[ARN, { counterpart: "aws_kms_key.a", joinedBy }],
			["aws_kms_key.a", { counterpart: ARN, joinedBy }],
		]);
		expect(drift.entries[0]!.findings.toSorted()).toEqual(findings.map(({ fingerprint }) => fingerprint).sort());
		expect(drift.joined).toEqual([
			{ plan: "plan.json", planned: "aws_kms_key.a", live: ARN, type: "aws_kms_key", action: "no-op", joinedBy },
		]);
	});

	test("plans that share an address are told apart", () => {
		const other = ARN.replace("key/1", "key/2");
		const second = { ...key(false), arn: other, id: "2" };
		const plans = [
			planOf({ "aws_kms_key.a": { before: key(true), after: key(false) } }, "a/plan.json"),
			planOf({ "aws_kms_key.a": { before: second, after: { ...second, enable_key_rotation: true } } }, "b/plan.json"),
		];
		const there = [live("aws_kms_key", ARN, key(true)), live("aws_kms_key", other, second)];
		const { drift } = compare(plans, there, ["kms-key-rotation"]);
		expect(drift.entries.map(({ plan, planned, kind }) => [plan, planned, kind])).toEqual([
			["a/plan.json", "aws_kms_key.a", "breaks"],
			["b/plan.json", "aws_kms_key.a (b/plan.json)", "fixes"],
		]);
	});
});

describe("drift", () => {
	test("Terraform's own refresh: three values, the plan puts it right", () => {
		const { drift } = keyEntries(false, false, true, { drift: key(true) });
		expect(drift.entries).toMatchObject([
			{ kind: "fixes", note: "broken live, this plan fixes it; it differs from the last applied plan" },
		]);
		expect(drift.entries[0]!.values).toEqual([
			{
				path: ["attributes", "enable_key_rotation"],
				lastApplied: "true",
				live: "false",
				planned: "true",
				drifted: true,
			},
		]);
	});

	test("what the configuration does not write is only read back", () => {
		const { drift } = keyEntries(true, true, true, { drift: key(false), written: ["description"] });
		expect(drift.entries).toEqual([]);
	});

	test("a value that no verdict hangs on is told once, whatever the number of rules that read it", () => {
		const group = (cidr: string): JsonObject => ({
			id: "sg-00000000a",
			arn: `arn:aws:ec2:eu-west-1:${ACCOUNT}:security-group/sg-00000000a`,
			ingress: [{ protocol: "tcp", from_port: 443, to_port: 443, cidr_blocks: [cidr] }],
		});
		const there = withFacets([live("aws_security_group", String(group("").arn), group("10.2.0.0/16"))]);
		const plan = planOf({ "aws_security_group.a": { before: group("10.1.0.0/16"), after: group("10.1.0.0/16") } });
		const { drift } = compare([plan], there, [
			"fw-ingress-admin-world",
			"fw-ingress-data-ports-world",
			"fw-ingress-all-world",
		]);
		expect(drift.entries).toHaveLength(1);
		const opening = (cidr: string) =>
			`[{"cidr":"${cidr}","direction":"ingress","from_port":443,"protocol":"tcp","to_port":443}]`;
		expect(drift.entries[0]).toMatchObject({
			kind: "drifted",
			note: "differs from the last applied plan; compliant all the same",
			values: [{ lastApplied: opening("10.1.0.0/16"), live: opening("10.2.0.0/16"), planned: opening("10.1.0.0/16") }],
			findings: [],
		});
	});

	test("of lists only what is not on all sides is shown", () => {
		const group = (...ranges: string[]): JsonObject => ({
			id: "sg-00000000a",
			ingress: ranges.map((range) => ({ protocol: "tcp", from_port: 443, to_port: 443, cidr_blocks: [range] })),
		});
		const there = withFacets([live("aws_security_group", "arn:x/sg-00000000a", group("10.1.0.0/16", "10.9.0.0/16"))]);
		const plan = planOf({ "aws_security_group.a": { before: group("10.1.0.0/16"), after: group("10.1.0.0/16") } });
		const { drift } = compare([plan], there, ["fw-ingress-all-world"]);
		expect(drift.entries[0]!.values[0]!.live).toContain("10.9.0.0/16");
		expect(drift.entries[0]!.values[0]!.live).not.toContain("10.1.0.0/16");
	});
});

const statement = (change: object) => ({
	Sid: "Admin",
	Effect: "Allow",
	Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
	Action: ["kms:Encrypt", "kms:Decrypt"],
	Resource: "*",
	...change,
});

describe("no drift", () => {
	test("what a converter leaves out, or the provider writes as empty", () => {
		const cluster = { id: "c", name: "c", arn: "arn:aws:eks:eu-west-1:1:cluster/c" };
		const state = {
			...cluster,
			enabled_cluster_log_types: ["audit", "api"],
			vpc_config: [{ public_access_cidrs: [], endpoint_public_access: false }],
		};
		for (const there of [
			cluster,
			{ ...cluster, enabled_cluster_log_types: ["api", "audit"], vpc_config: [{ endpoint_public_access: false }] },
			{ ...cluster, enabled_cluster_log_types: null, vpc_config: [] },
		]) {
			const plan = planOf({ "aws_eks_cluster.a": { before: state, after: state } });
			const { drift } = compare([plan], withFacets([live("aws_eks_cluster", cluster.arn, there)]), [
				"cluster-control-plane-logs",
			]);
			expect(drift.entries.flatMap(({ values }) => values.filter(({ drifted }) => drifted))).toEqual([]);
		}
	});
});

describe("secrets", () => {
	const SECRET = "correct-horse-battery-staple";

	test("what one side keeps secret is masked on all", () => {
		const secret = {
			...key(true),
			policy: JSON.stringify({ Statement: [statement({ Sid: SECRET, Resource: SECRET })] }),
		};
		const other = {
			...key(true),
			policy: JSON.stringify({ Statement: [statement({ Resource: `${SECRET}-2`, Action: [SECRET] })] }),
		};
		const plan = planOf({ "aws_kms_key.a": { before: secret, after: secret, sensitive: { policy: true } } });
		const { drift } = compare([plan], withFacets([live("aws_kms_key", ARN, other)]), ["kms-key-policy-no-public"]);
		expect(drift.entries[0]!.values[0]).toMatchObject({ lastApplied: "[masked]", live: "[masked]" });
		expect(JSON.stringify(drift)).not.toContain(SECRET);
	});
});

test("the order in which things are read changes nothing", () => {
	const changes = Object.fromEntries(
		[1, 2, 3].map((n) => [
			`aws_kms_key.k${n}`,
			{
				before: { ...key(false), arn: `${ARN}${n}`, id: `${n}` },
				after: { ...key(n === 2), arn: `${ARN}${n}`, id: `${n}` },
			},
		]),
	);
	const there = [1, 2, 3].map((n) =>
		live("aws_kms_key", `${ARN}${n}`, { ...key(false), arn: `${ARN}${n}`, id: `${n}` }),
	);
	const once = compare([planOf(changes)], there, ["kms-key-rotation"]).drift;
	const again = compare([planOf(changes)], there.toReversed(), ["kms-key-rotation"]).drift;
	expect(again).toEqual(once);
	expect(kinds(once)).toEqual([
		"kms-key-rotation aws_kms_key.k1: remains",
		"kms-key-rotation aws_kms_key.k3: remains",
		"kms-key-rotation aws_kms_key.k2: fixes",
	]);
});

test("odd plans never throw", () => {
	for (const resource_changes of [
		null,
		[null, 1, "x", {}],
		[{ address: "aws_x.y", change: { actions: 5, before: 7, after: { a: 1 } } }],
	]) {
		for (const resource_drift of [
			null,
			[null, {}],
			[{ address: "aws_x.y", change: { before: [], actions: {} } }],
			"x",
		]) {
			const document = planOf({ "aws_kms_key.a": { before: key(true), after: key(true) } });
			Object.assign(document.value, { resource_drift, ...(resource_changes === null ? {} : { resource_changes }) });
			expect(() => compare([document], [live("aws_kms_key", ARN, key(false))], ["kms-key-rotation"])).not.toThrow();
		}
	}
});

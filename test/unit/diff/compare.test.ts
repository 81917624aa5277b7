import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareReports, newFindings } from "../../../src/diff/compare.ts";
import type { ReportDiff } from "../../../src/model/diff.ts";
import type { Finding, Report } from "../../../src/model/report.ts";
import { finding, night, plans, ran, rule, shared, waiver } from "./build.ts";

/** The lists by resource, empty ones left out. */
function lists(diff: ReportDiff): Record<string, unknown> {
	const all = {
		added: diff.added.map(({ resources, was }) => [was, ...resources]),
		fixed: diff.fixed.map(({ resources }) => resources),
		changed: diff.changed.map(({ what }) => what),
		waived: diff.waived.map(({ resources, was }) => [was, ...resources]),
		undecided: diff.undecided.map(({ reason }) => reason),
		incomparable: diff.incomparable.map(({ what, reason, side }) => [what, reason, side]),
		...(diff.unchanged === 0 ? {} : { unchanged: diff.unchanged }),
	};
	return Object.fromEntries(Object.entries(all).filter(([, value]) => !Array.isArray(value) || value.length > 0));
}

function compared(before: Finding[] | Report, after: Finding[] | Report): Record<string, unknown> {
	const of = (side: Finding[] | Report) => (Array.isArray(side) ? night(side) : side);
	return lists(compareReports(of(before), of(after)));
}

const WEB = "apps/Deployment/shop/web";

describe("a finding", () => {
	test("of the later report alone is new", () => {
		expect(compared([], [finding("web")])).toEqual({ added: [["absent", WEB]] });
	});

	test("of the earlier report alone is fixed", () => {
		expect(compared([finding("web")], [])).toEqual({ fixed: [[WEB]] });
	});

	test("of both is the same one, whatever its line and file are now", () => {
		const moved = { uri: "other.yaml", startLine: 90, startColumn: 1, endLine: 90, endColumn: 2 };
		const inputs = [
			...night([]).inputs,
			{ uri: "other.yaml", origin: "kubernetes", resources: 1, sha256: null } as const,
		];
		expect(
			compared([finding("web")], night([finding("web", { location: { ...moved, precision: "object" } })], { inputs })),
		).toEqual({ unchanged: 1 });
	});

	test("changes with its severity, its message and what was judged", () => {
		const changes = { severity: "low", message: "otherwise", evaluated: "f".repeat(16) } as const;
		expect(compared([finding("web")], [finding("web", changes)])).toEqual({
			changed: [["severity", "message", "evaluated"]],
		});
		expect(compared([finding("web")], [finding("web", { message: "otherwise" })])).toEqual({ changed: [["message"]] });
	});

	test("stops a change when it becomes graver, unless the rules did that, or it is accepted", () => {
		const tool = { name: "assay", version: "0.1.0", policySetDigest: "e".repeat(64) } as const;
		const stops = (before: Finding, after: Finding, overrides: Partial<Report> = {}) =>
			newFindings(compareReports(night([before]), night([after], overrides)), "high").map(({ severity }) => severity);
		const [mild, grave] = [finding("web", { severity: "medium" }), finding("web", { severity: "critical" })];
		expect(stops(mild, grave)).toEqual(["critical"]);
		expect(stops(grave, mild)).toEqual([]);
		expect(stops(mild, grave, { tool })).toEqual([]);
		expect(stops({ ...mild, suppression: waiver() }, { ...grave, suppression: waiver({ owner: "bob" }) })).toEqual([]);
		expect(stops(mild, finding("web", { severity: "medium", message: "otherwise" }))).toEqual([]);
	});

	test("stops a change when another failing value takes the place of one", () => {
		const other = { message: "port 3389 is open to 0.0.0.0/0", evaluated: "f".repeat(16) };
		const stops = (change: Partial<Finding>, overrides: Partial<Report> = {}) =>
			newFindings(compareReports(night([finding("web")]), night([finding("web", change)], overrides)), "low").length;
		expect(stops(other)).toBe(1);
		// Another part of the resource has changed, or the rule has another wording.
		expect(stops({ evaluated: other.evaluated })).toBe(0);
		expect(stops({ message: other.message })).toBe(0);
		expect(stops(other, { tool: { name: "assay", version: "0.1.0", policySetDigest: "e".repeat(64) } })).toBe(0);
		expect(stops({ ...other, severity: "low" })).toBe(0);
	});

	test("does not change with the hash of what other rules read", () => {
		const tool = { name: "assay", version: "0.1.0", policySetDigest: "e".repeat(64) } as const;
		expect(compared([finding("web")], night([finding("web", { evaluated: "f".repeat(16) })], { tool }))).toEqual({
			unchanged: 1,
		});
	});
});

describe("several faults of one value", () => {
	const first = finding("web", { message: "a", fingerprint: "f".repeat(32) });
	const second = finding("web", { message: "b", fingerprint: `${"f".repeat(32)}-2` });

	test("keep apart when the first is fixed and the second takes its fingerprint", () => {
		const diff = compareReports(night([first, second]), night([{ ...second, fingerprint: first.fingerprint }]));
		expect(diff.fixed.map((entry) => entry.finding.message)).toEqual(["a"]);
		expect(lists(diff)).toEqual({ fixed: [[WEB]], unchanged: 1 });
	});

	test("keep apart when another comes before them", () => {
		const now = [
			finding("web", { message: "0", fingerprint: "f".repeat(32) }),
			{ ...first, fingerprint: `${"f".repeat(32)}-2` },
			{ ...second, fingerprint: `${"f".repeat(32)}-3` },
		];
		const diff = compareReports(night([first, second]), night(now));
		expect(diff.added.map((entry) => entry.finding.message)).toEqual(["0"]);
		expect(diff.unchanged).toBe(2);
	});
});

describe("copies of one object", () => {
	const inputs = ["a.yaml", "base.yaml"].map((uri) => ({
		uri,
		origin: "kubernetes" as const,
		resources: 1,
		sha256: null,
	}));
	const at = (uri: string, key: string, print: string) =>
		finding("web", {
			resource: { key, type: "apps/Deployment", name: "web", origin: "kubernetes", scope: "shop" },
			location: { uri, startLine: 3, startColumn: 1, endLine: 3, endColumn: 2, precision: "object" },
			fingerprint: print.padEnd(32, "0"),
		});

	test("are told apart by their file: the new one is new, though the old one has another key now", () => {
		const before = night([at("base.yaml", WEB, "1")], { inputs: [inputs[1]!] });
		const after = night([at("a.yaml", WEB, "1"), at("base.yaml", `${WEB} (base.yaml)`, "2")], { inputs });
		const diff = compareReports(before, after);
		expect(diff.added.map((entry) => [entry.finding.location.uri, entry.note])).toEqual([
			["a.yaml", "a.yaml was not scanned before"],
		]);
		expect(diff.unchanged).toBe(1);
	});
});

describe("shared code", () => {
	const inputs = plans("plan.json");
	const three = (names: string[], overrides: Partial<Finding> = {}) => night([shared(names, overrides)], { inputs });

	test("that makes one more resource has one new finding, about that resource", () => {
		expect(compared(three(["a", "b"]), three(["a", "b", "c"]))).toEqual({
			added: [["absent", 'aws_s3_bucket.b["c"]']],
		});
		expect(compared(three(["a"]), three(["0", "a"]))).toEqual({ added: [["absent", 'aws_s3_bucket.b["0"]']] });
	});

	test("that makes one less has fixed it, and the rest is the same", () => {
		expect(compared(three(["a", "b"]), three(["a"]))).toEqual({ fixed: [['aws_s3_bucket.b["b"]']], unchanged: 1 });
	});

	test("gives each resource its own severity", () => {
		const after = shared(["a", "b"], { severity: "critical" });
		after.instances![1]!.severity = "low";
		const diff = compareReports(three(["a"], { severity: "critical" }), night([after], { inputs }));
		expect(diff.added.map(({ severity, finding }) => [severity, finding.severity])).toEqual([["low", "critical"]]);
		expect(newFindings(diff, "high")).toEqual([]);
		expect(newFindings(diff, "low")).toHaveLength(1);
	});

	test("stops a change with the resources that became graver, and with no others", () => {
		const [before, after] = [shared(["a", "b"], { severity: "high" }), shared(["a", "b"], { severity: "high" })];
		before.instances![1]!.severity = "low";
		after.instances![0]!.severity = "low";
		const diff = compareReports(night([before], { inputs }), night([after], { inputs }));
		expect(diff.changed.map(({ resources, worse }) => [resources, worse])).toEqual([
			[['aws_s3_bucket.b["a"]'], undefined],
			[['aws_s3_bucket.b["b"]'], "high"],
		]);
		expect(newFindings(diff, "high").map(({ resources, was }) => [resources, was])).toEqual([
			[['aws_s3_bucket.b["b"]'], "open"],
		]);
	});

	test("is found again where the plan has another name, as long as there is one", () => {
		const elsewhere = night([], { inputs: plans("base/plan.json") });
		const diff = compareReports(three(["a"]), elsewhere);
		expect(lists(diff)).toEqual({ fixed: [['aws_s3_bucket.b["a"]']] });
		expect(diff.notes).toEqual([
			"Each report is about one plan: plan.json and base/plan.json are taken to be the same.",
		]);
	});

	test("is incomparable where one of several plans was not scanned: it may be from that one", () => {
		const before = night([shared(["a"])], { inputs: plans("one.json", "two.json") });
		expect(compared(before, night([], { inputs: plans("one.json") }))).toEqual({
			incomparable: [["input two.json", "the later scan did not have it: deleted, renamed or left out", "before"]],
		});
		expect(compared(before, night([], { inputs: plans("one.json", "two.json") }))).toEqual({
			fixed: [['aws_s3_bucket.b["a"]']],
		});
	});
});

describe("an exception", () => {
	const open = finding("web");
	const accepted = finding("web", { suppression: waiver() });

	test("that ends makes the finding new", () => {
		expect(compared([accepted], [open])).toEqual({ added: [["suppressed", WEB]] });
	});

	test("that begins is no fix", () => {
		expect(compared([open], [accepted])).toEqual({ waived: [["open", WEB]] });
	});

	test("that comes with its finding is shown, and is not new", () => {
		expect(compared([], [accepted])).toEqual({ waived: [["absent", WEB]] });
	});

	test("that is extended is a change; one whose comment moved is not", () => {
		const until = finding("web", { suppression: waiver({ expires: "2028-01-31" }) });
		expect(compared([accepted], [until])).toEqual({ changed: [["suppression"]] });
		const moved = finding("web", { suppression: waiver({ source: { uri: "w.yaml", line: 9 } }) });
		expect(compared([accepted], [moved])).toEqual({});
	});

	test("of a finding that is gone is no news", () => {
		expect(compared([accepted], [])).toEqual({});
	});
});

describe("gone is not fixed", () => {
	const before = [finding("web")];

	test("where the answer cannot be known now", () => {
		const rules = ran({ inconclusive: [{ resource: WEB, reason: "a template expression" }] });
		expect(compared(before, night([], { rules }))).toEqual({ undecided: ["a template expression"] });
		const asked = ran({ notAssessed: [{ resource: WEB, reason: "the scope is not complete" }] });
		expect(compared(before, night([], { rules: asked }))).toEqual({ undecided: ["the scope is not complete"] });
		expect(compared(before, night([], { rules: ran({ status: "not-assessed" }) }))).toEqual({
			undecided: ["the rule was not assessed"],
		});
	});

	test("where the rule was not run, or failed", () => {
		expect(compared(before, night([], { rules: [rule("other-rule")] }))).toEqual({
			incomparable: [["rule k8s-privileged", "the later scan left it out", "before"]],
		});
		const tool = { name: "assay", version: "0.1.0", policySetDigest: "e".repeat(64) } as const;
		expect(compared(before, night([], { tool, rules: [rule("other-rule")] }))).toEqual({
			incomparable: [["rule k8s-privileged", "the later scan does not know it, or left it out", "before"]],
		});
		expect(compared(before, night([], { rules: ran({ status: "errored", error: "boom" }) }))).toEqual({
			incomparable: [["rule k8s-privileged", "it could not be evaluated in the later scan: boom", "before"]],
		});
	});

	test("where a parameter that the rule reads is another one", () => {
		const rules = ran({ parameters: ["days"] });
		const days = (value: number) => [{ name: "days", value, default: false }];
		expect(
			compared(night(before, { rules, parameters: days(365) }), night([], { rules, parameters: days(30) })),
		).toEqual({
			incomparable: [["rule k8s-privileged", "its parameter days was 365 and is 30", "before"]],
		});
		expect(
			compared(night([], { rules, parameters: days(365) }), night(before, { rules, parameters: days(30) })),
		).toEqual({
			incomparable: [["rule k8s-privileged", "its parameter days was 365 and is 30", "after"]],
		});
		expect(compared(night(before, { parameters: days(365) }), night([], { parameters: days(30) }))).toEqual({
			fixed: [[WEB]],
		});
	});

	test("where its file was not scanned, or not wholly", () => {
		expect(compared(before, night([], { inputs: [] }))).toEqual({
			incomparable: [["input shop.yaml", "the later scan did not have it: deleted, renamed or left out", "before"]],
		});
		const error = { severity: "error", code: "yaml-syntax", message: "not YAML", uri: "shop.yaml", line: 2 } as const;
		const unread = { complete: false, diagnostics: [error] };
		const cannot = (side: string, which: string) => ({
			incomparable: [["input shop.yaml", `the ${which} scan could not read all of it: not YAML`, side]],
		});
		expect(compared(before, night([], unread))).toEqual(cannot("before", "later"));
		expect(compared(night([], unread), before)).toEqual(cannot("after", "earlier"));
		expect(compared(before, night([], { ...unread, inputs: [] }))).toEqual(cannot("before", "later"));
		expect(compared(before, night([], { diagnostics: [{ ...error, severity: "warning" }] }))).toEqual({
			fixed: [[WEB]],
		});
		expect(compared(before, night([], { complete: false, diagnostics: [{ ...error, uri: "other.yaml" }] }))).toEqual({
			fixed: [[WEB]],
		});
	});

	test("where a folder around its file could not be read", () => {
		const deep = finding("web", { location: { ...finding("web").location, uri: "a/b/c.yaml" } });
		const inputs = [{ uri: "a/b/c.yaml", origin: "kubernetes" as const, resources: 1, sha256: null }];
		const error = { severity: "error", code: "unreadable", message: "EACCES", uri: "a", line: null } as const;
		expect(compared(night([deep], { inputs }), night([], { complete: false, diagnostics: [error] }))).toEqual({
			incomparable: [["input a", "the later scan could not read all of it: EACCES", "before"]],
		});
	});

	test("but is where the rule does not apply any more", () => {
		const rules = ran({ notApplicable: [{ resource: WEB, reason: "labelled as a test" }] });
		const diff = compareReports(night(before), night([], { rules }));
		expect(diff.fixed[0]!.note).toBe("the rule does not apply to it: labelled as a test");
		expect(lists(compareReports(night(before), night([], { rules: ran({ status: "not-applicable" }) })))).toEqual({
			fixed: [[WEB]],
		});
	});
});

describe("what is live", () => {
	const live = (uri: string, inputs = [uri]): Partial<Report> => ({
		inputs: inputs.map((one) => ({ uri: one, origin: "aws" as const, resources: 1, sha256: null })),
	});
	const bucket = finding("b", {
		resource: {
			key: "arn:aws:s3:::b",
			type: "aws_s3_bucket",
			name: "b",
			origin: "aws",
			scope: "123456789012/eu-west-1",
		},
		captured: { source: "api", at: null },
		location: { ...finding("b").location, uri: "inventory.jsonl" },
	});
	const region = live("live/aws/123456789012/eu-west-1");

	test("is undecided where a part could not be read", () => {
		const gap = { resource: "aws/123456789012/us-east-1/aws_s3_bucket", reason: "s3:ListBuckets is denied" };
		const other = { resource: "aws/999999999999/us-east-1/aws_s3_bucket", reason: "another account" };
		expect(compared(night([bucket], region), night([], { ...region, rules: ran({ inconclusive: [gap] }) }))).toEqual({
			undecided: ["s3:ListBuckets is denied"],
		});
		expect(compared(night([bucket], region), night([], { ...region, rules: ran({ inconclusive: [other] }) }))).toEqual({
			fixed: [["arn:aws:s3:::b"]],
		});
	});

	test("is incomparable where the region was not scanned, or the run broke off", () => {
		const elsewhere = live("live/aws/123456789012/us-east-1");
		expect(compared(night([bucket], region), night([], elsewhere))).toEqual({
			incomparable: [
				[
					"input live/aws/123456789012/eu-west-1",
					"the later scan did not have it: deleted, renamed or left out",
					"before",
				],
			],
		});
		const error = { severity: "error", code: "aws-cut-short", message: "interrupted", uri: null, line: null } as const;
		expect(compared(night([bucket], region), night([], { ...region, diagnostics: [error] }))).toEqual({
			incomparable: [["what is live", "the later scan could not read all of it: interrupted", "before"]],
		});
	});

	test("is undecided where a kind, or a namespace of it, was not read", () => {
		const pod = finding("p", {
			resource: {
				key: "kubernetes/prod/core/Pod/shop/p",
				type: "core/Pod",
				name: "p",
				origin: "kubernetes",
				scope: "shop",
			},
			captured: { source: "cluster", at: null },
		});
		const cluster = live("live/kubernetes/prod");
		for (const key of ["kubernetes/prod/core/Pod", "kubernetes/prod/core/Pod/shop"]) {
			const rules = ran({ inconclusive: [{ resource: key, reason: "denied" }] });
			expect(compared(night([pod], cluster), night([], { ...cluster, rules }))).toEqual({ undecided: ["denied"] });
		}
		const rules = ran({ inconclusive: [{ resource: "kubernetes/prod/core/Pod/other", reason: "denied" }] });
		expect(compared(night([pod], cluster), night([], { ...cluster, rules }))).toEqual({
			fixed: [["kubernetes/prod/core/Pod/shop/p"]],
		});
	});
});

describe("new is not certain", () => {
	test("where the earlier scan did not run the rule", () => {
		expect(compared(night([], { rules: [rule("other-rule")] }), [finding("web")])).toEqual({
			incomparable: [["rule k8s-privileged", "the earlier scan left it out", "after"]],
		});
	});

	test("but a new file, and what was undecided before, count as new and say so", () => {
		const diff = compareReports(night([], { inputs: [] }), night([finding("web")]));
		expect(diff.added.map(({ was, note }) => [was, note])).toEqual([["absent", "shop.yaml was not scanned before"]]);
		const rules = ran({ inconclusive: [{ resource: WEB, reason: "a template" }] });
		const decided = compareReports(night([], { rules }), night([finding("web")]));
		expect(decided.added.map(({ was, note }) => [was, note])).toEqual([["undecided", "a template"]]);
	});
});

describe("the reports as a whole", () => {
	test("say once what makes the comparison less sure", () => {
		const tool = { name: "assay", version: "0.2.0", policySetDigest: "e".repeat(64) } as const;
		const error = { severity: "error", code: "yaml-syntax", message: "not YAML", uri: "x.yaml", line: 2 } as const;
		const after = night([], { tool, complete: false, diagnostics: [error], scannedAt: "2020-01-01T00:00:00.000Z" });
		expect(compareReports(night([]), after).notes).toEqual([
			"The reports were judged by different policy sets (Assay 0.1.0 and 0.2.0): a rule that both have may ask something else now.",
			"The later scan is incomplete (1 error): what it could not read is not taken as fixed.",
			"The report given first is the newer one: is the order right?",
		]);
	});

	test("name frameworks that only one has", () => {
		const [soc2] = night([]).frameworks;
		const diff = compareReports(night([]), night([], { frameworks: [{ ...soc2!, id: "hipaa" }] }));
		expect(diff.incomparable).toEqual([
			{ what: "framework soc2", reason: "only the earlier report assesses it", findings: [] },
			{ what: "framework hipaa", reason: "only the later report assesses it", findings: [] },
		]);
		expect(diff.frameworks).toEqual([]);
	});
});

/** Reports of one set of rules and files, which differ in what was found. */
const reports = fc
	.array(
		fc.record({
			name: fc.constantFrom("a", "b", "c", "d"),
			rule: fc.constantFrom("k8s-privileged", "other-rule"),
			severity: fc.constantFrom("critical", "high", "low"),
			message: fc.constantFrom("one", "two"),
			copy: fc.constantFrom("", "-2"),
			evaluated: fc.constantFrom("0".repeat(16), "1".repeat(16)),
			accepted: fc.boolean(),
			instances: fc.subarray(["x", "y", "z"]),
		}),
		{ maxLength: 12 },
	)
	.map((items) => {
		const seen = new Set<string>();
		const findings = items.flatMap(({ name, rule, copy, accepted, instances, ...rest }) => {
			const print = `${name}${rule === "other-rule" ? "f" : "e"}`.padEnd(32, "0") + copy;
			if (seen.has(print)) return [];
			seen.add(print);
			const suppression = accepted ? waiver() : null;
			const one = finding(name, { ...(rest as Partial<Finding>), rule, fingerprint: print, suppression });
			if (instances.length < 2) return [one];
			return [
				{
					...one,
					instances: instances.map((key) => ({
						resource: `${one.resource.key}/${key}`,
						path: one.path,
						message: one.message,
						fingerprint: `${print}${key}`,
						evaluated: one.evaluated,
					})),
				},
			];
		});
		return night(findings);
	});

describe("for any reports", () => {
	test("nothing differs between a report and itself", () => {
		fc.assert(
			fc.property(reports, (one) => {
				const diff = compareReports(one, structuredClone(one));
				const open = one.findings.filter(({ suppression }) => suppression === null);
				expect(lists(diff)).toEqual(open.length === 0 ? {} : { unchanged: open.length });
				expect(diff.controls).toEqual([]);
				expect(diff.notes).toEqual([]);
			}),
		);
	});

	test("what is new one way is fixed, or was accepted, the other way", () => {
		fc.assert(
			fc.property(reports, reports, (one, other) => {
				const there = compareReports(one, other);
				const back = compareReports(other, one);
				const named = (entries: ReportDiff["added"]) =>
					entries.flatMap(({ finding, resources }) => resources.map((key) => `${finding.rule} ${key}`)).sort();
				const absent = there.added.filter(({ was }) => was === "absent");
				expect(named(absent)).toEqual(named(back.fixed));
				const accepted = there.added.filter(({ was }) => was === "suppressed");
				expect(named(accepted)).toEqual(named(back.waived.filter(({ was }) => was === "open")));
			}),
		);
	});

	test("every open finding is accounted for", () => {
		fc.assert(
			fc.property(reports, reports, (one, other) => {
				const diff = compareReports(one, other);
				const touched = new Set([
					...diff.added.map(({ finding }) => finding),
					...diff.changed.map(({ after }) => after).filter(({ suppression }) => suppression === null),
				]);
				const open = other.findings.filter(({ suppression }) => suppression === null);
				expect(touched.size + diff.unchanged).toBe(open.length);
			}),
		);
	});
});

test("30,000 findings on each side are compared in seconds", () => {
	const many = (from: number) =>
		night(
			Array.from({ length: 30_000 }, (_, index) =>
				finding(`r${from + index}`, { fingerprint: `${from + index}`.padStart(32, "0") }),
			),
		);
	const before = many(0);
	const after = many(15_000);
	const started = performance.now();
	const diff = compareReports(before, after);
	expect(performance.now() - started).toBeLessThan(15_000);
	expect([diff.added.length, diff.fixed.length, diff.unchanged]).toEqual([15_000, 15_000, 15_000]);
});

test("faults of one value by the thousand do not take quadratic time", () => {
	const many = (word: string) =>
		night(
			Array.from({ length: 20_000 }, (_, index) =>
				finding("web", {
					message: `${word} ${index}`,
					fingerprint: index === 0 ? "f".repeat(32) : `${"f".repeat(32)}-${index + 1}`,
				}),
			),
		);
	const started = performance.now();
	const diff = compareReports(many("a"), many("b"));
	expect(performance.now() - started).toBeLessThan(15_000);
	expect(diff.changed).toHaveLength(20_000);
});

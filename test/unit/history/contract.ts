import { afterAll, beforeAll, expect, test } from "vitest";
import { openFindings, type RecordedRun, recordRun } from "../../../src/history/record.ts";
import type { HistoryStore, Row } from "../../../src/history/store.ts";
import { readTrend } from "../../../src/history/trend.ts";
import type { Report } from "../../../src/model/report.ts";
import { finding, KNOWN_RULES, report, rule, soc2 } from "./reports.ts";

/** What every store must do. `open` gives another connection to the same history. */
export function storeContract(open: () => Promise<HistoryStore>): void {
	let store!: HistoryStore;
	beforeAll(async () => {
		store = await open();
	});
	afterAll(async () => await store?.close());
	let streams = 0;
	/** Records runs in a stream of their own. */
	const record = async (reports: Report[], name = `stream-${++streams}`): Promise<RecordedRun[]> => {
		const runs: RecordedRun[] = [];
		for (const each of reports) {
			const run = { report: each, stream: { name, scope: "s" }, durationMs: 12.4, knownRules: KNOWN_RULES };
			runs.push(await store.transaction((sql) => recordRun(sql, run)));
		}
		return runs;
	};
	const ids = (findings: { fingerprint: string }[]) =>
		findings.map(({ fingerprint }) => fingerprint.replace(/0+$/, ""));
	const rows = async (stream: string): Promise<Row[]> =>
		await store.transaction((sql) =>
			sql.all("SELECT * FROM assay_finding WHERE stream = ? ORDER BY fingerprint, opened_run", [stream]),
		);

	test("a finding opens, stays, closes and comes back as another episode", async () => {
		const runs = await record([
			report(1, [finding("a"), finding("b")]),
			report(2, [finding("a"), finding("b")]),
			report(3, [finding("b")]),
			report(4, [finding("a"), finding("b")]),
		]);
		expect(runs.map(({ opened }) => ids(opened))).toEqual([["a", "b"], [], [], ["a"]]);
		expect(runs.map(({ closed }) => ids(closed))).toEqual([[], [], ["a"], []]);
		const [first, second, other] = await rows(runs[0]!.stream);
		expect(first).toMatchObject({
			first_seen: "2026-11-01T02:00:00.000Z",
			last_seen: "2026-11-02T02:00:00.000Z",
			closed_at: "2026-11-03T02:00:00.000Z",
			closed_as: "fixed",
		});
		expect(second).toMatchObject({ first_seen: "2026-11-04T02:00:00.000Z", closed_at: null });
		expect(other).toMatchObject({ last_seen: "2026-11-04T02:00:00.000Z", closed_at: null });
	});

	test("an incomplete run opens and closes nothing of what it does not have", async () => {
		const runs = await record([
			report(1, [finding("a")]),
			report(2, [finding("b")], { complete: false }),
			report(3, []),
		]);
		expect(ids(runs[1]!.opened)).toEqual(["b"]);
		expect(runs[1]!.closed).toEqual([]);
		expect(ids(runs[2]!.closed).sort()).toEqual(["a", "b"]);
	});

	const live = (id: string) => {
		const { resource } = finding(id);
		return finding(id, { resource: { ...resource, key: `kubernetes/prod/${resource.key}` } });
	};
	const open1 = { inconclusive: [{ resource: "kubernetes/prod/apps/Deployment/shop/a", reason: "unknown" }] };
	const cases: [string, ReturnType<typeof rule>[]][] = [
		["the resource was inconclusive", [rule("k8s-privileged", open1)]],
		["the question could not be asked", [rule("k8s-privileged", { notAssessed: open1.inconclusive })]],
		["the rule could not run", [rule("k8s-privileged", { status: "not-assessed" })]],
		["the rule was not chosen", [rule("other-rule")]],
		[
			"that part of the cluster was not read",
			[
				rule("k8s-privileged", {
					inconclusive: [{ resource: "kubernetes/prod/apps/Deployment/shop", reason: "denied" }],
				}),
			],
		],
		[
			"no namespace of the cluster was read",
			[rule("k8s-privileged", { inconclusive: [{ resource: "kubernetes/prod/apps/Deployment", reason: "denied" }] })],
		],
	];
	test.each(cases)("a finding stays open where %s", async (_, rules) => {
		const runs = await record([report(1, [live("a")]), report(2, [], { rules }), report(3, [])]);
		expect(runs.map(({ closed }) => ids(closed))).toEqual([[], [], ["a"]]);
	});

	test.each([
		"kubernetes/prod/apps/Deployment/billing",
		"kubernetes/prod/apps/Deployment/shop/b",
		"kubernetes/prod/apps/StatefulSet/shop",
		"kubernetes/staging",
		"kubernetes/staging/apps/Deployment/shop",
	])("an open question about %s keeps nothing else open", async (resource) => {
		const rules = [rule("k8s-privileged", { inconclusive: [{ resource, reason: "denied" }] })];
		const runs = await record([report(1, [live("a")]), report(2, [], { rules })]);
		expect(ids(runs[1]!.closed)).toEqual(["a"]);
	});

	test("a cluster that could not be read keeps its findings open", async () => {
		const rules = [rule("k8s-privileged", { inconclusive: [{ resource: "kubernetes/prod", reason: "no answer" }] })];
		const runs = await record([report(1, [live("a")]), report(2, [], { rules })]);
		expect(runs[1]!.closed).toEqual([]);
	});

	test("what a run with another scope does not have is closed, but not as fixed", async () => {
		const stream = `moved-${++streams}`;
		for (const [day, findings, scope] of [
			[1, [finding("a")], "one"],
			[2, [], "two"],
		] as const) {
			const run = {
				report: report(day, [...findings]),
				stream: { name: stream, scope },
				durationMs: null,
				knownRules: KNOWN_RULES,
			};
			await store.transaction((sql) => recordRun(sql, run));
		}
		expect(await rows(stream)).toMatchObject([{ closed_as: "scope-changed" }]);
	});

	test("a gap of an account and region keeps its findings open", async () => {
		const aws = (id: string, region: string) =>
			finding(id, {
				rule: "db-encrypted",
				resource: {
					key: `arn:aws:rds:${region}:1:db:${id}`,
					type: "aws_db_instance",
					name: id,
					origin: "aws",
					scope: `123456789012/${region}`,
				},
			});
		const rules = [
			rule("db-encrypted", {
				inconclusive: [{ resource: "aws/123456789012/eu-west-1/aws_db_instance", reason: "rds:Describe was denied" }],
			}),
		];
		const runs = await record([
			report(1, [aws("here", "eu-west-1"), aws("there", "us-east-1")], { rules: [rule("db-encrypted")] }),
			report(2, [], { rules }),
		]);
		expect(ids(runs[1]!.closed)).toEqual(["there"]);
	});

	test("a rule that no longer exists closes its findings, but not as fixed", async () => {
		const runs = await record([report(1, [finding("a", { rule: "gone-rule" })]), report(2, [])]);
		expect(ids(runs[1]!.closed)).toEqual(["a"]);
		expect(await rows(runs[0]!.stream)).toMatchObject([{ closed_as: "rule-retired" }]);
	});

	test("a waived finding is no news until its waiver ends", async () => {
		const suppression = { kind: "inline" as const, justification: "known", owner: "me", expires: null };
		const runs = await record([report(1, [finding("a", { suppression })]), report(2, [finding("a")])]);
		expect(runs.map(({ opened }) => ids(opened))).toEqual([[], ["a"]]);
	});

	test("a run older than the last is stored and changes nothing", async () => {
		const [, late] = await record([report(5, [finding("a")]), report(4, [])]);
		expect(late).toMatchObject({ late: true, closed: [], opened: [] });
		const open = await store.transaction((sql) => openFindings(sql, late!.stream));
		expect(ids(open)).toEqual(["a"]);
	});

	test("streams do not touch each other's findings", async () => {
		const [one] = await record([report(1, [finding("a")])]);
		await record([report(2, [])]);
		expect(await rows(one!.stream)).toMatchObject([{ closed_at: null }]);
	});

	test("hostile text is kept or made storable; evidence is not stored", async () => {
		const name = "n\0'; DROP TABLE assay_run; --\ud800 ?";
		const resource = { key: `core/Pod/x/${name}`, type: "core/Pod", name, origin: "kubernetes" as const, scope: "x" };
		const [run] = await record([report(1, [finding("a", { resource, title: name })])]);
		const [row] = await rows(run!.stream);
		expect(row!.title).toBe("n\ufffd'; DROP TABLE assay_run; --\ufffd ?");
		expect(JSON.stringify(row)).not.toContain("s3cret-evidence");
	});

	test("a transaction that throws leaves nothing behind", async () => {
		const name = "rolled-back";
		const run = {
			report: report(1, [finding("a")]),
			stream: { name, scope: "s" },
			durationMs: null,
			knownRules: KNOWN_RULES,
		};
		const failing = store.transaction(async (sql) => {
			await recordRun(sql, run);
			throw new Error("stop");
		});
		await expect(failing).rejects.toThrow("stop");
		expect(await rows(name)).toEqual([]);
	});

	test("runs at the same time are stored one after the other", async () => {
		const stores = await Promise.all([open(), open(), open(), open()]);
		const stream = { name: "crowded", scope: "s" };
		const runs = await Promise.all(
			stores.map((each) =>
				each.transaction((sql) =>
					recordRun(sql, { report: report(1, [finding("a")]), stream, durationMs: null, knownRules: KNOWN_RULES }),
				),
			),
		);
		await Promise.all(stores.map((each) => each.close()));
		expect(new Set(runs.map(({ id }) => id)).size).toBe(4);
		expect(runs.filter(({ opened }) => opened.length === 1)).toHaveLength(1);
		expect(await rows("crowded")).toHaveLength(1);
	});

	test("more findings than fit one statement", async () => {
		const many = Array.from({ length: 2_500 }, (_, index) => finding(`f${index}x`));
		const runs = await record([report(1, many), report(2, many), report(3, many.slice(0, 1))]);
		expect(runs.map(({ opened, closed }) => [opened.length, closed.length])).toEqual([
			[2500, 0],
			[0, 0],
			[0, 2499],
		]);
	});

	test("the trend over a window", async () => {
		const frameworks = (lower: number, status: "violated" | "no-failures" | "inconclusive") => ({
			frameworks: [soc2(lower, status)],
		});
		const [run] = await record(
			[
				report(1, [finding("a")], frameworks(70, "violated")),
				report(2, [finding("a"), finding("b", { severity: "low" })], frameworks(60, "violated")),
				report(3, [finding("b", { severity: "low" })], frameworks(75, "no-failures")),
				report(4, [finding("b", { severity: "low" })], { ...frameworks(10, "no-failures"), complete: false }),
				report(5, [finding("b", { severity: "low" })], frameworks(80, "no-failures")),
				report(20, [finding("b", { severity: "low" })], frameworks(80, "no-failures")),
			],
			"trend",
		);
		const view = await store.transaction((sql) =>
			readTrend(sql, {
				stream: run!.stream,
				since: "2026-11-01T00:00:00.000Z",
				until: "2026-11-21T02:00:00.000Z",
				maxGap: 48 * 3_600_000,
			}),
		);
		expect(view.streams).toHaveLength(1);
		const [stream] = view.streams;
		expect(stream!.runs).toMatchObject({ total: 6, complete: 5 });
		expect(stream!.frameworks[0]).toMatchObject({
			title: "SOC 2",
			first: { lower: 70 },
			last: { lower: 80 },
			lowest: { lower: 60, at: "2026-11-02T02:00:00.000Z" },
		});
		expect(stream!.open).toMatchObject({ total: 1, bySeverity: [{ severity: "low", ages: { "7 to 30 days": 1 } }] });
		expect(stream!.fixed).toMatchObject({ count: 1, meanSeconds: 2 * 86_400, medianSeconds: 2 * 86_400 });
		// Violated over the first two days; the two around the incomplete night are up; fifteen days nobody looked.
		expect(stream!.uptime).toEqual([
			{
				framework: "soc2",
				control: "CC6.1",
				downSeconds: 2 * 86_400,
				upSeconds: 2 * 86_400,
				unknownSeconds: 20 * 86_400 + 2 * 3600 - 4 * 86_400,
				percent: 50,
			},
		]);
	});

	// Last: nothing else gets into the history after it.
	test("a schema of a newer program is refused", async () => {
		await store.transaction((sql) => sql.run("INSERT INTO assay_schema (version) VALUES (?)", [99]));
		await expect(record([report(1, [])])).rejects.toThrow(/newer Assay/);
	});
}

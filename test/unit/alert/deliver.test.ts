import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { afterScan } from "../../../src/after-scan.ts";
import type { Alerting } from "../../../src/alert/config.ts";
import { DeliveryError } from "../../../src/alert/delivery.ts";
import type { AlertMessage, Triggers } from "../../../src/alert/events.ts";
import { openHistory } from "../../../src/history/store.ts";
import type { Report } from "../../../src/model/report.ts";
import { finding, KNOWN_RULES, report, STREAM, soc2 } from "../history/reports.ts";
import { fakeWorld } from "./messages.ts";

const work = mkdtempSync(join(tmpdir(), "assay-alerts-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));
let histories = 0;

/** A history of its own and a channel that keeps what it is told, or fails as `trouble` says. */
function setUp(triggers: Partial<Triggers> = {}) {
	const place = `history-${++histories}`;
	const told: AlertMessage[] = [];
	const channel = {
		id: "team",
		triggers: { severity: "high" as const, bars: [], incomplete: true, fixed: false, ...triggers },
		send: async (message: AlertMessage) => {
			if (state.trouble !== null) throw state.trouble;
			told.push(message);
		},
	};
	const state: { trouble: Error | null; channels: Alerting["channels"] } = { trouble: null, channels: [channel] };
	const scan = async (each: Report) =>
		await afterScan(each, {
			store: await openHistory(place, work),
			stream: STREAM,
			alerting: { channels: state.channels, reportUrl: null, timeout: 1_000, secrets: ["t0ken-of-the-hook"] },
			knownRules: KNOWN_RULES,
			durationMs: null,
			world: fakeWorld(),
		});
	const names = () =>
		told.map(({ findings, fixed }) => [
			...findings.map(({ detail }) => detail.name),
			...fixed.map(({ detail }) => `-${detail.name}`),
		]);
	return { told, state, channel, scan, names };
}

describe("new findings", () => {
	test("are told once, worst first, from the channel's severity on", async () => {
		const { scan, names } = setUp();
		const low = finding("l", { severity: "low" });
		await scan(report(1, [finding("a"), low, finding("c", { severity: "critical" })]));
		await scan(report(2, [finding("a"), low, finding("c", { severity: "critical" })]));
		await scan(report(3, [finding("a"), low, finding("b")]));
		expect(names()).toEqual([["c", "a"], ["b"]]);
	});

	test("that come back are told again", async () => {
		const { scan, names } = setUp();
		for (const [index, findings] of [[finding("a")], [], [finding("a")]].entries())
			await scan(report(index + 1, findings));
		expect(names()).toEqual([["a"], ["a"]]);
	});

	test("are nothing to tell where the channel wants none", async () => {
		const { scan, told } = setUp({ severity: "never" });
		await scan(report(1, [finding("a")]));
		expect(told).toEqual([]);
	});
});

describe("what failed", () => {
	test("is an error without secrets, and is told by the next run, once", async () => {
		const { scan, names, state, told } = setUp();
		state.trouble = new DeliveryError("t0ken-of-the-hook was refused");
		const first = await scan(report(1, [finding("a")]));
		expect(first.diagnostics).toMatchObject([
			{ severity: "error", code: "alert-failed", message: 'channel "team": *** was refused' },
		]);
		state.trouble = null;
		await scan(report(2, [finding("a"), finding("b")]));
		await scan(report(3, [finding("a"), finding("b")]));
		expect(names()).toEqual([["a"], ["b"]]);
		expect(new Set(told.map(({ id }) => id)).size).toBe(2);
	});

	test("keeps its id from attempt to attempt", async () => {
		const { scan, state, channel } = setUp();
		const ids: string[] = [];
		const failing = async ({ id }: AlertMessage) => {
			ids.push(id);
			throw new DeliveryError("down");
		};
		state.channels = [{ ...channel, send: failing }];
		await scan(report(1, [finding("a")]));
		await scan(report(2, [finding("a")]));
		expect(ids).toHaveLength(2);
		expect(new Set(ids).size).toBe(1);
	});

	test("is dropped when the finding is gone before anybody heard of it", async () => {
		const { scan, state, told } = setUp();
		state.trouble = new DeliveryError("down");
		await scan(report(1, [finding("a")]));
		state.trouble = null;
		await scan(report(2, []));
		await scan(report(3, []));
		expect(told).toEqual([]);
	});

	test("in part is tried again for that part alone", async () => {
		const { scan, state, channel, names } = setUp();
		const half = async ({ events }: AlertMessage) => {
			throw new DeliveryError("half", { delivered: [events[0]!.id] });
		};
		state.channels = [{ ...channel, send: half }];
		await scan(report(1, [finding("a"), finding("b")]));
		state.channels = [channel];
		await scan(report(2, [finding("a"), finding("b")]));
		expect(names()).toEqual([["b"]]);
	});

	test("does not keep another channel from being told", async () => {
		const { scan, state, channel, told } = setUp();
		state.channels = [{ ...channel, id: "broken", send: async () => Promise.reject(new TypeError("t0ken")) }, channel];
		const { diagnostics } = await scan(report(1, [finding("a")]));
		expect(told).toHaveLength(1);
		expect(diagnostics).toMatchObject([
			{ code: "alert-failed", message: 'channel "broken": unexpected trouble (TypeError)' },
		]);
	});
});

describe("scores", () => {
	const bars = [{ framework: "soc2", percent: 75 }];
	const at = (day: number, lower: number, complete = true) => report(day, [], { frameworks: [soc2(lower)], complete });

	test("are told when they fall below the bar, not while they stay there", async () => {
		const { scan, told } = setUp({ bars, incomplete: false });
		for (const [index, lower] of [80, 70, 60, 76, 74].entries()) await scan(at(index + 1, lower));
		expect(told.map(({ scores }) => scores.map(({ before, lower }) => [before, lower]))).toEqual([
			[[80, 70]],
			[[76, 74]],
		]);
	});

	test("below the bar at the first run are news", async () => {
		const { scan, told } = setUp({ bars });
		await scan(at(1, 50));
		expect(told).toMatchObject([{ scores: [{ before: null, lower: 50, percent: 75 }] }]);
	});

	test("of an incomplete scan say nothing", async () => {
		const { scan, told } = setUp({ bars, incomplete: false });
		for (const [day, lower, complete] of [
			[1, 80, true],
			[2, 10, false],
			[3, 80, true],
		] as const)
			await scan(at(day, lower, complete));
		expect(told).toEqual([]);
	});
});

test("an incomplete scan is told with its reasons", async () => {
	const { scan, told } = setUp();
	await scan(report(1, [], { complete: false }));
	expect(told).toMatchObject([{ incomplete: { errors: 1, reasons: ["x.yaml:2: not YAML"] } }]);
});

test("findings that are gone are told where they were told before", async () => {
	const { scan, names } = setUp({ fixed: true });
	await scan(report(1, [finding("a"), finding("l", { severity: "low" })]));
	await scan(report(2, []));
	expect(names()).toEqual([["a"], ["-a"]]);
});

test("two runs at once tell it once", async () => {
	const { scan, told } = setUp();
	await Promise.all([scan(report(1, [finding("a")])), scan(report(1, [finding("a")]))]);
	expect(told).toHaveLength(1);
});

test("a history that cannot be written is an error, not an exception", async () => {
	const { diagnostics } = await afterScan(report(1, []), {
		store: await openHistory("/dev/null/x", work),
		stream: STREAM,
		alerting: null,
		knownRules: KNOWN_RULES,
		durationMs: null,
	});
	expect(diagnostics).toMatchObject([{ severity: "error", code: "history-failed" }]);
});

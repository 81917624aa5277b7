import type { AwsGap, AwsItem } from "../../model/aws.ts";
import type { LiveEvent } from "../../model/live.ts";
import { compareText } from "../../order.ts";
import { readAhead } from "./ahead.ts";
import type { Troubles } from "./troubles.ts";
import { compareGaps, compareItems, gapsOf, isWanted, type Unit } from "./units.ts";

/** Units read at a time. */
const WIDTH = 6;
/** Most items of a batch. */
const BATCH = 500;
/** Batches of one unit that may wait to be judged. */
const ROOM = 1;

/** The units of an account, and how to read them. */
export interface UnitReading {
	account: string;
	regions: string[];
	/** In the order they are told. */
	units: Unit[];
	/** What nobody can be asked for. */
	gaps: AwsGap[];
	/** Names of units to leave out. */
	done: ReadonlySet<string>;
	read: (unit: Unit) => AsyncIterable<AwsItem[]>;
	/** Why no further unit is to be read; null while all is well. */
	cut: () => string | null;
	/** Is told of a unit's failure, and gives the reason that its gaps show. */
	failed: (error: unknown, unit: Unit) => string;
	troubles: Troubles;
}

/**
 * The events of one account: first all that other things look up, then the rest unit by unit. Memory grows with the first
 * part only. What failed is a gap; so is all that comes after the scan was cut short.
 */
export async function* unitEvents(reading: UnitReading): AsyncGenerator<LiveEvent> {
	const { account, regions, units, done, troubles } = reading;
	const kept = await readKept(
		reading,
		units.filter((unit) => unit.kept),
	);
	yield {
		kind: "aws-account",
		account,
		regions,
		items: kept.items,
		gaps: [...reading.gaps, ...kept.gaps].sort(compareGaps),
	};
	const streamed = units.filter((unit) => !unit.kept && !done.has(unit.name));
	yield* readAhead(
		streamed.map((unit) => () => streamedEvents(reading, unit)),
		WIDTH,
		ROOM,
	);
	for (const diagnostic of troubles.take()) yield { kind: "diagnostic", diagnostic };
	yield { kind: "aws-account-end", account };
}

/** Wanted items of a unit, or why there are no more of them. */
type Part = { unit: Unit; items: AwsItem[] } | { unit: Unit; failure: string };

/** Reads a unit; never throws. */
async function* partsOf(reading: UnitReading, unit: Unit): AsyncGenerator<Part> {
	const places = new Set(reading.regions);
	const cut = reading.cut();
	if (cut !== null) {
		yield { unit, failure: `the scan was cut short: ${cut}` };
		return;
	}
	try {
		for await (const page of reading.read(unit)) {
			const items = page.filter((item) => isWanted(unit, item, places));
			if (items.length > 0) yield { unit, items };
		}
	} catch (error) {
		yield { unit, failure: reading.failed(error, unit) };
	}
}

/** All items of some units, and what of them is not known, in total orders. */
async function readKept(reading: UnitReading, units: Unit[]): Promise<{ items: AwsItem[]; gaps: AwsGap[] }> {
	const found = new Map<string, AwsItem>();
	const gaps: AwsGap[] = [];
	const sources = units.map((unit) => () => partsOf(reading, unit));
	for await (const part of readAhead(sources, WIDTH, BATCH)) {
		if ("failure" in part) {
			gaps.push(...gapsOf(part.unit, reading.account, part.failure));
			continue;
		}
		for (const item of part.items) {
			// What belongs to no region may be told in several.
			const key = [item.region, item.type, item.id].join("\n");
			if (!found.has(key)) found.set(key, item);
		}
	}
	return { items: [...found.values()].sort(compareItems), gaps };
}

/** The events of a unit whose items are judged batch by batch. */
async function* streamedEvents(reading: UnitReading, unit: Unit): AsyncGenerator<LiveEvent> {
	const { account } = reading;
	let batch: AwsItem[] = [];
	for await (const part of partsOf(reading, unit)) {
		if ("failure" in part) {
			yield* batchEvents(account, batch);
			for (const gap of gapsOf(unit, account, part.failure)) yield { kind: "aws-gap", gap };
			yield { kind: "unit-end", unit: unit.name, failed: true };
			return;
		}
		for (const item of part.items) batch.push(item);
		while (batch.length >= BATCH) {
			yield* batchEvents(account, batch.slice(0, BATCH));
			batch = batch.slice(BATCH);
		}
	}
	yield* batchEvents(account, batch);
	yield { kind: "unit-end", unit: unit.name };
}

/** A batch, region by region. */
function* batchEvents(account: string, items: AwsItem[]): Generator<LiveEvent> {
	const byRegion = new Map<string, AwsItem[]>();
	for (const item of items) {
		const known = byRegion.get(item.region);
		if (known === undefined) byRegion.set(item.region, [item]);
		else known.push(item);
	}
	for (const region of [...byRegion.keys()].sort(compareText)) {
		yield { kind: "aws-items", account, region, items: byRegion.get(region)!.sort(compareItems) };
	}
}

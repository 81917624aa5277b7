import type { AwsGap, AwsItem } from "../../model/aws.ts";
import { isGlobalType } from "../../normalize/aws/config-item.ts";
import type { AwsConverter } from "../../normalize/aws/converter.ts";
import { compareText } from "../../order.ts";
import type { AwsCollector } from "./collector.ts";
import { NOTHING_RECORDED, type Recording } from "./recorders.ts";

/** `auto`: AWS Config where it records, else direct calls. */
export type SourceMode = "auto" | "config" | "api";

/** What a unit is asked for of one type. */
export interface ReadType {
	type: string;
	/** Regions whose items are wanted, `global` among them; null for all. */
	from: string[] | null;
	/** Regions, or `global`, of which nothing of the type is known where the unit fails. */
	hides: string[];
}

/** One piece of work: what is asked for together, and succeeds or fails as one. */
export interface Unit {
	/** `123456789012/eu-west-1/AWS::EC2::Volume`, `123456789012/global/s3`. */
	name: string;
	/** Region that is asked. */
	region: string;
	reads: ReadType[];
	/** Whether other things look something of it up. */
	kept: boolean;
	how: { by: "config"; type: string } | { by: "api"; collector: AwsCollector };
}

/** Who is asked for what in an account. */
export interface Plan {
	/** Totally ordered. */
	units: Unit[];
	/** What nobody can be asked for. */
	gaps: AwsGap[];
}

/** What planning needs. */
export interface PlanInput {
	account: string;
	/** Sorted. */
	regions: string[];
	/** Where what belongs to no region is asked for. */
	home: string;
	mode: SourceMode;
	/** By region, the home region's among them; empty where Config is not asked. */
	recordings: ReadonlyMap<string, Recording>;
	converters: AwsConverter[];
	collectors: AwsCollector[];
}

/** Decides for each type and region which interface answers. */
export function planUnits(input: PlanInput): Plan {
	const { account, regions, mode, converters, collectors } = input;
	const streamed = new Set(converters.filter((converter) => converter.streamed).map(({ type }) => type));
	const units: Unit[] = [];
	const gaps: AwsGap[] = [];
	const direct = new Map<AwsCollector, Map<string, string[]>>();

	for (const converter of converters) {
		const { type } = converter;
		const collector = mode === "config" ? undefined : collectors.find(({ types }) => types.includes(type));
		const places = isGlobalType(type) ? ["global"] : regions;
		for (const place of places) {
			const asked = !usesConfig(converter, mode) ? null : configRegion(type, place, input);
			if (asked !== null) {
				units.push({
					name: `${account}/${place}/${type}`,
					region: asked,
					reads: [{ type, from: [place], hides: [place] }],
					kept: !streamed.has(type),
					how: { by: "config", type },
				});
			} else if (collector !== undefined) {
				const wanted = direct.get(collector) ?? new Map<string, string[]>();
				direct.set(collector, wanted.set(type, [...(wanted.get(type) ?? []), place]));
			} else {
				const recording = input.recordings.get(place === "global" ? input.home : place) ?? NOTHING_RECORDED;
				gaps.push({ types: [type], account, region: place, reason: gapReason(converter, mode, recording) });
			}
		}
	}
	for (const [collector, wanted] of direct) units.push(...collectorUnits(collector, wanted, input, streamed));
	units.sort((left, right) => compareText(left.region, right.region) || compareText(left.name, right.name));
	return { units, gaps: gaps.sort(compareGaps) };
}

/** The region whose Config keeps a type up to date for a place; null where none does. */
function configRegion(type: string, place: string, { recordings, home, regions }: PlanInput): string | null {
	const records = (region: string) => recordings.get(region)?.records(type) === true;
	if (place !== "global") return records(place) ? place : null;
	if (records(home)) return home;
	// IAM is recorded wherever a recorder is told to; the others only at home.
	return type.startsWith("AWS::IAM::") ? (regions.find(records) ?? null) : null;
}

function collectorUnits(
	collector: AwsCollector,
	wanted: Map<string, string[]>,
	{ account, regions, home }: PlanInput,
	streamed: Set<string>,
): Unit[] {
	const kept = !collector.types.every((type) => streamed.has(type));
	const { name, scope } = collector;
	if (scope === "account") {
		const reads = [...wanted].map(([type, places]): ReadType => {
			const all = isGlobalType(type) || places.length === regions.length;
			return all ? { type, from: null, hides: ["global"] } : { type, from: [...places, "global"], hides: places };
		});
		return [{ name: `${account}/global/${name}`, region: home, reads, kept, how: { by: "api", collector } }];
	}
	return regions.flatMap((region): Unit[] => {
		// What belongs to no region but is read in each of them: each tells its part.
		const here = [...wanted].filter(([, places]) => places.includes(region) || places.includes("global"));
		if (here.length === 0) return [];
		const reads = here.map(([type]): ReadType => ({ type, from: [region, "global"], hides: [region] }));
		return [{ name: `${account}/${region}/${name}`, region, reads, kept, how: { by: "api", collector } }];
	});
}

/** Items that leave something open are good enough where nothing else may be asked. */
function usesConfig({ fromConfig }: AwsConverter, mode: SourceMode): boolean {
	if (mode === "api") return false;
	return fromConfig === "partly" ? mode === "config" : fromConfig;
}

function gapReason({ type, fromConfig }: AwsConverter, mode: SourceMode, { present, trouble }: Recording): string {
	const end = mode === "config" ? "" : " and nothing else reads it";
	if (mode === "api") return `nothing but AWS Config reads ${type}`;
	if (!fromConfig) return `AWS Config does not tell all of ${type}${end}`;
	if (trouble !== null) return `${trouble}: ${type} is not judged by old items${end}`;
	return present
		? `AWS Config does not record ${type} here${end}`
		: `AWS Config is not set up here: ${type} was not read${end}`;
}

/** Whether an item is one that a unit is asked for. */
export function isWanted({ reads }: Unit, { type, region }: AwsItem, regions: ReadonlySet<string>): boolean {
	if (region !== "global" && !regions.has(region)) return false;
	const read = reads.find((other) => other.type === type);
	return read !== undefined && (read.from === null || read.from.includes(region));
}

/** What is not known where a unit fails. */
export function gapsOf({ reads }: Unit, account: string, reason: string): AwsGap[] {
	const byPlace = new Map<string, string[]>();
	for (const { type, hides } of reads) {
		for (const place of hides) byPlace.set(place, [...(byPlace.get(place) ?? []), type]);
	}
	return [...byPlace]
		.map(([place, types]): AwsGap => ({ types: types.sort(compareText), account, region: place, reason }))
		.sort(compareGaps);
}

/** A total order. */
export function compareGaps(left: AwsGap, right: AwsGap): number {
	return (
		compareText(left.region, right.region) ||
		compareText(left.types.join(), right.types.join()) ||
		compareText(left.reason, right.reason)
	);
}

/** A total order of the items of one account. */
export function compareItems(left: AwsItem, right: AwsItem): number {
	return compareText(left.region, right.region) || compareText(left.type, right.type) || compareText(left.id, right.id);
}

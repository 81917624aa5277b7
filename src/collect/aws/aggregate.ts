import type { AwsGap } from "../../model/aws.ts";
import type { Json } from "../../model/json.ts";
import type { LiveEvent } from "../../model/live.ts";
import type { Diagnostic } from "../../model/resource.ts";
import { isGlobalType } from "../../normalize/aws/config-item.ts";
import type { AwsConverter } from "../../normalize/aws/converter.ts";
import { flag, text } from "../../normalize/aws/read.ts";
import { compareText } from "../../order.ts";
import {
	AGGREGATOR_CALLS,
	type AggregatorSource,
	aggregatedConfig,
	aggregatedCounts,
	aggregatorSources,
	type ConfigReader,
} from "./config.ts";
import { errorName, troubleOf } from "./errors.ts";
import type { RateLimiter } from "./limiter.ts";
import { NOTHING_RECORDED, type Recording, recordingOf } from "./recorders.ts";
import { ClientPool, type Credentials, stopReason } from "./session.ts";
import { Troubles } from "./troubles.ts";
import { unitEvents } from "./unit-events.ts";
import type { ReadType, Unit } from "./units.ts";

/** An aggregator, and what is wanted of it. */
export interface Aggregate {
	/** Name of the aggregator. */
	aggregator: string;
	/** Where it is. */
	region: string;
	access: { credentials?: Credentials; profile?: string; limiter: RateLimiter; signal: AbortSignal };
	done: ReadonlySet<string>;
	converters: AwsConverter[];
	/** Undefined: all it gathers from. */
	regions?: string[];
	/** Undefined: all it gathers from. */
	accounts?: string[];
}

/** What Config calls the items of its own recorders: those it always records. */
const RECORDER = "AWS::Config::ConfigurationRecorder";

/**
 * What an AWS Config aggregator holds, account by account. Nothing but Config is asked; what its items do not tell, or
 * what some account does not record, is a gap.
 */
export async function* aggregateEvents(aggregate: Aggregate): AsyncGenerator<LiveEvent> {
	const pool = new ClientPool(aggregate.access);
	try {
		yield* new AggregateScan(aggregate, pool).events();
	} finally {
		pool.close();
	}
}

class AggregateScan {
	readonly #aggregate: Aggregate;
	readonly #pool: ClientPool;
	/** Why the scan ends early; null while it goes on. */
	#cut: string | null = null;

	constructor(aggregate: Aggregate, pool: ClientPool) {
		this.#aggregate = aggregate;
		this.#pool = pool;
	}

	async *events(): AsyncGenerator<LiveEvent> {
		const { aggregator, region } = this.#aggregate;
		const { ConfigServiceClient } = await import("@aws-sdk/client-config-service");
		const client = this.#pool.client(ConfigServiceClient, AGGREGATOR_CALLS, { region });
		let sources: AggregatorSource[];
		let accounts: string[];
		let reader: ConfigReader;
		try {
			sources = await aggregatorSources(client, aggregator);
			const counted = this.#aggregate.accounts ?? [
				...(await aggregatedCounts(client, aggregator, "ACCOUNT_ID")).keys(),
			];
			const gathered = this.#aggregate.accounts ?? sources.map(({ account }) => account);
			accounts = [...new Set([...counted, ...gathered])].sort(compareText);
			reader = await aggregatedConfig(client, aggregator);
		} catch (error) {
			yield { kind: "diagnostic", diagnostic: unreadable(this.#aggregate, error) };
			return;
		}
		for (const account of accounts) {
			yield* this.#account(
				account,
				reader,
				sources.filter((source) => source.account === account),
				(key) => aggregatedCounts(client, aggregator, key, account),
			);
		}
	}

	async *#account(
		account: string,
		reader: ConfigReader,
		sources: AggregatorSource[],
		count: (key: "AWS_REGION" | "RESOURCE_TYPE") => Promise<Map<string, number>>,
	): AsyncGenerator<LiveEvent> {
		const troubles = new Troubles(account);
		const { converters, done } = this.#aggregate;
		let failure = this.#cut === null ? null : `the scan was cut short: ${this.#cut}`;
		let plan: { units: Unit[]; gaps: AwsGap[]; regions: string[] } | null = null;
		if (failure === null) {
			try {
				plan = await this.#plan(account, reader, sources, count, troubles);
			} catch (error) {
				failure = this.#failed(error, "global", troubles);
			}
		}
		if (plan === null) {
			const types = converters.map(({ type }) => type).sort(compareText);
			const gaps = [{ types, account, region: "global", reason: failure! }];
			yield { kind: "aws-account", account, regions: [], items: [], gaps };
			troubles.say("error", "aws-account", `account ${account} was not read: ${failure}`, "global");
			for (const diagnostic of troubles.take()) yield { kind: "diagnostic", diagnostic };
			yield { kind: "aws-account-end", account };
			return;
		}
		yield* unitEvents({
			...{ account, ...plan, done, troubles },
			read: (unit) => reader.items({ type: unit.reads[0]!.type, account }),
			cut: () => this.#cut,
			failed: (error, unit) => this.#failed(error, unit.region, troubles),
		});
	}

	/** What there is to read of an account. @throws what the SDK throws. */
	async #plan(
		account: string,
		reader: ConfigReader,
		sources: AggregatorSource[],
		count: (key: "AWS_REGION" | "RESOURCE_TYPE") => Promise<Map<string, number>>,
		troubles: Troubles,
	) {
		const { converters, region: place } = this.#aggregate;
		const found = [...(await count("AWS_REGION")).keys(), ...sources.map(({ region }) => region)];
		const regions = [...new Set(found)]
			.filter((region) => region !== "global" && (this.#aggregate.regions?.includes(region) ?? true))
			.sort(compareText);
		const types = await count("RESOURCE_TYPE");
		const recordings = await this.#recordings(account, reader, regions, sources, troubles);
		return { regions, ...planAggregate({ account, place, regions, types, recordings, converters }) };
	}

	/** What the regions of an account record, as the items of their recorders say. @throws what the SDK throws. */
	async #recordings(
		account: string,
		reader: ConfigReader,
		regions: string[],
		sources: AggregatorSource[],
		troubles: Troubles,
	): Promise<Map<string, Recording>> {
		const recorders = new Map<string, Json[]>();
		for await (const page of reader.items({ type: RECORDER, account })) {
			for (const { region, configuration } of page)
				recorders.set(region, [...(recorders.get(region) ?? []), configuration]);
		}
		const recordings = new Map<string, Recording>();
		for (const region of regions) {
			const own = recorders.get(region) ?? [];
			const states = own.map((recorder) => ({ name: text(recorder, "name"), recording: flag(recorder, "recording") }));
			const fault = sources.find((source) => source.region === region)?.trouble ?? null;
			const recording = recordingOf(own, states);
			recordings.set(
				region,
				fault === null ? recording : { ...NOTHING_RECORDED, present: recording.present, trouble: fault },
			);
			const trouble = fault ?? recording.trouble;
			if (trouble !== null) troubles.say("warning", "config-stale", trouble, region);
		}
		return recordings;
	}

	#failed(error: unknown, region: string, troubles: Troubles): string {
		const trouble = troubleOf(error);
		if (trouble.ends)
			this.#cut ??= trouble.kind === "aborted" ? stopReason(this.#aggregate.access.signal) : trouble.reason;
		troubles.add(trouble, region);
		return trouble.ends ? `the scan was cut short: ${this.#cut}` : trouble.reason;
	}
}

interface AggregatePlan {
	account: string;
	/** Region of the aggregator. */
	place: string;
	regions: string[];
	/** How many things of each type the account has. */
	types: ReadonlyMap<string, number>;
	recordings: ReadonlyMap<string, Recording>;
	converters: AwsConverter[];
}

/** What is asked of an aggregator about one account, and what cannot be known from it. */
export function planAggregate(input: AggregatePlan): { units: Unit[]; gaps: AwsGap[] } {
	const { account, place, regions, types, recordings, converters } = input;
	const units: Unit[] = [];
	const gaps: AwsGap[] = [];
	for (const { type, fromConfig, streamed } of converters) {
		const hidden = (region: string, reason: string) => gaps.push({ types: [type], account, region, reason });
		if (!fromConfig) {
			hidden("global", `AWS Config does not tell all of ${type}, and an aggregator is all that is read`);
			continue;
		}
		const recorded = regions.filter((region) => recordings.get(region)?.records(type) === true);
		if (isGlobalType(type)) {
			if (recorded.length === 0) hidden("global", `no AWS Config recorder is known to record ${type}`);
		} else {
			for (const region of regions) {
				if (!recorded.includes(region)) hidden(region, regionReason(type, recordings.get(region) ?? NOTHING_RECORDED));
			}
		}
		if (recorded.length === 0 || (types.get(type) ?? 0) === 0) continue;
		const places = isGlobalType(type) ? ["global"] : recorded;
		const reads: ReadType[] = [{ type, from: places, hides: places }];
		units.push({
			name: `${account}/aggregated/${type}`,
			region: place,
			reads,
			kept: !streamed,
			how: { by: "config", type },
		});
	}
	units.sort((left, right) => compareText(left.name, right.name));
	return { units, gaps };
}

function regionReason(type: string, { present, trouble }: Recording): string {
	if (trouble !== null) return `${trouble}: ${type} is not judged by old items`;
	return present
		? `AWS Config does not record ${type} here`
		: `the aggregator holds no recorder of this region: whether ${type} is recorded is not known`;
}

function unreadable({ aggregator, region }: Aggregate, error: unknown): Diagnostic {
	const trouble = troubleOf(error);
	const missing = errorName(error) === "NoSuchConfigurationAggregatorException";
	const reason = missing ? `there is none of this name in ${region} (its region: AWS_REGION)` : trouble.reason;
	const codes: Record<string, string> = { denied: "aws-denied", credentials: "aws-credentials" };
	return {
		severity: "error",
		code: codes[trouble.kind] ?? "aws-unreadable",
		message: `the aggregator ${JSON.stringify(aggregator)} could not be read: ${reason}`,
		uri: null,
		line: null,
	};
}

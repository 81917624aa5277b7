import { setMaxListeners } from "node:events";
import type { AwsItem } from "../../model/aws.ts";
import type { LiveEvent, LiveSource } from "../../model/live.ts";
import type { Diagnostic } from "../../model/resource.ts";
import type { AwsConverter } from "../../normalize/aws/converter.ts";
import { converters as allConverters } from "../../normalize/aws/converters.ts";
import { compareText } from "../../order.ts";
import {
	type AccountChoice,
	AccountFinder,
	type AccountOptions,
	AwsOptionError,
	baseCredentials,
	type Caller,
	homeRegion,
	readAccountOptions,
	roleArn,
	roleCredentials,
	startRegion,
} from "./accounts.ts";
import { aggregateEvents } from "./aggregate.ts";
import type { AwsCollector } from "./collector.ts";
import { collectors as allCollectors } from "./collectors.ts";
import { CONFIG_CALLS, type ConfigReader, readRecording, regionalConfig } from "./config.ts";
import { type Trouble, troubleOf } from "./errors.ts";
import { RateLimiter } from "./limiter.ts";
import { NOTHING_RECORDED, type Recording } from "./recorders.ts";
import { type AccountAccess, ClientPool, type Credentials, createSession, inOrder, stopReason } from "./session.ts";
import { Troubles } from "./troubles.ts";
import { unitEvents } from "./unit-events.ts";
import { planUnits, type SourceMode, type Unit } from "./units.ts";

/** How AWS accounts are read. Names as on the command line (`docs/aws.md`). */
export interface AwsSourceOptions extends AccountChoice {
	/** `auto`, `config` or `api`. */
	awsSource?: string;
	/** Calls per second over all services. */
	rate?: number;
	/** In place of all that ship with Assay. */
	collectors?: AwsCollector[];
	/** In place of all that ship with Assay. */
	converters?: AwsConverter[];
}

/** Calls per second unless told otherwise. */
const RATE = 40;
/** Regions asked for their recorders at a time. */
const WIDTH = 8;

const MODES: SourceMode[] = ["auto", "config", "api"];

/**
 * AWS accounts as a live source.
 * @throws AwsOptionError for options that make no sense.
 */
export function awsSource(options: AwsSourceOptions): LiveSource {
	const mode = MODES.find((known) => known === (options.awsSource ?? "auto"));
	if (mode === undefined)
		throw new AwsOptionError(`--aws-source: expected ${MODES.join(", ")}, got "${options.awsSource}"`);
	const accounts = readAccountOptions(options);
	const { aggregator, collectors = allCollectors, converters = allConverters } = options;
	if (aggregator !== undefined && mode === "api")
		throw new AwsOptionError("--aggregator reads AWS Config: not with --aws-source api");
	return {
		name: "aws",
		scope: JSON.stringify([accounts, aggregator ?? null, mode]),
		read: (done, signal) => {
			// Every call under way listens to it.
			setMaxListeners(0, signal);
			return new AwsScan(
				{ accounts, aggregator, mode, collectors, converters, rate: options.rate ?? RATE },
				done,
				signal,
			).events();
		},
	};
}

interface ScanOptions {
	accounts: AccountOptions;
	aggregator: string | undefined;
	mode: SourceMode;
	collectors: AwsCollector[];
	converters: AwsConverter[];
	rate: number;
}

/** One account that is to be read. */
interface Target {
	account: string;
	/** Ways to get credentials for it, tried in this order. */
	credentials: (Credentials | undefined)[];
}

class AwsScan {
	readonly #options: ScanOptions;
	readonly #done: ReadonlySet<string>;
	readonly #signal: AbortSignal;
	readonly #limiter: RateLimiter;
	/** Why the scan ends early; null while it goes on. */
	#cut: string | null = null;

	constructor(options: ScanOptions, done: ReadonlySet<string>, signal: AbortSignal) {
		this.#options = options;
		this.#done = done;
		this.#signal = signal;
		this.#limiter = new RateLimiter(options.rate);
	}

	async *events(): AsyncGenerator<LiveEvent> {
		const { accounts, aggregator } = this.#options;
		let region: string;
		let own: Credentials | undefined;
		let caller: Caller;
		let targets: Target[];
		try {
			region = await startRegion(accounts);
			own = await baseCredentials(accounts, region);
			caller = await this.#ask(own, region, (finder) => finder.caller());
			targets = aggregator === undefined ? await this.#targets(caller, own, region) : [];
		} catch (error) {
			const { kind, reason } = this.#troubleOf(error);
			const code = kind === "denied" ? "aws-denied" : kind === "credentials" ? "aws-credentials" : "aws-unreadable";
			yield { kind: "diagnostic", diagnostic: said(code, `no AWS account could be read: ${reason}`) };
			return;
		}
		if (aggregator !== undefined) {
			const access = this.#shared(own);
			yield* aggregateEvents({
				...{ aggregator, region, access, done: this.#done, converters: this.#options.converters },
				...(accounts.regions === undefined ? {} : { regions: accounts.regions }),
				...(accounts.accounts === undefined ? {} : { accounts: accounts.accounts }),
			});
			return;
		}
		for (const target of targets) yield* this.#account(target, caller, region);
	}

	/** The accounts that are to be read, sorted. */
	async #targets({ account, partition }: Caller, own: Credentials | undefined, region: string): Promise<Target[]> {
		const { accounts, organization, assumeRole, externalId } = this.#options.accounts;
		const named =
			assumeRole !== undefined && (accounts !== undefined || organization || !assumeRole.startsWith("arn:"));
		if (!named) return [{ account, credentials: [own] }];
		const ids = accounts ?? (organization ? await this.#ask(own, region, (finder) => finder.accounts()) : [account]);
		const targets: Target[] = [];
		for (const id of ids) {
			const role = await roleCredentials(roleArn(assumeRole, id, partition), externalId, own, region);
			// An organization's own account mostly lacks the role that the others have.
			targets.push({ account: id, credentials: id === account && ids.length > 1 ? [role, own] : [role] });
		}
		return targets;
	}

	async *#account(target: Target, caller: Caller, region: string): AsyncGenerator<LiveEvent> {
		const { account } = target;
		const troubles = new Troubles(account);
		let access: AccountAccess | null = null;
		if (this.#cut === null) {
			try {
				access = await this.#enter(target, caller, region, troubles);
			} catch (error) {
				const trouble = this.#troubleOf(error);
				troubles.add(trouble, "global");
				if (!trouble.ends) yield* this.#unread(account, trouble.reason, troubles);
			}
		}
		if (this.#cut !== null) yield* this.#unread(account, `the scan was cut short: ${this.#cut}`, troubles);
		else if (access !== null) yield* this.#read(access, troubles);
	}

	/** An account of which nothing is known. */
	*#unread(account: string, reason: string, troubles: Troubles): Generator<LiveEvent> {
		const types = this.#options.converters.map(({ type }) => type).sort(compareText);
		yield {
			kind: "aws-account",
			account,
			regions: [],
			items: [],
			gaps: [{ types, account, region: "global", reason }],
		};
		troubles.say("error", "aws-account", `account ${account} was not read: ${reason}`, "global");
		for (const diagnostic of troubles.take()) yield { kind: "diagnostic", diagnostic };
		yield { kind: "aws-account-end", account };
	}

	/** Gets into an account. @throws what the SDK throws. */
	async #enter(target: Target, { partition }: Caller, region: string, troubles: Troubles): Promise<AccountAccess> {
		const { account } = target;
		const credentials = await this.#usable(target);
		const wanted = this.#options.accounts.regions;
		const enabled = await this.#ask(credentials, region, (finder) => finder.regions());
		let regions: string[];
		if (Array.isArray(enabled)) {
			regions = wanted?.filter((name) => enabled.includes(name)) ?? enabled;
			for (const name of wanted ?? []) {
				if (!enabled.includes(name))
					troubles.say("error", "aws-region", `the region is not enabled in account ${account}`, name);
			}
		} else {
			regions = wanted ?? [region];
			if (wanted === undefined) {
				const message = `${enabled.reason}: only ${region} was read; name the regions with --regions`;
				troubles.say("error", "aws-regions", message, "global");
			}
		}
		return {
			...this.#shared(credentials),
			...{ account, partition, regions },
			onTrouble: (trouble) => troubles.add(trouble, "global"),
		};
	}

	/** The first credentials that are of the account. @throws what the SDK throws for the first. */
	async #usable({ credentials }: Target): Promise<Credentials | undefined> {
		let failure: unknown;
		for (const candidate of credentials) {
			try {
				await candidate?.();
				return candidate;
			} catch (error) {
				failure ??= error;
				if (troubleOf(error).kind !== "denied") break;
			}
		}
		throw failure;
	}

	async *#read(access: AccountAccess, troubles: Troubles): AsyncGenerator<LiveEvent> {
		const { account, regions, partition } = access;
		const { mode, converters, collectors } = this.#options;
		const home = homeRegion(partition);
		const pool = new ClientPool(access);
		try {
			const configs = new Map<string, ConfigReader>();
			const recordings =
				mode === "api" ? new Map<string, Recording>() : await this.#recordings(access, pool, home, configs, troubles);
			const { units, gaps } = planUnits({ account, regions, home, mode, recordings, converters, collectors });
			// Nothing but gaps is no scan of an account.
			if (units.length === 0) {
				troubles.say("error", "config-absent", "AWS Config records nothing here, and nothing else may be asked", home);
			}
			yield* unitEvents({
				account,
				regions,
				units,
				gaps,
				done: this.#done,
				read: (unit) => readUnit(unit, access, pool, configs),
				cut: () => this.#cut,
				failed: (error, unit) => {
					const trouble = this.#troubleOf(error);
					troubles.add(trouble, unit.region);
					return trouble.ends ? `the scan was cut short: ${this.#cut}` : trouble.reason;
				},
				troubles,
			});
		} finally {
			pool.close();
		}
	}

	/** What each region's AWS Config keeps up to date; clients of those that can be asked go into `configs`. */
	async #recordings(
		access: AccountAccess,
		pool: ClientPool,
		home: string,
		configs: Map<string, ConfigReader>,
		troubles: Troubles,
	): Promise<Map<string, Recording>> {
		const { ConfigServiceClient } = await import("@aws-sdk/client-config-service");
		const { mode } = this.#options;
		const regions = [...new Set([...access.regions, home])].sort(compareText);
		const recordings = new Map<string, Recording>();
		for await (const [region, recording] of inOrder(
			regions,
			async (region): Promise<[string, Recording]> => {
				const client = pool.client(ConfigServiceClient, CONFIG_CALLS, { region });
				try {
					const recording = await readRecording(client);
					configs.set(region, await regionalConfig(client));
					return [region, recording];
				} catch (error) {
					const trouble = this.#troubleOf(error);
					// Where the services themselves are asked instead, nothing is lost by it.
					const own = access.regions.includes(region);
					if (trouble.ends || (mode === "config" && own)) troubles.add(trouble, region);
					else if (own) troubles.say("warning", "config-unreadable", trouble.reason, region);
					return [region, { ...NOTHING_RECORDED, trouble: trouble.reason }];
				}
			},
			WIDTH,
		)) {
			recordings.set(region, recording);
			if (recording.present && recording.trouble !== null)
				troubles.say("warning", "config-stale", recording.trouble, region);
		}
		return recordings;
	}

	/** What all clients of the scan share. */
	#shared(credentials: Credentials | undefined) {
		const { profile } = this.#options.accounts;
		return {
			limiter: this.#limiter,
			signal: this.#signal,
			...(credentials === undefined ? {} : { credentials }),
			...(profile === undefined ? {} : { profile }),
		};
	}

	async #ask<T>(
		credentials: Credentials | undefined,
		region: string,
		task: (finder: AccountFinder) => Promise<T>,
	): Promise<T> {
		const finder = new AccountFinder(this.#shared(credentials), region);
		try {
			return await task(finder);
		} finally {
			finder.close();
		}
	}

	/** Judges an error; one that ends the scan is remembered. */
	#troubleOf(error: unknown): Trouble {
		const trouble = troubleOf(error);
		if (trouble.ends) this.#cut ??= trouble.kind === "aborted" ? stopReason(this.#signal) : trouble.reason;
		return trouble;
	}
}

/** Everything of a unit, page by page. @throws what the SDK throws. */
async function* readUnit(
	{ how, region }: Unit,
	access: AccountAccess,
	pool: ClientPool,
	configs: ReadonlyMap<string, ConfigReader>,
): AsyncGenerator<AwsItem[]> {
	if (how.by === "config") {
		yield* configs.get(region)!.items({ type: how.type });
		return;
	}
	for await (const item of how.collector.collect(createSession(access, pool, how.collector, region))) yield [item];
}

function said(code: string, message: string): Diagnostic {
	return { severity: "error", code, message, uri: null, line: null };
}

import type { AwsItem } from "../../model/aws.ts";
import type { JsonObject } from "../../model/json.ts";

/** Reads some types of things of an account through the clients of the services themselves. */
export interface AwsCollector {
	/** Unique, as the service is called: `s3`, `ec2-network`. */
	name: string;
	/** Item types it yields; if it fails, none of these is known. */
	types: string[];
	/** Whether it is asked once for each region, or once for the account. */
	scope: "region" | "account";
	/** Everything it calls: the SDK's operation → the IAM action it needs: `{ListBuckets: "s3:ListAllMyBuckets"}`. Calls that are not listed are refused. */
	calls: Record<string, string>;
	/** Yields items as pages arrive. Throws what the SDK throws: the caller turns it into a gap. */
	collect(session: AwsSession): AsyncIterable<AwsItem>;
}

/** One account and region, as a collector sees it. */
export interface AwsSession {
	account: string;
	/** Region to ask in; for collectors of scope `account` the home region of the partition's global services. */
	region: string;
	/** `aws`, `aws-cn`, `aws-us-gov`. */
	partition: string;
	/** All regions of this scan: for collectors of scope `account` whose things live in regions (buckets). */
	regions: string[];
	/** A client with the session's credentials, retries and shared rate limit; the same one for the same arguments. */
	client<Client>(
		kind: new (configuration: never) => Client,
		options?: { region?: string } & Record<string, unknown>,
	): Client;
	/**
	 * Makes a call whose failure concerns only a part of an item. `absent`: names of errors that mean "not set". Throws only
	 * what ends the whole scan (expired credentials, an aborted run).
	 */
	ask<T>(call: () => Promise<T>, absent?: string[]): Promise<Answer<T>>;
	/** Runs `task` over `entries`, several at a time, and yields the results in the order of the entries. */
	each<In, Out>(entries: AsyncIterable<In> | Iterable<In>, task: (entry: In) => Promise<Out>): AsyncIterable<Out>;
	/** Makes an item of this account; `region` defaults to the session's for regional collectors and `global` for others. Dates in it become ISO text. */
	item(parts: Pick<AwsItem, "type" | "id"> & Partial<AwsItemParts>): AwsItem;
}

/** What `AwsSession.item` takes beside type and id; `configuration` may be an SDK answer with dates and undefined members. */
export interface AwsItemParts {
	name: string;
	arn: string | null;
	region: string;
	configuration: object;
	supplementary: object;
	tags: Record<string, string>;
	missing: Record<string, string>;
}

/** `denied` covers every other failure too: `reason` says which. */
export type Answer<T> = { state: "ok"; value: T } | { state: "absent" } | { state: "denied"; reason: string };

/** Puts the answer of a call into an item's `supplementary`, or its reason into `missing`; an absent answer leaves no trace. */
export function record(
	item: { supplementary: JsonObject; missing: Record<string, string> },
	name: string,
	answer: Answer<object | string | number | boolean | null | undefined>,
): void {
	if (answer.state === "ok") {
		if (answer.value !== undefined) item.supplementary[name] = plain(answer.value);
	} else if (answer.state === "denied") item.missing[name] = answer.reason;
}

/** An answer of the SDK as plain JSON: dates as ISO text, without undefined members, bytes and the SDK's own metadata. */
export function plain(value: unknown): JsonObject[string] {
	if (value === undefined || value === null) return null;
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
	if (Array.isArray(value)) return value.map(plain);
	if (value instanceof Uint8Array || typeof value === "function" || typeof value === "symbol") return null;
	if (typeof value === "bigint") return Number(value);
	if (typeof value !== "object") return value as string | number | boolean;
	const result: JsonObject = {};
	for (const [key, member] of Object.entries(value)) {
		if (member !== undefined && key !== "$metadata") result[key] = plain(member);
	}
	return result;
}

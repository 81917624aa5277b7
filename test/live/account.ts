import type { AwsCollector } from "../../src/collect/aws/collector.ts";
import { troubleOf } from "../../src/collect/aws/errors.ts";
import { RateLimiter } from "../../src/collect/aws/limiter.ts";
import { ClientPool, createSession } from "../../src/collect/aws/session.ts";
import type { AwsItem } from "../../src/model/aws.ts";
import { loadAssets } from "../../src/policy/assets.ts";
import { judge } from "../../src/scan.ts";
import { sourceOf } from "../recorded.ts";

/** The account that moto plays unless told otherwise. */
export const ACCOUNT = "123456789012";

/** Points the SDK of this process at a server on this machine. @returns what puts things back. */
export function pointAt(endpoint: string): () => void {
	const values = {
		AWS_ENDPOINT_URL: endpoint,
		AWS_ACCESS_KEY_ID: "testing",
		AWS_SECRET_ACCESS_KEY: "testing",
		AWS_REGION: "eu-west-1",
		AWS_EC2_METADATA_DISABLED: "true",
	};
	const before = Object.keys(values).map((name) => [name, process.env[name]] as const);
	Object.assign(process.env, values);
	return () => {
		for (const [name, value] of before) {
			if (value === undefined) delete process.env[name];
			else process.env[name] = value;
		}
	};
}

/** Everything that collectors find, in the order in which they tell it, and what they could not ask for. */
export async function collectItems(
	collectors: AwsCollector[],
	regions: string[],
): Promise<{ items: AwsItem[]; troubles: string[] }> {
	const troubles: string[] = [];
	const access = {
		account: ACCOUNT,
		partition: "aws",
		regions,
		limiter: new RateLimiter(1000),
		signal: new AbortController().signal,
		onTrouble: ({ reason }: { reason: string }) => void troubles.push(reason),
	};
	const pool = new ClientPool(access);
	const items: AwsItem[] = [];
	try {
		for (const collector of collectors) {
			for (const region of collector.scope === "region" ? regions : ["us-east-1"]) {
				try {
					for await (const item of collector.collect(createSession(access, pool, collector, region))) items.push(item);
				} catch (error) {
					troubles.push(`${collector.name}: ${troubleOf(error).reason}`);
				}
			}
		}
	} finally {
		pool.close();
	}
	return { items, troubles };
}

/** What each rule says of items: keys of failed and passed resources, sorted. */
export async function verdicts(
	items: AwsItem[],
	regions: string[],
): Promise<Map<string, { failed: string[]; passed: string[]; inconclusive: string[] }>> {
	const live = [sourceOf({ account: ACCOUNT, regions, items })];
	const { results, diagnostics } = await judge({ targets: [], live, frameworks: [] }, await loadAssets());
	if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
	return new Map(
		results.map(({ rule, denials, passed, inconclusive }) => [
			rule,
			{
				failed: [...new Set(denials.map(({ resource }) => resource))].sort(),
				passed: passed.toSorted(),
				inconclusive: inconclusive.map(({ resource }) => resource).sort(),
			},
		]),
	);
}

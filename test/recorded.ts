import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { AwsGap, AwsItem } from "../src/model/aws.ts";
import type { Json } from "../src/model/json.ts";
import type { LiveEvent, LiveSource } from "../src/model/live.ts";
import { itemFromConfig } from "../src/normalize/aws/config-item.ts";
import { converterOf } from "../src/normalize/aws/normalize.ts";

/** `items.json` of a recorded account. */
interface Recording {
	/** 12 digits. */
	account: string;
	regions: string[];
	/** Values of `rules/parameters.yaml` that its expected results are for. */
	parameters?: Record<string, unknown>;
	/** Items as AWS Config hands them out, in any of its forms. */
	config?: Json[];
	/** Items as collectors make them; what is left out of one (account, missing parts …) is what it mostly is. */
	api?: (Pick<AwsItem, "type" | "id"> & Partial<AwsItem>)[];
	gaps?: AwsGap[];
}

/**
 * A recorded account as a live source. Kept items are told first and streamed ones one by one, the smallest batches there
 * can be, so that whatever depends on what shares a batch shows.
 * @param folder that holds `items.json`.
 * @param change what becomes of each item; null: it is left out.
 */
export function recordedAws(folder: string, change: (item: AwsItem) => AwsItem | null = (item) => item): LiveSource {
	const { account, regions, config = [], api = [], gaps = [] } = readRecording(folder);
	const items = [
		...config.map((given, index) => configItem(given, `${folder}: config[${index}]`)),
		...api.map((given) => apiItem(given, account)),
	];
	return sourceOf({ account, regions, items: items.flatMap((item) => change(item) ?? []), gaps });
}

/** Items and gaps of one account as a live source. */
export function sourceOf(given: { account: string; regions: string[]; items: AwsItem[]; gaps?: AwsGap[] }): LiveSource {
	const { account, regions, items, gaps = [] } = given;
	const streamed = (item: AwsItem) => converterOf(item.type)?.streamed ?? true;
	return {
		name: "aws",
		async *read(): AsyncIterable<LiveEvent> {
			yield { kind: "aws-account", account, regions, items: items.filter((item) => !streamed(item)), gaps };
			for (const item of items.filter(streamed)) {
				yield { kind: "aws-items", account, region: item.region, items: [item] };
				yield { kind: "unit-end", unit: `${account}/${item.region}/${item.type}/${item.id}` };
			}
			yield { kind: "aws-account-end", account };
		},
	};
}

/** Values of parameters that a recorded account's expected results are for. */
export function recordedParameters(folder: string): Record<string, unknown> {
	return readRecording(folder).parameters ?? {};
}

function readRecording(folder: string): Recording {
	return JSON.parse(readFileSync(join(folder, "items.json"), "utf8")) as Recording;
}

/** @throws when Assay leaves the item out: a recording holds nothing that is gone. */
function configItem(given: Json, place: string): AwsItem {
	const item = itemFromConfig(given);
	if (item === null) throw new Error(`${place} is no item of something that exists`);
	return item;
}

function apiItem(given: Pick<AwsItem, "type" | "id"> & Partial<AwsItem>, account: string): AwsItem {
	return {
		account,
		region: "global",
		name: given.id,
		arn: null,
		configuration: {},
		supplementary: {},
		tags: {},
		missing: {},
		source: "api",
		capturedAt: null,
		...given,
	};
}

import type { AwsCollector } from "../../src/collect/aws/collector.ts";
import type { AwsItem } from "../../src/model/aws.ts";
import type { Resource } from "../../src/model/resource.ts";
import { AwsNormalizer, converterOf } from "../../src/normalize/aws/normalize.ts";
import { ACCOUNT, collectItems, pointAt } from "./account.ts";

/** Credentials for moto, which takes any. */
export const CREDENTIALS = { accessKeyId: "testing", secretAccessKey: "testing" };

/** What collectors find in one region of an endpoint that stands in for AWS, and the troubles they had. */
export async function collected(
	endpoint: string,
	collectors: AwsCollector[],
	region: string,
): Promise<{ items: AwsItem[]; troubles: string[] }> {
	const back = pointAt(endpoint);
	try {
		return await collectItems(collectors, [region]);
	} finally {
		back();
	}
}

/** Items as the resources that rules see, those that are streamed in one batch. */
export function resourcesOf(items: AwsItem[], region: string): Resource[] {
	const normalizer = new AwsNormalizer(ACCOUNT, [region]);
	const streamed = (item: AwsItem) => converterOf(item.type)?.streamed === true;
	normalizer.keep(
		items.filter((item) => !streamed(item)),
		[],
	);
	const batch = normalizer.batch(region, items.filter(streamed));
	const rest = normalizer.finish();
	const diagnostics = [...batch.diagnostics, ...rest.diagnostics];
	if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
	return [...batch.resources, ...rest.resources];
}

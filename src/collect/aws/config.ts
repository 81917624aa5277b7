import type {
	BaseConfigurationItem,
	ConfigServiceClient,
	ResourceIdentifier,
	ResourceType,
} from "@aws-sdk/client-config-service";
import type { AwsItem } from "../../model/aws.ts";
import type { Json } from "../../model/json.ts";
import { itemFromConfig } from "../../normalize/aws/config-item.ts";
import { plain } from "./collector.ts";
import { errorName, PartialListError, troubleOf } from "./errors.ts";
import { pages } from "./pages.ts";
import { type Recording, recordingOf } from "./recorders.ts";
import type { Calls } from "./session.ts";

/** What is asked of AWS Config in one account and region. */
export const CONFIG_CALLS: Calls = {
	DescribeConfigurationRecorders: "config:DescribeConfigurationRecorders",
	DescribeConfigurationRecorderStatus: "config:DescribeConfigurationRecorderStatus",
	SelectResourceConfig: "config:SelectResourceConfig",
	ListDiscoveredResources: "config:ListDiscoveredResources",
	BatchGetResourceConfig: "config:BatchGetResourceConfig",
};

/** What is asked of an aggregator. */
export const AGGREGATOR_CALLS: Calls = {
	DescribeConfigurationAggregatorSourcesStatus: "config:DescribeConfigurationAggregatorSourcesStatus",
	GetAggregateDiscoveredResourceCounts: "config:GetAggregateDiscoveredResourceCounts",
	SelectAggregateResourceConfig: "config:SelectAggregateResourceConfig",
	ListAggregateDiscoveredResources: "config:ListAggregateDiscoveredResources",
	BatchGetAggregateResourceConfig: "config:BatchGetAggregateResourceConfig",
};

/** Most keys of a batch, and most rows of a page. */
const PAGE = 100;
/** How often keys that a batch left over are asked for again. */
const ROUNDS = 5;

const COLUMNS =
	"accountId, awsRegion, resourceId, resourceName, resourceType, arn, configuration, supplementaryConfiguration, tags, configurationItemStatus, configurationItemCaptureTime";

/**
 * Types whose items hold documents that the query's property lists do not name: only the item itself is sure to bring
 * them, and a policy that is left out would look like none.
 */
const DOCUMENTS =
	/^AWS::(?:IAM::\w+|KMS::Key|S3::Bucket|SNS::Topic|SQS::Queue|ECR::Repository|SecretsManager::Secret|Lambda::Function|EFS::FileSystem|OpenSearch::Domain|Elasticsearch::Domain|EC2::VPCEndpoint|ApiGateway::RestApi|Backup::BackupVault)$/;

/** What to read of a type. */
export interface ConfigQuery {
	type: string;
	/** Aggregators only. */
	account?: string;
}

/** Reads items, by query or by list and batch. */
interface ItemReader {
	select(expression: string, token: string | undefined): Promise<{ rows: string[]; next: string | undefined }>;
	list(query: ConfigQuery, token: string | undefined): Promise<{ keys: object[]; next: string | undefined }>;
	batch(keys: object[]): Promise<{ items: BaseConfigurationItem[]; left: object[] }>;
}

/** AWS Config of one account and region, or an aggregator. */
export class ConfigReader {
	readonly #reader: ItemReader;
	/** Set once the query turns out not to be allowed or not to be known. */
	#queryRefused = false;

	constructor(reader: ItemReader) {
		this.#reader = reader;
	}

	/**
	 * Pages of a type's items. A query that is refused or not understood is made up for by list and batch.
	 * @throws what the SDK throws; PartialListError, EndlessListError where not all was to be had.
	 */
	async *items(query: ConfigQuery): AsyncGenerator<AwsItem[]> {
		if (this.#queryRefused || DOCUMENTS.test(query.type)) return yield* this.#listed(query);
		let begun = false;
		try {
			for await (const items of this.#selected(query)) {
				begun = true;
				yield items;
			}
		} catch (error) {
			const { kind, ends } = troubleOf(error);
			// Half of one way and all of the other would tell some things twice.
			if (ends || begun) throw error;
			const refused = kind === "denied" || kind === "unsupported";
			if (!refused && !/^InvalidExpression|^ValidationException|^InvalidLimit/.test(errorName(error))) throw error;
			if (refused) this.#queryRefused = true;
			yield* this.#listed(query);
		}
	}

	async *#selected({ type, account }: ConfigQuery): AsyncGenerator<AwsItem[]> {
		const place = account === undefined ? "" : ` AND accountId = '${account}'`;
		const expression = `SELECT ${COLUMNS} WHERE resourceType = '${type}'${place}`;
		for await (const { rows } of pages(
			(token) => this.#reader.select(expression, token),
			({ next }) => next,
			({ rows }) => rows.length,
		)) {
			yield rows.flatMap((row) => itemFromConfig(parsedRow(row, type)) ?? []);
		}
	}

	async *#listed(query: ConfigQuery): AsyncGenerator<AwsItem[]> {
		for await (const { keys } of pages(
			(token) => this.#reader.list(query, token),
			({ next }) => next,
			({ keys }) => keys.length,
		)) {
			for (let start = 0; start < keys.length; start += PAGE) {
				const items = await this.#batch(keys.slice(start, start + PAGE), query.type);
				yield items.flatMap((item) => itemFromConfig(plain(item) as Json) ?? []);
			}
		}
	}

	/** Everything of some keys; what a batch leaves over is asked for again. */
	async #batch(keys: object[], type: string): Promise<BaseConfigurationItem[]> {
		const found: BaseConfigurationItem[] = [];
		let open = keys;
		for (let round = 0; open.length > 0 && round < ROUNDS; round++) {
			const { items, left } = await this.#reader.batch(open);
			for (const item of items) found.push(item);
			open = left;
		}
		if (open.length > 0) throw new PartialListError(`AWS Config left ${open.length} of ${type} unanswered`);
		if (found.length < keys.length) {
			throw new PartialListError(`AWS Config lists ${keys.length - found.length} of ${type} that it does not hold`);
		}
		return found;
	}
}

function parsedRow(row: string, type: string): Json {
	try {
		return JSON.parse(row) as Json;
	} catch {
		throw new PartialListError(`AWS Config's answer about ${type} is not JSON`);
	}
}

/** AWS Config of the client's account and region. */
export async function regionalConfig(client: ConfigServiceClient): Promise<ConfigReader> {
	const sdk = await import("@aws-sdk/client-config-service");
	return new ConfigReader({
		async select(Expression, NextToken) {
			const answer = await client.send(new sdk.SelectResourceConfigCommand({ Expression, Limit: PAGE, NextToken }));
			return { rows: answer.Results ?? [], next: answer.NextToken };
		},
		async list({ type }, nextToken) {
			const answer = await client.send(
				new sdk.ListDiscoveredResourcesCommand({ resourceType: type as ResourceType, limit: PAGE, nextToken }),
			);
			const keys = (answer.resourceIdentifiers ?? []).filter(
				({ resourceDeletionTime }) => resourceDeletionTime === undefined,
			);
			return {
				keys: keys.map(({ resourceType, resourceId }) => ({ resourceType, resourceId })),
				next: answer.nextToken,
			};
		},
		async batch(keys) {
			const answer = await client.send(
				new sdk.BatchGetResourceConfigCommand({
					resourceKeys: keys as Required<Pick<ResourceIdentifier, "resourceType" | "resourceId">>[],
				}),
			);
			return { items: answer.baseConfigurationItems ?? [], left: answer.unprocessedResourceKeys ?? [] };
		},
	});
}

/** An aggregator, seen from the client's account and region. */
export async function aggregatedConfig(client: ConfigServiceClient, aggregator: string): Promise<ConfigReader> {
	const sdk = await import("@aws-sdk/client-config-service");
	const ConfigurationAggregatorName = aggregator;
	return new ConfigReader({
		async select(Expression, NextToken) {
			const answer = await client.send(
				new sdk.SelectAggregateResourceConfigCommand({
					ConfigurationAggregatorName,
					Expression,
					Limit: PAGE,
					NextToken,
				}),
			);
			return { rows: answer.Results ?? [], next: answer.NextToken };
		},
		async list({ type, account }, NextToken) {
			const answer = await client.send(
				new sdk.ListAggregateDiscoveredResourcesCommand({
					ConfigurationAggregatorName,
					ResourceType: type as ResourceType,
					Limit: PAGE,
					NextToken,
					...(account === undefined ? {} : { Filters: { AccountId: account } }),
				}),
			);
			return { keys: answer.ResourceIdentifiers ?? [], next: answer.NextToken };
		},
		async batch(keys) {
			const answer = await client.send(
				new sdk.BatchGetAggregateResourceConfigCommand({
					ConfigurationAggregatorName,
					ResourceIdentifiers: keys as never,
				}),
			);
			return { items: answer.BaseConfigurationItems ?? [], left: answer.UnprocessedResourceIdentifiers ?? [] };
		},
	});
}

/** What the client's region records. @throws what the SDK throws. */
export async function readRecording(client: ConfigServiceClient): Promise<Recording> {
	const sdk = await import("@aws-sdk/client-config-service");
	const { ConfigurationRecorders = [] } = await client.send(new sdk.DescribeConfigurationRecordersCommand({}));
	if (ConfigurationRecorders.length === 0) return recordingOf([], []);
	const { ConfigurationRecordersStatus = [] } = await client.send(
		new sdk.DescribeConfigurationRecorderStatusCommand({}),
	);
	return recordingOf(
		ConfigurationRecorders.map((recorder) => plain(recorder)),
		ConfigurationRecordersStatus.map((status) => plain(status)),
	);
}

/** One account and region that an aggregator gathers from. */
export interface AggregatorSource {
	account: string;
	region: string;
	/** Null where the last update went well. */
	trouble: string | null;
}

/** Where an aggregator gathers from, as far as it says; whole organizations are not listed account by account. @throws what the SDK throws. */
export async function aggregatorSources(client: ConfigServiceClient, aggregator: string): Promise<AggregatorSource[]> {
	const sdk = await import("@aws-sdk/client-config-service");
	const sources: AggregatorSource[] = [];
	for await (const { AggregatedSourceStatusList = [] } of pages(
		(NextToken) =>
			client.send(
				new sdk.DescribeConfigurationAggregatorSourcesStatusCommand({
					ConfigurationAggregatorName: aggregator,
					Limit: PAGE,
					NextToken,
				}),
			),
		({ NextToken }) => NextToken,
		({ AggregatedSourceStatusList = [] }) => AggregatedSourceStatusList.length,
	)) {
		for (const { SourceId = "", AwsRegion = "", LastUpdateStatus } of AggregatedSourceStatusList) {
			if (!/^\d{12}$/.test(SourceId) || AwsRegion === "") continue;
			const trouble =
				LastUpdateStatus === "SUCCEEDED"
					? null
					: `the aggregator's data is ${LastUpdateStatus === "OUTDATED" ? "outdated" : "incomplete"}`;
			sources.push({ account: SourceId, region: AwsRegion, trouble });
		}
	}
	return sources;
}

/** How many things an aggregator holds, by account, region or type. @throws what the SDK throws. */
export async function aggregatedCounts(
	client: ConfigServiceClient,
	aggregator: string,
	key: "ACCOUNT_ID" | "AWS_REGION" | "RESOURCE_TYPE",
	account?: string,
): Promise<Map<string, number>> {
	const sdk = await import("@aws-sdk/client-config-service");
	const counts = new Map<string, number>();
	for await (const { GroupedResourceCounts = [] } of pages(
		(NextToken) =>
			client.send(
				new sdk.GetAggregateDiscoveredResourceCountsCommand({
					ConfigurationAggregatorName: aggregator,
					GroupByKey: key,
					NextToken,
					...(account === undefined ? {} : { Filters: { AccountId: account } }),
				}),
			),
		({ NextToken }) => NextToken,
		({ GroupedResourceCounts = [] }) => GroupedResourceCounts.length,
	)) {
		for (const { GroupName, ResourceCount } of GroupedResourceCounts) {
			if (GroupName !== undefined) counts.set(GroupName, ResourceCount ?? 0);
		}
	}
	return counts;
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { InvalidExpression, parseQuery } from "./config-query.ts";

/** A configuration item in the form of the wire: documents are JSON text, times are seconds since 1970. */
export interface WireItem {
	version: string;
	accountId: string;
	awsRegion: string;
	resourceType: string;
	resourceId: string;
	resourceName?: string;
	arn?: string;
	availabilityZone?: string;
	configurationItemStatus: string;
	configurationItemCaptureTime: number;
	configurationStateId: string;
	resourceCreationTime?: number;
	configuration: string;
	supplementaryConfiguration: Record<string, string>;
	/** Only queries tell it. */
	tags?: { key: string; value: string; tag: string }[];
}

/** What can go wrong. Actions are named as IAM names them: `config:SelectResourceConfig`. */
export interface Faults {
	/** Every n-th call of AWS Config is throttled. */
	throttleEvery?: number;
	/** Credentials expire after so many calls of AWS Config. */
	expireAfter?: number;
	/** Actions that are denied; `sts:AssumeRole/<account>` for one account. */
	deny?: string[];
	/** Milliseconds before an answer. */
	delay?: number;
	/** Answers of these actions break off in the middle, every time. */
	truncate?: string[];
	/** Answers of these actions are half of the JSON, every time. */
	halve?: string[];
	/** Only every second key of a batch is answered; the rest is left over, for so many rounds. */
	leaveOver?: number;
	/** Lists give the same token again and again. */
	repeatToken?: boolean;
}

/** What the stand-in stands in for. */
export interface World {
	/** Account of the first credentials. */
	account: string;
	regions: string[];
	/** Accounts of the organization; statuses by id. */
	organization?: Record<string, string>;
	/** By account and region (`123456789012/eu-west-1`), as AWS Config's API has them. */
	recorders: Record<string, { recorder: object; status: object }>;
	aggregators?: Record<string, { sources: object[] }>;
	items: WireItem[];
	faults?: Faults;
}

/** A running stand-in. */
export interface Standin {
	url: string;
	/** Actions called so far, `config:SelectResourceConfig eu-west-1`, in order. */
	calls: string[];
	/** The environment for the SDK. */
	env: Record<string, string>;
	close: () => Promise<void>;
}

/** Answers of an action, or an error of it. */
class AwsError extends Error {
	readonly code: string;
	readonly status: number;
	constructor(code: string, message: string, status = 400) {
		super(message);
		this.code = code;
		this.status = status;
	}
}

interface Caller {
	account: string;
	region: string;
	service: string;
}

const PAGE = 100;

/**
 * Starts a stand-in for AWS Config on the loopback interface, with as much of STS, EC2 and Organizations as finding
 * accounts and regions takes. It speaks the wire protocols, refuses unsigned calls, batches of more than 100 keys, limits
 * above 100 and every query it does not understand.
 */
export async function startConfigServer(world: World, port = 0): Promise<Standin> {
	const calls: string[] = [];
	const fake = new FakeAws(world, calls);
	const server: Server = createServer((request, response) => {
		void fake.answer(request, response);
	});
	// Clients keep their connections for a while.
	server.keepAliveTimeout = 1000;
	await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		url,
		calls,
		env: {
			AWS_ENDPOINT_URL: url,
			AWS_ACCESS_KEY_ID: keyOf(world.account),
			AWS_SECRET_ACCESS_KEY: "not-a-secret",
			AWS_REGION: world.regions[0]!,
			AWS_CONFIG_FILE: "/nonexistent",
			AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
			AWS_EC2_METADATA_DISABLED: "true",
		},
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

/** The access key that stands for an account. */
function keyOf(account: string): string {
	return `AKIA${account}`;
}

class FakeAws {
	readonly #world: World;
	readonly #calls: string[];
	readonly #byType = new Map<string, WireItem[]>();
	readonly #answers = new Map<string, WireItem[]>();
	#configCalls = 0;
	#leftOver = 0;

	constructor(world: World, calls: string[]) {
		this.#world = world;
		this.#calls = calls;
		for (const item of world.items) {
			const known = this.#byType.get(item.resourceType);
			if (known === undefined) this.#byType.set(item.resourceType, [item]);
			else known.push(item);
		}
	}

	async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const body = Buffer.concat(chunks).toString("utf8");
		const target = request.headers["x-amz-target"];
		const json = typeof target === "string";
		const { delay = 0 } = this.#world.faults ?? {};
		if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
		let action = "";
		try {
			const caller = callerOf(request);
			if (json) {
				const [service = "", operation = ""] = target.split(".");
				action = `${service === "StarlingDoveService" ? "config" : "organizations"}:${operation}`;
				this.#calls.push(`${action} ${caller.region}`);
				this.#check(action, caller);
				const input = JSON.parse(body || "{}") as Record<string, unknown>;
				const answer =
					service === "StarlingDoveService"
						? this.#config(operation, input, caller)
						: this.#organizations(operation, input);
				this.#send(response, 200, "application/x-amz-json-1.1", JSON.stringify(answer), action);
				return;
			}
			const form = new URLSearchParams(body);
			action = `${caller.service}:${form.get("Action") ?? ""}`;
			this.#calls.push(`${action} ${caller.region}`);
			this.#check(action, caller);
			this.#send(response, 200, "text/xml", this.#query(action, form, caller), action);
		} catch (error) {
			const { code, status, message } =
				error instanceof AwsError
					? error
					: new AwsError("InternalFailure", error instanceof Error ? error.message : "?", 500);
			if (json) {
				this.#send(response, status, "application/x-amz-json-1.1", JSON.stringify({ __type: code, message }), "");
			} else {
				const inner = `<Code>${code}</Code><Message>${message}</Message>`;
				const text = action.startsWith("ec2:")
					? `<Response><Errors><Error>${inner}</Error></Errors><RequestID>0</RequestID></Response>`
					: `<ErrorResponse><Error><Type>Sender</Type>${inner}</Error><RequestId>0</RequestId></ErrorResponse>`;
				this.#send(response, status, "text/xml", text, "");
			}
		}
	}

	#send(response: ServerResponse, status: number, type: string, text: string, action: string): void {
		const { truncate = [], halve = [] } = this.#world.faults ?? {};
		if (halve.includes(action)) {
			response.writeHead(status, { "content-type": type }).end(text.slice(0, text.length / 2));
			return;
		}
		response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(text) });
		if (!truncate.includes(action)) {
			response.end(text);
			return;
		}
		response.write(text.slice(0, text.length / 2), () => response.destroy());
	}

	#check(action: string, caller: Caller): void {
		const { deny = [], throttleEvery, expireAfter } = this.#world.faults ?? {};
		if (action.startsWith("config:")) {
			this.#configCalls += 1;
			if (expireAfter !== undefined && this.#configCalls > expireAfter) {
				throw new AwsError("ExpiredTokenException", "The security token included in the request is expired");
			}
			if (throttleEvery !== undefined && this.#configCalls % throttleEvery === 0) {
				throw new AwsError("ThrottlingException", "Rate exceeded");
			}
		}
		if (deny.includes(action) || deny.includes(`${action}/${caller.region}`)) {
			const code = action.startsWith("ec2:")
				? "UnauthorizedOperation"
				: action.startsWith("sts:")
					? "AccessDenied"
					: "AccessDeniedException";
			throw new AwsError(
				code,
				`not authorized to perform: ${action}`,
				action.startsWith("sts:") || action.startsWith("ec2:") ? 403 : 400,
			);
		}
	}

	#query(action: string, form: URLSearchParams, { account }: Caller): string {
		switch (action) {
			case "sts:GetCallerIdentity":
				return `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:sts::${account}:assumed-role/scan/assay</Arn><UserId>AROA:assay</UserId><Account>${account}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>0</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;
			case "sts:AssumeRole": {
				const arn = form.get("RoleArn") ?? "";
				const target = arn.split(":")[4] ?? "";
				if (this.#world.faults?.deny?.includes(`sts:AssumeRole/${target}`)) {
					throw new AwsError("AccessDenied", `not authorized to perform: sts:AssumeRole on resource: ${arn}`, 403);
				}
				return `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><AssumedRoleUser><AssumedRoleId>AROA:assay</AssumedRoleId><Arn>${arn}</Arn></AssumedRoleUser><Credentials><AccessKeyId>${keyOf(target)}</AccessKeyId><SecretAccessKey>not-a-secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult><ResponseMetadata><RequestId>0</RequestId></ResponseMetadata></AssumeRoleResponse>`;
			}
			case "ec2:DescribeRegions": {
				const regions = this.#world.regions.map(
					(name) =>
						`<item><regionName>${name}</regionName><regionEndpoint>ec2.${name}.amazonaws.com</regionEndpoint><optInStatus>opt-in-not-required</optInStatus></item>`,
				);
				return `<DescribeRegionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>0</requestId><regionInfo>${regions.join("")}</regionInfo></DescribeRegionsResponse>`;
			}
			default:
				throw new AwsError("InvalidAction", `${action} is not known here`);
		}
	}

	#organizations(operation: string, input: Record<string, unknown>): object {
		if (operation !== "ListAccounts") throw new AwsError("UnknownOperationException", operation);
		const accounts = Object.entries(this.#world.organization ?? {}).map(([Id, Status]) => ({
			Id,
			Status,
			State: Status,
		}));
		const { page, next } = paged(accounts, input.NextToken, 2, "accounts", this.#world.faults);
		return { Accounts: page, ...(next === undefined ? {} : { NextToken: next }) };
	}

	#config(operation: string, input: Record<string, unknown>, caller: Caller): object {
		const place = `${caller.account}/${caller.region}`;
		const here = (item: WireItem) =>
			item.accountId === caller.account && (item.awsRegion === caller.region || item.awsRegion === "global");
		switch (operation) {
			case "DescribeConfigurationRecorders": {
				const known = this.#world.recorders[place];
				return { ConfigurationRecorders: known === undefined ? [] : [known.recorder] };
			}
			case "DescribeConfigurationRecorderStatus": {
				const known = this.#world.recorders[place];
				return { ConfigurationRecordersStatus: known === undefined ? [] : [known.status] };
			}
			case "ListDiscoveredResources": {
				const limit = limitOf(input.limit);
				const found = this.#ofType(text(input.resourceType, "resourceType")).filter(here);
				const { page, next } = paged(found, input.nextToken, limit, `list ${input.resourceType}`, this.#world.faults);
				const resourceIdentifiers = page.map(({ resourceType, resourceId, resourceName }) => ({
					resourceType,
					resourceId,
					resourceName,
				}));
				return { resourceIdentifiers, ...(next === undefined ? {} : { nextToken: next }) };
			}
			case "BatchGetResourceConfig": {
				const keys = keysOf(input.resourceKeys);
				const [asked, left] = this.#leave(keys);
				const items = asked.flatMap(({ resourceType, resourceId }) =>
					this.#ofType(resourceType ?? "").filter((item) => here(item) && item.resourceId === resourceId),
				);
				return { baseConfigurationItems: items.map(withoutTags), unprocessedResourceKeys: left };
			}
			case "SelectResourceConfig": {
				const { rows, next } = this.#select(input, place, here);
				return { Results: rows, QueryInfo: { SelectFields: [] }, ...(next === undefined ? {} : { NextToken: next }) };
			}
			case "GetResourceConfigHistory": {
				const type = text(input.resourceType, "resourceType");
				const items = this.#ofType(type).filter((item) => here(item) && item.resourceId === input.resourceId);
				if (items.length === 0) throw new AwsError("ResourceNotDiscoveredException", "no such resource");
				return { configurationItems: items.map(withoutTags) };
			}
		}
		return this.#aggregate(operation, input);
	}

	#aggregate(operation: string, input: Record<string, unknown>): object {
		const name = text(input.ConfigurationAggregatorName, "ConfigurationAggregatorName");
		const aggregator = this.#world.aggregators?.[name];
		if (aggregator === undefined) throw new AwsError("NoSuchConfigurationAggregatorException", "no such aggregator");
		const filters = (input.Filters ?? {}) as Record<string, string>;
		const passes = (item: WireItem) =>
			(filters.AccountId ?? item.accountId) === item.accountId && (filters.Region ?? item.awsRegion) === item.awsRegion;
		switch (operation) {
			case "DescribeConfigurationAggregatorSourcesStatus": {
				const { page, next } = paged(
					aggregator.sources,
					input.NextToken,
					limitOf(input.Limit),
					"sources",
					this.#world.faults,
				);
				return { AggregatedSourceStatusList: page, ...(next === undefined ? {} : { NextToken: next }) };
			}
			case "GetAggregateDiscoveredResourceCounts": {
				const keys = { ACCOUNT_ID: "accountId", AWS_REGION: "awsRegion", RESOURCE_TYPE: "resourceType" } as const;
				const key = keys[input.GroupByKey as keyof typeof keys];
				if (key === undefined) throw new AwsError("ValidationException", "GroupByKey");
				const counts = new Map<string, number>();
				for (const item of this.#world.items) if (passes(item)) counts.set(item[key], (counts.get(item[key]) ?? 0) + 1);
				const groups = [...counts].map(([GroupName, ResourceCount]) => ({ GroupName, ResourceCount }));
				const { page, next } = paged(groups, input.NextToken, PAGE, `counts ${key}`, this.#world.faults);
				return {
					TotalDiscoveredResources: groups.length,
					GroupedResourceCounts: page,
					...(next === undefined ? {} : { NextToken: next }),
				};
			}
			case "SelectAggregateResourceConfig": {
				const { rows, next } = this.#select(input, name, () => true);
				return { Results: rows, ...(next === undefined ? {} : { NextToken: next }) };
			}
			case "ListAggregateDiscoveredResources": {
				const type = text(input.ResourceType, "ResourceType");
				const found = this.#ofType(type).filter(passes);
				const { page, next } = paged(found, input.NextToken, limitOf(input.Limit), `list ${type}`, this.#world.faults);
				const ResourceIdentifiers = page.map((item) => ({
					SourceAccountId: item.accountId,
					SourceRegion: item.awsRegion,
					ResourceId: item.resourceId,
					ResourceType: item.resourceType,
					ResourceName: item.resourceName,
				}));
				return { ResourceIdentifiers, ...(next === undefined ? {} : { NextToken: next }) };
			}
			case "BatchGetAggregateResourceConfig": {
				const [asked, left] = this.#leave(keysOf(input.ResourceIdentifiers));
				const items = asked.flatMap((key) =>
					this.#ofType(key.ResourceType ?? "").filter(
						(item) =>
							item.resourceId === key.ResourceId &&
							item.accountId === key.SourceAccountId &&
							item.awsRegion === key.SourceRegion,
					),
				);
				return { BaseConfigurationItems: items.map(withoutTags), UnprocessedResourceIdentifiers: left };
			}
			default:
				throw new AwsError("UnknownOperationException", operation);
		}
	}

	#ofType(type: string): WireItem[] {
		return this.#byType.get(type) ?? [];
	}

	/** Splits keys into those that are answered and those that are left over. */
	#leave<T>(keys: T[]): [T[], T[]] {
		const { leaveOver = 0 } = this.#world.faults ?? {};
		if (this.#leftOver >= leaveOver) return [keys, []];
		this.#leftOver += 1;
		return [keys.filter((_, index) => index % 2 === 0), keys.filter((_, index) => index % 2 === 1)];
	}

	#select(
		input: Record<string, unknown>,
		place: string,
		visible: (item: WireItem) => boolean,
	): { rows: string[]; next: string | undefined } {
		const limit = limitOf(input.Limit);
		const expression = text(input.Expression, "Expression");
		let query: ReturnType<typeof parseQuery>;
		try {
			query = parseQuery(expression);
		} catch (error) {
			if (error instanceof InvalidExpression) throw new AwsError("InvalidExpressionException", error.message);
			throw error;
		}
		// The pages of one question are cut from one answer.
		const key = `${place} ${expression}`;
		let found = this.#answers.get(key);
		if (found === undefined) {
			found = this.#world.items.filter(
				(item) => visible(item) && query.conditions.every(({ property, test }) => test(propertyOf(item, property))),
			);
			this.#answers.set(key, found);
		}
		const { page, next } = paged(found, input.NextToken, limit, expression, this.#world.faults);
		return { rows: page.map((item) => JSON.stringify(rowOf(item, query.columns))), next };
	}
}

/** Who signed a request. Only the form of the signature is looked at. @throws AwsError for unsigned calls. */
function callerOf({ headers }: IncomingMessage): Caller {
	const given = headers.authorization ?? "";
	const [, key, region, service] =
		/^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request, *SignedHeaders=[^,]*\bhost\b[^,]*, *Signature=[0-9a-f]{64}$/.exec(
			given,
		) ?? [];
	if (key === undefined || headers["x-amz-date"] === undefined) {
		throw new AwsError("MissingAuthenticationTokenException", "the call is not signed", 403);
	}
	if (!key.startsWith("AKIA")) throw new AwsError("UnrecognizedClientException", "the access key is not known", 403);
	return { account: key.slice(4), region: region!, service: service! };
}

function limitOf(given: unknown): number {
	if (given === undefined || given === null || given === 0) return 25;
	if (typeof given !== "number" || given < 0 || given > PAGE)
		throw new AwsError("InvalidLimitException", "the limit is above 100");
	return given;
}

function keysOf(given: unknown): Record<string, string>[] {
	if (!Array.isArray(given) || given.length < 1 || given.length > PAGE) {
		throw new AwsError("ValidationException", "expected 1 to 100 keys");
	}
	return given as Record<string, string>[];
}

function text(given: unknown, name: string): string {
	if (typeof given !== "string" || given === "") throw new AwsError("ValidationException", `${name} is missing`);
	return given;
}

/** A page; tokens hold for one question only. */
function paged<T>(
	all: T[],
	token: unknown,
	limit: number,
	question: string,
	faults: Faults | undefined,
): { page: T[]; next: string | undefined } {
	let start = 0;
	if (token !== undefined && token !== null) {
		const [, number, asked] = /^(\d+) (.*)$/s.exec(Buffer.from(String(token), "base64").toString("utf8")) ?? [];
		if (asked !== question) throw new AwsError("InvalidNextTokenException", "the token is not of this question");
		start = Number(number);
	}
	if (faults?.repeatToken === true) {
		return { page: all.slice(0, limit), next: Buffer.from(`0 ${question}`).toString("base64") };
	}
	const end = start + limit;
	return {
		page: all.slice(start, end),
		next: end < all.length ? Buffer.from(`${end} ${question}`).toString("base64") : undefined,
	};
}

/** Batches do not tell tags. */
function withoutTags({ tags: _, ...item }: WireItem): Omit<WireItem, "tags"> {
	return item;
}

/** A row holds documents as values, except for those that are text in AWS's own answers. */
function rowOf(item: WireItem, columns: string[]): Record<string, unknown> {
	return Object.fromEntries(
		columns.map((column) => [column, propertyOf(item, column)]).filter(([, value]) => value !== undefined),
	);
}

function propertyOf(item: WireItem, property: string): unknown {
	const [top = "", ...rest] = property.split(".");
	let value: unknown = item[top as keyof WireItem];
	if (top === "configuration") value = JSON.parse(item.configuration);
	if (top === "supplementaryConfiguration") {
		const decoded = Object.entries(item.supplementaryConfiguration).map(([name, text]) => [
			name,
			name === "Policy" ? text : parsed(text),
		]);
		value = Object.fromEntries(decoded);
	}
	if (top === "configurationItemCaptureTime") value = new Date(item.configurationItemCaptureTime * 1000).toISOString();
	for (const step of rest) value = (value as Record<string, unknown> | null)?.[step];
	return value;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

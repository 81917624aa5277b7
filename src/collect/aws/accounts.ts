import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { compareText } from "../../order.ts";
import { noteCall, type Trouble, troubleOf } from "./errors.ts";
import type { RateLimiter } from "./limiter.ts";
import { pages } from "./pages.ts";
import { type Calls, ClientPool, type Credentials } from "./session.ts";

/** Calls that find out whom and what there is to read. */
export const ACCOUNT_CALLS: Calls = {
	GetCallerIdentity: "sts:GetCallerIdentity",
	DescribeRegions: "ec2:DescribeRegions",
	ListAccounts: "organizations:ListAccounts",
};

/** The call that `--accounts` and `--organization` make into each account. */
export const ASSUME_ROLE = "sts:AssumeRole";

/** Options that make no sense. The message says which. */
export class AwsOptionError extends Error {
	override readonly name = "AwsOptionError";
}

/** What of the options says whose accounts are read, checked. */
export interface AccountOptions {
	profile?: string;
	/** Sorted. Undefined: all that are enabled. */
	regions?: string[];
	/** Sorted. Undefined: the caller's own, or the organization's. */
	accounts?: string[];
	organization: boolean;
	assumeRole?: string;
	externalId?: string;
}

/** Who calls: the account and the partition of the credentials. */
export interface Caller {
	account: string;
	partition: string;
}

/** Regions of the services that a partition has only once. */
const HOME_REGIONS: Record<string, string> = {
	aws: "us-east-1",
	"aws-cn": "cn-north-1",
	"aws-us-gov": "us-gov-west-1",
};

/** Where a partition's global services are asked. */
export function homeRegion(partition: string): string {
	return HOME_REGIONS[partition] ?? "us-east-1";
}

/** Which accounts are read, and as whom. Names as on the command line (`docs/aws.md`). */
export interface AccountChoice {
	cwd: string;
	profile?: string;
	regions?: string[];
	/** Account ids, or `@file` with one a line. */
	accounts?: string[];
	organization?: boolean;
	/** Name or ARN; `{account}` stands for the account's id. */
	assumeRole?: string;
	externalId?: string;
	aggregator?: string;
}

/**
 * Checks the options.
 * @throws AwsOptionError
 */
export function readAccountOptions(options: AccountChoice): AccountOptions {
	const { profile, organization = false, assumeRole, externalId, aggregator } = options;
	const regions = options.regions === undefined ? undefined : sorted(options.regions);
	for (const region of regions ?? []) {
		if (!/^[a-z]{2}(?:-[a-z]+)+-\d{1,2}$/.test(region))
			throw new AwsOptionError(`--regions: not a region: "${region}"`);
	}
	const accounts = options.accounts === undefined ? undefined : readAccounts(options.accounts, options.cwd);
	if (accounts !== undefined && organization)
		throw new AwsOptionError("--accounts and --organization exclude each other");
	if (organization && aggregator !== undefined) {
		throw new AwsOptionError("--aggregator says which accounts there are: leave out --organization");
	}
	if ((accounts !== undefined || organization) && aggregator === undefined && assumeRole === undefined) {
		throw new AwsOptionError("--accounts and --organization need --assume-role");
	}
	if (externalId !== undefined && assumeRole === undefined)
		throw new AwsOptionError("--external-id needs --assume-role");
	const fixed = assumeRole?.startsWith("arn:") === true && !assumeRole.includes("{account}");
	if (fixed && (organization || (accounts?.length ?? 0) > 1) && aggregator === undefined) {
		throw new AwsOptionError("--assume-role: an ARN names one account; write {account} in place of its id");
	}
	return {
		organization,
		...(profile === undefined ? {} : { profile }),
		...(regions === undefined ? {} : { regions }),
		...(accounts === undefined ? {} : { accounts }),
		...(assumeRole === undefined ? {} : { assumeRole }),
		...(externalId === undefined ? {} : { externalId }),
	};
}

function readAccounts(given: string[], cwd: string): string[] {
	const ids = given.flatMap((entry) => {
		if (!entry.startsWith("@")) return [entry];
		let text: string;
		try {
			text = readFileSync(resolve(cwd, entry.slice(1)), "utf8");
		} catch (error) {
			throw new AwsOptionError(`--accounts: ${entry} cannot be read (${(error as NodeJS.ErrnoException).code})`);
		}
		return text
			.split(/[\r\n]+/)
			.map((line) => line.replace(/#.*$/, "").trim())
			.filter(Boolean);
	});
	for (const id of ids) {
		if (!/^\d{12}$/.test(id)) throw new AwsOptionError(`--accounts: not an account's id of 12 digits: "${id}"`);
	}
	if (ids.length === 0) throw new AwsOptionError("--accounts: no account is named");
	return sorted(ids);
}

function sorted(values: string[]): string[] {
	return [...new Set(values)].sort(compareText);
}

/** The region that calls belonging to no particular one go to: the first wanted, else the one that is configured. */
export async function startRegion({ profile, regions }: AccountOptions): Promise<string> {
	if (regions !== undefined) return regions[0]!;
	const { STSClient } = await import("@aws-sdk/client-sts");
	const client = new STSClient(profile === undefined ? {} : { profile });
	try {
		return await client.config.region();
	} catch {
		// None is configured.
		return "us-east-1";
	} finally {
		client.destroy();
	}
}

/** The caller's own credentials, with the role taken on where one is named and no accounts are. */
export async function baseCredentials(options: AccountOptions, region: string): Promise<Credentials | undefined> {
	const { profile, assumeRole, accounts, organization } = options;
	const own = profile === undefined ? undefined : await profileCredentials(profile, region);
	if (assumeRole?.startsWith("arn:") !== true || accounts !== undefined || organization) return own;
	return roleCredentials(assumeRole, options.externalId, own, region);
}

async function profileCredentials(profile: string, region: string): Promise<Credentials> {
	const { fromIni } = await import("@aws-sdk/credential-providers");
	const provider = fromIni({ profile, clientConfig: { region } });
	return once(() => provider());
}

/** Credentials of a role, taken on when first needed and again when they are about to expire. */
export async function roleCredentials(
	arn: string,
	externalId: string | undefined,
	own: Credentials | undefined,
	region: string,
): Promise<Credentials> {
	const { fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
	const provider = fromTemporaryCredentials({
		...(own === undefined ? {} : { masterCredentials: own }),
		clientConfig: { region },
		params: {
			RoleArn: arn,
			RoleSessionName: "assay",
			...(externalId === undefined ? {} : { ExternalId: externalId }),
		},
	});
	return once(async () => {
		try {
			return await provider();
		} catch (error) {
			noteCall(error, { action: ASSUME_ROLE, region });
			throw error;
		}
	});
}

/** Milliseconds before their end at which credentials are got anew. */
const MARGIN = 5 * 60 * 1000;

/** Gets credentials once for all clients of an account, and again before they expire. */
function once(provider: Credentials): Credentials {
	let known: ReturnType<Credentials> | null = null;
	return async () => {
		if (known !== null) {
			const { expiration } = await known;
			if (expiration === undefined || expiration.getTime() - Date.now() > MARGIN) return known;
		}
		const asked = provider();
		known = asked;
		// A failure is not remembered: the next call may have more luck.
		asked.catch(() => {
			if (known === asked) known = null;
		});
		return asked;
	};
}

/** ARN of the role to take on in an account. */
export function roleArn(role: string, account: string, partition: string): string {
	const named = role.replaceAll("{account}", account);
	return named.startsWith("arn:") ? named : `arn:${partition}:iam::${account}:role/${named}`;
}

/** Asks with some credentials who they are of, which regions are enabled, and which accounts there are. */
export class AccountFinder {
	readonly #pool: ClientPool;
	readonly #region: string;

	constructor(
		access: { credentials?: Credentials; profile?: string; limiter: RateLimiter; signal: AbortSignal },
		region: string,
	) {
		this.#pool = new ClientPool(access);
		this.#region = region;
	}

	/** @throws what the SDK throws. */
	async caller(): Promise<Caller> {
		const { STSClient, GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
		const { Account, Arn } = await this.#client(STSClient).send(new GetCallerIdentityCommand({}));
		if (Account === undefined || !/^\d{12}$/.test(Account)) throw new Error("sts:GetCallerIdentity names no account");
		return { account: Account, partition: Arn?.split(":")[1] || "aws" };
	}

	/** Enabled regions, sorted; or why they are not known. Ends by throwing what ends the scan. */
	async regions(): Promise<string[] | Trouble> {
		try {
			const { EC2Client, DescribeRegionsCommand } = await import("@aws-sdk/client-ec2");
			const { Regions = [] } = await this.#client(EC2Client).send(new DescribeRegionsCommand({}));
			return sorted(Regions.flatMap(({ RegionName }) => RegionName ?? []));
		} catch (error) {
			const trouble = troubleOf(error);
			if (trouble.ends) throw error;
			return trouble;
		}
	}

	/**
	 * Ids of the active accounts of the organization, sorted.
	 * @throws what the SDK throws.
	 */
	async accounts(): Promise<string[]> {
		const { OrganizationsClient, ListAccountsCommand } = await import("@aws-sdk/client-organizations");
		const client = this.#client(OrganizationsClient);
		const ids: string[] = [];
		for await (const { Accounts = [] } of pages(
			(NextToken) => client.send(new ListAccountsCommand({ NextToken })),
			({ NextToken }) => NextToken,
			({ Accounts = [] }) => Accounts.length,
		)) {
			// `State` takes the place of `Status`, which goes away.
			for (const { Id, State, Status } of Accounts)
				if (Id !== undefined && (State ?? Status) === "ACTIVE") ids.push(Id);
		}
		return sorted(ids);
	}

	close(): void {
		this.#pool.close();
	}

	#client<Client>(kind: new (configuration: never) => Client): Client {
		return this.#pool.client(kind, ACCOUNT_CALLS, { region: this.#region });
	}
}

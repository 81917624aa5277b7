import { expect, test } from "vitest";
import type { AwsCollector } from "../../../../../src/collect/aws/collector.ts";
import { collectors } from "../../../../../src/collect/aws/collectors.ts";
import { RateLimiter } from "../../../../../src/collect/aws/limiter.ts";
import { ClientPool, createSession } from "../../../../../src/collect/aws/session.ts";
import type { AwsItem } from "../../../../../src/model/aws.ts";

const REGION = "eu-west-1";
const access = {
	account: "123456789012",
	partition: "aws",
	regions: [REGION],
	limiter: new RateLimiter(1000),
	signal: new AbortController().signal,
	onTrouble: () => {},
};

interface Command {
	constructor: { name: string };
	input: Record<string, unknown>;
}

/** The items of one collector whose calls are answered here instead of by AWS. */
async function collect(
	name: string,
	answer: (operation: string, input: Command["input"]) => object,
): Promise<AwsItem[]> {
	const collector = collectors.find((one) => one.name === name) as AwsCollector;
	const asked: string[] = [];
	const session = {
		...createSession(access, new ClientPool(access), collector, REGION),
		client: <Client>() =>
			({
				send: async (command: Command) => {
					const operation = command.constructor.name.replace(/Command$/, "");
					asked.push(operation);
					return answer(operation, command.input);
				},
			}) as Client,
	};
	const items: AwsItem[] = [];
	for await (const item of collector.collect(session)) items.push(item);
	expect(Object.keys(collector.calls)).toEqual(expect.arrayContaining(asked));
	return items;
}

const failure = (name: string) => Object.assign(new Error("no"), { name });

test("what web ACLs protect is asked page by page; an ACL deleted meanwhile protects nothing", async () => {
	const items = await collect("waf", (operation, input) => {
		if (operation === "ListWebACLs") {
			if (input.NextMarker === undefined) return { WebACLs: [{ ARN: "acl-1" }, { ARN: "acl-gone" }], NextMarker: "a" };
			if (input.NextMarker === "a") return { WebACLs: [{ ARN: "acl-2" }], NextMarker: "b" };
			return { WebACLs: [], NextMarker: "c" };
		}
		if (input.WebACLArn === "acl-gone") throw failure("WAFNonexistentItemException");
		return { ResourceArns: input.WebACLArn === "acl-1" ? ["lb-1", "lb-2"] : ["lb-3"] };
	});
	expect(items.map(({ configuration }) => configuration)).toEqual([
		{ WebACLArn: "acl-1", ResourceArn: "lb-1" },
		{ WebACLArn: "acl-1", ResourceArn: "lb-2" },
		{ WebACLArn: "acl-2", ResourceArn: "lb-3" },
	]);
});

test("pages of web ACLs that lead in a circle are an error", async () => {
	const page = { WebACLs: [{ ARN: "acl-1" }], NextMarker: "a" };
	const run = collect("waf", (operation) => (operation === "ListWebACLs" ? page : { ResourceArns: [] }));
	await expect(run).rejects.toThrow("token repeats");
});

test("a denied look at what an ACL protects is an error, not an ACL that protects nothing", async () => {
	const run = collect("waf", (operation) => {
		if (operation === "ListWebACLs") return { WebACLs: [{ ARN: "acl-1" }] };
		throw failure("AccessDeniedException");
	});
	await expect(run).rejects.toThrow("no");
});

test("the block of snapshot sharing comes with whether there are snapshots", async () => {
	const block = (snapshots: object[]) =>
		collect("ec2-snapshot-block", (operation) =>
			operation === "DescribeSnapshots" ? { Snapshots: snapshots } : { State: "unblocked" },
		);
	expect(await block([{}])).toMatchObject([
		{ configuration: { State: "unblocked" }, supplementary: { HasSnapshots: true }, region: REGION },
	]);
	expect(await block([])).toMatchObject([{ supplementary: { HasSnapshots: false } }]);
});

test("snapshots that cannot be counted leave a trace", async () => {
	const [item] = await collect("ec2-snapshot-block", (operation) => {
		if (operation === "DescribeSnapshots") throw failure("UnauthorizedOperation");
		return { State: "unblocked" };
	});
	expect(Object.keys(item?.missing ?? {})).toEqual(["HasSnapshots"]);
});

test("the metadata default of the account is told, also where there is none", async () => {
	const defaults = (answer: object) => collect("ec2-metadata-defaults", () => answer);
	expect(await defaults({ AccountLevel: { HttpTokens: "required" } })).toMatchObject([
		{ configuration: { HttpTokens: "required" } },
	]);
	expect(await defaults({})).toMatchObject([{ configuration: {} }]);
});

test("a registry without a policy has none to judge; any other answer is an error", async () => {
	const policy = (name: string) =>
		collect("ecr-registry-policy", () => {
			throw failure(name);
		});
	expect(await policy("RegistryPolicyNotFoundException")).toEqual([]);
	await expect(policy("AccessDeniedException")).rejects.toThrow("no");
});

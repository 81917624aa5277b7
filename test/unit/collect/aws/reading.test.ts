import { expect, test } from "vitest";
import { readAccountOptions, roleArn } from "../../../../src/collect/aws/accounts.ts";
import { readAhead } from "../../../../src/collect/aws/ahead.ts";
import { EndlessListError, noteCall, troubleOf } from "../../../../src/collect/aws/errors.ts";
import { RateLimiter } from "../../../../src/collect/aws/limiter.ts";
import { pages } from "../../../../src/collect/aws/pages.ts";
import { inOrder } from "../../../../src/collect/aws/session.ts";

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
	const found: T[] = [];
	for await (const value of values) found.push(value);
	return found;
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test("the bucket lets a burst through and then keeps the rate", () => {
	let now = 0;
	const limiter = new RateLimiter(10, () => now);
	expect(Array.from({ length: 12 }, () => limiter.take())).toEqual([...Array(10).fill(0), 100, 200]);
	now = 1200;
	expect(limiter.take()).toBe(0);
	now = 100_000;
	expect(Array.from({ length: 11 }, () => limiter.take()).at(-1)).toBe(100);
	const slow = new RateLimiter(0.5, () => now);
	expect([slow.take(), slow.take()]).toEqual([0, 2000]);
});

test("lists end, or end with an error", async () => {
	const read = (answers: { items: number[]; next?: string }[]) => {
		let asked = 0;
		return all(
			pages(
				async () => answers[Math.min(asked++, answers.length - 1)]!,
				({ next }) => next,
				({ items }) => items.length,
			),
		);
	};
	expect(await read([{ items: [1], next: "a" }, { items: [], next: "b" }, { items: [2] }])).toHaveLength(3);
	expect(await read([{ items: [1], next: "" }])).toHaveLength(1);
	await expect(read([{ items: [1], next: "a" }])).rejects.toThrow(EndlessListError);
	let token = 0;
	const endless = pages(
		async () => ({ next: String(token++) }),
		({ next }) => next,
		() => 0,
	);
	await expect(all(endless)).rejects.toThrow("empty pages do not end");
});

test("tasks run side by side, a few at a time, and give their results in order", async () => {
	let running = 0;
	let most = 0;
	const task = async (number: number) => {
		running += 1;
		most = Math.max(most, running);
		await pause(number % 2 === 0 ? 20 : 1);
		running -= 1;
		return number;
	};
	expect(await all(inOrder([0, 1, 2, 3, 4, 5, 6], task, 3))).toEqual([0, 1, 2, 3, 4, 5, 6]);
	expect(most).toBe(3);
	const failing = inOrder([1, 2], async (number) => (number === 2 ? Promise.reject(new Error("no")) : number), 2);
	await expect(all(failing)).rejects.toThrow("no");
});

test("sources are read ahead, in their order, without running away", async () => {
	const begun: number[] = [];
	let given = 0;
	const source = (number: number) =>
		async function* () {
			begun.push(number);
			for (let count = 0; count < 10; count++) {
				given += 1;
				yield number * 10 + count;
			}
		};
	const reading = readAhead([source(0), source(1), source(2)], 2, 2);
	const first = await reading.next();
	await pause(5);
	expect(first.value).toBe(0);
	expect(begun).toEqual([0, 1]);
	expect(given).toBeLessThanOrEqual(6);
	expect(await all(reading)).toEqual(Array.from({ length: 29 }, (_, index) => index + 1));
	const failing = readAhead(
		[
			async function* () {
				yield 1;
				throw new Error("no");
			},
		],
		2,
		1,
	);
	await expect(all(failing)).rejects.toThrow("no");
});

const failure = (name: string, status?: number) =>
	Object.assign(new Error("secret text"), { name, $metadata: { httpStatusCode: status } });

test.each([
	[failure("AccessDenied", 403), "denied", "s3:GetBucketPolicy was denied"],
	[failure("UnauthorizedOperation", 403), "denied", "s3:GetBucketPolicy was denied"],
	[failure("SyntaxError", 403), "denied", "s3:GetBucketPolicy was denied"],
	[failure("ExpiredTokenException", 400), "credentials", "the credentials expired"],
	[failure("InvalidClientTokenId", 403), "credentials", "the credentials were not accepted (InvalidClientTokenId)"],
	[failure("CredentialsProviderError"), "credentials", "no credentials were found"],
	[failure("ThrottlingException", 400), "throttled", "s3:GetBucketPolicy was throttled, also after retries"],
	[failure("OptInRequired", 403), "unavailable", "s3:GetBucketPolicy is not available here (OptInRequired)"],
	[
		Object.assign(new Error("x"), { code: "ENOTFOUND" }),
		"unavailable",
		"s3:GetBucketPolicy is not available here (ENOTFOUND)",
	],
	[
		Object.assign(new Error("x"), { code: "ECONNRESET" }),
		"unreachable",
		"s3:GetBucketPolicy was not answered (ECONNRESET)",
	],
	[failure("SyntaxError", 500), "unsupported", "s3:GetBucketPolicy is not supported here"],
	[failure("NotImplemented", 501), "unsupported", "s3:GetBucketPolicy is not supported here"],
	[failure("InternalError", 500), "failed", "s3:GetBucketPolicy failed (InternalError, HTTP 500)"],
	[failure("AbortError"), "aborted", "the scan was stopped"],
	["text", "failed", "a call failed (unknown error)"],
	[null, "failed", "a call failed (unknown error)"],
])("%s is judged by name and status", (error, kind, reason) => {
	noteCall(error, { action: "s3:GetBucketPolicy", region: "eu-west-1" });
	const trouble = troubleOf(error);
	expect([trouble.kind, trouble.reason]).toEqual([kind, reason]);
	expect(trouble.ends).toBe(kind === "credentials" || kind === "aborted");
	expect(JSON.stringify(trouble)).not.toContain("secret text");
});

test("roles are named by name or ARN", () => {
	expect(roleArn("scan", "123456789012", "aws-cn")).toBe("arn:aws-cn:iam::123456789012:role/scan");
	expect(roleArn("arn:aws:iam::{account}:role/a/scan", "123456789012", "aws")).toBe(
		"arn:aws:iam::123456789012:role/a/scan",
	);
	expect(() =>
		readAccountOptions({
			cwd: "/",
			accounts: ["111111111111", "222222222222"],
			assumeRole: "arn:aws:iam::111111111111:role/a",
		}),
	).toThrow("{account}");
	expect(readAccountOptions({ cwd: "/", regions: ["us-east-1", "eu-west-1", "us-east-1"] }).regions).toEqual([
		"eu-west-1",
		"us-east-1",
	]);
});

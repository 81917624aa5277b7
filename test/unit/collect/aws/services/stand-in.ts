import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { AwsCollector } from "../../../../../src/collect/aws/collector.ts";
import { RateLimiter } from "../../../../../src/collect/aws/limiter.ts";
import { ClientPool, createSession } from "../../../../../src/collect/aws/session.ts";
import type { AwsItem } from "../../../../../src/model/aws.ts";
import type { Json } from "../../../../../src/model/json.ts";

/** An answer: the body, or an error of AWS with its HTTP status. */
export type Reply = Json | { error: string; status: number };

/** What a service that speaks JSON over REST answers to `GET /guardrails?nextToken=2`; undefined for what it does not know. */
export type Service = (request: string, body: Json) => Reply | undefined;

/** A service on the loopback interface for the SDK's own clients. Requests without a signature are refused. */
export async function serve(service: Service): Promise<{ endpoint: string; stop: () => Promise<void> }> {
	const server = createServer(async (request, response) => {
		const signed = request.headers.authorization?.startsWith("AWS4-HMAC-SHA256 ") === true;
		const reply = signed ? service(`${request.method} ${request.url}`, await bodyOf(request)) : undefined;
		const found = reply ?? { error: "UnknownOperationException", status: 404 };
		const failed = typeof found === "object" && "error" in found ? (found as { error: string; status: number }) : null;
		response.statusCode = failed?.status ?? 200;
		response.setHeader("content-type", "application/json");
		if (failed !== null) response.setHeader("x-amzn-errortype", failed.error);
		response.end(JSON.stringify(failed === null ? found : { message: "no" }));
	}).listen(0, "127.0.0.1");
	await once(server, "listening");
	const stop = async () => {
		server.closeAllConnections();
		server.close();
		await once(server, "close");
	};
	return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

async function bodyOf(request: IncomingMessage): Promise<Json> {
	let text = "";
	for await (const chunk of request) text += String(chunk);
	return text === "" ? null : (JSON.parse(text) as Json);
}

/**
 * What a collector makes of a service, and why parts could not be read.
 * @throws what the collector throws.
 */
export async function collectFrom(
	endpoint: string,
	collector: AwsCollector,
	region: string,
): Promise<{ items: AwsItem[]; reasons: string[] }> {
	const reasons: string[] = [];
	const access = {
		account: "123456789012",
		partition: "aws",
		credentials: async () => ({ accessKeyId: "test", secretAccessKey: "test" }),
		regions: [region],
		limiter: new RateLimiter(500),
		signal: new AbortController().signal,
		onTrouble: ({ reason }: { reason: string }) => reasons.push(reason),
	};
	const before = process.env.AWS_ENDPOINT_URL;
	process.env.AWS_ENDPOINT_URL = endpoint;
	const pool = new ClientPool(access);
	const items: AwsItem[] = [];
	try {
		for await (const item of collector.collect(createSession(access, pool, collector, region))) items.push(item);
	} finally {
		pool.close();
		if (before === undefined) delete process.env.AWS_ENDPOINT_URL;
		else process.env.AWS_ENDPOINT_URL = before;
	}
	return { items, reasons: reasons.sort() };
}

import { escapeTerminal } from "../report/escape.ts";
import { DeliveryError } from "./delivery.ts";

/** An error of the AWS SDK, which has done its own retries, as ours: the call and the error's name, no text of the answer. */
export function awsTrouble(call: string, error: unknown): DeliveryError {
	const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
	const status = $metadata?.httpStatusCode === undefined ? "" : `, status ${$metadata.httpStatusCode}`;
	return new DeliveryError(`${call} failed (${escapeTerminal(name ?? "no answer")}${status})`);
}

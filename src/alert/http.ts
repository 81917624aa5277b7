import { escapeTerminal } from "../report/escape.ts";
import { type DeliveryContext, DeliveryError, withRetries } from "./delivery.ts";

/** Characters of an answer that are shown to explain a refusal. */
const MAX_SHOWN = 80;
/** Statuses that another attempt may change. */
const PASSING = [408, 425, 429, 500, 502, 503, 504];

/**
 * Posts a body until it is taken. Redirects are not followed: the address is the one that was configured, or none.
 * @param headers made anew for each attempt.
 * @throws DeliveryError that names the host alone; addresses of webhooks are secrets.
 */
export async function post(
	url: URL,
	body: string,
	headers: () => Record<string, string>,
	context: DeliveryContext,
): Promise<void> {
	await withRetries(context, async () => {
		let response: Response;
		try {
			response = await fetch(url, {
				method: "POST",
				body,
				headers: headers(),
				redirect: "manual",
				signal: AbortSignal.timeout(context.timeout),
			});
		} catch (error) {
			throw new DeliveryError(`${url.host}: ${networkTrouble(error)}`, { retry: true });
		}
		if (response.ok) {
			await response.body?.cancel();
			return;
		}
		const { status } = response;
		if (status >= 300 && status < 400) {
			await response.body?.cancel();
			throw new DeliveryError(`${url.host}: answered ${status}; redirects are not followed`);
		}
		const said = await beginning(response, url);
		throw new DeliveryError(`${url.host}: answered ${status}${said === "" ? "" : `: ${said}`}`, {
			retry: PASSING.includes(status),
			after: retryAfter(response.headers.get("retry-after"), context.now()),
		});
	});
}

/** The first characters of an answer, as one safe line; nothing where it repeats a part of the address, which is a secret. */
async function beginning(response: Response, url: URL): Promise<string> {
	let text = "";
	try {
		const decoder = new TextDecoder();
		for await (const chunk of response.body ?? []) {
			text += decoder.decode(chunk as Uint8Array, { stream: true });
			if (text.length >= MAX_SHOWN + 2 * url.href.length) break;
		}
	} catch {}
	const heard = text.toLowerCase();
	const parts = `${url.pathname}${url.search}`.split(/[/?&=]/).filter((part) => part.length >= 4);
	if (parts.some((part) => [part, safeDecode(part)].some((form) => heard.includes(form.toLowerCase())))) return "";
	return escapeTerminal([...text].slice(0, MAX_SHOWN).join("")).trim();
}

function networkTrouble(error: unknown): string {
	if ((error as Error).name === "TimeoutError") return "no answer in time";
	const { code } = ((error as Error).cause ?? {}) as { code?: string };
	return code === undefined ? "the connection failed" : `the connection failed (${code})`;
}

/** `Retry-After` in milliseconds: seconds, or an HTTP date. */
function retryAfter(text: string | null, now: number): number | null {
	if (text === null) return null;
	if (/^\d+$/.test(text.trim())) return Number(text) * 1000;
	const date = Date.parse(text);
	return Number.isNaN(date) ? null : Math.max(date - now, 0);
}

function safeDecode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

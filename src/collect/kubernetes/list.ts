import type { JsonObject } from "../../model/json.ts";
import { isObject, listAt, textAt } from "../../normalize/json.ts";
import { ApiError, type KubernetesApi, TooLarge } from "./client.ts";
import type { ServedKind } from "./discovery.ts";

/** Objects of one page. */
const PAGE = 500;
/** Pages without an object in a row, and objects of one list, after which a server is taken to make them up. */
const MAX_EMPTY = 100;
const MAX_OBJECTS = 1_000_000;

/**
 * Reads a list page by page and hands over its items, unchanged. A list whose place was forgotten by the server (410)
 * is read once more from the beginning.
 * @param namespace null: of the whole cluster.
 * @param begin called before the first page, and again when it starts anew: what was handed over counts no more.
 * @throws ApiError
 */
export async function list(
	api: KubernetesApi,
	kind: ServedKind,
	namespace: string | null,
	begin: () => void,
	take: (item: JsonObject) => void,
): Promise<void> {
	for (let round = 1; ; round++) {
		begin();
		try {
			return await pages(api, listPath(kind, namespace), take);
		} catch (error) {
			if (!(error instanceof ApiError) || error.status !== 410) throw error;
			if (round === 2)
				throw new ApiError("kubernetes-failed", "the list changed faster than it could be read (410)", 410);
		}
	}
}

/** Path of one object. */
export function objectPath(kind: ServedKind, namespace: string | null, name: string): string {
	return `${listPath(kind, namespace)}/${encodeURIComponent(name)}`;
}

function listPath({ base, plural }: ServedKind, namespace: string | null): string {
	return namespace === null ? `${base}/${plural}` : `${base}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
}

async function pages(api: KubernetesApi, path: string, take: (item: JsonObject) => void): Promise<void> {
	let size = PAGE;
	let next: string | null = null;
	const seen = new Set<string>();
	let empty = 0;
	let total = 0;
	for (;;) {
		const place: string = next === null ? "" : `&continue=${encodeURIComponent(next)}`;
		let page: JsonObject;
		try {
			page = await api.get(`${path}?limit=${size}${place}`);
		} catch (error) {
			if (!(error instanceof TooLarge) || size === 1) throw error;
			size = Math.ceil(size / 10);
			continue;
		}
		if (!Array.isArray(page.items) && page.items !== null) {
			throw new ApiError("kubernetes-failed", "the server answered with something else than a list");
		}
		const items = listAt(page, ["items"]);
		empty = items.length === 0 ? empty + 1 : 0;
		total += items.length;
		if (empty > MAX_EMPTY || total > MAX_OBJECTS) {
			throw new ApiError("kubernetes-failed", "the list does not end");
		}
		for (const item of items) if (isObject(item)) take(item);
		next = textAt(page, ["metadata", "continue"]);
		if (next === null) return;
		// A server that leads in a circle would never end.
		if (seen.has(next)) throw new ApiError("kubernetes-failed", "the server repeats a page of the list");
		seen.add(next);
	}
}

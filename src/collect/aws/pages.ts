import { EndlessListError } from "./errors.ts";

/** How many empty pages in a row are taken for a list that does not end. */
const EMPTY_PAGES = 20;

/**
 * All pages of a list. Some services answer with tokens for ever: a token that repeats, or empty pages that do not end,
 * end the list with an error, because what lies behind them is not known.
 * @param fetch asks for the page of a token; undefined for the first.
 * @throws EndlessListError
 */
export async function* pages<Page>(
	fetch: (token: string | undefined) => Promise<Page>,
	tokenOf: (page: Page) => string | undefined,
	sizeOf: (page: Page) => number,
): AsyncGenerator<Page> {
	const seen = new Set<string>();
	let token: string | undefined;
	let empty = 0;
	for (;;) {
		const page = await fetch(token);
		yield page;
		empty = sizeOf(page) === 0 ? empty + 1 : 0;
		token = tokenOf(page) || undefined;
		if (token === undefined) return;
		if (seen.has(token)) throw new EndlessListError("a page's token repeats");
		if (empty >= EMPTY_PAGES) throw new EndlessListError("empty pages do not end");
		seen.add(token);
	}
}

import { EndlessListError } from "./errors.ts";

/** How many empty pages in a row are taken for a list that does not end. */
const EMPTY_PAGES = 20;

/** Watches the pages of a list: some services answer with tokens for ever. */
export class EndlessListGuard {
	readonly #seen = new Set<string>();
	#empty = 0;

	/**
	 * Notes a page that is not the last.
	 * @throws EndlessListError where its token has been there before, or empty pages do not end.
	 */
	page(token: string, size: number): void {
		if (this.#seen.has(token)) throw new EndlessListError("a page's token repeats");
		this.#seen.add(token);
		this.#empty = size === 0 ? this.#empty + 1 : 0;
		if (this.#empty >= EMPTY_PAGES) throw new EndlessListError("empty pages do not end");
	}
}

/**
 * All pages of a list. A token that repeats, or empty pages that do not end, end it with an error, because what lies
 * behind them is not known.
 * @param fetch asks for the page of a token; undefined for the first.
 * @throws EndlessListError
 */
export async function* pages<Page>(
	fetch: (token: string | undefined) => Promise<Page>,
	tokenOf: (page: Page) => string | undefined,
	sizeOf: (page: Page) => number,
): AsyncGenerator<Page> {
	const guard = new EndlessListGuard();
	let token: string | undefined;
	for (;;) {
		const page = await fetch(token);
		yield page;
		token = tokenOf(page) || undefined;
		if (token === undefined) return;
		guard.page(token, sizeOf(page));
	}
}

import { EndlessListGuard } from "./pages.ts";

/** A page of a list, with the token of the next one under any of the names services give it. */
interface Page {
	Marker?: string | undefined;
	NextToken?: string | undefined;
	nextToken?: string | undefined;
}

/**
 * The entries of a list that one of the SDK's paginators reads, which follows a token that repeats for ever.
 * @throws EndlessListError where a token repeats, or empty pages do not end.
 */
export async function* entries<P extends object, Entry>(
	pages: AsyncIterable<P>,
	of: (page: P) => readonly Entry[] | undefined,
): AsyncGenerator<Entry> {
	const guard = new EndlessListGuard();
	for await (const page of pages) {
		const found = of(page) ?? [];
		yield* found;
		const { Marker, NextToken, nextToken }: Page = page;
		const token = Marker ?? NextToken ?? nextToken;
		if (token !== undefined) guard.page(token, found.length);
	}
}

/** What is there: without the things that vanished while they were read. */
export async function* present<Entry>(found: AsyncIterable<Entry | null>): AsyncGenerator<Entry> {
	for await (const entry of found) if (entry !== null) yield entry;
}

/** All entries of a list that is known to be short. */
export async function all<Entry>(found: AsyncIterable<Entry>): Promise<Entry[]> {
	const result: Entry[] = [];
	for await (const entry of found) result.push(entry);
	return result;
}

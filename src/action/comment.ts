import { member, type PullRequest } from "./context.ts";
import { type Call, callAll, GitHubError } from "./github.ts";

/** Characters that a comment may have. */
export const MAX_COMMENT = 65_536;
/** Pages of comments that are looked through: the comment is among the first of a pull request. */
const MAX_PAGES = 30;

/** What became of the comment. */
export interface Commented {
	action: "created" | "updated" | "unchanged" | "none";
	/** Where it stands, null where the answer does not tell. */
	url: string | null;
}

/** What a comment begins with, unseen by readers, so that the next run finds it: one for each category. */
export function commentMarker(category: string): string {
	// No dash: two of them end a comment of HTML.
	return `<!-- assay report ${encodeURIComponent(category).replaceAll("-", "%2D")} -->`;
}

/**
 * Brings the comment on a pull request up to date, or writes it.
 * @param body begins with the marker.
 * @param create whether to write one where there is none.
 * @throws GitHubError where the comments cannot be read or written.
 */
export async function upsertComment(
	call: Call,
	repository: { owner: string; repo: string },
	pull: PullRequest,
	{ marker, body, create }: { marker: string; body: string; create: boolean },
): Promise<Commented> {
	const parameters = { ...repository, issue_number: pull.number };
	const route = "/repos/{owner}/{repo}/issues/{issue_number}/comments";
	const own = await findOwn(call, await callAll(call, `GET ${route}`, parameters, MAX_PAGES), marker);
	if (own !== null && own.body === body) return { action: "unchanged", url: own.url };
	if (own !== null) {
		const change = { ...repository, comment_id: own.id, body };
		try {
			const answer = await call("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", change);
			return { action: "updated", url: urlOf(answer) ?? own.url };
		} catch (error) {
			// Somebody has deleted it meanwhile.
			if (!(error instanceof GitHubError && error.status === 404)) throw error;
		}
	}
	if (!create) return { action: "none", url: null };
	return { action: "created", url: urlOf(await call(`POST ${route}`, { ...parameters, body })) };
}

interface OwnComment {
	id: number;
	body: string;
	url: string | null;
}

/**
 * The first comment with the marker that a bot or the owner of the token wrote: anybody can write the marker, and what
 * they wrote is not ours to change.
 */
async function findOwn(call: Call, comments: unknown[], marker: string): Promise<OwnComment | null> {
	/** Login of the token's owner; null for the token of a job, which belongs to no user. */
	let me: unknown;
	for (const comment of comments) {
		const id = member(comment, "id");
		const body = member(comment, "body");
		if (typeof id !== "number" || typeof body !== "string" || !body.startsWith(marker)) continue;
		const user = member(comment, "user");
		if (member(user, "type") !== "Bot") {
			if (me === undefined) me = await ownLogin(call);
			if (me === null || member(user, "login") !== me) continue;
		}
		return { id, body, url: urlOf(comment) };
	}
	return null;
}

async function ownLogin(call: Call): Promise<unknown> {
	try {
		return member(await call("GET /user", {}), "login") ?? null;
	} catch {
		return null;
	}
}

function urlOf(comment: unknown): string | null {
	const url = member(comment, "html_url");
	return typeof url === "string" && /^https?:\/\/[^\s"'<>]+$/.test(url) ? url : null;
}

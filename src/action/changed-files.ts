import { posix } from "node:path";
import type { Finding, Report } from "../model/report.ts";
import { member, type PullRequest } from "./context.ts";
import { type Call, callAll, GitHubError } from "./github.ts";

/** GitHub lists no more files of a pull request. @see https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files */
const MAX_FILES = 3000;
const TERRAFORM_CODE = /\.(?:tf|tofu)(?:\.json)?$/;
/** What code reads with `file` and `templatefile`: policies, user data. */
const TERRAFORM_DATA = /\.(?:json|ya?ml|tftpl|te?mpl|tpl|tmpl|template|sh|txt|csv)$/i;
const TERRAFORM_VALUES = /\.tfvars(?:\.json)?$/;

/**
 * The files a pull request adds, changes or removes, relative to the repository.
 * @throws GitHubError where they cannot be listed, or not all of them.
 */
export async function listChangedFiles(
	call: Call,
	repository: { owner: string; repo: string },
	pull: PullRequest,
): Promise<Set<string>> {
	if ((pull.changedFiles ?? 0) > MAX_FILES) throw new GitHubError(tooMany(pull.changedFiles!), null);
	const parameters = { ...repository, pull_number: pull.number };
	const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}/files";
	const files = await callAll(call, route, parameters, MAX_FILES / 100);
	if (files.length >= MAX_FILES) throw new GitHubError(tooMany(files.length), null);
	const names = new Set<string>();
	for (const file of files) {
		const name = member(file, "filename");
		if (typeof name !== "string") throw new GitHubError("the list of changed files makes no sense", 200);
		names.add(name);
		// A file that moved away may have held what the findings of its folder rest on.
		const before = member(file, "previous_filename");
		if (typeof before === "string") names.add(before);
	}
	return names;
}

function tooMany(count: number): string {
	return `GitHub lists ${MAX_FILES} files of a pull request, and this one changes ${count}`;
}

/**
 * Tells whether a change of files may be behind a finding. In doubt it may: what stands in no file of the repository
 * counts, and as Terraform knows folders, not files, so does a finding whose folder has changed code, or in or below
 * which a file has changed that code may read; one inside a module may come from any call of it, and values files reach
 * everywhere.
 * @param changed names relative to the repository, from which the scan's uris start too.
 */
export function inChange(report: Report, changed: ReadonlySet<string>): (finding: Finding) => boolean {
	const plans = new Set(report.inputs.filter(({ origin }) => origin === "terraform").map(({ uri }) => uri));
	const code = new Set([...changed].filter((name) => TERRAFORM_CODE.test(name)).map((name) => posix.dirname(name)));
	const data = dataFolders(changed);
	const values = [...changed].some((name) => TERRAFORM_VALUES.test(name));
	return ({ location, related, resource }) => {
		const { uri } = location;
		if (changed.has(uri) || related.some((other) => changed.has(other.location.uri))) return true;
		if (plans.has(uri) || uri.startsWith("../") || posix.isAbsolute(uri)) return true;
		if (resource.origin !== "terraform") return false;
		const folder = posix.dirname(uri);
		if (values || code.has(folder) || data.has(folder)) return true;
		return resource.key.startsWith("module.") && code.size > 0;
	};
}

/** The folders in or below which files have changed that code may read. Below the repository's own folder is everything: only what lies in it counts. */
function dataFolders(changed: ReadonlySet<string>): Set<string> {
	const folders = new Set<string>();
	for (const name of changed) {
		if (!TERRAFORM_DATA.test(name)) continue;
		let folder = posix.dirname(name);
		do {
			folders.add(folder);
			folder = posix.dirname(folder);
		} while (folder !== "." && folder !== "/" && !folders.has(folder));
	}
	return folders;
}

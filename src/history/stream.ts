import { createHash } from "node:crypto";
import { isAbsolute, relative, resolve } from "node:path";
import { compareText } from "../order.ts";

/** What makes two runs comparable: the same targets, judged by the same choice of rules. */
export interface Stream {
	/** How people and `--history-stream` name it. */
	name: string;
	/** Hash of the scope: tells when a stream with a given name is used for something else. */
	scope: string;
}

/** Everything that decides what a scan looks at. Frameworks do not: they only say what findings mean. */
export interface StreamScope {
	cwd: string;
	targets: string[];
	/** Live sources. */
	live: string[];
	/** Options that narrow targets, sources or rules; undefined ones do not count. */
	choices: Record<string, unknown>;
}

/**
 * The stream of a scan. Without a name it is derived from the scope: folders by their full path, so that two projects
 * that both scan `.` stay apart in a shared history. With a name, paths count from the working directory, which may be
 * another one every time.
 */
export function streamOf({ cwd, targets, live, choices }: StreamScope, name?: string): Stream {
	const shown = (path: string) => (name === undefined ? path : relative(cwd, path));
	const places = [...new Set(targets.map((target) => shown(target === "-" ? `${cwd}/-` : resolve(cwd, target))))].sort(
		compareText,
	);
	const sources = [...new Set(live)].sort(compareText);
	const chosen = Object.entries(choices)
		.filter(([, value]) => value !== undefined)
		.map(([key, value]) => [key, Array.isArray(value) ? [...new Set(value)].sort(compareText) : value])
		.map(([key, value]) => [key, typeof value === "string" && isAbsolute(value) ? shown(value) : value])
		.sort((left, right) => compareText(String(left[0]), String(right[0])));
	const scope = createHash("sha256")
		.update(JSON.stringify([places, sources, chosen]))
		.digest("hex");
	return { name: name ?? `${label(targets, sources)}-${scope.slice(0, 8)}`, scope };
}

function label(targets: string[], sources: string[]): string {
	const words = [
		...targets.map((target) => target.split(/[\\/]/).findLast((part) => part !== "" && part !== ".") ?? ""),
		...sources,
	];
	const text = words
		.filter((word) => /[A-Za-z\d]/.test(word))
		.join("-")
		.replace(/[^\w.]+/g, "-")
		.replace(/^[-.]+|[-.]+$/g, "");
	return text === "" ? "scan" : text.slice(0, 40);
}

import { dirname, join, normalize } from "node:path/posix";
import type { ReadText } from "../collect/texts.ts";
import { readYaml } from "../collect/yaml.ts";
import type { JsonObject } from "../model/json.ts";
import type { Location } from "../model/report.ts";
import { isObject, textAt } from "../normalize/json.ts";
import type { Located } from "./located.ts";

/** The comment that helm writes above each object it renders. */
const SOURCE = /^# Source: (\S.*)$/;

/** Annotations of kustomize that name the file an object comes from, the one meant for readers first. */
const ORIGINS = ["config.kubernetes.io/origin", "config.kubernetes.io/path", "internal.config.kubernetes.io/path"];

/** Whether a text may say of anything where it was rendered from. */
export const MARKS = /^# Source: |config\.kubernetes\.io\/(?:origin|path)/m;

/**
 * The `# Source:` comment that belongs to the object whose first line is given (1-based): it stands above it, with nothing
 * but comments and blank lines between. Null where there is none.
 */
export function sourceComment(lines: string[], first: number): { source: string; line: number } | null {
	for (let line = first - 1; line >= 1; line--) {
		const text = (lines[line - 1] ?? "").trim();
		const source = SOURCE.exec(text)?.[1];
		if (source !== undefined) return { source, line };
		if (text !== "" && !text.startsWith("#")) return null;
	}
	return null;
}

/**
 * The file that an object of rendered text says it comes from: what helm writes above it, or kustomize into its
 * annotations. A place of that file where it is found beside the rendered one or in the working directory, else of the
 * words themselves. Empty for objects that say nothing.
 * @param first 1-based first line of the object.
 * @param annotation gives the line of an annotation.
 */
export function renderedFrom(
	{ uri, lines, first, object }: { uri: string; lines: string[]; first: number; object: JsonObject },
	annotation: (name: string) => number,
	readText: ReadText,
): Located["related"] {
	const comment = sourceComment(lines, first);
	const said = comment ?? annotated(object, annotation);
	if (said === null) return [];
	const message = `rendered from ${said.source}`;
	const file = findFile(said.source, uri, comment !== null, readText);
	const line = file === null ? said.line : 1;
	const at = { uri: file ?? uri, startLine: line, startColumn: 1, endLine: line, endColumn: 1 };
	const location: Location = { ...at, precision: file === null ? "object" : "file" };
	return [{ message, location }];
}

function annotated(object: JsonObject, lineOf: (name: string) => number): { source: string; line: number } | null {
	for (const name of ORIGINS) {
		const text = textAt(object, ["metadata", "annotations", name]);
		if (text === null) continue;
		const source = name === ORIGINS[0] ? originPath(text) : text.trim();
		if (source !== null && !source.includes("\n")) return { source, line: lineOf(name) };
	}
	return null;
}

/** Of a file of the same repository; a remote one is none of ours. */
function originPath(text: string): string | null {
	const [read] = readYaml(text, { maxDepth: 10, maxAliasValues: 0 });
	if (!isObject(read?.value) || "repo" in read.value) return null;
	return textAt(read.value, ["path"]) ?? textAt(read.value, ["configuredIn"]);
}

/** Looks for the file only below the two folders: the words may be anybody's. */
function findFile(source: string, rendered: string, isChart: boolean, readText: ReadText): string | null {
	if (/^[/\\]|^[A-Za-z]:|[\\?*]|[\p{Cc}]/u.test(source) || source.split("/").includes("..")) return null;
	if (!/\.(?:ya?ml|json|tpl|txt)$/i.test(source)) return null;
	const folder = dirname(rendered);
	const names = [join(folder, source), source];
	// The first step is the chart's name: the text may lie in the chart's own folder.
	const [chart, ...rest] = source.split("/");
	for (const base of isChart ? [folder, "."] : []) {
		if (rest.length > 0 && chartName(readText(join(base, "Chart.yaml"))) === chart) names.push(join(base, ...rest));
	}
	return names.map(normalize).find((name) => readText(name) !== null) ?? null;
}

function chartName(text: string | null): string | null {
	if (text === null) return null;
	const [read] = readYaml(text, { maxDepth: 50, maxAliasValues: 10_000 });
	return isObject(read?.value) ? textAt(read.value, ["name"]) : null;
}

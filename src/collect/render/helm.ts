import { isUtf8 } from "node:buffer";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { copyFile, mkdir, readdir, realpath, stat, symlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { isObject } from "../../normalize/json.ts";
import { compareText } from "../../order.ts";
import { lineAt } from "../lines.ts";
import { decode } from "../read.ts";
import { readYaml, yamlDocuments } from "../yaml.ts";
import type { Files } from "./files.ts";
import { environment, findProgram, type Run, type RunLimits, runProgram } from "./program.ts";
import type { HelmRendering, HelmSource, SourceLine } from "./rendering.ts";
import { markTemplate } from "./template-marks.ts";

/** A chart that lines are looked up in; larger ones are only rendered. */
const MAX_CHART_FILES = 5000;
const MAX_CHART_BYTES = 50 * 1024 * 1024;

const YAML_LIMITS = { maxDepth: 50, maxAliasValues: 10_000 };

export interface HelmOptions extends RunLimits {
	/** Real path of the chart: a folder or a packed one. */
	chart: string;
	/** What its documents go by. */
	uri: string;
	/** Real paths. */
	values: string[];
	/** An empty folder of ours. */
	scratch: string;
	files: Files;
}

/** @returns the rendering, or what went wrong with the run; null where helm is not installed. */
export async function renderChart(options: HelmOptions): Promise<HelmRendering | (Run & { ok: false }) | null> {
	const helm = findProgram("helm");
	if (helm === null) return null;
	const run = (chart: string) =>
		runProgram(helm, ["template", chart, ...options.values.flatMap((file) => ["--values", listItem(file)])], {
			...{ cwd: options.scratch, timeoutMs: options.timeoutMs, maxBytes: options.maxBytes },
			env: helmEnvironment(options.scratch),
		});
	const rendered = await run(options.chart);
	if (!rendered.ok) return rendered;
	const text = decode(rendered.stdout);
	const lines = await tracedLines(text, options, run);
	return { by: "helm", uri: options.uri, text, lines, sources: findSources(text, options) };
}

/**
 * No plugins, no configuration, credentials or cluster of the user's: rendering needs none, and a chart could ask for
 * what they give.
 */
function helmEnvironment(scratch: string): Record<string, string> {
	const nowhere = join(scratch, "none");
	return environment({
		...{ HELM_PLUGINS: nowhere, HELM_CONFIG_HOME: nowhere, HELM_CACHE_HOME: nowhere, HELM_DATA_HOME: nowhere },
		KUBECONFIG: join(scratch, "no-cluster"),
	});
}

/** The flag takes a list parted by commas, in the notation of CSV. */
function listItem(text: string): string {
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Renders the chart once more with comments behind the lines of its templates. A line of the text comes from a line of a
 * template for certain where both renderings agree on it but for the comment.
 */
async function tracedLines(
	text: string,
	{ chart, scratch, files }: HelmOptions,
	run: (chart: string) => Promise<Run>,
): Promise<(SourceLine | null)[]> {
	const rendered = text.split("\n");
	const unknown = () => rendered.map(() => null);
	const nonce = randomBytes(6).toString("hex");
	const templates: string[] = [];
	const copy = join(scratch, "marked", basename(chart));
	try {
		if (!statSync(chart).isDirectory()) return unknown();
		const count = { files: 0, bytes: 0 };
		await copyChart(chart, copy, false, count, (path, template) => {
			const uri = files.uriOf(path);
			if (uri === null) return template;
			templates.push(uri);
			return markTemplate(template, (line) => `#~${nonce}:${templates.length - 1}:${line}~`);
		});
	} catch {
		return unknown();
	}
	const second = await run(copy);
	if (!second.ok) return unknown();
	const marked = decode(second.stdout).split("\n");
	return compareLines(rendered, marked, new RegExp(` #~${nonce}:(\\d+):(\\d+)~`, "g"), templates, files);
}

function compareLines(
	rendered: string[],
	marked: string[],
	mark: RegExp,
	templates: string[],
	files: Files,
): (SourceLine | null)[] {
	const [parts, markedParts] = [parted(rendered), parted(marked)];
	const lines: (SourceLine | null)[] = rendered.map(() => null);
	if (parts.length !== markedParts.length) return lines;
	for (const [index, part] of parts.entries()) {
		const other = markedParts[index]!;
		// Something that is made anew each time (a key, a date) may have another length.
		if (part.end - part.start !== other.end - other.start) continue;
		for (let offset = 0; offset < part.end - part.start; offset++) {
			const [line, written] = [rendered[part.start + offset]!, marked[other.start + offset]!];
			const marks = [...written.matchAll(mark)];
			if (marks.length !== 1 || written.replaceAll(mark, "") !== line) continue;
			const source = { uri: templates[Number(marks[0]![1])]!, line: Number(marks[0]![2]) };
			lines[part.start + offset] = source;
			traceHead(rendered, lines, part.start, part.start + offset, source, files);
		}
	}
	return lines;
}

/** `labels: {{- include … | nindent 4 }}` writes several lines; the comment stands behind the last, the key on the first. */
function traceHead(
	rendered: string[],
	lines: (SourceLine | null)[],
	first: number,
	at: number,
	source: SourceLine,
	files: Files,
): void {
	const written = files.line(source);
	const head = written?.includes("{{") ? written.slice(0, written.indexOf("{{")).trimEnd() : "";
	if (!head.endsWith(":") || rendered[at]!.startsWith(head)) return;
	for (let above = at - 1; above >= first && lines[above] === null; above--) {
		if (rendered[above]!.trimEnd() !== head) continue;
		lines[above] = source;
		return;
	}
}

/** Ranges of lines between document separators. */
function parted(lines: string[]): { start: number; end: number }[] {
	const parts: { start: number; end: number }[] = [];
	let start = 0;
	for (const [index, line] of lines.entries()) {
		if (line.trimEnd() !== "---") continue;
		parts.push({ start, end: index });
		start = index + 1;
	}
	parts.push({ start, end: lines.length });
	return parts;
}

/** @throws Error for a chart that is too large; whatever the file system says. */
async function copyChart(
	from: string,
	to: string,
	inTemplates: boolean,
	count: { files: number; bytes: number },
	mark: (path: string, text: string) => string,
): Promise<void> {
	await mkdir(to, { recursive: true });
	const entries = await readdir(from, { withFileTypes: true });
	for (const entry of entries.sort((left, right) => compareText(left.name, right.name))) {
		const [path, target] = [join(from, entry.name), join(to, entry.name)];
		if (entry.isDirectory()) {
			if (entry.name !== ".git") await copyChart(path, target, inTemplates || entry.name === "templates", count, mark);
			continue;
		}
		count.files++;
		if (entry.isSymbolicLink()) await symlink(await realpath(path), target);
		else if (entry.isFile()) {
			count.bytes += (await stat(path)).size;
			if (count.files > MAX_CHART_FILES || count.bytes > MAX_CHART_BYTES) throw new Error("the chart is too large");
			const bytes = inTemplates && /^(?!_).*\.ya?ml$/i.test(entry.name) ? readFileSync(path) : null;
			if (bytes === null || !isUtf8(bytes)) await copyFile(path, target);
			else await writeFile(target, mark(path, bytes.toString("utf8")));
		}
	}
}

/** The comment that helm puts above every object. */
const SOURCE = /^# Source: (.+)$/;

function findSources(text: string, { chart, uri, files }: HelmOptions): Map<string, HelmSource> {
	const sources = new Map<string, HelmSource>();
	for (const line of text.split("\n")) {
		const named = SOURCE.exec(line.trimEnd())?.[1];
		if (named === undefined || sources.has(named)) continue;
		sources.set(named, sourceFile(named.split("/").slice(1), chart, uri, files));
	}
	return sources;
}

/**
 * The file behind `chart/charts/sub/templates/x.yaml`: the first step is the chart's name, and subcharts go by their name
 * or alias, whatever their folders are called.
 */
function sourceFile(steps: string[], folder: string, uri: string, files: Files): HelmSource {
	const unknown: HelmSource = { kind: "dependency", uri, line: null };
	if (steps.includes("..") || !files.isFolder(folder)) return unknown;
	const template = files.uriOf(join(folder, ...steps));
	if (template !== null && steps[0] !== "charts") return { kind: "template", uri: template };
	const [charts, name, ...rest] = steps;
	if (charts !== "charts" || name === undefined || rest.length === 0) return unknown;
	const chartFile = join(folder, "Chart.yaml");
	const dependency = findDependency(chartFile, name);
	const subchart = subchartFolder(join(folder, "charts"), dependency?.name ?? name, files);
	const chartUri = files.uriOf(chartFile) ?? uri;
	if (subchart !== null) {
		const found = sourceFile(rest, subchart, chartUri, files);
		return found.kind === "template" || found.uri !== chartUri ? found : { ...unknown, uri: chartUri };
	}
	return { kind: "dependency", uri: chartUri, line: dependency?.line ?? null };
}

function subchartFolder(charts: string, name: string, files: Files): string | null {
	for (const folder of [name, ...files.folders(charts).filter((other) => other !== name)]) {
		const path = join(charts, folder);
		if (existsSync(join(path, "Chart.yaml")) && chartName(join(path, "Chart.yaml")) === name) return path;
	}
	return null;
}

function chartName(file: string): string | null {
	try {
		for (const { value } of readYaml(readFileSync(file, "utf8"), YAML_LIMITS)) {
			if (isObject(value) && typeof value.name === "string") return value.name;
		}
	} catch {
		// No chart then.
	}
	return null;
}

/** The entry of a chart's dependencies that goes by a name, and its line. */
function findDependency(file: string, alias: string): { name: string; line: number } | null {
	let text: string;
	try {
		text = readFileSync(file, "utf8").replace(/^\ufeff/, "");
	} catch {
		return null;
	}
	for (const { document } of yamlDocuments(text, YAML_LIMITS.maxDepth)) {
		const list: unknown = document?.get("dependencies");
		const items = (list as { items?: unknown[] } | undefined)?.items ?? [];
		for (const item of items) {
			const entry = item as { get?: (key: string) => unknown; range?: [number, number, number] };
			if (typeof entry?.get !== "function" || entry.range === undefined) continue;
			const [name, other] = [entry.get("name"), entry.get("alias")];
			if (typeof name !== "string" || (other ?? name) !== alias) continue;
			return { name, line: lineAt(text, entry.range[0]) };
		}
	}
	return null;
}

import { extname } from "node:path";
import type { Json, JsonObject } from "../model/json.ts";
import type { Diagnostic } from "../model/resource.ts";
import {
	type DocumentKind,
	detect,
	detectBinary,
	hasTemplateActions,
	isAlmostKubernetes,
	looksLikeKubernetes,
	looksLikePlan,
} from "./detect.ts";
import { isTooDeep, JsonTextError, jsonValues, readJson } from "./json.ts";
import { lineAt } from "./lines.ts";
import { readYaml, type YamlLimits } from "./yaml.ts";

/** A file's content and how it was reached. */
export interface ReadFile {
	uri: string;
	bytes: Uint8Array;
	/** Named by the user, as opposed to found in a folder: then not being able to use it is an error. */
	explicit: boolean;
	inChartTemplates: boolean;
	/** Folder of the kustomize component that the file lies in. */
	component?: string | undefined;
}

/** Limits on what one file may hold. */
export interface ReadLimits extends YamlLimits {
	/** Reading YAML takes up to eighty times its size in memory, which JSON does not. */
	maxYamlBytes: number;
	maxDocuments: number;
}

/** What a file gave. */
export type ReadItem =
	| { kind: "document"; type: "kubernetes" | "terraform-plan"; index: number; value: JsonObject }
	| { kind: "diagnostic"; diagnostic: Diagnostic }
	| { kind: "skipped"; uri: string; reason: string };

interface Parsed {
	index: number;
	offset: number;
	value?: Json;
	problems: { code: string; message: string; offset: number }[];
}

const STATE_ADVICE =
	"is a Terraform state; what a change will do is in its plan: run `terraform plan -out tfplan`, then `terraform show -json tfplan > plan.json`, and scan plan.json";

/** Kinds that are no input but have one beside them, and what to do to get it. */
const ADVICE: Partial<Record<DocumentKind, string>> = {
	"terraform-state": `the file ${STATE_ADVICE}`,
	"terraform-state-values": `the file ${STATE_ADVICE}`,
	"terraform-log":
		"the file is the log of a plan, without the plan: run `terraform plan -out tfplan`, then `terraform show -json tfplan > plan.json`, and scan plan.json",
};

/** How JSON and YAML write half of a character pair, which no UTF-8 text can hold as it is. */
const SURROGATE_ESCAPE = /\\(?:u|U0000)d[89a-f]/i;

/** Halves without their other half become U+FFFD, as in text that is not UTF-8: no name with one could be compared or printed. */
function withoutLoneSurrogates(value: Json): Json {
	if (typeof value === "string") return value.replace(/\p{Cs}/gu, "\ufffd");
	if (typeof value !== "object" || value === null) return value;
	if (Array.isArray(value)) return value.map(withoutLoneSurrogates);
	return Object.fromEntries(
		Object.entries(value).map(([key, item]) => [withoutLoneSurrogates(key) as string, withoutLoneSurrogates(item)]),
	);
}

/** Reads one file: documents, diagnostics, and `skipped` at most once, where it gave no document. */
export function* readInput(file: ReadFile, limits: ReadLimits): Generator<ReadItem> {
	const { uri, explicit } = file;
	const severity = explicit ? "error" : "warning";
	const binary = detectBinary(file.bytes);
	if (binary !== null) {
		yield* readBinary(file, binary);
		return;
	}
	const text = decode(file.bytes);
	if (text.trim() === "") {
		if (explicit) yield trouble("warning", "no-input", uri, "the file is empty");
		yield { kind: "skipped", uri, reason: "empty" };
		return;
	}
	if (file.inChartTemplates && text.includes("{{")) {
		yield* helmTemplate(file, text);
		return;
	}
	const useJson = isJson(text, uri);
	if (!useJson && file.bytes.length > limits.maxYamlBytes) {
		const limit = Math.round(limits.maxYamlBytes / 1024 / 1024);
		const message = `the YAML file is larger than the limit of ${limit} MB; split it, or write it as JSON (kubectl: -o json)`;
		yield trouble(looksLikeKubernetes(text) ? "error" : severity, "file-too-large", uri, message);
		yield { kind: "skipped", uri, reason: "too-large" };
		return;
	}

	let documents = 0;
	let broken = false;
	const told = new Set<string>();
	const escapesSurrogates = SURROGATE_ESCAPE.test(text);
	for (const parsed of useJson ? parseJson(text, limits) : readYaml(text, limits)) {
		const { index, problems } = parsed;
		const value = parsed.value !== undefined && escapesSurrogates ? withoutLoneSurrogates(parsed.value) : parsed.value;
		if (index >= limits.maxDocuments) {
			const message = `the file holds more than ${limits.maxDocuments} documents; the rest was not read`;
			yield trouble("error", "too-many-documents", uri, message);
			break;
		}
		if (value === undefined) {
			const [problem] = problems;
			if (problem === undefined) continue;
			const isTemplate = problem.code.endsWith("-syntax") && hasTemplateActions(text);
			// With documents before it, part of the file is lost and must be told.
			if (isTemplate && !explicit && documents === 0) {
				const message =
					"the file is a template and not read: render it (for Helm: `helm template`) and scan the result";
				yield trouble("note", "helm-template", uri, message, lineAt(text, problem.offset));
				yield { kind: "skipped", uri, reason: "helm-template" };
				return;
			}
			yield fault(file, text, problem, { isJson: useJson, isTemplate });
			broken = true;
			continue;
		}
		const kind = detect(value);
		if (kind === "kubernetes" || kind === "terraform-plan") {
			documents++;
			for (const { code, message, offset } of problems) {
				yield trouble("error", code, uri, message, lineAt(text, offset));
			}
			yield { kind: "document", type: kind, index, value: value as JsonObject };
			continue;
		}
		const advice = ADVICE[kind];
		if (advice !== undefined && !told.has(kind)) {
			told.add(kind);
			yield trouble(severity, kind === "terraform-state-values" ? "terraform-state" : kind, uri, advice);
		}
		if (isAlmostKubernetes(value)) {
			const missing = (value as JsonObject).kind === undefined ? "kind" : "apiVersion";
			const message = `a document looks like a Kubernetes object but has no ${missing}; it was not judged`;
			yield trouble("warning", "incomplete-object", uri, message, lineAt(text, parsed.offset));
		}
	}
	if (documents > 0) return;
	if (explicit && !broken && told.size === 0) {
		const message = "the file holds neither Kubernetes objects nor a Terraform plan";
		yield trouble("warning", "no-input", uri, message);
	}
	const [first] = told;
	yield {
		kind: "skipped",
		uri,
		reason: broken ? "unparseable" : first === undefined ? "not-kubernetes" : "terraform-state",
	};
}

function* readBinary(file: ReadFile, binary: "zip" | "utf-16" | "binary"): Generator<ReadItem> {
	const { uri, bytes, explicit } = file;
	if (binary === "zip" && (explicit || uri.endsWith(".tfplan"))) {
		const message =
			"the file is a binary Terraform plan (or another zip archive): run `terraform show -json <file> > plan.json` where the plan was made, and scan plan.json";
		yield trouble(explicit ? "error" : "warning", "terraform-binary-plan", uri, message);
	} else if (binary === "utf-16") {
		const littleEndian = bytes[0] === 0xff;
		const ours = explicit || looksLikeKubernetes(new TextDecoder(littleEndian ? "utf-16le" : "utf-16be").decode(bytes));
		if (ours) yield trouble("error", "utf-16", uri, "the file is encoded in UTF-16; save it as UTF-8");
	} else if (explicit || (binary === "binary" && looksLikeKubernetes(decode(bytes)))) {
		yield trouble("error", "binary-file", uri, "the file is not text (it has NUL bytes) and was not read");
	}
	yield { kind: "skipped", uri, reason: binary === "utf-16" ? "utf-16" : "binary" };
}

function* helmTemplate({ uri, explicit }: ReadFile, text: string): Generator<ReadItem> {
	if (explicit) {
		const message = "the file is a Helm template: render the chart with `helm template` and scan the result";
		yield trouble("error", "helm-template", uri, message, lineAt(text, text.indexOf("{{")));
	}
	yield { kind: "skipped", uri, reason: "helm-template" };
}

/** How bad it is that a document cannot be parsed depends on whether it would have been judged. */
function fault(
	{ uri, explicit }: ReadFile,
	text: string,
	{ code, message, offset }: Parsed["problems"][number],
	{ isJson, isTemplate }: { isJson: boolean; isTemplate: boolean },
): ReadItem {
	const line = lineAt(text, offset);
	if (isTemplate) {
		const advice = "the file is a template: render it (for Helm: `helm template`) and scan the result";
		return trouble("error", "helm-template", uri, advice, line);
	}
	if (explicit || looksLikeKubernetes(text) || (isJson && looksLikePlan(text))) {
		return trouble("error", code, uri, message, line);
	}
	return trouble("note", "unparseable", uri, `the file is not read: ${message}`, line);
}

/**
 * Whether a file is read as JSON: by its first character, but YAML may start with a flow mapping or a template too.
 * Locating asks the same question, so that documents are counted alike.
 */
export function isJson(text: string, uri: string): boolean {
	if (!/^\s*(?:\{(?!\s*\{)|\[)/.test(text)) return extname(uri).toLowerCase() === ".json";
	if (!/\.ya?ml$/i.test(uri)) return true;
	try {
		readJson(text);
		return true;
	} catch {
		return false;
	}
}

function* parseJson(text: string, { maxDepth }: ReadLimits): Generator<Parsed> {
	try {
		const values = readJson(text);
		const spans = values.length > 1 ? jsonValues(text) : [];
		for (const [index, value] of values.entries()) {
			const offset = spans[index]?.start ?? 0;
			if (!isTooDeep(value, maxDepth)) yield { index, offset, value, problems: [] };
			else {
				const message = `lists and objects are nested more than ${maxDepth} levels deep`;
				yield { index, offset, problems: [{ code: "too-deep", message, offset }] };
			}
		}
	} catch (error) {
		if (!(error instanceof JsonTextError)) throw error;
		const { offset } = error;
		const message = offset >= text.trimEnd().length ? "the JSON text ends too early" : "the text is not valid JSON";
		yield { index: 0, offset: 0, problems: [{ code: "json-syntax", message, offset }] };
	}
}

/** UTF-8 text without a byte order mark. Locating reads files through this as well, so that offsets agree. */
export function decode(bytes: Uint8Array): string {
	return new TextDecoder("utf-8").decode(bytes);
}

function trouble(
	severity: Diagnostic["severity"],
	code: string,
	uri: string,
	message: string,
	line: number | null = null,
): ReadItem {
	return { kind: "diagnostic", diagnostic: { severity, code, message, uri, line } };
}

import type { ReadText } from "../collect/texts.ts";
import type { Suppression } from "../model/report.ts";
import type { Diagnostic } from "../model/resource.ts";
import type { Rule } from "../model/rule.ts";
import { push } from "../multimap.ts";
import { type CodeComment, codeComments, type SourceComment, yamlComments } from "./comments.ts";
import { isOver } from "./dates.ts";
import { MARK } from "./directive.ts";
import { type Placed, placeDirectives } from "./placed.ts";

/** Terraform code that was read, and the comments in it. */
export interface CodeComments {
	/** Uris of the files read so far. */
	files(): string[];
	comments(uri: string): CodeComment[];
}

export interface InlineOptions {
	/** Every known rule by id and alias. */
	rules: ReadonlyMap<string, Rule>;
	/** Ids of rules that comments cannot suppress. */
	protectedRules: ReadonlySet<string>;
	/** Uris of YAML files that hold the mark of a directive. */
	uris: string[];
	/** The code of plans; null where there is none. */
	code: CodeComments | null;
	readText: ReadText;
	/** YYYY-MM-DD. */
	today: string;
}

/** One rule of one directive. */
interface Entry extends Placed {
	rule: Rule;
	/** Whether there was a finding it covers. */
	met: boolean;
}

interface MarkedFile {
	/** By the line they cover. */
	byLine: Map<number, Entry[]>;
	wholeFile: Entry[];
	entries: Entry[];
	/** What is wrong with its directives as they are written. */
	troubles: Diagnostic[];
}

/** `assay:ignore` comments. Files are read when the first finding in them asks, and only where they hold the mark. */
export class InlineSuppressions {
	readonly #options: InlineOptions;
	readonly #yaml: ReadonlySet<string>;
	readonly #files = new Map<string, MarkedFile | null>();

	constructor(options: InlineOptions) {
		this.#options = options;
		this.#yaml = new Set(options.uris);
	}

	/**
	 * The valid directive that covers a finding, the innermost first; it counts as used.
	 * @param lines 1-based: the finding's line, then those of what encloses it.
	 */
	suppression(rule: Rule, uri: string, lines: number[]): Suppression | null {
		const file = this.#file(uri);
		if (file === null) return null;
		const covering = [...new Set(lines)].flatMap((line) => file.byLine.get(line) ?? []);
		let best: Entry | null = null;
		for (const entry of [...covering, ...file.wholeFile]) {
			if (entry.rule !== rule) continue;
			entry.met = true;
			if (this.#counts(entry)) best ??= entry;
		}
		if (best === null) return null;
		const { reason, owner, until, ticket } = best.directive;
		return {
			kind: "inline",
			...{ justification: reason, owner, expires: until },
			...(ticket === null ? {} : { ticket }),
			source: { uri, line: best.line },
		};
	}

	/**
	 * Directives that cannot be counted, are over, or cover nothing.
	 * @param decided whether a rule ran, and decided all that it judged in a file.
	 */
	diagnostics(decided: (rule: string, uri: string) => boolean): Diagnostic[] {
		const diagnostics: Diagnostic[] = [];
		const uris = new Set([...this.#yaml, ...(this.#options.code?.files() ?? [])]);
		for (const uri of uris) {
			const file = this.#file(uri);
			if (file === null) continue;
			for (const trouble of file.troubles) diagnostics.push(trouble);
			for (const entry of file.entries) {
				const trouble = this.#trouble(entry, uri, decided);
				if (trouble !== null) diagnostics.push(trouble);
			}
		}
		return diagnostics;
	}

	#trouble(entry: Entry, uri: string, decided: (rule: string, uri: string) => boolean): Diagnostic | null {
		const { line, rule, target, met } = entry;
		const { until } = entry.directive;
		if (this.#options.protectedRules.has(rule.id)) {
			const message = `comments cannot suppress ${rule.id}: the configuration protects it`;
			return warning("protected-rule", message, uri, line);
		}
		if (met) {
			if (!isOver(until, this.#options.today)) return null;
			const message = `the exception from ${rule.id} expired on ${until}: what it covered is open again`;
			return warning("suppression-expired", message, uri, line);
		}
		if (target === null) {
			const message = `${MARK} ${rule.id} stands above nothing: it covers the line that follows it at once, or the line it ends`;
			return warning("unused-suppression", message, uri, line);
		}
		if (!decided(rule.id, uri)) return null;
		const message = `${rule.id} finds nothing that this comment covers: it is no longer needed, or stands at the wrong place`;
		return warning("unused-suppression", message, uri, line);
	}

	#counts({ directive, rule }: Entry): boolean {
		return !this.#options.protectedRules.has(rule.id) && !isOver(directive.until, this.#options.today);
	}

	#file(uri: string): MarkedFile | null {
		let file = this.#files.get(uri);
		if (file === undefined) {
			file = this.#read(uri);
			this.#files.set(uri, file);
		}
		return file;
	}

	#read(uri: string): MarkedFile | null {
		const { code, readText } = this.#options;
		const isCode = !this.#yaml.has(uri);
		if (isCode && (code === null || !/\.(?:tf|tofu)$/.test(uri))) return null;
		const text = readText(uri);
		if (text === null || !text.includes(MARK)) return null;
		return this.#index(uri, text, isCode ? codeComments(text, code!.comments(uri)) : yamlComments(text));
	}

	#index(uri: string, text: string, comments: SourceComment[]): MarkedFile {
		const file: MarkedFile = { byLine: new Map(), wholeFile: [], entries: [], troubles: [] };
		const { placed, misplaced } = placeDirectives(text, comments);
		for (const { line, why } of misplaced) {
			file.troubles.push(warning("suppression-malformed", `the ${MARK} comment does not count: ${why}`, uri, line));
		}
		for (const each of placed) {
			for (const name of each.directive.rules) {
				const rule = this.#options.rules.get(name);
				if (rule === undefined) {
					const message = `the ${MARK} comment names the unknown rule "${name.slice(0, 80)}"; assay rules lists them`;
					file.troubles.push(warning("suppression-malformed", message, uri, each.line));
					continue;
				}
				const entry: Entry = { ...each, rule, met: false };
				file.entries.push(entry);
				if (each.target === "file") file.wholeFile.push(entry);
				else if (each.target !== null) push(file.byLine, each.target, entry);
			}
		}
		return file;
	}
}

function warning(code: string, message: string, uri: string, line: number): Diagnostic {
	return { severity: "warning", code, message, uri, line };
}

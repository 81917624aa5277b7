import type { Body, CodeFile, Expression, Span } from "../../locate/terraform/syntax.ts";
import type { Resource } from "../../model/resource.ts";
import { detectSecret, detectSecretsInText } from "../../normalize/secrets.ts";

/** Names of what a plan calls sensitive, by `type.name` of the resource. */
export type SensitiveNames = ReadonlyMap<string, ReadonlySet<string>>;

/** Collects what plans mark sensitive; `*` where it is everything. */
export function sensitiveNames(resources: Resource[]): SensitiveNames {
	const names = new Map<string, Set<string>>();
	for (const { origin, type, name, sensitive } of resources) {
		if (origin !== "terraform" || sensitive.length === 0) continue;
		const known = names.get(`${type}.${name}`) ?? new Set<string>();
		names.set(`${type}.${name}`, known);
		for (const path of sensitive) known.add(String(path.findLast((step) => typeof step === "string") ?? "*"));
	}
	return names;
}

/**
 * Lines of code, 0-based, that hold a secret as it is: what looks like one, and what is written out where a plan says
 * that the value is sensitive. Such lines are not to be shown.
 */
export function secretCodeLines(code: CodeFile, sensitive: SensitiveNames): Set<number> {
	const lines = new Set<number>();
	const mark = ({ startLine, endLine }: Span) => {
		for (let line = startLine; line <= endLine; line++) lines.add(line - 1);
	};
	const text = ({ start, end }: Span) => code.text.slice(start, end);
	const look = (name: string, value: Expression, hidden: ReadonlySet<string>): void => {
		if (value.kind === "reference") return;
		const written = /["<]/.test(text(value.span));
		if (written && (hidden.has(name) || hidden.has("*"))) mark(value.span);
		else if (value.kind === "object") {
			for (const member of value.members) look(member.name ?? "", member.value, hidden);
		} else if (value.kind === "tuple") for (const item of value.items) look(name, item, hidden);
		else if (value.kind === "call") for (const arg of value.args) look(name, arg, hidden);
		else if (value.kind !== "literal" || typeof value.value === "string") {
			const shown = value.kind === "literal" ? String(value.value) : text(value.span);
			if (detectSecret(name, shown) !== null || detectSecretsInText(shown).length > 0) mark(value.span);
		}
	};
	const visit = ({ attributes, blocks }: Body, hidden: ReadonlySet<string>, depth: number): void => {
		for (const { name, value } of attributes) look(name, value, hidden);
		for (const block of blocks) {
			const own = depth === 0 ? sensitive.get(block.labels.join(".")) : undefined;
			visit(block.body, own ?? hidden, depth + 1);
		}
	};
	visit(code.body, new Set(), 0);
	for (const { text: comment, span } of code.comments) {
		const pairs = [...comment.matchAll(/([\w-]{1,60})[ \t]*[=:][ \t]*"([^"\n]{1,400})"/g)];
		const found = pairs.some(([, name, value]) => detectSecret(name!, value!) !== null);
		if (found || detectSecretsInText(comment).length > 0) mark(span);
	}
	return lines;
}

import { CST, Lexer } from "yaml";
import { lineStarts } from "../collect/lines.ts";

/** A comment of a file. */
export interface SourceComment {
	/** 1-based lines of its first and last character. */
	line: number;
	endLine: number;
	/** Whether nothing but white space stands before it on its line. */
	ownLine: boolean;
	/** With the signs that start and end it. */
	text: string;
}

/** What both notations of a scalar's start are followed by: the scalar, which may look like a comment. */
const SCALAR = "\u001f";
/** Tokens that stand for no characters. */
const EMPTY_TOKENS: ReadonlySet<string> = new Set(["\u0002", "\u0018", SCALAR]);

/** The comments of a YAML text: what only looks like one, inside a block scalar or quotes, is none. Never throws. */
export function yamlComments(text: string): SourceComment[] {
	const comments: SourceComment[] = [];
	const starts = lineStarts(text);
	let offset = 0;
	let line = 0;
	let isScalar = false;
	for (const token of new Lexer().lex(text)) {
		if (!isScalar && EMPTY_TOKENS.has(token)) {
			isScalar = token === SCALAR;
			continue;
		}
		if (!isScalar && CST.tokenType(token) === "comment") {
			while (line + 1 < starts.length && starts[line + 1]! <= offset) line++;
			const ownLine = text.slice(starts[line], offset).replace("\ufeff", "").trim() === "";
			comments.push({ line: line + 1, endLine: line + 1, ownLine, text: token });
		}
		isScalar = false;
		offset += token.length;
	}
	return comments;
}

/** A comment of Terraform code, without the signs that make it one. */
export interface CodeComment {
	/** 1-based, of its first character. */
	line: number;
	text: string;
	ownLine: boolean;
}

/** Comments of Terraform code with the lines they reach over. @param text of the file. */
export function codeComments(text: string, comments: CodeComment[]): SourceComment[] {
	const lines = text.split("\n");
	return comments.map((comment): SourceComment => {
		const { line, ownLine } = comment;
		const first = lines[line - 1] ?? "";
		if (!ownLine || !first.trimStart().startsWith("/*")) return { ...comment, endLine: line };
		let endLine = line;
		while (
			endLine < lines.length &&
			!lines[endLine - 1]!.includes("*/", endLine === line ? first.indexOf("/*") + 2 : 0)
		) {
			endLine++;
		}
		const whole = lines
			.slice(line - 1, endLine)
			.join("\n")
			.trimStart();
		const end = whole.indexOf("*/", 2);
		return { line, endLine, ownLine, text: end === -1 ? whole : whole.slice(0, end + 2) };
	});
}

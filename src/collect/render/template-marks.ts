/** A keyword that opens something that `end` closes. */
const OPENS = /^(?:if|range|with|define|block)\b/;

/** A line that starts with a key or a list item, actions standing as X. */
const KEY_OR_ITEM = /^\s*(?:-\s+)*(?:(?:"[^"]*"|'[^']*'|[\w./-]+)\s*:(?=\s|$)|-\s+\S)/;

/** An action of a template: from its braces to behind its braces. */
interface Action {
	start: number;
	end: number;
	/** Without braces, trim marks and surrounding space. */
	text: string;
}

/**
 * Puts a YAML comment behind lines of a Helm template, so that what is rendered from it tells which line wrote what.
 * Only behind keys and items of the template's own text, never inside an action or a named template, and never where
 * the line's end is trimmed away.
 * @param mark gives the comment for a line (1-based), without the space before it.
 */
export function markTemplate(text: string, mark: (line: number) => string): string {
	const actions = readActions(text);
	const lines = text.split("\n");
	const open: string[] = [];
	let at = 0;
	let next = 0;
	return lines
		.map((line, index) => {
			const end = at + line.length;
			let literal = "";
			let from = at;
			for (; next < actions.length && actions[next]!.start < end; next++) {
				const action = actions[next]!;
				literal += `${text.slice(from, Math.max(from, action.start))}X`;
				from = action.end;
				const word = OPENS.exec(action.text)?.[0];
				if (word !== undefined) open.push(word);
				else if (/^end\b/.test(action.text)) open.pop();
				if (action.end > end) {
					next++;
					break;
				}
			}
			const last = actions[next - 1];
			const covered = last !== undefined && last.start < end && last.end > end;
			const inside = last !== undefined && last.start < at && last.end > at;
			const rest = covered ? "" : text.slice(Math.max(from, at), end);
			const start = at;
			at = end + 1;
			if (covered || inside || open.includes("define") || open.includes("block")) return line;
			const ending = /\s*$/.exec(line)!.index;
			if (line.slice(0, ending).endsWith("-}}") || /^\s*\{\{-/.test(line)) return line;
			if (!KEY_OR_ITEM.test(literal + rest) || start === end) return line;
			return `${line.slice(0, ending)} ${mark(index + 1)}${line.slice(ending)}`;
		})
		.join("\n");
}

/** The actions of a template. Quoted and raw text and comments may hold closing braces. */
function readActions(text: string): Action[] {
	const actions: Action[] = [];
	for (let start = text.indexOf("{{"); start !== -1; ) {
		const end = actionEnd(text, start + 2);
		const inner = text.slice(start + 2, Math.max(start + 2, end - 2));
		actions.push({ start, end, text: inner.replace(/^-(?=\s)/, "").trim() });
		start = text.indexOf("{{", end);
	}
	return actions;
}

function actionEnd(text: string, from: number): number {
	const comment = /-?\s*\/\*/y;
	comment.lastIndex = from;
	if (comment.test(text)) {
		const close = text.indexOf("*/", comment.lastIndex);
		const end = close === -1 ? -1 : text.indexOf("}}", close);
		return end === -1 ? text.length : end + 2;
	}
	const token = /"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*'|\}\}/g;
	token.lastIndex = from;
	for (let match = token.exec(text); match !== null; match = token.exec(text)) {
		if (match[0] === "}}") return token.lastIndex;
	}
	return text.length;
}

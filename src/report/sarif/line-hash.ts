/** What is to be known of a line of a file. */
export interface LineFact {
	/** GitHub's `primaryLocationLineHash`: `271789c17abda88f:1`. */
	hash: string;
	/** UTF-16 units, without the line ending. */
	length: number;
}

/**
 * A line's hash is the polynomial (to the base 37, modulo 2^64) of the 100 characters from its first one on. Blanks and
 * tabs do not count, every line ending counts as one line feed, and the end of the file counts as U+FFFF followed by
 * zeros. The number behind it tells lines of one hash apart, in their order. That is what github/codeql-action computes
 * (src/fingerprints.ts there) for files without fingerprints; with the same value from us, it makes no difference
 * who uploads.
 */
const WINDOW = 100;
const BASE = 37;
const WORD = 2 ** 32;
/** What a character weighs when it leaves the window, as two words. */
const LEAVING = BigInt(BASE) ** BigInt(WINDOW);
const LEAVING_HIGH = Number((LEAVING >> 32n) & 0xffffffffn);
const LEAVING_LOW = Number(LEAVING & 0xffffffffn);

const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const END_OF_FILE = 0xffff;

/** Hashes and lengths of the lines of a text, the first at index 0. */
interface Lines {
	high: number[];
	low: number[];
	length: number[];
}

/**
 * @param text of the file, with its byte order mark if it has one: that counts as a character.
 * @param wanted line numbers, 1-based. A text that ends with a line feed has an empty last line.
 * @returns facts by line number; lines beyond the end are left out.
 */
export function lineFacts(text: string, wanted: ReadonlySet<number>): Map<number, LineFact> {
	let last = 0;
	for (const line of wanted) last = Math.max(last, line);
	const { high, low, length } = hashLines(text, last);
	// Of the many lines that nobody asks for, only those count that may equal one that is asked for.
	const relevant = new Set<number>();
	for (const line of wanted) if (line >= 1 && line <= low.length) relevant.add(low[line - 1]!);
	const counts = new Map<string, number>();
	const facts = new Map<number, LineFact>();
	for (let line = 1; line <= low.length; line++) {
		if (!relevant.has(low[line - 1]!)) continue;
		const hash = hex(high[line - 1]!, low[line - 1]!);
		const count = (counts.get(hash) ?? 0) + 1;
		counts.set(hash, count);
		if (wanted.has(line)) facts.set(line, { hash: `${hash}:${count}`, length: length[line - 1]! });
	}
	return facts;
}

/** Hashes the lines up to number `last`. One plain loop without closures: files may have a hundred million characters. */
function hashLines(text: string, last: number): Lines {
	const lines: Lines = { high: [], low: [], length: [] };
	const window = new Uint16Array(WINDOW);
	/** Whether the character at that place of the window is the first of a line. */
	const first = new Uint8Array(WINDOW);
	const size = text.length;
	let at = 0;
	let high = 0;
	let low = 0;
	let isFirst = true;
	let afterReturn = false;
	let start = 0;
	for (let index = 0; index <= size + WINDOW && lines.low.length < last; index++) {
		let character = 0;
		let begins = false;
		if (index < size) {
			character = text.charCodeAt(index);
			if (character === SPACE || character === TAB) {
				afterReturn = false;
				continue;
			}
			if (character === LINE_FEED && afterReturn) {
				afterReturn = false;
				start = index + 1;
				continue;
			}
			begins = isFirst;
			afterReturn = character === CARRIAGE_RETURN;
			isFirst = afterReturn || character === LINE_FEED;
			if (isFirst) {
				character = LINE_FEED;
				lines.length.push(index - start);
				start = index + 1;
			}
		} else if (index === size) {
			character = END_OF_FILE;
			begins = isFirst;
			lines.length.push(size - start);
		}
		// The window is full again: what it holds begins with the character that is about to leave.
		if (first[at] === 1) {
			lines.high.push(high);
			lines.low.push(low);
		}
		first[at] = begins ? 1 : 0;
		const leaving = window[at]!;
		window[at] = character;
		// The products stay below 2^53, so that numbers hold them exactly.
		const sum = BASE * low + character - LEAVING_LOW * leaving;
		const carry = Math.floor(sum / WORD);
		high = (Math.imul(BASE, high) + carry - Math.imul(LEAVING_HIGH, leaving)) | 0;
		low = sum - carry * WORD;
		at = at + 1 === WINDOW ? 0 : at + 1;
	}
	// The last line wanted may go on behind its hundred characters.
	if (lines.length.length < last && lines.low.length >= last) lines.length.push(lineEnd(text, start) - start);
	return lines;
}

function lineEnd(text: string, start: number): number {
	const ending = /[\r\n]/g;
	ending.lastIndex = start;
	return ending.exec(text)?.index ?? text.length;
}

function hex(high: number, low: number): string {
	return ((BigInt(high >>> 0) << 32n) | BigInt(low)).toString(16);
}

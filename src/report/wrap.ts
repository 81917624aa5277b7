/** Breaks at spaces so that lines fit the width; a longer word stays whole. Colour codes count for nothing. */
export function wrap(text: string, width: number, indent: number, hanging = indent): string[] {
	const lines: string[] = [];
	let line = " ".repeat(indent);
	let used = indent;
	let empty = true;
	for (const word of text.split(" ")) {
		// biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes begin with an escape character
		const length = [...word.replace(/\u001b\[[\d;]*m/g, "")].length;
		if (!empty && used + 1 + length > width) {
			lines.push(line);
			line = " ".repeat(hanging);
			used = hanging;
			empty = true;
		}
		line += empty ? word : ` ${word}`;
		used += empty ? length : length + 1;
		empty = false;
	}
	lines.push(line);
	return lines.map((each) => each.trimEnd());
}

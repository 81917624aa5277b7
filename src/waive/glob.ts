/**
 * A pattern in which `*` stands for any characters (also none, also `/`) and `?` for one; all others, brackets too, stand
 * for themselves, so that `aws_s3_bucket.x[*]` means every instance. Without regular expressions: the time is at most the
 * product of both lengths, whatever the pattern.
 * @returns whether a text fits as a whole.
 */
export function globMatcher(pattern: string): (text: string) => boolean {
	if (!isGlob(pattern)) return (text) => text === pattern;
	const wanted = [...pattern];
	const [prefix = ""] = pattern.split(/[*?]/, 1);
	return (text) => text.startsWith(prefix) && fits(wanted, [...text]);
}

/** Whether a pattern can fit more than one text. */
export function isGlob(pattern: string): boolean {
	return pattern.includes("*") || pattern.includes("?");
}

/** Goes back to the last `*` only: what an earlier one took can stay as short as it is. */
function fits(pattern: string[], text: string[]): boolean {
	let at = 0;
	let star = -1;
	let resume = 0;
	for (let index = 0; index < text.length; ) {
		const wanted = pattern[at];
		if (wanted === "*") {
			star = at++;
			resume = index;
		} else if (wanted === "?" || (wanted !== undefined && wanted === text[index])) {
			at++;
			index++;
		} else if (star !== -1) {
			at = star + 1;
			index = ++resume;
		} else return false;
	}
	while (pattern[at] === "*") at++;
	return at === pattern.length;
}

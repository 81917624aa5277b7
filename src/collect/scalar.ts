/**
 * Reads a plain (unquoted) YAML scalar the way kubectl does: through sigs.k8s.io/yaml, whose go-yaml fork knows the
 * YAML 1.1 booleans, octal numbers with and without "o" and digits parted by "_", but neither sexagesimal numbers nor
 * timestamps, which stay strings. Infinities and NaN come back as numbers; JSON, and so kubectl, cannot hold them.
 */
export function resolvePlain(source: string): null | boolean | number | string {
	if (source === "") return null;
	const word = WORDS.get(source);
	if (word !== undefined) return word;
	const first = source.charCodeAt(0);
	if (first === DOT) return /^\.\d+(?:[eE][-+]?\d+)?$/.test(source) ? finite(Number(source), source) : source;
	const signed = first === PLUS || first === MINUS;
	if (!signed && !(first >= ZERO && first <= NINE)) return source;

	const plain = source.includes("_") ? source.replaceAll("_", "") : source;
	const digits = signed ? plain.slice(1) : plain;
	const sign = first === MINUS ? -1 : 1;
	if (/^(?:0[xX][\da-fA-F]+|0[bB][01]+|0[oO][0-7]+)$/.test(digits)) return integer(sign, Number(digits));
	if (/^0[0-7]+$/.test(digits)) return integer(sign, Number.parseInt(digits, 8));
	if (/^(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(digits)) return finite(integer(sign, Number(digits)), source);
	return source;
}

/** A number too large for a double stays text. */
function finite(value: number, source: string): number | string {
	return Number.isFinite(value) ? value : source;
}

/** Applies the sign; JSON has no use for a negative zero. */
function integer(sign: number, value: number): number {
	return value === 0 ? 0 : sign * value;
}

const [PLUS, MINUS, DOT, ZERO, NINE] = [0x2b, 0x2d, 0x2e, 0x30, 0x39];

const WORDS: ReadonlyMap<string, null | boolean | number> = new Map<string, null | boolean | number>([
	...cases("~", "null", "Null", "NULL").map((word) => [word, null] as const),
	...cases("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON").map(
		(word) => [word, true] as const,
	),
	...cases("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF").map(
		(word) => [word, false] as const,
	),
	...cases(".nan", ".NaN", ".NAN").map((word) => [word, Number.NaN] as const),
	...cases(".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF").map((word) => [word, Number.POSITIVE_INFINITY] as const),
	...cases("-.inf", "-.Inf", "-.INF").map((word) => [word, Number.NEGATIVE_INFINITY] as const),
]);

function cases(...words: string[]): string[] {
	return words;
}

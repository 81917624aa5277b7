import { describe, expect, test } from "vitest";
import { lineFacts } from "../../../../src/report/sarif/line-hash.ts";

function allHashes(text: string): string[] {
	const lines = new Set(Array.from({ length: text.split(/\r\n|\r|\n/).length + 3 }, (_, index) => index + 1));
	const facts = lineFacts(text, lines);
	expect([...facts.keys()]).toEqual(Array.from({ length: facts.size }, (_, index) => index + 1));
	return [...facts.values()].map(({ hash }) => hash);
}

/** The same with whole numbers and no window: slow, and plainly the definition. */
function definition(text: string): string[] {
	const characters: { code: bigint; isFirst: boolean }[] = [];
	let isFirst = true;
	for (const character of `${text.replace(/\r\n?/g, "\n").replace(/[ \t]/g, "")}\uffff`.split("")) {
		characters.push({ code: BigInt(character.charCodeAt(0)), isFirst });
		isFirst = character === "\n";
	}
	const counts = new Map<string, number>();
	return characters.flatMap((character, start) => {
		if (!character.isFirst) return [];
		let sum = 0n;
		for (let offset = 0; offset < 100; offset++) sum = sum * 37n + (characters[start + offset]?.code ?? 0n);
		const hash = BigInt.asUintN(64, sum).toString(16);
		counts.set(hash, (counts.get(hash) ?? 0) + 1);
		return [`${hash}:${counts.get(hash)}`];
	});
}

describe("the hashes that GitHub's upload action is tested with", () => {
	const GREETINGS = [
		"e9496ae3ebfced30:1",
		"fb7c023a8b9ccb3f:1",
		"ce8ba1a563dcdaca:1",
		"e20e36e16fcb0cc8:1",
		"b3edc88f2938467e:1",
		"c8e28b0b4002a3a0:1",
		"c129715d7a2bc9a3:1",
	];

	test.each([
		["an empty file", "", ["c129715d7a2bc9a3:1"]],
		[
			"blanks and tabs",
			" a\nb\n  \t\tc\n d",
			["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
		],
		[
			"blank lines, no line ending at the end",
			" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End",
			[
				"8b7cf3e952e7aeb2:1",
				"b1ae1287ec4718d9:1",
				"bff680108adb0fcc:1",
				"c6805c5e1288b612:1",
				"b86d3392aea1be30:1",
				"e6ceba753e1a442:1",
			],
		],
		["line feeds", " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n", GREETINGS],
		["carriage returns", " hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r", GREETINGS],
		["both", " hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n", GREETINGS],
		["a mixture", " hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n", GREETINGS],
		[
			"repeats",
			"Lorem ipsum dolor sit amet.\n".repeat(10),
			[
				"a7f2ff13bc495cf2:1",
				"a7f2ff13bc495cf2:2",
				"a7f2ff13bc495cf2:3",
				"a7f2ff13bc495cf2:4",
				"a7f2ff13bc495cf2:5",
				"a7f2ff13bc495cf2:6",
				"a7f2ff1481e87703:1",
				"a9cf91f7bbf1862b:1",
				"55ec222b86bcae53:1",
				"cc97dc7b1d7d8f7b:1",
				"c129715d7a2bc9a3:1",
			],
		],
	])("%s", (_, text, expected) => {
		expect(definition(text)).toEqual(expected);
		expect(allHashes(text)).toEqual(expected);
	});
});

test.each([
	["long lines", `${"x".repeat(99)}\n${"y".repeat(100)}\n${"z".repeat(5000)}\n${"w".repeat(101)}`],
	["characters of every size", "ключ: значение\n日本: 語\n😀: 🎉\n\uffff\u0000\u{10ffff}\n\ufeff"],
	["a byte order mark", "\ufeffapiVersion: v1\nkind: Pod\n"],
	["a thousand lines", Array.from({ length: 1000 }, (_, line) => `  name: item-${line % 7}\n\t\r\n`).join("")],
	["the largest characters", "\ufffe".repeat(350)],
])("%s: as the definition says", (_, text) => {
	expect(allHashes(text)).toEqual(definition(text));
});

test("lines beyond the end have none, and asking for few gives what asking for all gives", () => {
	const text = "a: 1\n".repeat(400);
	expect(lineFacts(text, new Set([402, 5000])).size).toBe(0);
	expect(lineFacts(text, new Set()).size).toBe(0);
	const all = allHashes(text);
	for (const line of [1, 2, 350, 399, 400, 401]) {
		expect(lineFacts(text, new Set([line])).get(line)?.hash).toBe(all[line - 1]);
	}
});

test("lengths are those of the lines without their endings", () => {
	const long = "x".repeat(300);
	const facts = lineFacts(`ab \r\n\t${long}\r\r\nlast`, new Set([1, 2, 3, 4]));
	expect([...facts.values()].map(({ length }) => length)).toEqual([3, 301, 0, 4]);
	expect(lineFacts(`${long}\nb`, new Set([1])).get(1)!.length).toBe(300);
	expect(lineFacts(long, new Set([1])).get(1)!.length).toBe(300);
});

test("a plan of 10 MB on many lines takes a moment, not minutes", () => {
	const text = '      "name": "aws_s3_bucket.logs",\n'.repeat(300_000);
	const started = performance.now();
	expect(lineFacts(text, new Set([1, 300_000])).get(300_000)!.hash).toMatch(/^[0-9a-f]+:1$/);
	expect(performance.now() - started).toBeLessThan(15_000);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { codeSpan, escapeMarkdown, escapeTerminal, visible } from "../../../src/report/escape.ts";

test("what acts on a terminal or hides text becomes visible", () => {
	expect(visible("a\u001b[31mb\u202ec\u200bd")).toBe("a\\u{1b}[31mb\\u{202e}c\\u{200b}d");
	expect(escapeTerminal("a\n  b\r")).toBe("a b\\u{d}");
	expect(escapeTerminal("Grüße 日本 🙂")).toBe("Grüße 日本 🙂");
});

test("no word is a command to the runner of a pipeline, wherever a line is broken", () => {
	expect(escapeTerminal("a ::set-output name=x::y")).toBe("a :\\u{3a}set-output name=x::y");
	expect(escapeTerminal("::error::b")).toBe(":\\u{3a}error::b");
	expect(escapeTerminal("x##[add-mask]y ##vso[task.x]")).toBe("x#\\u{23}[add-mask]y #\\u{23}vso[task.x]");
	const addresses = "open to ::/0, ::1, ::ffff:10.0.0.1/96 and 2001:db8::1 ## a";
	expect(escapeTerminal(addresses)).toBe(addresses);
});

test("nothing is markup in escaped Markdown", () => {
	expect(escapeMarkdown("<img src=x> [a](b) *c* | d")).toBe("\\<img src=x\\> \\[a\\]\\(b\\) \\*c\\* \\| d");
	expect(escapeMarkdown("@team")).not.toBe("@team");
	expect(escapeMarkdown("&lt;")).toBe("&amp;lt;");
});

test("a code span holds any text without ending early", () => {
	expect(codeSpan("a`b")).toBe("``a`b``");
	expect(codeSpan("`a")).toBe("`` `a ``");
	expect(codeSpan("a|b")).toBe("`a\\|b`");
	fc.assert(
		fc.property(fc.string({ unit: fc.constantFrom("`", "a", "\n", "|") }), (text) => {
			const span = codeSpan(text);
			const fence = /^`+/.exec(span)![0];
			expect(span.slice(fence.length, -fence.length)).not.toContain(fence);
			expect(span).not.toContain("\n");
		}),
	);
});

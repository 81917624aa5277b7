import { describe, expect, test } from "vitest";
import { ActionLog, escapeData, escapeProperty, plainLines, workflowCommand } from "../../../src/action/commands.ts";

function log(): { text: () => string; log: ActionLog } {
	const parts: string[] = [];
	return { text: () => parts.join(""), log: new ActionLog((text) => parts.push(text)) };
}

describe("escaping", () => {
	test("the value of a command stays one line, and the runner reads what was written", () => {
		expect(escapeData("100 %\na: b, c")).toBe("100 %25%0Aa: b, c");
		expect(escapeData("%0A")).toBe("%250A");
		// What acts on a terminal is shown instead.
		expect(escapeData("a\rb\u202ec\u001b[31m")).toBe("a\\u{d}b\\u{202e}c\\u{1b}[31m");
	});

	test("a property cannot end, or begin another", () => {
		expect(escapeProperty("a:b,line=1::x%\n")).toBe("a%3Ab%2Cline=1%3A%3Ax%25%0A");
		expect(workflowCommand("error", { file: "a,b:c.yaml", line: 3 }, "x\n::error::y")).toBe(
			"::error file=a%2Cb%3Ac.yaml,line=3::x%0A::error::y\n",
		);
		expect(workflowCommand("endgroup", {}, "")).toBe("::endgroup::\n");
	});

	test("plain lines are no commands, and addresses stay readable", () => {
		const text = plainLines("::error::x\n  ::set-output name=a::b\nport ::/0\r##[add-mask]z ##vso[task.x]");
		expect(text).not.toMatch(/^\s*::[a-z]/m);
		expect(text).not.toContain("##[");
		expect(text).not.toContain("##vso[");
		expect(text).not.toContain("\r");
		expect(text).toContain("port ::/0");
		expect(text.split("\n")).toHaveLength(3);
	});
});

describe("log", () => {
	test("a group takes no commands inside, and its token is another each time", () => {
		const { text, log: out } = log();
		out.group("A\n::error::b", "inside");
		out.group("B", "::error::inside\n");
		const [, first, second] = /::stop-commands::(\S+)[\s\S]*::stop-commands::(\S+)/.exec(text())!;
		expect(first).not.toBe(second);
		expect(text()).toBe(
			`::group::A%0A::error::b\n::stop-commands::${first}\ninside\n::${first}::\n::endgroup::\n` +
				`::group::B\n::stop-commands::${second}\n::error::inside\n::${second}::\n::endgroup::\n`,
		);
	});

	test("masks each line of a secret, and counts annotations by level", () => {
		const { text, log: out } = log();
		out.mask("one%\n\ntwo");
		expect(text()).toBe("::add-mask::one%25\n::add-mask::two\n");
		out.warning("a");
		out.annotate("error", {}, "b");
		out.warning("c");
		expect([out.shown("error"), out.shown("warning"), out.shown("notice")]).toEqual([1, 2, 0]);
	});
});

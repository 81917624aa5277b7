import { expect, test } from "vitest";
import { compactDispatch } from "../../../src/policy/dispatch.ts";
import { PolicyRuntime } from "../../../src/policy/runtime.ts";
import { buildSources } from "../../../src/policy/toolchain.ts";

/** Enough rules, with two entrypoints each, for numbers that take more than one byte, signed or not. */
const RULES = 70;

const sources = Array.from({ length: RULES }, (_, index) => ({
	path: `numbers/rule_${index}/rule_${index}.rego`,
	text: `package numbers.rule_${index}\n\ndeny contains input.word if input.number == ${index}\n\nexempt contains ${index} if input.all\n`,
}));

function answers(wasm: Uint8Array, input: object, output: string): unknown[] {
	const runtime = new PolicyRuntime(wasm, {});
	const bytes = new TextEncoder().encode(JSON.stringify(input));
	return sources.map((_, index) => runtime.evaluate(`numbers/rule_${index}/${output}`, bytes.buffer));
}

test("a rewritten policy answers as before at every entrypoint", async () => {
	const { wasm, errors } = await buildSources(sources);
	expect(errors).toEqual([]);
	const compact = compactDispatch(wasm!);
	expect(compact.length).toBeLessThan(wasm!.length);
	for (const [input, output] of [
		[{ number: 0, word: "first" }, "deny"],
		[{ number: 64, word: "übrig" }, "deny"],
		[{ number: RULES - 1, word: "last" }, "deny"],
		[{ all: true }, "exempt"],
		[{}, "exempt"],
	] as const) {
		expect(answers(compact, input, output)).toEqual(answers(wasm!, input, output));
	}
	const [answer] = answers(compact, { number: 0, word: "first" }, "deny");
	expect(answer).toEqual(["first"]);
});

test("an unknown entrypoint is an error, and the next call goes on", async () => {
	const { wasm } = await buildSources(sources.slice(0, 1));
	const runtime = new PolicyRuntime(compactDispatch(wasm!), {});
	const input = new TextEncoder().encode('{"all": true}').buffer;
	expect(() => runtime.evaluate("numbers/rule_0/other", input)).toThrow("no such entrypoint");
	expect(runtime.evaluate("numbers/rule_0/exempt", input)).toEqual([0]);
});

test("what is rewritten already, or no policy at all, stays as it is", async () => {
	const { wasm } = await buildSources(sources.slice(0, 2));
	const compact = compactDispatch(wasm!);
	expect(compactDispatch(compact)).toBe(compact);
	const empty = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
	expect(compactDispatch(empty)).toBe(empty);
	const broken = wasm!.slice(0, 1000);
	expect(compactDispatch(broken)).toBe(broken);
});

import { expect, test } from "vitest";
import { runProgram } from "../../../src/policy/wasi.ts";

/** A program in bytes: reads up to 8 bytes of standard input, writes them to the descriptor, then exits with the code. */
function program(descriptor: number, code: number): WebAssembly.Module {
	const text = (value: string): number[] => [value.length, ...Buffer.from(value)];
	const section = (id: number, bytes: number[]): number[] => [id, bytes.length, ...bytes];
	const constant = (value: number): number[] => [0x41, value];
	const imported = (name: string, type: number): number[] => [
		...text("wasi_snapshot_preview1"),
		...text(name),
		0,
		type,
	];
	const body = [
		0,
		// Address 0: one vector, that says 8 bytes from 32; the number read comes to 4, so that it is the length to write.
		...constant(0),
		...constant(32),
		0x36,
		2,
		0,
		...constant(4),
		...constant(8),
		0x36,
		2,
		0,
		...constant(0),
		...constant(0),
		...constant(1),
		...constant(4),
		0x10,
		0,
		0x1a,
		...constant(descriptor),
		...constant(0),
		...constant(1),
		...constant(16),
		0x10,
		1,
		0x1a,
		...constant(code),
		0x10,
		2,
		0x0b,
	];
	return new WebAssembly.Module(
		new Uint8Array([
			0,
			0x61,
			0x73,
			0x6d,
			1,
			0,
			0,
			0,
			...section(1, [3, 0x60, 4, 0x7f, 0x7f, 0x7f, 0x7f, 1, 0x7f, 0x60, 1, 0x7f, 0, 0x60, 0, 0]),
			...section(2, [3, ...imported("fd_read", 0), ...imported("fd_write", 0), ...imported("proc_exit", 1)]),
			...section(3, [1, 2]),
			...section(5, [1, 0, 1]),
			...section(7, [2, ...text("memory"), 2, 0, ...text("_start"), 0, 3]),
			...section(10, [1, body.length, ...body]),
		]),
	);
}

test("standard input, output and the exit code", () => {
	const result = runProgram(program(1, 0), Buffer.from("hello"), {});
	expect(result).toEqual({ code: 0, stdout: Buffer.from("hello"), stderr: Buffer.alloc(0) });
	expect(runProgram(program(2, 7), Buffer.from("123456789"), {})).toEqual({
		code: 7,
		stdout: Buffer.alloc(0),
		stderr: Buffer.from("12345678"),
	});
});

test("there are no files: another descriptor writes nothing", () => {
	expect(runProgram(program(3, 0), Buffer.from("x"), {})).toEqual({
		code: 0,
		stdout: Buffer.alloc(0),
		stderr: Buffer.alloc(0),
	});
});

test("a trap is thrown on, not taken for an exit", () => {
	const trap = new WebAssembly.Module(
		new Uint8Array([
			0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 5, 3, 1, 0, 1, 7, 19, 2, 6, 0x6d, 0x65, 0x6d,
			0x6f, 0x72, 0x79, 2, 0, 6, 0x5f, 0x73, 0x74, 0x61, 0x72, 0x74, 0, 0, 10, 5, 1, 3, 0, 0, 0x0b,
		]),
	);
	expect(() => runProgram(trap, new Uint8Array(), {})).toThrow("unreachable");
});

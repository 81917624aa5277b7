// Opcodes of WebAssembly.
const BLOCK = 0x02;
const END = 0x0b;
const BRANCH = 0x0c;
const BRANCH_IF = 0x0d;
const BRANCH_TABLE = 0x0e;
const CALL = 0x10;
const GET = 0x20;
const SET = 0x21;
const TEE = 0x22;
const CONSTANT = 0x41;
const IS_ZERO = 0x45;
const NOT_EQUAL = 0x47;
const VOID = 0x40;
const I32 = 0x7f;

// Sections of a module.
const CUSTOM = 0;
const IMPORTS = 2;
const EXPORTS = 7;
const CODE = 10;

// Kinds of what is imported and exported.
const FUNCTION = 0;
const MEMORY = 2;

// Locals of `eval`; the three of an entrypoint follow.
const [RESULTS, INPUT, DATA, ENTRYPOINT, DEFINED, VALUE, BINDINGS] = [1, 2, 3, 4, 5, 6, 7];

/** A module that is not made as expected. */
class Unexpected extends Error {}

/**
 * Rewrites the function `eval` of a policy compiled by OPA, and leaves out the names of functions. OPA gives each
 * entrypoint three locals and a comparison there. V8 takes time and memory by locals times branches for it: with some
 * hundred entrypoints more than for the rest of a scan. Now it jumps by a table, and what all entrypoints have in common
 * is there once. A module that is made otherwise comes back as it is.
 */
export function compactDispatch(wasm: Uint8Array): Uint8Array {
	try {
		return rewrite(wasm);
	} catch (error) {
		if (error instanceof Unexpected) return wasm;
		throw error;
	}
}

function rewrite(wasm: Uint8Array): Uint8Array {
	const bodies = new Map<number, Uint8Array>();
	const reader = new Reader(wasm, 8);
	while (!reader.done()) {
		const id = reader.byte();
		const body = reader.bytes(reader.unsigned());
		if (id !== CUSTOM) bodies.set(id, body);
	}
	const section = (id: number) => new Reader(bodies.get(id) ?? Uint8Array.of(0));
	const index = exportedFunction(section(EXPORTS), "eval") - importedFunctions(section(IMPORTS));
	bodies.set(CODE, replaceFunction(section(CODE), index));
	// A map keeps the order, which sections have to keep too.
	const written = [...bodies].map(([id, body]) => Buffer.concat([Uint8Array.of(id), leb(body.length), body]));
	return new Uint8Array(Buffer.concat([wasm.subarray(0, 8), ...written]));
}

function exportedFunction(reader: Reader, wanted: string): number {
	for (let count = reader.unsigned(); count > 0; count--) {
		const name = Buffer.from(reader.bytes(reader.unsigned())).toString();
		const kind = reader.byte();
		const index = reader.unsigned();
		if (kind === FUNCTION && name === wanted) return index;
	}
	throw new Unexpected();
}

/** How many functions are imported: the numbering starts with them. */
function importedFunctions(reader: Reader): number {
	let functions = 0;
	for (let count = reader.unsigned(); count > 0; count--) {
		reader.bytes(reader.unsigned());
		reader.bytes(reader.unsigned());
		const kind = reader.byte();
		if (kind !== FUNCTION && kind !== MEMORY) throw new Unexpected();
		if (kind === FUNCTION) functions += 1;
		// The type of a function; of a memory whether it has a maximum, the minimum, and that maximum.
		const bounded = reader.unsigned() === 1;
		if (kind === MEMORY) reader.unsigned();
		if (kind === MEMORY && bounded) reader.unsigned();
	}
	return functions;
}

/** The code section with `eval` rewritten. */
function replaceFunction(reader: Reader, index: number): Uint8Array {
	const count = reader.unsigned();
	if (index < 0 || index >= count) throw new Unexpected();
	for (let at = 0; at < index; at++) reader.bytes(reader.unsigned());
	const before = reader.since(0);
	const code = compactEval(reader.bytes(reader.unsigned()));
	return Buffer.concat([before, leb(code.length), code, reader.rest()]);
}

/**
 * OPA writes a prologue, and a block with one block for each entrypoint, which leaves the outer one when it is done; the
 * last instructions of the outer block complain of a number that none has.
 */
function compactEval(code: Uint8Array): Uint8Array {
	const reader = new Reader(code);
	reader.expect(1);
	reader.unsigned();
	reader.expect(I32);
	const start = reader.position;
	const outer = Buffer.from(code).indexOf(Uint8Array.of(BLOCK, VOID, BLOCK, VOID, GET, ENTRYPOINT, CONSTANT, 0));
	if (outer < start) throw new Unexpected();
	reader.position = outer + 2;
	const cases: Case[] = [];
	while (reader.next() === BLOCK) cases.push(readCase(reader, cases.length));
	const { finish } = cases[0]!;
	if (cases.some((other) => !Buffer.from(other.finish).equals(finish))) throw new Unexpected();

	const blocks = cases.length;
	// From the innermost block outward: one for each entrypoint, the one that yields the result, the one that complains.
	const [yields, complains] = [blocks, blocks + 1];
	const calls = cases.map(({ callee }, number) =>
		Buffer.concat([
			Uint8Array.of(END, GET, INPUT, GET, DATA, CALL),
			leb(callee),
			...(number === blocks - 1 ? [] : [Uint8Array.of(BRANCH), leb(yields - number - 1)]),
		]),
	);
	return Buffer.concat([
		Uint8Array.of(1, BINDINGS, I32),
		code.subarray(start, outer),
		Uint8Array.of(BLOCK, VOID, BLOCK, VOID, BLOCK, I32),
		...cases.map(() => Uint8Array.of(BLOCK, VOID)),
		Uint8Array.of(GET, ENTRYPOINT, BRANCH_TABLE),
		leb(blocks),
		...cases.map((_, number) => leb(number)),
		leb(complains),
		...calls,
		Uint8Array.of(END, TEE, DEFINED, IS_ZERO, BRANCH_IF, 1),
		finish,
		Uint8Array.of(BRANCH, 1, END),
		reader.rest(),
	]);
}

/** One entrypoint: the function that computes its value, and what is done with a value that is defined. */
interface Case {
	callee: number;
	finish: Uint8Array;
}

function readCase(reader: Reader, number: number): Case {
	reader.expect(BLOCK, VOID, GET, ENTRYPOINT, CONSTANT);
	if (reader.signed() !== number) throw new Unexpected();
	reader.expect(NOT_EQUAL, BRANCH_IF, 0, BLOCK, VOID, GET, INPUT, GET, DATA, CALL);
	const callee = reader.unsigned();
	const first = DEFINED + 3 * number;
	const [defined, value, bindings] = [leb(first), leb(first + 1), leb(first + 2)];
	reader.expect(TEE, ...defined, IS_ZERO, BRANCH_IF, 0, GET, ...defined, SET, ...value, CALL);
	const newObject = leb(reader.unsigned());
	reader.expect(SET, ...bindings, GET, ...bindings, CONSTANT);
	const at = reader.position;
	reader.signed();
	const name = reader.since(at);
	reader.expect(GET, ...value, CALL);
	const insert = leb(reader.unsigned());
	reader.expect(GET, RESULTS, GET, ...bindings, CALL);
	const add = leb(reader.unsigned());
	reader.expect(END, BRANCH, 1, END);
	const finish = Buffer.concat([
		Uint8Array.of(GET, DEFINED, SET, VALUE, CALL),
		newObject,
		Uint8Array.of(SET, BINDINGS, GET, BINDINGS, CONSTANT),
		name,
		Uint8Array.of(GET, VALUE, CALL),
		insert,
		Uint8Array.of(GET, RESULTS, GET, BINDINGS, CALL),
		add,
	]);
	return { callee, finish };
}

/** Reads the binary format piece by piece. */
class Reader {
	readonly #bytes: Uint8Array;
	position: number;

	constructor(bytes: Uint8Array, position = 0) {
		this.#bytes = bytes;
		this.position = position;
	}

	done(): boolean {
		return this.position >= this.#bytes.length;
	}

	next(): number | undefined {
		return this.#bytes[this.position];
	}

	byte(): number {
		const byte = this.#bytes[this.position++];
		if (byte === undefined) throw new Unexpected();
		return byte;
	}

	bytes(count: number): Uint8Array {
		this.position += count;
		if (this.position > this.#bytes.length) throw new Unexpected();
		return this.since(this.position - count);
	}

	since(position: number): Uint8Array {
		return this.#bytes.subarray(position, this.position);
	}

	rest(): Uint8Array {
		return this.#bytes.subarray(this.position);
	}

	expect(...bytes: number[]): void {
		for (const byte of bytes) if (this.byte() !== byte) throw new Unexpected();
	}

	/** An unsigned number in LEB128. */
	unsigned(): number {
		let value = 0;
		for (let shift = 0; shift < 35; shift += 7) {
			const byte = this.byte();
			value += (byte & 0x7f) * 2 ** shift;
			if (byte < 0x80) return value;
		}
		throw new Unexpected();
	}

	/** A signed number in LEB128. */
	signed(): number {
		let value = 0;
		for (let shift = 0; shift < 35; shift += 7) {
			const byte = this.byte();
			value |= (byte & 0x7f) << shift;
			if (byte < 0x80) return shift < 25 && (byte & 0x40) !== 0 ? value | (-1 << (shift + 7)) : value;
		}
		throw new Unexpected();
	}
}

/** A number in unsigned LEB128. */
function leb(value: number): Uint8Array {
	const bytes: number[] = [];
	let rest = value;
	for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
	return Uint8Array.from([...bytes, rest]);
}

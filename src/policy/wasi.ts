/** What a program wrote, and how it ended. */
export interface ProgramResult {
	code: number;
	stdout: Uint8Array;
	stderr: Uint8Array;
}

// Error numbers of WASI preview 1.
const SUCCESS = 0;
const BAD_DESCRIPTOR = 8;
const NOT_SUPPORTED = 58;

const CHARACTER_DEVICE = 2;
const CLOCK_EVENT = 0;
const SUBSCRIPTION_SIZE = 48;
const EVENT_SIZE = 32;

/** Thrown through the program's frames to end it. */
class Exit {
	readonly code: number;

	constructor(code: number) {
		this.code = code;
	}
}

/**
 * Runs a WASI preview 1 command on bytes. It sees no files, no network and no arguments; its clock counts its own calls
 * and its random bytes are always the same, so that one input has one output. `node:wasi` is not used: it is
 * experimental, wants real file descriptors, and of Node 20 it aborts the process when garbage is collected during a call.
 */
export function runProgram(module: WebAssembly.Module, stdin: Uint8Array, env: Record<string, string>): ProgramResult {
	const output = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
	const environment = Object.entries(env).map(([name, value]) => new TextEncoder().encode(`${name}=${value}\0`));
	let memory: { buffer: ArrayBuffer } = { buffer: new ArrayBuffer(0) };
	let position = 0;
	let nanoseconds = 0n;

	// Memory moves when it grows: views last for one call.
	const view = (): DataView => new DataView(memory.buffer);
	const vectors = (address: number, count: number): Uint8Array[] =>
		Array.from({ length: count }, (_, index) => {
			const entry = address + 8 * index;
			return new Uint8Array(memory.buffer, view().getUint32(entry, true), view().getUint32(entry + 4, true));
		});
	const sizes = (count: number, bytes: number, countAt: number, bytesAt: number): number => {
		view().setUint32(countAt, count, true);
		view().setUint32(bytesAt, bytes, true);
		return SUCCESS;
	};

	const calls = {
		args_get: () => SUCCESS,
		args_sizes_get: (countAt: number, bytesAt: number) => sizes(0, 0, countAt, bytesAt),
		environ_get: (pointersAt: number, textAt: number) => {
			let address = textAt;
			for (const [index, text] of environment.entries()) {
				view().setUint32(pointersAt + 4 * index, address, true);
				new Uint8Array(memory.buffer).set(text, address);
				address += text.length;
			}
			return SUCCESS;
		},
		environ_sizes_get: (countAt: number, bytesAt: number) =>
			sizes(
				environment.length,
				environment.reduce((sum, text) => sum + text.length, 0),
				countAt,
				bytesAt,
			),
		clock_time_get: (_clock: number, _precision: bigint, at: number) => {
			nanoseconds += 1000n;
			view().setBigUint64(at, nanoseconds, true);
			return SUCCESS;
		},
		random_get: (at: number, length: number) => {
			const bytes = new Uint8Array(memory.buffer, at, length);
			for (let index = 0; index < length; index++) bytes[index] = (index * 167 + 13) % 256;
			return SUCCESS;
		},
		sched_yield: () => SUCCESS,
		fd_close: () => SUCCESS,
		fd_fdstat_get: (descriptor: number, at: number) => {
			if (descriptor > 2) return BAD_DESCRIPTOR;
			new Uint8Array(memory.buffer, at, 24).fill(0);
			view().setUint8(at, CHARACTER_DEVICE);
			return SUCCESS;
		},
		fd_fdstat_set_flags: () => SUCCESS,
		// No folder is opened in advance, which ends the search for them.
		fd_prestat_get: () => BAD_DESCRIPTOR,
		fd_read: (descriptor: number, address: number, count: number, readAt: number) => {
			if (descriptor !== 0) return BAD_DESCRIPTOR;
			const start = position;
			for (const target of vectors(address, count)) {
				const part = stdin.subarray(position, position + target.length);
				target.set(part);
				position += part.length;
			}
			view().setUint32(readAt, position - start, true);
			return SUCCESS;
		},
		fd_write: (descriptor: number, address: number, count: number, writtenAt: number) => {
			if (descriptor !== 1 && descriptor !== 2) return BAD_DESCRIPTOR;
			let written = 0;
			for (const source of vectors(address, count)) {
				output[descriptor === 1 ? "stdout" : "stderr"].push(source.slice());
				written += source.length;
			}
			view().setUint32(writtenAt, written, true);
			return SUCCESS;
		},
		// The program waits for its clock only: the time is over at once.
		poll_oneoff: (subscriptionsAt: number, eventsAt: number, count: number, happenedAt: number) => {
			let happened = 0;
			for (let index = 0; index < count; index++) {
				const subscription = subscriptionsAt + SUBSCRIPTION_SIZE * index;
				if (view().getUint8(subscription + 8) !== CLOCK_EVENT) return NOT_SUPPORTED;
				const timeout = view().getBigUint64(subscription + 24, true);
				const absolute = (view().getUint16(subscription + 40, true) & 1) === 1;
				const due = absolute ? timeout : nanoseconds + timeout;
				if (due > nanoseconds) nanoseconds = due;
				const event = eventsAt + EVENT_SIZE * happened++;
				new Uint8Array(memory.buffer, event, EVENT_SIZE).fill(0);
				view().setBigUint64(event, view().getBigUint64(subscription, true), true);
			}
			view().setUint32(happenedAt, happened, true);
			return SUCCESS;
		},
		proc_exit: (code: number) => {
			throw new Exit(code);
		},
	};
	const imports: Record<string, unknown> = { ...calls };
	for (const name of ["fd_filestat_get", "fd_prestat_dir_name", "fd_readdir", "fd_seek"])
		imports[name] = () => BAD_DESCRIPTOR;
	for (const name of ["path_filestat_get", "path_open", "path_readlink"]) imports[name] = () => NOT_SUPPORTED;

	const { exports } = new WebAssembly.Instance(module, { wasi_snapshot_preview1: imports });
	memory = exports.memory as typeof memory;
	let code = 0;
	try {
		(exports._start as () => void)();
	} catch (thrown) {
		if (!(thrown instanceof Exit)) throw thrown;
		code = thrown.code;
	}
	return { code, stdout: Buffer.concat(output.stdout), stderr: Buffer.concat(output.stderr) };
}

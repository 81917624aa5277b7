import * as opaWasm from "@open-policy-agent/opa-wasm";
import type { Json, JsonObject } from "../model/json.ts";

/** The part of @open-policy-agent/opa-wasm used here. Its own `evaluate` parses the input for every entrypoint. */
interface LoadedPolicy {
	entrypoints: Record<string, number>;
	setData(data: JsonObject): void;
	mem: { buffer: ArrayBuffer };
	dataAddr: number;
	dataHeapPtr: number;
	wasmInstance: { exports: PolicyExports };
}

/** What OPA gives every policy it compiles; numbers are addresses. */
interface PolicyExports {
	opa_heap_ptr_get(): number;
	opa_heap_ptr_set(address: number): void;
	opa_malloc(bytes: number): number;
	opa_value_parse(text: number, bytes: number): number;
	opa_json_dump(value: number): number;
	opa_eval_ctx_new(): number;
	opa_eval_ctx_set_input(context: number, value: number): void;
	opa_eval_ctx_set_data(context: number, value: number): void;
	opa_eval_ctx_set_entrypoint(context: number, entrypoint: number): void;
	opa_eval_ctx_get_result(context: number): number;
	eval(context: number): number;
}

/** An input that an instance holds: its value, and where the heap goes on behind it. */
interface LoadedInput {
	encoded: ArrayBuffer;
	value: number;
	heap: number;
}

// The package's types leave its default export out.
const { loadPolicySync } = (opaWasm as unknown as { default: OpaWasm }).default;

interface OpaWasm {
	loadPolicySync(wasm: WebAssembly.Module, memory: WebAssembly.MemoryDescriptor): LoadedPolicy;
}

/** What a policy threw while being evaluated. */
export class EvaluationError extends Error {
	readonly entrypoint: string;

	constructor(entrypoint: string, cause: unknown) {
		super(`${entrypoint}: ${describeThrown(cause)}`, { cause });
		this.name = "EvaluationError";
		this.entrypoint = entrypoint;
	}
}

/** opa-wasm throws strings and plain objects as well as errors. */
function describeThrown(thrown: unknown): string {
	if (thrown instanceof Error) return thrown.message;
	if (typeof thrown === "string") return thrown;
	if (typeof thrown === "object" && thrown !== null && "message" in thrown) return String(thrown.message);
	return String(thrown);
}

/** 16 MiB to start with; the memory grows with the input. */
const INITIAL_PAGES = 256;

/** A compiled policy set that can be asked for its entrypoints. The only file that knows opa-wasm. */
export class PolicyRuntime {
	readonly #module: WebAssembly.Module;
	readonly #data: JsonObject;
	#policy: LoadedPolicy | undefined;
	#input: LoadedInput | undefined;

	/** @param wasm the compiled policy set; @param data what policies read as `data` beside each other. */
	constructor(wasm: Uint8Array, data: JsonObject) {
		this.#module = new WebAssembly.Module(wasm as Uint8Array<ArrayBuffer>);
		this.#data = data;
	}

	/**
	 * Evaluates one entrypoint on an encoded JSON input; `undefined` when it is undefined for that input. An input that
	 * is asked about several times in a row is parsed once.
	 * @throws EvaluationError; the instance is dropped then, because its memory is in an unknown state.
	 */
	evaluate(entrypoint: string, input: ArrayBuffer): Json | undefined {
		try {
			this.#policy ??= this.#instantiate();
			if (this.#input?.encoded !== input) this.#input = loadInput(this.#policy, input);
			return evaluateLoaded(this.#policy, this.#input, entrypoint);
		} catch (thrown) {
			this.#policy = undefined;
			this.#input = undefined;
			throw new EvaluationError(entrypoint, thrown);
		}
	}

	#instantiate(): LoadedPolicy {
		const policy = loadPolicySync(this.#module, { initial: INITIAL_PAGES });
		policy.setData(this.#data);
		return policy;
	}
}

/** Puts an input into the memory behind the data; what was there is gone. */
function loadInput({ mem, dataHeapPtr, wasmInstance }: LoadedPolicy, encoded: ArrayBuffer): LoadedInput {
	const { opa_heap_ptr_get, opa_heap_ptr_set, opa_malloc, opa_value_parse } = wasmInstance.exports;
	opa_heap_ptr_set(dataHeapPtr);
	const text = opa_malloc(encoded.byteLength);
	new Uint8Array(mem.buffer, text).set(new Uint8Array(encoded));
	const value = opa_value_parse(text, encoded.byteLength);
	if (value === 0) throw new Error("the input cannot be parsed");
	return { encoded, value, heap: opa_heap_ptr_get() };
}

/** What an evaluation leaves on the heap, the next one overwrites. */
function evaluateLoaded(
	{ mem, dataAddr, entrypoints, wasmInstance }: LoadedPolicy,
	{ value, heap }: LoadedInput,
	entrypoint: string,
): Json | undefined {
	if (!Object.hasOwn(entrypoints, entrypoint)) throw new Error("there is no such entrypoint");
	const policy = wasmInstance.exports;
	policy.opa_heap_ptr_set(heap);
	const context = policy.opa_eval_ctx_new();
	policy.opa_eval_ctx_set_input(context, value);
	policy.opa_eval_ctx_set_data(context, dataAddr);
	policy.opa_eval_ctx_set_entrypoint(context, entrypoints[entrypoint]!);
	policy.eval(context);
	const start = policy.opa_json_dump(policy.opa_eval_ctx_get_result(context));
	const memory = Buffer.from(mem.buffer);
	const results = JSON.parse(memory.toString("utf8", start, memory.indexOf(0, start))) as { result: Json }[];
	return results[0]?.result;
}

import * as opaWasm from "@open-policy-agent/opa-wasm";
import type { Json, JsonObject } from "../model/json.ts";

/** The part of @open-policy-agent/opa-wasm used here. */
interface LoadedPolicy {
	entrypoints: Record<string, number>;
	evaluate(input: ArrayBuffer, entrypoint: string): { result: Json }[];
	setData(data: JsonObject): void;
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

	/** @param wasm the compiled policy set; @param data what policies read as `data` beside each other. */
	constructor(wasm: Uint8Array, data: JsonObject) {
		this.#module = new WebAssembly.Module(wasm as Uint8Array<ArrayBuffer>);
		this.#data = data;
	}

	/**
	 * Evaluates one entrypoint on an encoded JSON input; `undefined` when it is undefined for that input.
	 * @throws EvaluationError; the instance is dropped then, because its memory is in an unknown state.
	 */
	evaluate(entrypoint: string, input: ArrayBuffer): Json | undefined {
		try {
			this.#policy ??= this.#instantiate();
			return this.#policy.evaluate(input, entrypoint)[0]?.result;
		} catch (thrown) {
			this.#policy = undefined;
			throw new EvaluationError(entrypoint, thrown);
		}
	}

	#instantiate(): LoadedPolicy {
		const policy = loadPolicySync(this.#module, { initial: INITIAL_PAGES });
		policy.setData(this.#data);
		return policy;
	}
}

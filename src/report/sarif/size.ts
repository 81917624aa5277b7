import { deflateRawSync } from "node:zlib";
import { TARGET_GZIP_BYTES } from "./limits.ts";

/** Characters that are compressed at once; the compressor looks back over 32 KB only, so that parts lose little. */
const CHUNK = 1 << 18;

/** Adds up what texts take when they are compressed, and holds no more than a small file of them. */
export class SizeMeter {
	#held: string[] = [];
	#heldLength = 0;
	#raw = 0;
	#compressed = 0;

	add(text: string): void {
		this.#held.push(text);
		this.#heldLength += text.length;
		this.#raw += Buffer.byteLength(text);
		// What fits as it is need not be compressed to know it.
		if (this.#raw > TARGET_GZIP_BYTES && this.#heldLength >= CHUNK) this.#compress();
	}

	/** Whether everything added so far stays within the target. */
	get fits(): boolean {
		if (this.#raw <= TARGET_GZIP_BYTES) return true;
		this.#compress();
		return this.#compressed <= TARGET_GZIP_BYTES;
	}

	#compress(): void {
		if (this.#held.length === 0) return;
		this.#compressed += deflateRawSync(this.#held.join("")).byteLength;
		this.#held = [];
		this.#heldLength = 0;
	}
}

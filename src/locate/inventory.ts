import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { Resource } from "../model/resource.ts";

/**
 * The file that live findings point at: one JSON object a line for everything that was judged, with what identifies it
 * and nothing of its content. Written as the scan goes on, so that memory does not grow with it.
 */
export class Inventory {
	/** As findings name it. */
	readonly uri: string;
	readonly #file: number;
	#lines = 0;

	/**
	 * @param goesOn whether lines that are there already are kept.
	 * @throws when the file cannot be written.
	 */
	constructor(path: string, uri: string, goesOn: boolean) {
		mkdirSync(dirname(path), { recursive: true });
		if (goesOn && existsSync(path)) this.#lines = readFileSync(path, "utf8").split("\n").length - 1;
		this.#file = openSync(path, goesOn ? "a" : "w");
		this.uri = uri;
	}

	/** Writes the resources down and points their anchors at their lines. */
	add(resources: Resource[]): void {
		let text = "";
		for (const resource of resources) {
			const { key, type, name, origin, scope, captured } = resource;
			text += `${JSON.stringify({ key, type, name, origin, scope, captured })}\n`;
			this.#lines += 1;
			resource.anchor = { ...resource.anchor, uri: this.uri, line: this.#lines };
		}
		if (text !== "") writeSync(this.#file, text);
	}

	close(): void {
		closeSync(this.#file);
	}
}

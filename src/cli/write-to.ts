import { writeSync } from "node:fs";

/**
 * Writes all of it before going on, also into a pipe that is read slowly. When the reader has gone away the rest is
 * dropped, and the command goes on: its other reports and its exit code do not depend on who reads along.
 */
export function writeTo(descriptor: number): (text: string) => void {
	let gone = false;
	return (text) => {
		const bytes = Buffer.from(text);
		for (let offset = 0; offset < bytes.length && !gone; ) {
			try {
				offset += writeSync(descriptor, bytes, offset);
			} catch (error) {
				const { code } = error as NodeJS.ErrnoException;
				if (code === "EPIPE") gone = true;
				else if (code !== "EAGAIN") throw error;
			}
		}
	};
}

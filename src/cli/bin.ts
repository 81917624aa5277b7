#!/usr/bin/env node
import { writeSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import { run } from "./main.ts";

/** Whether standard output takes colours: a terminal, unless NO_COLOR or CI says no. */
function wantsColor(): boolean {
	const { NO_COLOR, CI, TERM } = process.env;
	return process.stdout.isTTY === true && !NO_COLOR && !CI && TERM !== "dumb";
}

/** Writes all of it before going on, also into a pipe that is read slowly; a reader that went away ends the program quietly. */
function write(descriptor: number): (text: string) => void {
	return (text) => {
		const bytes = Buffer.from(text);
		for (let offset = 0; offset < bytes.length; ) {
			try {
				offset += writeSync(descriptor, bytes, offset);
			} catch (error) {
				const { code } = error as NodeJS.ErrnoException;
				if (code === "EPIPE") process.exit(process.exitCode ?? 0);
				if (code !== "EAGAIN") throw error;
			}
		}
	};
}

process.exitCode = await run(process.argv.slice(2), {
	cwd: process.cwd(),
	stdout: write(1),
	stderr: write(2),
	stdin: () => buffer(process.stdin),
	color: wantsColor(),
});

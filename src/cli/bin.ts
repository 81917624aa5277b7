#!/usr/bin/env node
import { writeSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import { run } from "./main.ts";

/** Whether standard output takes colours: a terminal, unless NO_COLOR or CI says no. */
function wantsColor(): boolean {
	const { NO_COLOR, CI, TERM } = process.env;
	return process.stdout.isTTY === true && !NO_COLOR && !CI && TERM !== "dumb";
}

/**
 * Writes all of it before going on, also into a pipe that is read slowly. When the reader has gone away the rest is
 * dropped, and the command goes on: its other reports and its exit code do not depend on who reads along.
 */
function write(descriptor: number): (text: string) => void {
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

process.exitCode = await run(process.argv.slice(2), {
	cwd: process.cwd(),
	stdout: write(1),
	stderr: write(2),
	stdin: () => buffer(process.stdin),
	color: wantsColor(),
});

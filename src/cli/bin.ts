#!/usr/bin/env node
import { buffer } from "node:stream/consumers";
import { run } from "./main.ts";
import { writeTo } from "./write-to.ts";

/** Whether standard output takes colours: a terminal, unless NO_COLOR or CI says no. */
function wantsColor(): boolean {
	const { NO_COLOR, CI, TERM } = process.env;
	return process.stdout.isTTY === true && !NO_COLOR && !CI && TERM !== "dumb";
}

process.exitCode = await run(process.argv.slice(2), {
	cwd: process.cwd(),
	stdout: writeTo(1),
	stderr: writeTo(2),
	stdin: () => buffer(process.stdin),
	color: wantsColor(),
});

import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { HistoryError } from "./store.ts";

/** Holder of a lock file, as the file names it. */
interface Holder {
	pid: number;
	host: string;
	token: string;
}

/** How long to wait for another process; its work takes well under a second. Milliseconds. */
const PATIENCE = 30_000;
/** A lock this old was left behind, whoever its holder was. Milliseconds. */
const ABANDONED = 10 * 60_000;

/**
 * Waits for a file lock that processes on one or more machines share, and takes it. One that a process of this machine
 * left behind when it died is taken over; one of another machine when it is ten minutes old.
 * @returns what gives it back.
 * @throws HistoryError when it stays taken for `patience` milliseconds, or the folder cannot be written.
 */
export async function lockFile(path: string, patience = PATIENCE): Promise<() => void> {
	const own: Holder = { pid: process.pid, host: hostname(), token: randomBytes(8).toString("hex") };
	const deadline = Date.now() + patience;
	for (;;) {
		if (take(path, own)) return () => release(path, own);
		if (clearAbandoned(path)) continue;
		if (Date.now() >= deadline) throw new HistoryError(`another run holds ${path}`);
		await sleep(25);
	}
}

function take(path: string, own: Holder): boolean {
	try {
		writeFileSync(path, JSON.stringify(own), { flag: "wx" });
		return true;
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === "EEXIST") return false;
		throw new HistoryError(`${path} cannot be written (${code})`);
	}
}

function release(path: string, own: Holder): void {
	if (read(path)?.token === own.token) rmSync(path, { force: true });
}

function read(path: string): Holder | null {
	try {
		return JSON.parse(readFileSync(path, "utf8")) as Holder;
	} catch {
		return null;
	}
}

/** @returns whether it is worth trying again at once. */
function clearAbandoned(path: string): boolean {
	const holder = read(path);
	const stats = statSync(path, { throwIfNoEntry: false });
	if (stats === undefined) return true;
	const old = Date.now() - stats.mtimeMs > ABANDONED;
	const died = holder !== null && holder.host === hostname() && !isAlive(holder.pid);
	if (!old && !died) return false;
	// Another process may clear and take it in this moment: what was moved away is put back unless it is what was seen.
	const aside = `${path}.${randomBytes(8).toString("hex")}`;
	try {
		renameSync(path, aside);
	} catch {
		return true;
	}
	if (read(aside)?.token !== holder?.token) {
		try {
			linkSync(aside, path);
		} catch {}
	}
	rmSync(aside, { force: true });
	return true;
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === "EPERM";
	}
}

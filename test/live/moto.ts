import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** A moto server: a stand-in for AWS that answers the real SDK. */
export interface Moto {
	/** `http://127.0.0.1:40123` */
	endpoint: string;
	stop(): Promise<void>;
}

/** Told when tests that need moto are skipped. */
export const NO_MOTO =
	"moto_server is not here: run test/live/prepare.sh, or put one on PATH, or name it in ASSAY_MOTO";

/**
 * Starts moto on a free port of the loopback interface.
 * @param environment more variables for it: `INITIAL_NO_AUTH_ACTION_COUNT`.
 * @returns null where it is not installed.
 */
export async function startMoto(environment: Record<string, string> = {}): Promise<Moto | null> {
	const program = findMoto();
	if (program === null) return null;
	const port = await freePort();
	const endpoint = `http://127.0.0.1:${port}`;
	const child = spawn(program, ["-H", "127.0.0.1", "-p", String(port)], {
		env: { ...process.env, ...environment },
		stdio: "ignore",
	});
	try {
		await untilReady(child, endpoint);
	} catch (error) {
		child.kill("SIGKILL");
		throw error;
	}
	return { endpoint, stop: () => stop(child) };
}

/** Path of moto's server: `ASSAY_MOTO`, the active virtual environment, what `prepare.sh` installed, PATH. */
export function findMoto(): string | null {
	const { ASSAY_MOTO, ASSAY_CACHE, XDG_CACHE_HOME, VIRTUAL_ENV, PATH = "" } = process.env;
	const cache = ASSAY_CACHE ?? join(XDG_CACHE_HOME ?? join(homedir(), ".cache"), "assay");
	const folders = [...(VIRTUAL_ENV === undefined ? [] : [join(VIRTUAL_ENV, "bin")]), ...PATH.split(delimiter)];
	const candidates = [
		...(ASSAY_MOTO === undefined ? [] : [ASSAY_MOTO]),
		join(cache, "moto", "bin", "moto_server"),
		...folders.map((one) => join(one, "moto_server")),
	];
	return candidates.find((path) => existsSync(path)) ?? null;
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	server.close();
	await once(server, "close");
	if (address === null || typeof address === "string") throw new Error("no free port");
	return address.port;
}

/** @throws when the server ends, or does not answer within a minute. */
async function untilReady(child: ChildProcess, endpoint: string): Promise<void> {
	const deadline = Date.now() + 60_000;
	while (Date.now() < deadline) {
		if (child.exitCode !== null) throw new Error(`moto ended with code ${child.exitCode}`);
		try {
			if ((await fetch(`${endpoint}/moto-api/data.json`)).ok) return;
		} catch {
			// Not listening yet.
		}
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	throw new Error("moto did not start within a minute");
}

async function stop(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const ended = once(child, "exit");
	child.kill("SIGTERM");
	const timer = setTimeout(() => child.kill("SIGKILL"), 3000);
	await ended;
	clearTimeout(timer);
}

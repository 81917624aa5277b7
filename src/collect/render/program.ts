import { spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { detectForm, isSecretName } from "../../normalize/secrets.ts";

/** What a program wrote, or why there is nothing to use. */
export type Run =
	| { ok: true; stdout: Buffer }
	| { ok: false; reason: "timeout" | "too-large" | "failed" | "not-started"; stderr: string };

/** Limits of one run. */
export interface RunLimits {
	timeoutMs: number;
	maxBytes: number;
}

/** More of what a program complains about is not kept. */
const MAX_STDERR = 64 * 1024;

/**
 * The file of an installed program, by the absolute folders of PATH: a relative one would let the folder that is scanned
 * put its own program there. Null where there is none.
 */
export function findProgram(name: string, env: NodeJS.ProcessEnv = process.env): string | null {
	const file = process.platform === "win32" ? `${name}.exe` : name;
	for (const folder of (env.PATH ?? env.Path ?? "").split(delimiter)) {
		if (!isAbsolute(folder)) continue;
		const path = join(folder, file);
		try {
			accessSync(path, constants.X_OK);
			if (statSync(path).isFile()) return path;
		} catch {
			// Not here.
		}
	}
	return null;
}

/**
 * Runs a program without a shell, without standard input, in a folder of its own, and ends it when it takes too long or
 * writes too much. Never rejects.
 */
export function runProgram(
	file: string,
	args: string[],
	{ cwd, env, timeoutMs, maxBytes }: RunLimits & { cwd: string; env: Record<string, string> },
): Promise<Run> {
	return new Promise((resolve) => {
		const child = spawn(file, args, { cwd, env, shell: false, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
		const chunks: Buffer[] = [];
		let size = 0;
		let complaints = "";
		let ended: "timeout" | "too-large" | null = null;
		const end = (why: "timeout" | "too-large") => {
			ended ??= why;
			child.kill("SIGKILL");
			// What it started itself may hold the pipes open.
			child.stdout.destroy();
			child.stderr.destroy();
		};
		const timer = setTimeout(() => end("timeout"), timeoutMs);
		child.stdout.on("data", (chunk: Buffer) => {
			size += chunk.length;
			if (size > maxBytes) end("too-large");
			else chunks.push(chunk);
		});
		child.stderr.setEncoding("utf8").on("data", (text: string) => {
			if (complaints.length < MAX_STDERR) complaints += text;
		});
		child.on("error", (error: NodeJS.ErrnoException) => {
			clearTimeout(timer);
			resolve({ ok: false, reason: "not-started", stderr: error.code ?? "" });
		});
		child.on("close", (code) => {
			clearTimeout(timer);
			if (ended !== null) resolve({ ok: false, reason: ended, stderr: complaints });
			else if (code !== 0) resolve({ ok: false, reason: "failed", stderr: complaints });
			else resolve({ ok: true, stdout: Buffer.concat(chunks) });
		});
	});
}

/** Variables that programs need to find their own files and the network; nothing else of the environment is handed on. */
const HANDED_ON = [
	...["PATH", "Path", "HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "SystemRoot", "TMPDIR", "TEMP", "TMP"],
	...["XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "SSH_AUTH_SOCK", "SSL_CERT_FILE", "SSL_CERT_DIR"],
	...["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"],
];

/** The environment of a program: what it needs of ours, and settings of its own. */
export function environment(settings: Record<string, string>, env: NodeJS.ProcessEnv = process.env) {
	const handed = HANDED_ON.filter((name) => env[name] !== undefined).map((name) => [name, env[name]!] as const);
	return { ...Object.fromEntries(handed), LC_ALL: "C", ...settings };
}

const MAX_COMPLAINT = 500;

/**
 * What a program complained about, fit to be shown: on one line, short, without anything that looks like a secret.
 * Charts can put any value into their messages.
 */
export function complaint(stderr: string): string {
	const lines = stderr.split(/\r?\n/).map((line) => line.trim());
	const told = lines.filter((line) => line !== "" && !/^(?:WARNING|warning|W\d{4})\b/.test(line));
	const text = withoutAssignedSecrets(told.join("; ").slice(0, MAX_STDERR))
		.replace(/(\/\/)[^\s/@]{1,500}@/g, "$1[masked]@")
		.split(/(\s+)/)
		.map((word) => (detectForm(word) === null ? word : "[masked]"))
		.join("");
	return text.length > MAX_COMPLAINT ? `${text.slice(0, MAX_COMPLAINT - 1)}…` : text;
}

/** Masks what follows a name that announces a secret: `password: …`, `"apiKey" = "…"`. */
function withoutAssignedSecrets(text: string): string {
	const assigned = /([\w.-]{1,100})["']?\s{0,3}[:=]\s{0,3}/g;
	const value = /"[^"]{0,500}"?|'[^']{0,500}'?|[^\s;,"']{1,500}/y;
	let shown = "";
	let from = 0;
	for (let match = assigned.exec(text); match !== null; match = assigned.exec(text)) {
		if (!isSecretName(match[1]!)) continue;
		value.lastIndex = assigned.lastIndex;
		if (!value.test(text)) continue;
		shown += `${text.slice(from, assigned.lastIndex)}[masked]`;
		from = value.lastIndex;
		assigned.lastIndex = from;
	}
	return shown + text.slice(from);
}

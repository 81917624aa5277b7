import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface Run {
	code: number | null;
	stdout: string;
	stderr: string;
}

/** Runs the built command line as a user does. */
export function assay(
	args: string[],
	options: { cwd?: string; input?: string; env?: Record<string, string> } = {},
): Promise<Run> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [`${ROOT}dist/cli.js`, ...args], {
			cwd: options.cwd ?? ROOT,
			env: { ...process.env, ...options.env },
		});
		let stdout = "";
		let stderr = "";
		child.stdout.setEncoding("utf8").on("data", (text: string) => {
			stdout += text;
		});
		child.stderr.setEncoding("utf8").on("data", (text: string) => {
			stderr += text;
		});
		child.on("error", reject);
		child.on("close", (code) => resolve({ code, stdout, stderr }));
		child.stdin.end(options.input ?? "");
	});
}

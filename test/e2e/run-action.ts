import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleAction } from "../../scripts/bundle.mjs";
import { ROOT } from "./run.ts";

/** What a run of the Action left behind. */
export interface ActionRun {
	code: number | null;
	/** The log: what the runner reads of both streams. */
	log: string;
	stderr: string;
	/** Workflow commands that the runner would obey, in order: not those it was told to ignore. */
	commands: { name: string; properties: Record<string, string>; message: string }[];
	summary: string;
	outputs: Record<string, string>;
}

/** The bundle alone in a folder without node_modules, and a workspace, as a runner has them. */
export class ActionRunner {
	readonly folder = mkdtempSync(join(tmpdir(), "assay-action-"));
	readonly workspace = join(this.folder, "work/shop/shop");

	async build(): Promise<void> {
		await bundleAction(join(this.folder, "action/index.js"));
		cpSync(`${ROOT}dist/assets`, join(this.folder, "action/assets"), { recursive: true });
		mkdirSync(this.workspace, { recursive: true });
	}

	/** Removes everything. */
	dispose(): void {
		rmSync(this.folder, { recursive: true, force: true });
	}

	/**
	 * Runs the Action.
	 * @param inputs as `with` of a workflow has them; those not given have their defaults of action.yml.
	 * @param options `event`: what happened, with its payload; `env`: more of the runner's environment.
	 */
	async run(
		inputs: Record<string, string>,
		{ event, env = {} }: { event?: { name: string; payload: unknown }; env?: Record<string, string> } = {},
	): Promise<ActionRun> {
		const runner = join(this.folder, "runner");
		mkdirSync(runner, { recursive: true });
		for (const name of ["summary", "output"]) writeFileSync(join(runner, name), "");
		const payload = event?.payload ?? {};
		writeFileSync(join(runner, "event.json"), typeof payload === "string" ? payload : JSON.stringify(payload));
		const given = { paths: ".", "sarif-file": "assay.sarif", "json-file": "assay.json", ...inputs };
		const child = spawn(process.execPath, [join(this.folder, "action/index.js")], {
			cwd: this.folder,
			env: {
				PATH: process.env.PATH!,
				GITHUB_ACTIONS: "true",
				GITHUB_WORKSPACE: this.workspace,
				GITHUB_STEP_SUMMARY: join(runner, "summary"),
				GITHUB_OUTPUT: join(runner, "output"),
				GITHUB_EVENT_NAME: event?.name ?? "push",
				GITHUB_EVENT_PATH: join(runner, "event.json"),
				GITHUB_REPOSITORY: "acme/shop",
				GITHUB_SHA: "a".repeat(40),
				GITHUB_REF: "refs/heads/main",
				GITHUB_SERVER_URL: "https://github.com",
				GITHUB_RUN_ID: "99",
				// No address by accident.
				GITHUB_API_URL: "http://127.0.0.1:9",
				...Object.fromEntries(Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
				...env,
			},
		});
		let log = "";
		let stderr = "";
		child.stdout.setEncoding("utf8").on("data", (text: string) => {
			log += text;
		});
		child.stderr.setEncoding("utf8").on("data", (text: string) => {
			stderr += text;
		});
		const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
		return {
			...{ code, log, stderr, commands: obeyed(log) },
			summary: readFileSync(join(runner, "summary"), "utf8"),
			outputs: readOutputs(readFileSync(join(runner, "output"), "utf8")),
		};
	}
}

/** Reads a log as the runner does: `::name a=b::message` after blanks, `##[name a=b]message` anywhere, stopped by a token. */
function obeyed(log: string): ActionRun["commands"] {
	const commands: ActionRun["commands"] = [];
	let token: string | null = null;
	for (const line of log.split(/\r\n|\r|\n/)) {
		const [, name = "", written = "", message = ""] =
			/^\s*::([\w-]+)(?:\s([^:]*))?::(.*)$/s.exec(line) ?? /##\[([\w-]+)(?:\s([^\]]*))?\](.*)$/s.exec(line) ?? [];
		if (name === "") continue;
		if (token !== null) {
			if (name === token) token = null;
			continue;
		}
		if (name === "stop-commands") token = message;
		const properties = Object.fromEntries(
			written
				.split(",")
				.filter((pair) => pair !== "")
				.map((pair) => {
					const [, key = "", value = ""] = /^([^=]*)=(.*)$/s.exec(pair) ?? [];
					return [key.trim(), decode(value).replaceAll("%3A", ":").replaceAll("%2C", ",")];
				}),
		);
		commands.push({ name, properties, message: decode(message) });
	}
	return commands;
}

function decode(text: string): string {
	return text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
}

/** Reads the outputs as the runner does: `name<<word`, lines, the word. */
function readOutputs(text: string): Record<string, string> {
	const outputs: Record<string, string> = {};
	const lines = text.split("\n");
	for (let at = 0; at < lines.length; at += 1) {
		const [, name, word] = /^([\w-]+)<<(.+)$/.exec(lines[at]!) ?? [];
		if (name === undefined) continue;
		const end = lines.indexOf(word!, at + 1);
		outputs[name] = lines.slice(at + 1, end).join("\n");
		at = end;
	}
	return outputs;
}

// Prints what a live scan of a large account costs: `npm run bench:live [items]`. A stand-in for AWS Config serves the items
// from its own process; processor time and peak memory are those of the scanner.
import { fork, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const items = Number(process.argv[2] ?? 50_000);
const work = mkdtempSync(join(tmpdir(), "assay-bench-"));

try {
	const server = join(work, "server.mjs");
	await build({
		entryPoints: [join(root, "test/servers/bench-account.ts")],
		outfile: server,
		bundle: true,
		platform: "node",
		format: "esm",
		// Fixtures are found from where the source lies.
		define: { "import.meta.url": JSON.stringify(new URL("../test/servers/bench-account.ts", import.meta.url).href) },
	});
	const account = fork(server, [String(items)]);
	try {
		const env = await new Promise((resolve, reject) => {
			account.once("message", resolve);
			account.once("error", reject);
			account.once("exit", (code) => reject(new Error(`the stand-in ended with ${code}`)));
		});
		const { code, cpu, wall, memory } = await scan(env);
		const report = JSON.parse(readFileSync(join(work, "report.json"), "utf8"));
		const errors = report.diagnostics.filter(({ severity }) => severity === "error");
		console.log(
			`${items} items, ${report.summary.resources} resources, ${report.rules.length} rules, exit code ${code}`,
		);
		console.log(`findings        ${report.findings.length}`);
		console.log(`errors          ${errors.length}${errors.length > 0 ? `: ${errors[0].message}` : ""}`);
		console.log(`processor time  ${(cpu / 1000).toFixed(1)} s (goal: under 120)`);
		console.log(`wall time       ${(wall / 1000).toFixed(1)} s`);
		console.log(
			`peak memory     ${memory === null ? "not known on this system" : `${memory.toFixed(0)} MB (goal: under 400)`}`,
		);
		if (code !== 0 || report.summary.resources < items) process.exitCode = 1;
	} finally {
		account.removeAllListeners("exit");
		account.kill();
	}
} finally {
	rmSync(work, { recursive: true, force: true });
}

/** Runs the command line; times in ms, peak resident memory in MB (Linux only). */
function scan(env) {
	// The last thing the scanner does is to say what it took.
	const hook = `process.on("exit", () => { const u = process.resourceUsage(); process.stderr.write("\\nUSAGE " + JSON.stringify([u.userCPUTime + u.systemCPUTime, u.maxRSS]) + "\\n"); });`;
	const started = performance.now();
	return new Promise((resolve, reject) => {
		const child = spawn(
			process.execPath,
			[
				...["--import", `data:text/javascript,${encodeURIComponent(hook)}`],
				...[join(root, "dist/cli.js"), "scan", "--live", "aws", "--aws-source", "config", "--rate", "1000"],
				...[
					"--format",
					`json=${join(work, "report.json")}`,
					"--inventory",
					join(work, "inventory.jsonl"),
					"--fail-on",
					"never",
				],
			],
			{ cwd: work, env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "pipe"] },
		);
		let text = "";
		child.stderr.setEncoding("utf8").on("data", (part) => {
			text += part;
		});
		child.on("error", reject);
		child.on("close", (code) => {
			const [micros, kilobytes] = JSON.parse(/USAGE (\[.*\])/.exec(text)?.[1] ?? "[0, 0]");
			if (micros === 0) return reject(new Error(text));
			process.stderr.write(text.replace(/\nUSAGE .*\n/, ""));
			const memory = process.platform === "linux" ? kilobytes / 1024 : null;
			resolve({ code, cpu: micros / 1000, wall: performance.now() - started, memory });
		});
	});
}

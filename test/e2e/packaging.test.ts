import { execFileSync } from "node:child_process";
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ignore from "ignore";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { assay, ROOT } from "./run.ts";

const work = mkdtempSync(join(tmpdir(), "assay-packaging-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const PRIVILEGED = `apiVersion: v1
kind: Pod
metadata: {name: p, namespace: n}
spec:
  containers:
    - name: c
      image: example.com/c:v1
      securityContext:
        privileged: true
`;

interface Instruction {
	name: string;
	text: string;
}

/** The instructions of a Dockerfile, continued lines joined. */
function instructions(path: string): Instruction[] {
	const text = readFileSync(join(ROOT, path), "utf8").replace(/\\\n/g, " ");
	return text
		.split("\n")
		.filter((line) => line.trim() !== "" && !line.startsWith("#"))
		.map((line) => ({ name: line.split(" ", 1)[0]!, text: line.slice(line.indexOf(" ") + 1).trim() }));
}

describe("the Dockerfile", () => {
	const all = instructions("Dockerfile");
	const last = all.slice(all.findLastIndex(({ name }) => name === "FROM"));

	test("pins its base, fetches nothing but npm packages, and ends as a plain user", () => {
		for (const { text } of all.filter(({ name }) => name === "FROM"))
			expect(text).toMatch(/^node:\d+-slim(?: AS \w+)?$/);
		expect(all.map(({ name }) => name)).not.toContain("ADD");
		for (const { text } of all.filter(({ name }) => name === "RUN"))
			expect(text).not.toMatch(/curl|wget|sudo|npm i(?:nstall)?\b/);
		const users = last.filter(({ name }) => name === "USER").map(({ text }) => text);
		expect(users.at(-1)).toMatch(/^[1-9]\d*:[1-9]\d*$/);
		// Whatever needs root comes before the user.
		expect(last.findLastIndex(({ name }) => name === "RUN")).toBeLessThan(
			last.findIndex(({ name }) => name === "USER"),
		);
		expect(last.find(({ name }) => name === "ENTRYPOINT")?.text).toBe('["assay"]');
	});

	test("takes Node as old as the package asks for, or newer", () => {
		const oldest = Number(/\d+/.exec(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).engines.node)![0]);
		for (const { text } of all.filter(({ name }) => name === "FROM")) {
			expect(Number(/\d+/.exec(text)![0])).toBeGreaterThanOrEqual(oldest);
		}
	});

	test("gets all of the repository that the build and the package need, and nothing else", () => {
		// Docker's patterns count from the root, those of git from anywhere.
		const patterns = readFileSync(join(ROOT, ".dockerignore"), "utf8").replace(/^(!?)(?=[*\w.])(?!\*\*)/gm, "$1/");
		const context = ignore().add(patterns);
		const { files } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { files: string[] };
		const needed = [
			...files.filter((name) => !name.startsWith("dist/")).map((name) => (name.includes(".") ? name : `${name}/x`)),
			...[
				"package.json",
				"package-lock.json",
				"scripts/build.mjs",
				"src/cli/bin.ts",
				"tsconfig.json",
				"tsconfig.types.json",
			],
			"toolchain/opa.wasm.br",
		];
		for (const name of needed) expect([name, context.ignores(name)]).toEqual([name, false]);
		for (const name of [
			".git/config",
			"node_modules/x/package.json",
			"dist/cli.js",
			".env",
			"fixtures/x.yaml",
			"test/x.ts",
		]) {
			expect([name, context.ignores(name)]).toEqual([name, true]);
		}
	});
});

describe("the image's steps", () => {
	const home = join(work, "opt/assay");
	const bin = join(work, "bin");

	beforeAll(() => {
		// What `npm pack` takes of the built tree, as the build stage does.
		const listed = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts", "--offline"], {
			cwd: ROOT,
			maxBuffer: 1e8,
			stdio: ["ignore", "pipe", "ignore"],
		});
		const [{ files }] = JSON.parse(listed.toString()) as [{ files: { path: string }[] }];
		for (const { path } of files) {
			mkdirSync(dirname(join(home, path)), { recursive: true });
			cpSync(join(ROOT, path), join(home, path));
		}
		// Production packages only.
		const lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
			packages: Record<string, { dev?: boolean; devOptional?: boolean }>;
		};
		for (const [path, { dev = false }] of Object.entries(lock.packages)) {
			if (dev || !/^node_modules\/(?:@[^/]+\/)?[^/]+$/.test(path) || !existsSync(join(ROOT, path))) continue;
			mkdirSync(dirname(join(home, path)), { recursive: true });
			symlinkSync(join(ROOT, path), join(home, path));
		}
		mkdirSync(bin);
		writeFileSync(join(bin, "assay"), `#!/bin/sh\nexec "${process.execPath}" "${home}/dist/cli.js" "$@"\n`, {
			mode: 0o755,
		});
	}, 120_000);

	const run = (args: string[], cwd: string) => {
		try {
			return {
				code: 0,
				stdout: execFileSync(join(bin, "assay"), args, { cwd, stdio: "pipe", maxBuffer: 1e8 }).toString(),
			};
		} catch (error) {
			const { status, stdout } = error as { status: number; stdout: Buffer };
			return { code: status, stdout: stdout.toString() };
		}
	};

	test("make a program that scans, with nothing but what the package holds", () => {
		writeFileSync(join(work, "pod.yaml"), PRIVILEGED);
		const { code, stdout } = run(["scan", "pod.yaml"], work);
		expect(stdout).toContain("k8s-privileged");
		expect(code).toBe(1);
		const plan = run(["scan", join(ROOT, "fixtures/systems/ai-gateway"), "--format", "sarif"], work);
		expect(JSON.parse(plan.stdout).runs[0].results.length).toBeGreaterThan(10);
	});

	test("leave out sources, tests, fixtures and development packages", () => {
		const top = readdirSync(home);
		for (const name of ["src", "test", "fixtures", "scripts"]) expect(top).not.toContain(name);
		expect(existsSync(join(home, "node_modules/vitest"))).toBe(false);
		expect(existsSync(join(home, "node_modules/yaml"))).toBe(true);
		expect(existsSync(join(home, "dist/action"))).toBe(false);
	});
});

describe("the pre-commit hooks", () => {
	interface Hook {
		id: string;
		entry: string;
		args: string[];
		language: string;
		exclude?: string;
		types?: string[];
		pass_filenames?: boolean;
	}
	const hooks = parse(readFileSync(join(ROOT, ".pre-commit-hooks.yaml"), "utf8")) as Hook[];
	const hook = (id: string) => hooks.find((other) => other.id === id)!;
	/** Runs a hook as pre-commit does: its entry, its arguments, then the files. */
	const commit = (id: string, files: string[], cwd: string) => {
		const { entry, args, pass_filenames = true } = hook(id);
		const [program, ...words] = entry.split(" ");
		expect(program).toBe("assay");
		return assay([...words, ...args, ...(pass_filenames ? files : [])], { cwd });
	};
	const repository = join(work, "repository");

	beforeAll(() => {
		mkdirSync(repository);
		writeFileSync(join(repository, "bad.yaml"), PRIVILEGED);
		writeFileSync(join(repository, "-odd.yaml"), "services: {}\n");
		writeFileSync(join(repository, "mkdocs.yml"), "site_name: x\n");
	});

	test("are complete and run by Node", () => {
		expect(hooks.map(({ id }) => id)).toEqual(["assay", "assay-all"]);
		for (const { language, entry } of hooks) expect([language, entry]).toEqual(["node", "assay scan"]);
	});

	test("fail on changed manifests with findings, and pass over other YAML, whatever it is called", async () => {
		const failed = await commit("assay", ["-odd.yaml", "bad.yaml", "mkdocs.yml"], repository);
		expect(failed.stdout).toContain("k8s-privileged");
		expect(failed.code).toBe(1);
		expect(failed.stderr).toBe("");
		const passed = await commit("assay", ["-odd.yaml", "mkdocs.yml"], repository);
		expect([passed.code, passed.stderr]).toEqual([0, ""]);
	});

	test("leave Helm templates to helm", () => {
		const { exclude, types } = hook("assay");
		expect(types).toEqual(["yaml"]);
		expect("chart/templates/x.yaml").toMatch(new RegExp(exclude!));
		expect("deploy/mytemplates/x.yaml").not.toMatch(new RegExp(exclude!));
	});

	test("judge the whole repository where asked to", async () => {
		const { code, stdout } = await commit("assay-all", ["mkdocs.yml"], repository);
		expect(stdout).toContain("bad.yaml");
		expect(code).toBe(1);
	});
});

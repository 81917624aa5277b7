import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./run.ts";

const FIXTURE = `${ROOT}fixtures/pull-request`;

/** A repository with a base commit on `main` and a pull request's commit on `change`. */
export interface DemoRepository {
	folder: string;
	base: string;
	head: string;
	/**
	 * Checks a commit out as a runner does, with what `terraform init`, `plan` and `show -json` leave beside it: the
	 * downloaded module and the plan, neither of which is in git.
	 */
	checkOut(commit: "base" | "head"): void;
}

/** Builds the repository of fixtures/pull-request in a folder that does not exist yet. */
export function buildDemoRepository(folder: string): DemoRepository {
	const git = (...args: string[]) =>
		execFileSync("git", args, {
			cwd: folder,
			encoding: "utf8",
			env: {
				PATH: process.env.PATH!,
				// Neither the user's settings nor the time may show in what is built.
				GIT_CONFIG_GLOBAL: "/dev/null",
				GIT_CONFIG_SYSTEM: "/dev/null",
				...{ GIT_AUTHOR_NAME: "Dev", GIT_AUTHOR_EMAIL: "dev@example.com", GIT_AUTHOR_DATE: "2026-01-01T00:00:00Z" },
				...{ GIT_COMMITTER_NAME: "Dev", GIT_COMMITTER_EMAIL: "dev@example.com" },
				GIT_COMMITTER_DATE: "2026-01-01T00:00:00Z",
			},
		}).trim();
	const lay = (version: "base" | "change") =>
		cpSync(`${FIXTURE}/${version}`, folder, { recursive: true, filter: (path) => !path.endsWith("plan.json") });
	mkdirSync(folder, { recursive: true });
	git("init", "--quiet", "--initial-branch=main");
	writeFileSync(join(folder, ".gitignore"), ".terraform/\nplan.json\n");
	const commit = (version: "base" | "change", message: string) => {
		lay(version);
		git("add", "--all");
		git("commit", "--quiet", "--message", message);
		return git("rev-parse", "HEAD");
	};
	const base = commit("base", "The shop");
	git("switch", "--quiet", "--create", "change");
	const head = commit("change", "A database for reports, and a look at the packets");
	return {
		...{ folder, base, head },
		checkOut(which) {
			git("checkout", "--quiet", which === "base" ? base : head);
			const infra = join(folder, "infra");
			rmSync(join(infra, ".terraform"), { recursive: true, force: true });
			cpSync(`${FIXTURE}/table`, join(infra, ".terraform/modules/sessions"), { recursive: true });
			writeFileSync(join(infra, ".terraform/modules/modules.json"), JSON.stringify({ Modules: MODULES }));
			cpSync(`${FIXTURE}/${which === "base" ? "base" : "change"}/infra/plan.json`, join(infra, "plan.json"));
		},
	};
}

/** As terraform 1.11 writes them. */
const MODULES = [
	{ Key: "", Source: "", Dir: "." },
	{ Key: "exports", Source: "./modules/bucket", Dir: "modules/bucket" },
	{
		Key: "sessions",
		Source: "git::https://git.example.com/modules/table.git?ref=v1.2.0",
		Dir: ".terraform/modules/sessions",
	},
];

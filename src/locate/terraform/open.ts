import { resolve } from "node:path";
import type { Diagnostic } from "../../model/resource.ts";
import { CodeFiles } from "./code-files.ts";
import { loadHcl } from "./hcl.ts";
import { ModuleCode } from "./module-code.ts";
import { type RootNames, rootNames, shareFound } from "./plan-names.ts";
import { Project } from "./project.ts";
import { isFolder, NearbyFolders, planFolder, type Root, rootAt, searchRoot } from "./roots.ts";
import { readSnapshots, type SnapshotModules } from "./snapshot.ts";
import type { TerraformSources, TerraformSourcesOptions } from "./sources.ts";

type Plan = TerraformSourcesOptions["plans"][number];

/**
 * Finds the root module of each plan: in the folder that is named, else in the plan's own, else around it, else in a binary
 * plan beside it.
 */
export async function openPlans(
	options: TerraformSourcesOptions,
): Promise<{ sources: TerraformSources | null; diagnostics: Diagnostic[] }> {
	const { plans, cwd, root, readText } = options;
	const files = new CodeFiles(cwd, readText, await loadHcl());
	const diagnostics: Diagnostic[] = [];
	const nearby = new NearbyFolders();
	const projects = new Map<string, Project>();
	const snapshots = new Map<string, Promise<SnapshotModules[]>>();
	const given = root === undefined ? null : resolve(cwd, root);
	if (given !== null && !isFolder(given)) {
		const message =
			"--terraform-root is not a folder that can be read; the Terraform code is looked for beside the plans";
		diagnostics.push({ severity: "warning", code: "terraform-root", message, uri: files.uri(given), line: null });
	}
	for (const plan of plans) {
		const names = rootNames(plan.value);
		const folder = planFolder(plan.uri, cwd);
		if (!snapshots.has(folder)) snapshots.set(folder, readSnapshots(folder));
		const kept = (await snapshots.get(folder)!).filter((modules) => isMadeFrom(modules, names, files));
		const snapshot = kept[0] ?? null;
		const found = findRoot(plan, { names, files, cwd, given, snapshot, nearby });
		diagnostics.push(...found.diagnostics);
		if (found.root !== null) {
			projects.set(plan.uri, new Project({ root: found.root, plan: plan.value, names, files, cwd, snapshot }));
		}
	}
	if (projects.size === 0) return { sources: null, diagnostics: [...diagnostics, ...files.diagnostics()] };
	const sources: TerraformSources = {
		locate: (sought) => projects.get(sought.plan)?.locate(sought) ?? null,
		files() {
			for (const project of projects.values()) project.openAll();
			return files.own();
		},
		comments: (uri) => files.comments(uri),
		code: (uri) => files.get(uri),
		diagnostics: () => files.diagnostics(),
	};
	return { sources, diagnostics };
}

interface Search {
	names: RootNames;
	files: CodeFiles;
	cwd: string;
	/** The folder that is named. */
	given: string | null;
	snapshot: SnapshotModules | null;
	nearby: NearbyFolders;
}

function findRoot(plan: Plan, search: Search): { root: Root | null; diagnostics: Diagnostic[] } {
	const { names, files, cwd, given, snapshot } = search;
	const folder = planFolder(plan.uri, cwd);
	for (const place of new Set(given === null ? [folder] : [given, folder])) {
		const root = rootAt(place, names, files, cwd);
		if (root !== null) return { root, diagnostics: [] };
		files.claim(place, false);
	}
	const trouble = (severity: "warning" | "note", code: string, message: string): Diagnostic => {
		return { severity, code, message, uri: plan.uri, line: null };
	};
	if (given !== null && isFolder(given)) {
		const message = `the code in ${files.uri(given)} (--terraform-root) is not what the plan was made from; findings point at the plan`;
		return { root: null, diagnostics: [trouble("warning", "terraform-root", message)] };
	}
	const found = searchRoot(plan.uri, names, search);
	if (found.root !== null) return { root: found.root, diagnostics: [] };
	const kept = snapshot?.get("");
	if (kept !== undefined && files.folder(folder, folder).length === 0) {
		files.provide(folder, kept.files);
		const root = rootAt(folder, names, files, cwd);
		if (root !== null) return { root, diagnostics: [] };
	}
	const why =
		found.alike.length === 0
			? "was not found"
			: `may be in any of ${found.alike.slice(0, 5).join(", ")}${found.alike.length > 5 ? ", …" : ""}`;
	const message = `the Terraform code of the plan ${why}; findings point at the plan (--terraform-root names the folder)`;
	return { root: null, diagnostics: [trouble("note", "terraform-code-not-found", message)] };
}

/** Whether a snapshot is that of this plan. */
function isMadeFrom(modules: SnapshotModules, names: RootNames, files: CodeFiles): boolean {
	const root = modules.get("");
	return root !== undefined && shareFound(names, new ModuleCode(files.parse(root.files))) === 1;
}

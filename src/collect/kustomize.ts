import { dirname, resolve } from "node:path";
import type { Json, JsonObject } from "../model/json.ts";
import { readYaml } from "./yaml.ts";

/** Names kustomize looks for in a folder. */
export const KUSTOMIZATION_FILE = /^(?:kustomization\.ya?ml|Kustomization)$/;

const LIMITS = { maxDepth: 50, maxAliasValues: 10_000 };

/**
 * Files that a kustomization uses as patches. They look like objects but hold only what changes, so judging them would
 * report as missing what their base states.
 * @param path Absolute path of the kustomization; its entries are relative to its folder.
 */
export function patchFiles(path: string, text: string): string[] {
	const files: string[] = [];
	for (const { value } of readYaml(text, LIMITS)) {
		if (typeof value !== "object" || value === null || Array.isArray(value)) continue;
		for (const patch of list(value.patchesStrategicMerge)) {
			if (typeof patch === "string" && !patch.includes("\n")) files.push(patch);
		}
		for (const patch of [...list(value.patches), ...list(value.patchesJson6902)]) {
			if (typeof patch === "object" && patch !== null && !Array.isArray(patch) && typeof patch.path === "string") {
				files.push(patch.path);
			}
		}
	}
	return files.map((file) => resolve(dirname(path), file));
}

/** Files that a kustomization deploys as they are, but for its changes. */
export function resourceFiles(path: string, text: string): string[] {
	const files: string[] = [];
	for (const { value } of readYaml(text, LIMITS)) {
		if (typeof value !== "object" || value === null || Array.isArray(value)) continue;
		for (const file of list(value.resources)) if (typeof file === "string") files.push(file);
	}
	return files.map((file) => resolve(dirname(path), file));
}

/**
 * Whether an object can only be a patch, or wait for a kustomization that adds to it: the API server takes no workload
 * of apps/v1 without a selector.
 */
export function isIncomplete({ apiVersion, kind, spec }: JsonObject): boolean {
	if (apiVersion !== "apps/v1" || typeof kind !== "string" || !SELECTING.has(kind)) return false;
	return typeof spec === "object" && spec !== null && !Array.isArray(spec) && !("selector" in spec);
}

const SELECTING: ReadonlySet<string> = new Set(["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"]);

/** Whether a kustomization is a component, which is part of a deployment only where another kustomization names it. */
export function isComponent(text: string): boolean {
	for (const { value } of readYaml(text, LIMITS)) {
		if (typeof value === "object" && value !== null && !Array.isArray(value) && value.kind === "Component") return true;
	}
	return false;
}

function list(value: Json | undefined): Json[] {
	return Array.isArray(value) ? value : [];
}

import type { AttributePath } from "../model/json.ts";
import type { EditCondition } from "../model/rule.ts";

/** What an edit's condition is held against. */
export interface Judged {
	/** Path of the finding. */
	path: AttributePath;
	/** Type of its resource. */
	type: string;
	/** Whether a plan creates the resource; manifests do not tell. */
	creating?: boolean;
}

/** Whether an edit is for a finding. */
export function fits(when: EditCondition | undefined, { path, type, creating = false }: Judged): boolean {
	if (when === undefined) return true;
	if (when.type !== undefined && when.type !== type) return false;
	if (when.creating === true && !creating) return false;
	return when.path === undefined || pathFits(when.path, path);
}

function pathFits(pattern: string, path: AttributePath): boolean {
	const shown = path.reduce<string>((text, step) => {
		if (typeof step === "number") return `${text}[]`;
		return text === "" ? step : `${text}.${step}`;
	}, "");
	return pattern.startsWith("*.") ? `.${shown}`.endsWith(pattern.slice(1)) : shown === pattern;
}

/** Where an edit takes place: from the finding's path, `..` one step up. Null where the steps lead out of the object. */
export function target(path: AttributePath, at: AttributePath = []): AttributePath | null {
	const steps = [...path];
	for (const step of at) {
		if (step !== "..") steps.push(step);
		else if (steps.pop() === undefined) return null;
	}
	return steps;
}

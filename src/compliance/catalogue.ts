import type { Compliance, Control, Framework } from "../model/framework.ts";

/** Whether code can decide a part of the control, so that it may carry a score (docs/scoring.md, levels of controls). */
export function isAssessable({ level }: Pick<Control, "level">): boolean {
	return level === "full" || level === "high" || level === "medium";
}

/** A framework by its id, however it is written (`SOC2`, `iso-27001`); undefined where there is none. */
export function findFramework({ frameworks }: Compliance, id: string): Framework | undefined {
	const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
	return frameworks.find((framework) => plain(framework.id) === plain(id));
}

/** What to tell somebody who names a framework that does not exist. */
export function unknownFramework({ frameworks }: Compliance, id: string): string {
	return `unknown framework "${id}"; known: ${frameworks.map((framework) => framework.id).join(", ")}`;
}

import type { Result } from "sarif";
import type { Severity } from "../../model/rule.ts";

/** GitHub shows this number as critical from 9.0 on, high from 7.0, medium from 4.0, and low above 0. */
export const SECURITY_SEVERITY: Record<Severity, string> = {
	critical: "9.5",
	high: "8.0",
	medium: "5.5",
	low: "2.0",
	info: "0.1",
};

export const LEVEL: Record<Severity, Result.level> = {
	critical: "error",
	high: "error",
	medium: "warning",
	low: "note",
	info: "note",
};

import type { Report } from "../model/report.ts";

/** The report as `rules/schema/report.schema.json` describes it, two-space indented, with a final line feed. */
export function writeJson(report: Report): string {
	return `${JSON.stringify(report, null, 2)}\n`;
}

import type { Json } from "../../model/json.ts";
import { flag, list, object, text, texts } from "../../normalize/aws/read.ts";

/** What AWS Config records in one region of one account, as far as it can be relied on. */
export interface Recording {
	/** Whether items of a type are kept up to date. */
	records: (type: string) => boolean;
	/** Why what Config says is not used: it is stopped, failing, or could not be asked. Null where it runs, or is not set up. */
	trouble: string | null;
	/** Whether there is a recorder, working or not. */
	present: boolean;
}

/** Config is not asked, or not set up. */
export const NOTHING_RECORDED: Recording = { records: () => false, trouble: null, present: false };

/** The IAM types that a recorder of everything leaves out unless told otherwise. */
const GLOBAL_IAM = new Set(["AWS::IAM::User", "AWS::IAM::Group", "AWS::IAM::Role", "AWS::IAM::Policy"]);

/**
 * What a region's recorders keep up to date. Recorders that are stopped or whose last delivery failed hold old items:
 * nothing is judged by them.
 * @param recorders as DescribeConfigurationRecorders answers, or the `configuration` of recorder items.
 * @param statuses as DescribeConfigurationRecorderStatus answers.
 */
export function recordingOf(recorders: Json[], statuses: Json[]): Recording {
	// Recorders that belong to other services of AWS keep their items to themselves.
	const own = recorders.filter((recorder) => text(recorder, "recordingScope") !== "INTERNAL");
	if (own.length === 0) return NOTHING_RECORDED;
	const working: Json[] = [];
	let trouble: string | null = null;
	for (const recorder of own) {
		const name = text(recorder, "name");
		const status = statuses.find((other) => text(other, "name") === name) ?? null;
		const fault = faultOf(status);
		if (fault === null) working.push(recorder);
		else trouble ??= fault;
	}
	return {
		records: (type) => working.some((recorder) => recordsType(object(recorder, "recordingGroup"), type)),
		trouble: working.length > 0 ? null : trouble,
		present: true,
	};
}

function faultOf(status: Json): string | null {
	if (status === null) return "AWS Config says nothing about the state of its recorder";
	if (flag(status, "recording") !== true) return "AWS Config's recorder is stopped";
	// The status of delivery in other clients' spelling, `SUCCESS`, differs only in case.
	if (text(status, "lastStatus")?.toLowerCase() === "failure") return "AWS Config's recorder is failing";
	return null;
}

function recordsType(group: Json, type: string): boolean {
	// Without a group a recorder takes what is the default of the API: every type of the region, but not IAM's.
	if (group === null) return !GLOBAL_IAM.has(type);
	const strategy = text(group, "recordingStrategy", "useOnly");
	const excluded = texts(group, "exclusionByResourceTypes", "resourceTypes");
	if (strategy === "EXCLUSION_BY_RESOURCE_TYPES") return !excluded.includes(type);
	const listed = list(group, "resourceTypes").includes(type);
	if (strategy === "INCLUSION_BY_RESOURCE_TYPES") return listed;
	if (strategy === "ALL_SUPPORTED_RESOURCE_TYPES" || flag(group, "allSupported") === true) {
		return !GLOBAL_IAM.has(type) || flag(group, "includeGlobalResourceTypes") === true;
	}
	return listed;
}

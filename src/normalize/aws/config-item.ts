import type { AwsItem } from "../../model/aws.ts";
import type { Json, JsonObject } from "../../model/json.ts";
import { decoded, list, object, tags, text, value } from "./read.ts";

/** Types whose items AWS Config records in one region, or in all, though they belong to none. */
const GLOBAL = /^AWS::(?:IAM|CloudFront|Route53|GlobalAccelerator|Organizations)::/;

/** Whether things of a type belong to the account as a whole, whichever region's AWS Config records them. */
export function isGlobalType(type: string): boolean {
	return GLOBAL.test(type);
}

/** Statuses of things that are gone, or of which nothing is recorded. */
const GONE = new Set(["ResourceDeleted", "ResourceDeletedNotRecorded", "ResourceNotRecorded"]);

/**
 * An AWS Config item in any of the forms AWS hands it out: an answer of BatchGetResourceConfig (`configuration` is JSON
 * text, `supplementaryConfiguration` a map of such texts), a decoded row of an advanced query, or a delivered item (other
 * names for account and version). Null for things that are gone, and for what names no resource.
 */
export function itemFromConfig(given: Json | object): AwsItem | null {
	const source = given as Json;
	const type = text(source, "resourceType");
	const id = text(source, "resourceId");
	const account = text(source, "accountId") ?? text(source, "awsAccountId");
	if (type === null || id === null || account === null) return null;
	if (GONE.has(text(source, "configurationItemStatus") ?? "")) return null;
	const region = text(source, "awsRegion");
	const configuration = object(source, "configuration") ?? {};
	return {
		type,
		account,
		region: region === null || isGlobalType(type) ? "global" : region,
		id,
		name: text(source, "resourceName") ?? id,
		arn: text(source, "arn"),
		configuration,
		supplementary: decodedMembers(object(source, "supplementaryConfiguration")),
		tags: { ...tags(list(configuration, "tags")), ...tags(value(source, "tags")) },
		missing: {},
		source: "config",
		capturedAt: instant(value(source, "configurationItemCaptureTime")),
	};
}

function decodedMembers(given: JsonObject | null): JsonObject {
	return Object.fromEntries(Object.entries(given ?? {}).map(([name, member]) => [name, decoded(member)]));
}

/** Seconds since 1970 (as the wire has it), or ISO text, as ISO text. */
function instant(given: Json): string | null {
	if (given instanceof Date) return given.toISOString();
	const time = typeof given === "number" ? given * 1000 : typeof given === "string" ? Date.parse(given) : Number.NaN;
	return Number.isFinite(time) ? new Date(time).toISOString() : null;
}

import type { AwsItem } from "../../../model/aws.ts";
import type { AttributePath, Json } from "../../../model/json.ts";
import { at, policy } from "../read.ts";

/** The paths that are unknown because a part of the item could not be read; none where it could. */
export function unread(
	item: AwsItem,
	part: string,
	...paths: AttributePath[]
): { path: AttributePath; reason: string }[] {
	const reason = item.missing[part];
	return reason === undefined ? [] : paths.map((path) => ({ path, reason }));
}

/** What is unknown of a resource whose tags could not be read. */
export function untagged(item: AwsItem): { path: AttributePath; reason: string }[] {
	return unread(item, "Tags", ["tags"], ["tags_all"]);
}

/** A policy document under a path as JSON text; IAM's items in AWS Config wrap documents in a list of one. */
export function document(source: Json, ...names: string[]): string | null {
	const found = at(source, ...names);
	return Array.isArray(found) && found.length === 1
		? policy({ document: found[0]! }, "document")
		: policy(source, ...names);
}

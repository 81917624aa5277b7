import type { AwsItem, ConvertedResource } from "../../../model/aws.ts";
import type { JsonObject } from "../../../model/json.ts";
import { text } from "../read.ts";

/** The resource that stands for an item itself, with the id and ARN by which others name it. */
export function main(
	type: string,
	item: AwsItem,
	values: JsonObject,
	rest: Pick<ConvertedResource, "sensitive" | "unknown"> = {},
): ConvertedResource {
	return { type, part: "", values: { id: item.id, arn: item.arn, ...values }, ...rest };
}

/** Whether another account owns it and only shares it with this one: it is judged there. */
export function isForeign(item: AwsItem): boolean {
	const owner = text(item.configuration, "OwnerId");
	return owner !== null && owner !== item.account;
}

/** Marks parts that AWS always tells as unknown where an answer lacks them, so that nothing passes for want of them. */
export function untold(parts: Record<string, boolean>): NonNullable<ConvertedResource["unknown"]> {
	return Object.entries(parts)
		.filter(([, told]) => !told)
		.map(([name]) => ({ path: [name], reason: `the answer of AWS lacks ${name}` }));
}

import type { AwsItem } from "../../../../src/model/aws.ts";

/** An item of an API answer, with what a test does not care about filled in. */
export function apiItem(type: string, id: string, parts: Partial<AwsItem> = {}): AwsItem {
	return {
		type,
		account: "123456789012",
		region: "eu-west-1",
		id,
		name: id,
		arn: null,
		configuration: {},
		supplementary: {},
		tags: {},
		missing: {},
		source: "api",
		capturedAt: null,
		...parts,
	};
}

import { expect, test } from "vitest";
import { itemFromConfig } from "../../../../src/normalize/aws/config-item.ts";

const answer = {
	version: "1.3",
	accountId: "123456789012",
	configurationItemCaptureTime: 1764000000,
	configurationItemStatus: "OK",
	arn: "arn:aws:s3:::logs",
	resourceType: "AWS::S3::Bucket",
	resourceId: "logs",
	resourceName: "logs",
	awsRegion: "eu-west-1",
	configuration: '{"name":"logs"}',
	supplementaryConfiguration: { AccessControlList: '"{\\"grantSet\\":null}"', IsRequesterPaysEnabled: "false" },
	tags: { owner: "audit" },
};

test("an item of BatchGetResourceConfig is decoded", () => {
	expect(itemFromConfig(answer)).toEqual({
		type: "AWS::S3::Bucket",
		account: "123456789012",
		region: "eu-west-1",
		id: "logs",
		name: "logs",
		arn: "arn:aws:s3:::logs",
		configuration: { name: "logs" },
		supplementary: { AccessControlList: { grantSet: null }, IsRequesterPaysEnabled: "false" },
		tags: { owner: "audit" },
		missing: {},
		source: "config",
		capturedAt: "2025-11-24T16:00:00.000Z",
	});
});

test("a row of an advanced query and a delivered item say the same", () => {
	const { accountId, version: _, ...rest } = answer;
	const delivered = {
		...rest,
		awsAccountId: accountId,
		configurationItemCaptureTime: "2025-11-24T16:00:00.000Z",
		configuration: { name: "logs" },
		supplementaryConfiguration: { AccessControlList: { grantSet: null }, IsRequesterPaysEnabled: "false" },
		tags: [{ key: "owner", value: "audit" }],
	};
	expect(itemFromConfig(delivered)).toEqual(itemFromConfig(answer));
});

test("things of no region are global, things that are gone are none", () => {
	expect(itemFromConfig({ ...answer, resourceType: "AWS::IAM::Role" })?.region).toBe("global");
	expect(itemFromConfig({ ...answer, configurationItemStatus: "ResourceDeleted" })).toBeNull();
	expect(itemFromConfig({ ...answer, resourceId: undefined })).toBeNull();
	expect(itemFromConfig("text")).toBeNull();
	expect(itemFromConfig({ ...answer, configuration: "cut sho", configurationItemCaptureTime: "?" })).toMatchObject({
		configuration: {},
		capturedAt: null,
	});
});

import { expect, test } from "vitest";
import { recordingOf } from "../../../../src/collect/aws/recorders.ts";
import type { Json } from "../../../../src/model/json.ts";

const WELL = { name: "default", recording: true, lastStatus: "SUCCESS" };
const of = (group: Json, status: Json = WELL) => recordingOf([{ name: "default", recordingGroup: group }], [status]);

test.each<[string, Json, string[], string[]]>([
	["everything", { allSupported: true }, ["AWS::EC2::Volume"], ["AWS::IAM::Role"]],
	[
		"everything and IAM",
		{ allSupported: true, includeGlobalResourceTypes: true },
		["AWS::EC2::Volume", "AWS::IAM::Role"],
		[],
	],
	["a list", { allSupported: false, resourceTypes: ["AWS::IAM::Role"] }, ["AWS::IAM::Role"], ["AWS::EC2::Volume"]],
	[
		"a strategy of inclusion",
		{ recordingStrategy: { useOnly: "INCLUSION_BY_RESOURCE_TYPES" }, resourceTypes: ["AWS::EC2::Volume"] },
		["AWS::EC2::Volume"],
		["AWS::EC2::VPC"],
	],
	[
		"a strategy of exclusion",
		{
			allSupported: false,
			recordingStrategy: { useOnly: "EXCLUSION_BY_RESOURCE_TYPES" },
			exclusionByResourceTypes: { resourceTypes: ["AWS::EC2::VPC"] },
		},
		["AWS::EC2::Volume", "AWS::IAM::Role"],
		["AWS::EC2::VPC"],
	],
	[
		"the spelling of items",
		{ AllSupported: "true", IncludeGlobalResourceTypes: "false" },
		["AWS::EC2::Volume"],
		["AWS::IAM::User"],
	],
	["nothing", { allSupported: false }, [], ["AWS::EC2::Volume"]],
])("a recorder of %s", (_, group, recorded, not) => {
	const { records, trouble } = of(group);
	expect(trouble).toBeNull();
	expect(recorded.filter((type) => !records(type))).toEqual([]);
	expect(not.filter(records)).toEqual([]);
});

test.each<[string, Json, string]>([
	["stopped", { ...WELL, recording: false }, "AWS Config's recorder is stopped"],
	["failing", { ...WELL, lastStatus: "Failure" }, "AWS Config's recorder is failing"],
	["of unknown state", { name: "other" }, "AWS Config says nothing about the state of its recorder"],
])("a recorder that is %s records nothing to rely on", (_, status, reason) => {
	const { records, trouble, present } = of({ allSupported: true }, status);
	expect(records("AWS::EC2::Volume")).toBe(false);
	expect([trouble, present]).toEqual([reason, true]);
});

test("no recorder, and one that belongs to a service of AWS, record nothing", () => {
	expect(recordingOf([], []).present).toBe(false);
	const linked = { name: "linked", recordingScope: "INTERNAL", recordingGroup: { allSupported: true } };
	expect(recordingOf([linked], [{ ...WELL, name: "linked" }]).records("AWS::EC2::Volume")).toBe(false);
});

import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { AwsItem } from "../../src/model/aws.ts";
import type { AttributePath, Json } from "../../src/model/json.ts";
import { converters } from "../../src/normalize/aws/converters.ts";
import { converterOf } from "../../src/normalize/aws/normalize.ts";
import { recordedAws } from "../recorded.ts";
import schema from "./schemas/terraform-aws.json" with { type: "json" };

const known = new Map(Object.entries(schema.types).map(([type, paths]) => [type, new Set(paths.split(" "))]));

/** What releases after 5.100 bring, of which the extract is. */
const NEWER: Record<string, string[]> = {
	aws_bedrock_guardrail: [
		"content_policy_config.filters_config.input_action",
		"content_policy_config.filters_config.input_enabled",
		"content_policy_config.filters_config.output_action",
		"content_policy_config.filters_config.output_enabled",
		"cross_region_config",
		"cross_region_config.guardrail_profile_identifier",
		"sensitive_information_policy_config.pii_entities_config.input_action",
		"sensitive_information_policy_config.pii_entities_config.input_enabled",
		"sensitive_information_policy_config.pii_entities_config.output_action",
		"sensitive_information_policy_config.pii_entities_config.output_enabled",
	],
};
/** Types of ours, for what nobody can make with Terraform. */
known.set(
	"aws_iam_account_summary",
	new Set(["account_access_keys_present", "account_mfa_enabled", "account_password_present"]),
);
for (const [type, paths] of Object.entries(NEWER)) for (const path of paths) known.get(type)?.add(path);

/** By these other things name one, so that all may carry them, also where the provider has another word for it. */
const IDENTITY = ["arn", "id", "key_id"];

const root = fileURLToPath(new URL("../../fixtures/aws", import.meta.url));
const recordings = readdirSync(root).sort();

async function itemsOf(name: string): Promise<AwsItem[]> {
	const items: AwsItem[] = [];
	for await (const event of recordedAws(`${root}/${name}`).read(new Set(), new AbortController().signal)) {
		if (event.kind === "aws-account" || event.kind === "aws-items") items.push(...event.items);
	}
	return items;
}

/** Names of attributes and blocks below a value, without positions. Keys of maps are anyone's. */
function* namesIn(value: Json, type: string, at = ""): Generator<string> {
	if (Array.isArray(value)) for (const entry of value) yield* namesIn(entry, type, at);
	if (typeof value !== "object" || value === null || Array.isArray(value)) return;
	if (at !== "" && !hasMembers(type, at)) return;
	for (const [name, member] of Object.entries(value)) {
		// Absent values say nothing.
		if (member === null) continue;
		const path = at === "" ? name : `${at}.${name}`;
		yield path;
		yield* namesIn(member, type, path);
	}
}

const hasMembers = (type: string, at: string) => [...(known.get(type) ?? [])].some((path) => path.startsWith(`${at}.`));

/** The name a path stands for, up to the first key of a map. */
function nameOf(path: AttributePath, type: string): string {
	let at = "";
	for (const step of path) {
		if (typeof step === "number") continue;
		if (at !== "" && !hasMembers(type, at)) return at;
		at = at === "" ? step : `${at}.${step}`;
	}
	return at;
}

test("converters yield types the provider has", () => {
	const types = converters.flatMap(({ yields }) => yields);
	expect([...new Set(types)].filter((type) => !known.has(type))).toEqual([]);
});

test("every type is converted once", () => {
	const types = converters.map(({ type }) => type);
	expect(types.filter((type, index) => types.indexOf(type) !== index)).toEqual([]);
});

test.each(recordings)("what is made of the recording %s has the provider's names", async (name) => {
	const strangers = new Set<string>();
	const undeclared = new Set<string>();
	for (const item of await itemsOf(name)) {
		const converter = converterOf(item.type);
		for (const { type, values, sensitive = [], unknown = [] } of converter?.convert(item) ?? []) {
			if (converter?.yields.includes(type) !== true) undeclared.add(`${item.type}: ${type}`);
			const paths = [...sensitive, ...unknown.map(({ path }) => path)].filter((path) => path.length > 0);
			for (const path of [...namesIn(values, type), ...paths.map((one) => nameOf(one, type))]) {
				if (!IDENTITY.includes(path) && known.get(type)?.has(path) !== true) strangers.add(`${type}.${path}`);
			}
		}
	}
	expect([...strangers]).toEqual([]);
	expect([...undeclared]).toEqual([]);
});

test("the recordings hold an item of every type", async () => {
	const seen = new Set<string>();
	for (const name of recordings) for (const { type } of await itemsOf(name)) seen.add(type);
	expect(converters.map(({ type }) => type).filter((type) => !seen.has(type))).toEqual([]);
});

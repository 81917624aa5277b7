import { expect, test } from "vitest";
import type { Resource } from "../../../src/model/resource.ts";
import type { Rule } from "../../../src/model/rule.ts";
import { unjudgedTypes, unreachedProviders } from "../../../src/policy/reach.ts";

const resource = (type: string, uri = "plan.json", origin: Resource["origin"] = "terraform") =>
	({ key: `${type}.x`, type, origin, anchor: { uri }, facets: {}, unknown: [] }) as unknown as Resource;
const rules = [{ selector: { types: ["aws_s3_bucket", "scope/plan"] } }, { selector: {} }] as Rule[];

test("providers that no rule knows are named with their number of resources", () => {
	const found = unreachedProviders(
		[
			resource("google_storage_bucket"),
			resource("google_compute_firewall"),
			resource("google_storage_bucket", "other.json"),
			resource("cloudflare_record"),
			resource("aws_vpc"),
			resource("random_id"),
			resource("scope/plan"),
			resource("example.org/Widget", "a.yaml", "kubernetes"),
		],
		rules,
	);
	expect(found.map(({ uri, message }) => [uri, message])).toEqual([
		["other.json", "no rule knows the types of the provider google; resources that were only searched for secrets: 1"],
		[
			"plan.json",
			"no rule knows the types of the provider cloudflare; resources that were only searched for secrets: 1",
		],
		["plan.json", "no rule knows the types of the provider google; resources that were only searched for secrets: 2"],
	]);
	expect(found.every(({ severity, code }) => severity === "warning" && code === "provider-not-covered")).toBe(true);
});

test("nothing is said where all providers are known", () => {
	expect(unreachedProviders([resource("aws_vpc")], rules)).toEqual([]);
});

const rule = (id: string, selector: Rule["selector"], origin: Rule["origins"][number]) =>
	({ id, origins: [origin], selector }) as Rule;
const several = [
	rule("a", { types: ["aws_s3_bucket", "scope/plan"] }, "terraform"),
	rule("b", { with: ["pod"] }, "kubernetes"),
	rule("c", { types: ["aws_kms_key"], change: "delete" }, "terraform"),
	rule("tf-hardcoded-secret", { with: ["hardcoded_secrets"] }, "terraform"),
];

test("types that no rule judges are counted, the most frequent first", () => {
	const found = unjudgedTypes(
		[
			resource("aws_s3_bucket"),
			resource("aws_subnet"),
			resource("aws_route"),
			resource("aws_route"),
			resource("aws_kms_key", "other.json"),
			resource("random_id"),
			resource("google_project"),
			resource("scope/plan"),
			{ ...resource("apps/Deployment", "a.yaml", "kubernetes"), facets: { pod: {} } } as unknown as Resource,
			resource("example.org/Widget", "a.yaml", "kubernetes"),
			resource("example.org/Widget", "b.yaml", "kubernetes"),
		],
		several,
	);
	const searched = "no rule judges these resources by themselves; they were searched for secrets, and read where";
	expect(found.map(({ uri, message }) => [uri, message])).toEqual([
		[null, "no rule judges these resources by themselves: kubernetes 2 (example.org/Widget 2)"],
		["other.json", `${searched} others are joined with them: aws 1 (aws_kms_key 1)`],
		["plan.json", `${searched} others are joined with them: aws 3 (aws_route 2, aws_subnet 1)`],
	]);
	expect(found.every(({ severity, code }) => severity === "note" && code === "types-not-judged")).toBe(true);
});

test("of many types a few are named", () => {
	const types = ["a", "b", "c", "d", "e", "f", "g"].map((letter) => resource(`aws_${letter}`));
	expect(unjudgedTypes(types, several)[0]!.message).toMatch(/: aws 7 \(aws_a 1, .*aws_e 1 and 2 more types\)$/);
	expect(unjudgedTypes([resource("aws_s3_bucket"), resource("null_resource")], several)).toEqual([]);
});

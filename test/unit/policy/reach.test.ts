import { expect, test } from "vitest";
import type { Resource } from "../../../src/model/resource.ts";
import type { Rule } from "../../../src/model/rule.ts";
import { unreachedProviders } from "../../../src/policy/reach.ts";

const resource = (type: string, uri = "plan.json", origin: Resource["origin"] = "terraform") =>
	({ key: `${type}.x`, type, origin, anchor: { uri } }) as Resource;
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

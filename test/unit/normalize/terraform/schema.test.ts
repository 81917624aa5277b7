import { describe, expect, it } from "vitest";
import type { AttributePath } from "../../../../src/model/json.ts";
import type { Resource } from "../../../../src/model/resource.ts";
import { ENCRYPTED_TYPES, encryptionAtRest } from "../../../../src/normalize/facets/encryption_at_rest.ts";
import { POLICY_ATTRIBUTES } from "../../../../src/normalize/facets/policy_documents.ts";
import type { PlanContext, PlanValue } from "../../../../src/normalize/terraform/context.ts";
import schema from "./aws-schema.json" with { type: "json" };

const attributes: Record<string, string[]> = schema.attributes;

/** Where a path stands in the schema: an attribute, a block, or nowhere. */
function kindOf(type: string, path: AttributePath): "attribute" | "block" | "none" {
	const name = path.filter((step) => typeof step === "string").join(".");
	const names = attributes[type] ?? [];
	return names.includes(name) ? "attribute" : names.includes(`${name}[]`) ? "block" : "none";
}

/** A context whose every block is there once, or not at all, and whose every attribute has the given value; notes what is asked for. */
function recording(answer: PlanValue, blocks: boolean, asked: { type: string; path: AttributePath }[]): PlanContext {
	const resource = (type: string): Resource => ({ ...bare(type), key: `${type}.x` });
	const context: Partial<PlanContext> = {
		ofType: (...types) => types.map(resource),
		value: ({ type }, path) => {
			asked.push({ type, path });
			return kindOf(type, path) === "block" ? { state: "known", value: blocks ? [{}] : [] } : answer;
		},
		joined: (type, attribute, target) => {
			asked.push({ type, path: attribute.split(".") });
			return { certain: target.type === type ? [] : [resource(type)], uncertain: [] };
		},
		region: () => null,
	};
	return context as PlanContext;
}

function bare(type: string): Resource {
	const anchor = { uri: "plan.json" };
	return {
		key: "a",
		type,
		origin: "terraform",
		scope: "",
		name: "a",
		labels: {},
		attributes: {},
		facets: {},
		unknown: [],
		sensitive: [],
		anchor,
	};
}

const answers: PlanValue[] = [
	{ state: "omitted" },
	{ state: "known", value: true },
	{ state: "known", value: false },
	{ state: "known", value: "KMS" },
	{ state: "known", value: ["secrets"] },
	{ state: "unknown", reason: "r" },
	{ state: "reference", targets: [] },
];

describe("names agree with the provider's schema", () => {
	it.each(ENCRYPTED_TYPES)("what encryption of %s reads", (type) => {
		const asked: { type: string; path: AttributePath }[] = [];
		for (const answer of answers) {
			for (const blocks of [true, false]) {
				const result = encryptionAtRest.compute(bare(type), recording(answer, blocks, asked));
				if (result !== undefined && "value" in result) asked.push({ type, path: result.value.path });
			}
		}
		expect(asked.length).toBeGreaterThan(0);
		const strangers = asked.filter((entry) => kindOf(entry.type, entry.path) === "none");
		expect(strangers).toEqual([]);
	});

	it("policy documents", () => {
		for (const [type, paths] of Object.entries(POLICY_ATTRIBUTES)) {
			expect(schema.types, type).toContain(type);
			if (attributes[type] === undefined) continue;
			for (const [path] of paths) expect(attributes[type], `${type}.${path}`).toContain(path.replace("[]", ""));
		}
	});
});

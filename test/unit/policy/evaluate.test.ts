import { expect, test } from "vitest";
import type { Resource } from "../../../src/model/resource.ts";
import type { Rule } from "../../../src/model/rule.ts";
import { evaluate } from "../../../src/policy/evaluate.ts";
import { buildSources } from "../../../src/policy/toolchain.ts";

const SOURCE = `package d.r

deny contains {"resource": resource.key, "path": ["size"], "message": message} if {
	some resource in input.resources
	not _compliant(resource)
	message := $"size {resource.attributes.size} is below {data.parameters.least}"
}

_compliant(resource) if resource.attributes.size >= data.parameters.least

exempt contains {"resource": resource.key, "reason": "virtual"} if {
	some resource in input.resources
	resource.attributes.virtual == true
}

undecided contains {"resource": resource.key, "reason": "cannot tell"} if {
	some resource in input.resources
	resource.attributes.doubtful == true
}
`;

const rule: Rule = {
	id: "r",
	title: "r",
	description: "r",
	domain: "d",
	severity: "high",
	origins: ["terraform"],
	selector: { types: ["thing"] },
	requires: ["attributes.size", "attributes.virtual", "attributes.doubtful"],
	parameters: ["least"],
	remediation: {},
	references: [],
	package: "d.r",
	outputs: { exempt: true, undecided: true },
	file: "d/r/r.rego",
};

const thing = (key: string, attributes: Resource["attributes"], more: Partial<Resource> = {}): Resource => ({
	key,
	type: "thing",
	origin: "terraform",
	scope: "",
	name: key,
	labels: {},
	attributes,
	facets: {},
	unknown: [],
	sensitive: [],
	anchor: { uri: "plan.json" },
	...more,
});

const size = [{ path: ["attributes", "size"], reason: "known only after apply" }];

async function run(resources: Resource[], change: Partial<Rule> = {}, source = SOURCE, least: number | null = 3) {
	const { wasm, errors } = await buildSources([{ path: "d/r/r.rego", text: source }]);
	expect(errors).toEqual([]);
	const set = { digest: "", wasm: wasm!, rules: [{ ...rule, ...change }] };
	return evaluate(resources, set, { least })[0]!;
}

test("every resource gets exactly one result", async () => {
	const result = await run([
		thing("pass", { size: 5 }),
		thing("fail", { size: 1 }),
		thing("absent", {}),
		thing("exempt", { size: 1, virtual: true }),
		thing("unknown", { virtual: false }, { unknown: size }),
		thing("doubtful", { size: 5, doubtful: true }),
		thing("other", { size: 1 }, { type: "unrelated" }),
		thing("elsewhere", { size: 1 }, { origin: "kubernetes" }),
		thing("gone", { size: 1 }, { change: "delete" }),
	]);
	expect(result).toEqual({
		rule: "r",
		status: "evaluated",
		population: ["absent", "doubtful", "fail", "pass", "unknown"],
		passed: ["pass"],
		denials: [
			{ resource: "absent", path: ["size"], message: "size <undefined> is below 3" },
			{ resource: "fail", path: ["size"], message: "size 1 is below 3" },
		],
		inconclusive: [
			{ resource: "doubtful", reason: "cannot tell" },
			{ resource: "unknown", reason: "known only after apply" },
		],
		notAssessed: [],
		notApplicable: [{ resource: "exempt", reason: "virtual" }],
		error: null,
	});
});

test("an independent denial stands although something else is unknown", async () => {
	const open = thing("open", { size: 1 }, { unknown: [{ path: ["attributes", "virtual"], reason: "later" }] });
	expect((await run([open])).inconclusive).toEqual([{ resource: "open", reason: "later" }]);
	expect((await run([open], { independent: true })).denials).toHaveLength(1);
});

test("an unset parameter leaves the rule not assessed", async () => {
	const result = await run([thing("a", { size: 1 })], {}, SOURCE, null);
	expect(result.status).toBe("not-assessed");
	expect(result.notAssessed).toEqual([{ resource: "a", reason: "parameter least is not set" }]);
	expect(result.denials).toEqual([]);
});

test("absence on an incomplete scope is not assessed, on a complete one it fails", async () => {
	const scope = (complete: boolean) => thing("scope", { size: 0 }, { complete });
	expect((await run([scope(false)], { presence: true })).notAssessed).toHaveLength(1);
	expect((await run([scope(true)], { presence: true })).denials).toHaveLength(1);
});

test("a rule that meets nothing is not applicable, also when all it meets is exempt", async () => {
	expect((await run([])).status).toBe("not-applicable");
	expect((await run([thing("e", { virtual: true, size: 9 })])).status).toBe("not-applicable");
});

test("a rule that answers nonsense is errored and passes nothing", async () => {
	const wrong = `package d.r
deny contains {"resource": "someone else", "path": [], "message": "m"} if input.resources[_].attributes.size == 1
exempt contains 1 if false
undecided contains 1 if false
`;
	const named = await run([thing("a", { size: 1 })], {}, wrong);
	expect(named.status).toBe("errored");
	expect(named.error).toContain("names no resource");
	expect(named.passed).toEqual([]);
});

test("results do not depend on the order of the resources, also across chunks", async () => {
	const many = Array.from({ length: 1203 }, (_, index) => thing(`t${index}`, { size: index % 5 }));
	const forward = await run(many);
	const backward = await run(many.toReversed());
	expect(backward.passed).toEqual(forward.passed);
	expect(forward.population).toHaveLength(1203);
	expect(forward.passed).toHaveLength(1203 - forward.denials.length);
});

test("half a character pair in one resource costs no rule", async () => {
	const result = await run([
		thing("half", { size: 1, virtual: "\ud800" }),
		thing("slash", { size: 5, virtual: "\\ud800" }),
	]);
	expect([result.status, result.error, result.passed]).toEqual(["evaluated", null, ["slash"]]);
	expect(result.denials.map(({ resource }) => resource)).toEqual(["half"]);
});

test("a rule that reads labels exempts nothing whose telling labels are unknown", async () => {
	const { wasm } = await buildSources([{ path: "d/r/r.rego", text: SOURCE }]);
	const judged = (path: (string | number)[], readsLabels: boolean) => {
		const set = {
			digest: "",
			wasm: wasm!,
			rules: [{ ...rule, ...(readsLabels ? { readsLabels: true as const } : {}) }],
		};
		const unknown = [{ path, reason: "known only after apply" }];
		return evaluate([thing("a", { size: 9, virtual: true }, { unknown })], set, { least: 5 })[0]!;
	};
	for (const path of [
		["tags"],
		["tags_all", "Data-Classification"],
		["metadata", "labels"],
		["metadata", "labels", "env"],
	]) {
		const result = judged(["attributes", ...path], true);
		expect(result.inconclusive, path.join(".")).toEqual([{ resource: "a", reason: "known only after apply" }]);
		expect(result.notApplicable).toEqual([]);
	}
	expect(judged(["attributes", "tags", "Name"], true).notApplicable).toHaveLength(1);
	expect(judged(["attributes", "tags"], false).notApplicable).toHaveLength(1);
});

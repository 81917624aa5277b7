import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../../src/model/resource.ts";
import { OTHER, PRIVILEGED, RAN, resource, result, texts, waivingOf } from "./build.ts";

const YAML = `# assay:ignore-file k8s-image-tag reason="tags are pinned by the mirror"
apiVersion: v1
kind: Pod
spec:
  containers:
    # assay:ignore k8s-privileged until=2027-03-31 reason="node agent" owner=sec ticket=SEC-1
    # it needs the host
    - name: a
      securityContext:
        privileged: true
    - name: b
      securityContext:
        privileged: true # assay:ignore k8s-privileged reason="for now"
    - name: c # assay:ignore k8s-privileged reason="over" until=2026-11-20
      securityContext:
        privileged: true
`;

const at = (line: number, ...scopes: number[]) => [line, ...scopes, 5, 4, 2];
const told = (diagnostics: Diagnostic[]) => diagnostics.map(({ code, line }) => `${code} ${line}`);

async function yaml(text: string, change: Parameters<typeof waivingOf>[1] = {}) {
	const waiving = await waivingOf("/none", { ...texts({ yaml: { "a.yaml": text } }), ...change });
	return {
		ask: (lines: number[], rule = PRIVILEGED) => waiving.inline(rule, "a.yaml", lines),
		finish: (scan = RAN) => {
			waiving.apply([], scan);
			return waiving.diagnostics();
		},
	};
}

describe("YAML", () => {
	test("a comment covers its line, the block below, or the file", async () => {
		const { ask, finish } = await yaml(YAML);
		expect(ask(at(10, 9, 8))).toEqual({
			kind: "inline",
			justification: "node agent",
			owner: "sec",
			expires: "2027-03-31",
			ticket: "SEC-1",
			source: { uri: "a.yaml", line: 6 },
		});
		expect(ask(at(13, 12, 11))).toMatchObject({ justification: "for now", expires: null, owner: "" });
		expect(ask(at(11, 11))).toBeNull();
		expect(ask(at(4), OTHER)).toMatchObject({ source: { line: 1 } });
		expect(ask(at(16, 15, 14))).toBeNull();
		expect(told(finish())).toEqual(["suppression-expired 14"]);
	});

	test("only the rules it names, by id or alias", async () => {
		const { ask } = await yaml('a: 1 # assay:ignore image-tag reason="x"\n');
		expect(ask([1], PRIVILEGED)).toBeNull();
		expect(ask([1], OTHER)).not.toBeNull();
	});

	test("the innermost comment counts", async () => {
		const { ask, finish } = await yaml(
			'# assay:ignore k8s-privileged reason="outer"\na:\n  # assay:ignore k8s-privileged reason="inner"\n  b: 1\n',
		);
		expect(ask([4, 2])?.justification).toBe("inner");
		expect(finish()).toEqual([]);
	});

	test("an expired comment does not hide one that holds", async () => {
		const { ask } = await yaml(
			'# assay:ignore k8s-privileged reason="outer"\na:\n  # assay:ignore k8s-privileged reason="x" until=2020-01-01\n  b: 1\n',
		);
		expect(ask([4, 2])?.justification).toBe("outer");
	});

	test("a comment over a blank line, the end or between documents covers nothing, and says so", async () => {
		for (const text of [
			'# assay:ignore k8s-privileged reason="x"\n\na: 1\n',
			'a: 1\n# assay:ignore k8s-privileged reason="x"\n',
		]) {
			const { ask, finish } = await yaml(text);
			expect(ask([3, 1])).toBeNull();
			const [trouble] = finish();
			expect(trouble).toMatchObject({ code: "unused-suppression", severity: "warning" });
			expect(trouble?.message).toContain("above nothing");
		}
	});

	test("above the --- of the first document it covers that one", async () => {
		const { ask } = await yaml('# assay:ignore k8s-privileged reason="x"\n---\n# more\na: 1\n---\nb: 1\n');
		expect(ask([4])).not.toBeNull();
		expect(ask([6])).toBeNull();
	});

	test("for the whole file only before all code; not at the top of a later document", async () => {
		for (const text of [
			'a: 1\n# assay:ignore-file k8s-privileged reason="x"\n',
			'a: 1\n---\n# assay:ignore-file k8s-privileged reason="x"\nb: 1\n',
			'a: 1 # assay:ignore-file k8s-privileged reason="x"\n',
		]) {
			const { ask, finish } = await yaml(text);
			expect(ask([1])).toBeNull();
			expect(told(finish())[0]).toMatch(/^suppression-malformed/);
		}
		const { ask } = await yaml('\n# licence\n---\n# assay:ignore-file k8s-privileged reason="x"\n\na: 1\n');
		expect(ask([6])).not.toBeNull();
	});

	test("a comment that goes on in the next line does not count: what limits it would be missed", async () => {
		const { ask, finish } = await yaml('# assay:ignore k8s-privileged reason="x"\n#   until=2027-01-01\na: 1\n');
		expect(ask([3])).toBeNull();
		expect(finish()[0]?.message).toContain("one line");
	});

	test("a list item that begins below its dash is covered from above the dash", async () => {
		const { ask } = await yaml('a:\n  # assay:ignore k8s-privileged reason="x"\n  -\n    b: 1\n');
		expect(ask([4])).not.toBeNull();
	});

	test("text that is no comment does not count", async () => {
		const { ask } = await yaml(
			'a: |\n  # assay:ignore k8s-privileged reason="x"\n  b\nc: "# assay:ignore k8s-privileged reason=x"\n',
		);
		for (const line of [1, 2, 3, 4]) expect(ask([line])).toBeNull();
	});

	test("without a reason, with a bad date or an unknown rule it does not count, with the line and why", async () => {
		const { ask, finish } = await yaml(
			"a: 1 # assay:ignore k8s-privileged\nb: 1 # assay:ignore k8s-privileged reason=x until=2027-13-01\nc: 1 # assay:ignore nope,k8s-privileged reason=x\n",
		);
		expect(ask([1])).toBeNull();
		expect(ask([2])).toBeNull();
		expect(ask([3])).not.toBeNull();
		const troubles = finish();
		expect(told(troubles)).toEqual(["suppression-malformed 1", "suppression-malformed 2", "suppression-malformed 3"]);
		expect(troubles.every(({ severity, uri }) => severity === "warning" && uri === "a.yaml")).toBe(true);
		expect(troubles[2]?.message).toContain('unknown rule "nope"');
	});

	test("protected rules cannot be suppressed, whatever their name", async () => {
		const { ask, finish } = await yaml('a: 1 # assay:ignore image-tag reason="x"\n', { protectedRules: ["image-tag"] });
		expect(ask([1], OTHER)).toBeNull();
		expect(told(finish())).toEqual(["protected-rule 1"]);
		await expect(waivingOf("/none", { protectedRules: ["k8s-privilegd"] })).rejects.toThrow(
			'unknown rule "k8s-privilegd"',
		);
	});

	test("nothing counts where comments are switched off", async () => {
		const { ask, finish } = await yaml(YAML, { inlineSuppressions: false });
		expect(ask(at(10, 9, 8))).toBeNull();
		expect(finish()).toEqual([]);
	});

	test("unused comments are told, but not where the rule did not run or could not decide", async () => {
		const text = 'a: 1 # assay:ignore k8s-privileged reason="x"\n';
		const finish = async (results: (typeof RAN)["results"]) => {
			const scan = await yaml(text);
			return told(scan.finish({ ...RAN, results, resources: [resource("k", "a.yaml"), resource("l", "b.yaml")] }));
		};
		const open = (key: string) => [{ resource: key, reason: "r" }];
		expect(await finish([result(PRIVILEGED.id)])).toEqual(["unused-suppression 1"]);
		expect(await finish([result(PRIVILEGED.id, { inconclusive: open("l") })])).toEqual(["unused-suppression 1"]);
		expect(await finish([result(PRIVILEGED.id, { inconclusive: open("k") })])).toEqual([]);
		expect(await finish([result(PRIVILEGED.id, { notAssessed: open("k") })])).toEqual([]);
		expect(await finish([result(PRIVILEGED.id, { status: "errored" })])).toEqual([]);
		expect(await finish([])).toEqual([]);
	});

	test("files without the mark are never read", async () => {
		let reads = 0;
		const waiving = await waivingOf("/none", {
			uris: [],
			readText: () => {
				reads++;
				return "";
			},
		});
		expect(waiving.inline(PRIVILEGED, "b.yaml", [1])).toBeNull();
		waiving.apply([], RAN);
		waiving.diagnostics();
		expect(reads).toBe(0);
	});
});

describe("Terraform code", () => {
	const text = `/*
 * assay:ignore k8s-privileged reason="one"
 */
resource "a" "b" {
  # assay:ignore k8s-image-tag reason="two"
  // more
  x = 1
  y = 2 // assay:ignore k8s-privileged reason="three"
  /* assay:ignore k8s-image-tag reason="four" */ z = 3
}
`;
	const comments = [
		{ line: 1, text: '* assay:ignore k8s-privileged reason="one"', ownLine: true },
		{ line: 5, text: 'assay:ignore k8s-image-tag reason="two"', ownLine: true },
		{ line: 6, text: "more", ownLine: true },
		{ line: 8, text: 'assay:ignore k8s-privileged reason="three"', ownLine: false },
		{ line: 9, text: 'assay:ignore k8s-image-tag reason="four"', ownLine: true },
	];

	test("comments of all notations cover lines and blocks", async () => {
		const waiving = await waivingOf("/none", texts({ code: { "m/main.tf": { text, comments } } }));
		const ask = (rule: typeof OTHER, ...lines: number[]) => waiving.inline(rule, "m/main.tf", lines);
		expect(ask(PRIVILEGED, 4)).toMatchObject({ justification: "one", source: { uri: "m/main.tf", line: 2 } });
		expect(ask(OTHER, 7, 4)).toMatchObject({ justification: "two" });
		expect(ask(PRIVILEGED, 8, 4)).toMatchObject({ justification: "three" });
		expect(ask(OTHER, 9, 4)).toMatchObject({ justification: "four", source: { line: 9 } });
		expect(ask(OTHER, 4)).toBeNull();
		waiving.apply([], RAN);
		expect(waiving.diagnostics()).toEqual([]);
	});

	test("unused ones are told of code that was read, unless its plan shows a part or leaves the rule undecided", async () => {
		const plan = { type: "scope/plan", origin: "terraform" as const };
		const open = [{ resource: "r", reason: "r" }];
		const count = async (partialPlan: boolean, inconclusive: typeof open) => {
			const waiving = await waivingOf("/none", texts({ code: { "main.tf": { text, comments } } }));
			const resources = [resource("scope/plan/p", "p.json", plan), resource("r", "p.json")];
			const results = [result(PRIVILEGED.id, { inconclusive }), result(OTHER.id, { inconclusive })];
			waiving.apply([], { results, resources, complete: true, partialPlan });
			return waiving.diagnostics().length;
		};
		expect(await count(false, [])).toBe(4);
		expect(await count(true, [])).toBe(0);
		expect(await count(false, open)).toBe(0);
	});

	test("the plan itself, JSON code and other files hold no comments", async () => {
		const waiving = await waivingOf("/none", {
			...texts({ code: { "main.tf.json": { text, comments }, "plan.json": { text, comments } } }),
		});
		expect(waiving.inline(PRIVILEGED, "plan.json", [4])).toBeNull();
		expect(waiving.inline(PRIVILEGED, "main.tf.json", [4])).toBeNull();
	});
});

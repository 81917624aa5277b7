// biome-ignore-all lint/suspicious/noTemplateCurlyInString: unfilled templates are the subject
import { describe, expect, it } from "vitest";
import { withoutTemplates } from "../../../../src/normalize/kubernetes/template.ts";

function run(attributes: object, type = "apps/Deployment") {
	return withoutTemplates(type, attributes as never);
}

describe("withoutTemplates", () => {
	it("takes template text out and names its path", () => {
		const attributes = {
			spec: { replicas: "${REPLICAS}", paused: false, list: ["a", "{{ .x }}", "b"], image: "app:$(TAG)" },
		};
		const copy = structuredClone(attributes);
		expect(run(attributes)).toEqual({
			attributes: { spec: { paused: false, list: ["a", null, "b"] } },
			unknown: [
				["spec", "replicas"],
				["spec", "list", 1],
				["spec", "image"],
			],
		});
		expect(attributes).toEqual(copy);
	});

	it("gives back the very object where nothing is to be taken out", () => {
		const attributes = { spec: { a: ["price: 5$", "{{", "$(", "${}"] } };
		expect(run(attributes).attributes).toBe(attributes);
	});

	it.each([
		["shell variables in a command", { command: ["sh", "-c", "echo ${HOME} $(date)"] }],
		["what Kubernetes expands in arguments", { args: ["--name=$(NAME)"] }],
		["what Kubernetes expands in the environment", { env: [{ name: "A", value: "$(HOST):80" }] }],
		["what Kubernetes expands in a path", { volumeMounts: [{ subPathExpr: "$(POD)" }] }],
		["texts of several lines", { data: { "a.conf": "user ${USER}\n{{ range }}\n" } }],
	])("leaves %s alone", (_, attributes) => {
		expect(run(attributes).unknown).toEqual([]);
	});

	it("knows substitution in an environment value and template actions in arguments", () => {
		const { unknown } = run({ env: [{ value: "${PASSWORD}" }], args: ["{{ .Values.arg }}"] });
		expect(unknown).toEqual([
			["env", 0, "value"],
			["args", 0],
		]);
	});

	it("takes any dollar sign in an image for a variable", () => {
		expect(run({ image: "$REGISTRY/app" }).unknown).toEqual([["image"]]);
	});

	it("leaves the other keys unknown beside a key that is a template", () => {
		const { attributes, unknown } = run({ labels: { "${KEY}": "x", a: "b" } });
		expect(attributes).toEqual({ labels: { "${KEY}": "x", a: "b" } });
		expect(unknown).toEqual([["labels"]]);
	});

	it("does not search schemas", () => {
		const schema = { spec: { description: "uses $(VAR)" } };
		expect(run(schema, "apiextensions.k8s.io/CustomResourceDefinition").unknown).toEqual([]);
	});

	it("takes no time for openings that are never closed", () => {
		for (const text of ["{".repeat(1_000_000), "{{ ".repeat(300_000), "${a".repeat(300_000), "$(a".repeat(300_000)]) {
			expect(run({ spec: { text } }).unknown).toEqual([]);
		}
	}, 10_000);
});

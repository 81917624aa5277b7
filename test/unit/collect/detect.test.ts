import { describe, expect, it } from "vitest";
import { detect, hasTemplateActions, isAlmostKubernetes, looksLikeKubernetes } from "../../../src/collect/detect.ts";

describe("detect", () => {
	it.each([
		["kubernetes", { apiVersion: "v1", kind: "Pod" }],
		["kubernetes", { apiVersion: "apps/v1", kind: "DeploymentList", items: [] }],
		["kubernetes", { apiVersion: "v1", kind: "List", items: [] }],
		["kustomization", { apiVersion: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization" }],
		["kubernetes", { apiVersion: "kustomize.toolkit.fluxcd.io/v1", kind: "Kustomization" }],
		["other", { apiVersion: "v1", kind: "Config", clusters: [], users: [] }],
		["other", { apiVersion: "skaffold/v4beta1", kind: "Config" }],
		["other", { apiVersion: "v1", kind: "Service", $patch: "delete" }],
		["other", { apiVersion: "v2", name: "chart" }],
		["other", { services: { web: { image: "x" } } }],
		["other", { AWSTemplateFormatVersion: "2010-09-09", Resources: {} }],
		["other", { apiVersion: 1, kind: "Pod" }],
		["other", [{ apiVersion: "v1", kind: "Pod" }]],
		["other", "text"],
		["empty", null],
		["terraform-plan", { format_version: "0.1", planned_values: {} }],
		["terraform-plan", { format_version: "1.2", resource_changes: [] }],
		["terraform-plan", { format_version: "1.2", terraform_version: "1.9.0", configuration: {} }],
		["terraform-plan", { resource_changes: [{ address: "a.b", change: {} }] }],
		["terraform-plan", { planned_values: { root_module: {} } }],
		["terraform-state-values", { format_version: "1.0", terraform_version: "1.9.0", values: {} }],
		["terraform-state", { version: 4, terraform_version: "1.9.0", serial: 1, lineage: "x", resources: [] }],
		["terraform-state", { version: 3, serial: 1, modules: [] }],
		["terraform-log", { "@level": "info", "@message": "x", type: "version" }],
		["other", { format_version: "1.0", provider_schemas: {} }],
	] as const)("recognises %s", (kind, value) => {
		expect(detect(value as never)).toBe(kind);
	});
});

describe("isAlmostKubernetes", () => {
	it("wants an object that lacks one of the two", () => {
		expect(isAlmostKubernetes({ kind: "Pod", metadata: { name: "a" }, spec: {} })).toBe(true);
		expect(isAlmostKubernetes({ apiVersion: "v1", metadata: { name: "a" }, data: {} })).toBe(true);
		expect(isAlmostKubernetes({ metadata: { name: "a" }, spec: {} })).toBe(false);
		expect(isAlmostKubernetes({ kind: "Pod", metadata: "a", spec: {} })).toBe(false);
	});
});

describe("looksLikeKubernetes", () => {
	it("sees the two fields in broken text", () => {
		expect(looksLikeKubernetes("apiVersion: v1\nkind: Pod\nspec: [")).toBe(true);
		expect(looksLikeKubernetes('{"kind":"Pod","apiVersion":"v1",')).toBe(true);
		expect(looksLikeKubernetes("- apiVersion: v1\n  kind: Pod\n  x: [")).toBe(true);
		expect(looksLikeKubernetes("kind: Pod\na: [")).toBe(false);
		expect(looksLikeKubernetes("# about apiVersion: and kind:\na: [")).toBe(false);
	});

	it("takes no time for long runs of blanks", () => {
		expect(looksLikeKubernetes(`${"\n".repeat(300_000)}${" ".repeat(300_000)}x`)).toBe(false);
		expect(looksLikeKubernetes("{".repeat(1_000_000))).toBe(false);
		expect(looksLikeKubernetes("{ ".repeat(1_000_000))).toBe(false);
	}, 10_000);
});

describe("hasTemplateActions", () => {
	it("tells template actions from text in quotes or amid a value", () => {
		expect(hasTemplateActions("{{- if .x }}\na: 1")).toBe(true);
		expect(hasTemplateActions("a:\n  - {{ .x }}")).toBe(true);
		expect(hasTemplateActions("image: {{ .x }}")).toBe(true);
		expect(hasTemplateActions('image: "{{ .x }}"')).toBe(false);
		expect(hasTemplateActions("image: a/{{ .x }}")).toBe(false);
	});
});

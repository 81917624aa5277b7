import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { isAssessable } from "../../src/compliance/catalogue.ts";
import { compileCompliance, loadCompliance, loadParameters } from "../../src/compliance/load.ts";
import { rolesByControl } from "../../src/compliance/roles.ts";
import type { Severity } from "../../src/model/rule.ts";

/** Ids and severities as the metadata of the policies states them. */
async function shippedRules(): Promise<{ id: string; severity: Severity }[]> {
	const files = await readdir("policies", { recursive: true });
	const rules: { id: string; severity: Severity }[] = [];
	for (const file of files.sort()) {
		if (!file.endsWith(".rego") || file.endsWith("_test.rego") || file.startsWith("lib")) continue;
		const text = await readFile(`policies/${file}`, "utf8");
		const id = /^#\s+id: (\S+)$/m.exec(text);
		const severity = /^#\s+severity: (\S+)$/m.exec(text);
		if (id !== null && severity !== null) rules.push({ id: id[1]!, severity: severity[1] as Severity });
	}
	return rules;
}

/** Severities from which on a failure violates a control (docs/scoring.md). */
const DECIDES = new Set<Severity>(["critical", "high", "medium"]);

/** The rules of which a fixture shows a failed, and a passed, resource. */
async function judgedInFixtures(): Promise<{ failed: Set<string>; passed: Set<string> }> {
	const failed = new Set<string>();
	const passed = new Set<string>();
	for (const file of await readdir("fixtures/rules", { recursive: true })) {
		if (!file.endsWith("/expected.json")) continue;
		const expected = JSON.parse(await readFile(`fixtures/rules/${file}`, "utf8"));
		const rule = file.split("/")[1]!.replaceAll("_", "-");
		if (expected.failed?.length > 0) failed.add(rule);
		if (expected.passed?.length > 0) passed.add(rule);
	}
	return { failed, passed };
}

const rules = await shippedRules();
const { compliance, faults } = await loadCompliance("rules", { rules });

describe("mapping sets", () => {
	it("name only rules and controls that exist, in roles their level admits", () => {
		expect(rules.length).toBeGreaterThan(0);
		expect(faults).toEqual([]);
	});

	it("give every rule at least one control", () => {
		const mapped = new Set(compliance!.mappings.flatMap((set) => set.rules));
		expect(rules.filter(({ id }) => !mapped.has(id)).map(({ id }) => id)).toEqual([]);
	});

	it("list rules in the order of their ids", () => {
		for (const set of compliance!.mappings) expect(set.rules, set.id).toEqual(set.rules.toSorted());
	});

	it("say in one sentence what the evidence shows", () => {
		for (const { id, rationale } of compliance!.mappings) expect(rationale, id).toMatch(/^Shows [^.]+\.$/);
	});

	it("give every control what its level promises", () => {
		for (const framework of compliance!.frameworks) {
			const roles = rolesByControl(compliance!, framework.id);
			for (const control of framework.controls) {
				const served = new Set((roles.get(control.id) ?? []).map(({ role }) => role));
				const name = `${framework.id} ${control.id}`;
				// A score never rests on supporting rules alone, and no control waits for rules that do not exist.
				if (isAssessable(control)) expect(served, name).toContain("primary");
				else if (control.level === "support") expect([...served], name).toEqual(["supporting"]);
				else expect([...served], name).toEqual([]);
			}
		}
	});

	it("have a fixture that violates and one that meets every control that can be scored", async () => {
		const { failed, passed } = await judgedInFixtures();
		for (const framework of compliance!.frameworks) {
			const roles = rolesByControl(compliance!, framework.id);
			for (const control of framework.controls.filter(isAssessable)) {
				// Below medium a failure does not violate a control.
				const deciding = (roles.get(control.id) ?? []).filter(
					({ id, role }) => role === "primary" && DECIDES.has(rules.find((rule) => rule.id === id)!.severity),
				);
				const name = `${framework.id} ${control.id}`;
				expect(deciding.filter(({ id }) => failed.has(id)).length, `${name} violated`).toBeGreaterThan(0);
				expect(deciding.filter(({ id }) => passed.has(id)).length, `${name} met`).toBeGreaterThan(0);
			}
		}
	});

	it("keep apart what is often confused", () => {
		const primaryFor = (framework: string, control: string) =>
			compliance!.mappings.filter(({ controls }) => controls[framework]?.primary.includes(control)).map(({ id }) => id);
		const supports = (framework: string, control: string) =>
			compliance!.mappings
				.filter(({ controls }) => {
					const { primary = [], supporting = [] } = controls[framework] ?? {};
					return primary.includes(control) || supporting.includes(control);
				})
				.map(({ id }) => id);
		// Encryption is not masking, a label no access control, a log retention no storage limitation.
		expect(primaryFor("iso27001", "A.8.11").filter((id) => id !== "aipii" && id !== "piidata")).toEqual([]);
		expect(supports("soc2", "CC6.1")).not.toContain("classify");
		expect(supports("gdpr", "5(1)(e)")).not.toContain("retain");
		// Annex A of ISO/IEC 42001 asks to describe data and computers, not to encrypt or isolate them.
		expect(supports("iso42001", "A.4.3")).toEqual(["aires"]);
		expect(supports("iso42001", "A.4.5")).toEqual(["aires"]);
		// A version beside the data is no backup, a copy elsewhere no failover.
		expect(primaryFor("iso27001", "A.8.13")).not.toContain("versions");
		expect(primaryFor("iso27001", "A.8.14")).not.toContain("drcopy");
		// No framework asks for customer-managed keys.
		for (const { id, controls } of compliance!.mappings) {
			if (id !== "cmk" && id !== "aienc") continue;
			expect(Object.values(controls).flatMap(({ primary }) => primary)).toEqual([]);
		}
	});

	it("serve the same controls by like rules of different platforms", () => {
		const alike = [
			["agentcore-gateway-auth", "lambda-url-auth"],
			["ai-gateway-limits", "cf-ai-gateway-limits"],
			["azure-openai-cmk", "sagemaker-endpoint-cmk", "vertex-resource-cmek"],
			["azure-openai-content-filter", "bedrock-guardrail-filters", "cf-ai-gateway-guardrails", "model-armor-filters"],
			["azure-openai-network", "sagemaker-notebook-network", "vertex-notebook-network"],
			["bedrock-guardrail-pii", "cf-ai-gateway-dlp", "model-armor-pii"],
			["cf-ai-gateway-logs", "sagemaker-endpoint-capture", "vertex-request-logging"],
			["cloud-log-retention", "log-group-retention"],
			["cloudflare-lb-pools", "route53-failover-pair"],
			["cloudflare-logpush", "edge-api-waf-logs"],
			["cloudflare-min-tls", "edge-min-tls12", "lb-tls-policy-modern"],
			["cloudflare-pool-monitor", "route53-failover-health"],
			["cloudflare-token-expiry", "secret-rotation-enabled"],
			["ecs-task-nonroot", "k8s-run-as-nonroot"],
			["ecs-task-privileged", "k8s-privileged"],
			["ecs-task-readonly-rootfs", "k8s-readonly-rootfs"],
			["edge-proxied-waf", "waf-associated"],
			["gcp-iam-no-basic-roles", "iam-no-admin-policy", "k8s-rbac-cluster-admin"],
			["gcp-iam-no-public-members", "iam-trust-not-public", "k8s-rbac-anonymous"],
			["gke-backup-plan", "k8s-backup-schedule"],
			["k8s-env-plaintext-secret", "serverless-env-secret"],
		];
		const sets = (rule: string) => compliance!.mappings.filter((set) => set.rules.includes(rule)).map(({ id }) => id);
		for (const [first, ...others] of alike) {
			for (const other of others) expect(sets(other), `${other}, as ${first}`).toEqual(sets(first!));
		}
	});
});

describe("the rules folder", () => {
	it("compiles", async () => {
		expect((await loadParameters("rules/parameters.yaml")).faults).toEqual([]);
		const compiled = JSON.parse(await compileCompliance("rules", rules));
		expect(compiled.compliance).toEqual(compliance);
	});
});

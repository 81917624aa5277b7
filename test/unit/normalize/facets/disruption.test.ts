// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are templates of manifests, not of TypeScript.
import { describe, expect, test } from "vitest";
import { scan, unknownOf, workload } from "./kubernetes.ts";

const NAMESPACE = "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}\n---\n";
const budget = (spec: string, { name = "pdb", namespace = "shop", version = "policy/v1" } = {}) =>
	`{apiVersion: ${version}, kind: PodDisruptionBudget, metadata: {name: ${name}${namespace && `, namespace: ${namespace}`}}, spec: {${spec}}}\n---\n`;
const web = (replicas: number | string) => workload("", { more: `replicas: ${replicas}, ` });
const selector = "selector: {matchLabels: {app: web}}";

describe("budgets of a workload", () => {
	const names = (manifests: string) => scan(manifests)("Deployment/shop/web").facets.disruption_budgets?.names;
	const open = (manifests: string) => unknownOf(scan(manifests)("Deployment/shop/web"), "disruption_budgets").names;

	test("are those of its namespace whose selector matches the labels of its pods", () => {
		expect(names(web(3) + budget(selector))).toEqual(["pdb"]);
		expect(names(web(3) + budget("selector: {}"))).toEqual(["pdb"]);
		expect(names(web(3) + budget(selector) + budget(selector, { name: "a" }))).toEqual(["a", "pdb"]);
		expect(names(NAMESPACE + web(3) + budget("selector: {matchLabels: {app: api}}"))).toEqual([]);
		expect(names(NAMESPACE + web(3) + budget(selector, { namespace: "other" }))).toEqual([]);
		expect(names(NAMESPACE + web(3) + budget("selector: null"))).toEqual([]);
		expect(names(NAMESPACE + web(3) + budget("selector: {}", { version: "policy/v1beta1" }))).toEqual([]);
	});

	test("point at the labels they select by", () => {
		const { disruption_budgets } = scan(web(3) + budget(selector))("Deployment/shop/web").facets;
		expect(disruption_budgets?.path).toEqual(["spec", "template", "metadata", "labels"]);
	});

	test("are missing for certain only where the input defines the namespace", () => {
		expect(open(web(3))).toContain("may not show all of its namespace");
		expect(open(NAMESPACE + web(3))).toBeUndefined();
	});

	test("in a namespace left open are unknown, unless two match anyway", () => {
		const unstated = budget(selector, { name: "open", namespace: "" });
		expect(open(NAMESPACE + web(3) + unstated)).toContain("state metadata.namespace");
		expect(open(web(3) + budget(selector) + unstated)).toContain("PodDisruptionBudget open");
		expect(open(web(3) + budget(selector) + budget(selector, { name: "a" }) + unstated)).toBeUndefined();
		expect(open(web(3) + budget('selector: {matchLabels: {app: "${APP}"}}'))).toContain("template");
	});
});

describe("a budget", () => {
	const facet = (spec: string, replicas: number | string = 3, before = "") =>
		scan(before + web(replicas) + budget(spec))("PodDisruptionBudget/shop/pdb").facets.disruption_budget;
	const blocks = (setting: string, replicas = 3) => facet(`${setting}, ${selector}`, replicas)?.blocks;

	test("blocks when no pod may go, percentages rounded up", () => {
		expect(blocks("minAvailable: 2")).toBe(false);
		expect(blocks("minAvailable: 3")).toBe(true);
		expect(blocks("minAvailable: 1", 1)).toBe(true);
		expect(blocks("minAvailable: 0", 1)).toBe(false);
		// 66 % of 3 is 1.98, so 2 must stay; 67 % is 2.01, so all 3.
		expect(blocks("minAvailable: 66%")).toBe(false);
		expect(blocks("minAvailable: 67%")).toBe(true);
		expect(blocks("minAvailable: 100%")).toBe(true);
		expect(blocks("maxUnavailable: 0")).toBe(true);
		expect(blocks("maxUnavailable: 0%")).toBe(true);
		expect(blocks("maxUnavailable: 1%")).toBe(false);
		expect(blocks("maxUnavailable: 1")).toBe(false);
	});

	test("counts the pods of all the workloads it selects", () => {
		const two = web(2) + workload("", { name: "web2", more: "replicas: 2, " }).replace("app: web2", "app: web");
		expect(scan(two + budget(`minAvailable: 3, ${selector}`))("/pdb").facets.disruption_budget?.blocks).toBe(false);
		expect(scan(two + budget(`minAvailable: 4, ${selector}`))("/pdb").facets.disruption_budget?.blocks).toBe(true);
		const pod =
			"{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: shop, labels: {app: web}}, spec: {}}\n---\n";
		expect(scan(pod + budget(`minAvailable: 1, ${selector}`))("/pdb").facets.disruption_budget?.blocks).toBe(true);
	});

	test("names its setting", () => {
		expect(facet(`minAvailable: 1, maxUnavailable: 1, ${selector}`)?.setting).toBe("both");
		expect(facet(selector)?.setting).toBe("none");
		expect(facet(`maxUnavailable: 1, ${selector}`)).toMatchObject({
			setting: "maxUnavailable",
			path: ["spec", "maxUnavailable"],
		});
	});

	test("selects nothing without a selector, or where the namespace is shown and nothing matches", () => {
		expect(facet("maxUnavailable: 1")?.selects_nothing).toBe(true);
		expect(facet("maxUnavailable: 1, selector: {matchLabels: {app: api}}", 3, NAMESPACE)?.selects_nothing).toBe(true);
		expect(facet(`maxUnavailable: 1, ${selector}`)?.selects_nothing).toBe(false);
	});

	test("is unknown in what the input does not tell", () => {
		const unknown = (manifests: string) => unknownOf(scan(manifests)("/pdb"), "disruption_budget");
		const lost = unknown(web(3) + budget("minAvailable: 1, selector: {matchLabels: {app: api}}"));
		expect(lost).toEqual({
			selects_nothing: "no workload that it selects is in the input",
			blocks: "no workload that it selects is in the input",
		});
		expect(Object.keys(unknown(web(3) + budget(`maxUnavailable: 1, ${selector}`, { namespace: "" })))).toEqual([
			"selects_nothing",
		]);
		expect(unknown(web('"${N}"') + budget(`minAvailable: 1, ${selector}`)).blocks).toContain("template");
		expect(unknown(web(3) + budget(`minAvailable: "\${N}", ${selector}`)).blocks).toContain("template");
		expect(unknown(web(3) + budget(`minAvailable: many, ${selector}`)).blocks).toContain("neither a number");
		const daemon = workload("", { kind: "DaemonSet" });
		expect(unknown(daemon + budget(`minAvailable: 1, ${selector}`)).blocks).toContain("not fixed");
		expect(unknown(web(3) + budget(`minAvailable: "\${N}", ${selector}`))).not.toHaveProperty("setting");
		expect(facet(`minAvailable: "\${N}", ${selector}`)?.setting).toBe("unknown");
	});
});

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are templates of manifests, not of TypeScript.
import { expect, test } from "vitest";
import { scan, unknownOf, workload } from "./kubernetes.ts";

const spread = (spec: string) => scan(workload(spec))("/web").facets.spread;
const own = "labelSelector: {matchLabels: {app: web}}";
const TERMS = ["spec", "template", "spec", "topologySpreadConstraints"];

test("topology spread constraints", () => {
	expect(
		spread(
			`topologySpreadConstraints: [{topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: ScheduleAnyway, ${own}}]`,
		),
	).toEqual({
		terms: [{ path: [...TERMS, 0], by: "spread", required: false, domain: "zone", selects_own_pods: true }],
		path: TERMS,
	});
	expect(
		spread(
			`topologySpreadConstraints: [{topologyKey: kubernetes.io/hostname, ${own}}, {topologyKey: rack, ${own}}, junk]`,
		)?.terms,
	).toMatchObject([{ domain: "host", required: true }, { domain: "other" }]);
});

test("anti-affinity, required and preferred", () => {
	const terms = spread(
		`affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, ${own}}], preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, podAffinityTerm: {topologyKey: topology.kubernetes.io/zone, ${own}}}]}}`,
	);
	expect(terms?.path).toEqual(["spec", "template", "spec", "affinity", "podAntiAffinity"]);
	expect(terms?.terms).toMatchObject([
		{ by: "anti-affinity", required: true, domain: "host", selects_own_pods: true },
		{ by: "anti-affinity", required: false, domain: "zone", selects_own_pods: true },
	]);
});

test("terms that select other pods keep nothing apart", () => {
	const selects = (term: string) =>
		spread(`topologySpreadConstraints: [{topologyKey: kubernetes.io/hostname${term}}]`)?.terms[0]?.selects_own_pods;
	expect(selects("")).toBe(false);
	expect(selects(", labelSelector: null")).toBe(false);
	expect(selects(", labelSelector: {}")).toBe(true);
	expect(selects(", labelSelector: {matchLabels: {app: api}}")).toBe(false);
	expect(selects(`, ${own}, namespaces: [other]`)).toBe(false);
	expect(selects(`, ${own}, namespaces: [shop]`)).toBe(true);
});

test("nothing, and templates", () => {
	expect(spread("")).toEqual({ terms: [], path: TERMS });
	const template = scan(workload('topologySpreadConstraints: [{topologyKey: "${KEY}"}]'))("/web");
	expect(unknownOf(template, "spread")).toHaveProperty("");
});

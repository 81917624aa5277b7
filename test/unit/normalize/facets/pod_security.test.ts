// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are templates of manifests, not of TypeScript.
import { expect, test } from "vitest";
import { scan, unknownOf, workload } from "./kubernetes.ts";

const namespace = (labels = "{}") =>
	`{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: ${labels}}}\n---\n`;
const kyverno = (rule: string, more = "validationFailureAction: Enforce, ", kind = "ClusterPolicy", place = "") =>
	`{apiVersion: kyverno.io/v1, kind: ${kind}, metadata: {name: k${place}}, spec: {${more}rules: [${rule}]}}\n---\n`;
const facet = (manifests: string) => scan(manifests)("scope/namespace/shop").facets.pod_security!;
const PODS = "match: {any: [{resources: {kinds: [Pod]}}]}";
const LEVEL = "validate: {podSecurity: {level: baseline}}";

test("the enforced level, and nothing but enforcement", () => {
	expect(facet(namespace("{pod-security.kubernetes.io/enforce: restricted}")).enforce).toBe("restricted");
	expect(facet(namespace("{pod-security.kubernetes.io/warn: restricted}")).enforce).toBeNull();
});

test("without the Namespace object nothing is known", () => {
	const reason = (manifests: string, name: string) => unknownOf(scan(manifests)(name), "pod_security")[""];
	expect(reason(workload("containers: []"), "scope/namespace/shop")).toBe("the Namespace object is not in the input");
	expect(reason(workload("containers: []", { namespace: "" }), "scope/namespace/")).toBe(
		"the manifests state no namespace",
	);
	const template = namespace('{pod-security.kubernetes.io/enforce: "${LEVEL}"}');
	expect(reason(template, "scope/namespace/shop")).toContain("template");
	const restricted = namespace("{pod-security.kubernetes.io/enforce: restricted}");
	expect(reason(namespace() + restricted, "scope/namespace/shop")).toContain("several copies");
	expect(reason(restricted + restricted, "scope/namespace/shop")).toBeUndefined();
});

test("Kyverno's own levels, enforced for all pods", () => {
	const level = (policy: string) => facet(namespace() + policy).kyverno_level;
	expect(level(kyverno(`{${PODS}, ${LEVEL}}`))).toBe("baseline");
	expect(level(kyverno(`{${PODS}, ${LEVEL}}, {${PODS}, ${LEVEL.replace("baseline", "restricted")}}`))).toBe(
		"restricted",
	);
	expect(level(kyverno(`{${PODS}, validate: {failureAction: Enforce, podSecurity: {level: baseline}}}`, ""))).toBe(
		"baseline",
	);
	expect(level(kyverno(`{match: {resources: {kinds: [Pod], namespaces: [shop]}}, ${LEVEL}}`))).toBe("baseline");
	expect(level(kyverno(`{${PODS}, ${LEVEL}}`, undefined, "Policy", ", namespace: shop"))).toBe("baseline");
	for (const weaker of [
		kyverno(`{${PODS}, ${LEVEL}}`, "validationFailureAction: Audit, "),
		kyverno(`{${PODS}, ${LEVEL}, exclude: {any: [{resources: {namespaces: [shop]}}]}}`),
		kyverno(`{match: {any: [{resources: {kinds: [Pod], namespaces: [other]}}]}, ${LEVEL}}`),
		kyverno(`{match: {any: [{resources: {kinds: [Pod], selector: {}}}]}, ${LEVEL}}`),
		kyverno(`{${PODS}, validate: {podSecurity: {level: baseline, exclude: [{controlName: Seccomp}]}}}`),
		kyverno(`{${PODS}, ${LEVEL}}`, undefined, "Policy", ", namespace: other"),
	]) {
		expect(level(weaker), weaker).toBeNull();
	}
});

test("other policies that refuse pods", () => {
	const others = (policy: string) => facet(namespace() + policy).other_engines;
	expect(others(kyverno(`{${PODS}, validate: {pattern: {}}}`))).toEqual(["kyverno.io/ClusterPolicy//k"]);
	expect(others(kyverno(`{${PODS}, validate: {pattern: {}}}`, ""))).toEqual([]);
	const cel = (kind: string, actions: string, place = "") =>
		`{apiVersion: policies.kyverno.io/v1, kind: ${kind}, metadata: {name: c${place}}, spec: {validationActions: ${actions}, matchConstraints: {resourceRules: [{resources: [services, pods]}]}}}\n---\n`;
	expect(others(cel("ValidatingPolicy", "[Deny]"))).toEqual(["policies.kyverno.io/ValidatingPolicy//c"]);
	expect(others(cel("ValidatingPolicy", "[Audit]"))).toEqual([]);
	expect(others(cel("NamespacedValidatingPolicy", "[Deny]", ", namespace: shop"))).toHaveLength(1);
	expect(others(cel("NamespacedValidatingPolicy", "[Deny]", ", namespace: other"))).toEqual([]);
	const admission = (actions: string, resource = "pods") =>
		`{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicy, metadata: {name: v}, spec: {matchConstraints: {resourceRules: [{resources: [${resource}]}]}}}\n---\n` +
		`{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicyBinding, metadata: {name: b}, spec: {policyName: v, validationActions: ${actions}}}\n---\n`;
	expect(others(admission("[Deny]"))).toHaveLength(1);
	expect(others(admission("[Audit]"))).toEqual([]);
	expect(others(admission("[Deny]", "services"))).toEqual([]);
	const gatekeeper = (action: string) =>
		"{apiVersion: templates.gatekeeper.sh/v1, kind: ConstraintTemplate, metadata: {name: t}, spec: {crd: {spec: {names: {kind: NoRoot}}}}}\n---\n" +
		`{apiVersion: constraints.gatekeeper.sh/v1beta1, kind: NoRoot, metadata: {name: c}, spec: {${action}match: {kinds: [{kinds: [Pod]}]}}}\n---\n`;
	expect(others(gatekeeper(""))).toHaveLength(1);
	expect(others(gatekeeper("enforcementAction: dryrun, "))).toEqual([]);
});

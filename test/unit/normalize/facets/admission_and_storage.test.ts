import { describe, expect, test } from "vitest";
import { scan, unknownOf } from "./kubernetes.ts";

describe("an admission policy", () => {
	const GROUP = "admissionregistration.k8s.io/v1";
	const policy = `{apiVersion: ${GROUP}, kind: ValidatingAdmissionPolicy, metadata: {name: p}, spec: {}}\n---\n`;
	const binding = (actions: string, name = "p") =>
		`{apiVersion: ${GROUP}, kind: ValidatingAdmissionPolicyBinding, metadata: {name: b-${actions.length}}, spec: {policyName: ${name}, validationActions: ${actions}}}\n---\n`;
	const of = (manifests: string, complete = false) =>
		scan(policy + manifests, { manifests_complete: complete })("ValidatingAdmissionPolicy//p");

	test("does what all its bindings say", () => {
		expect(of(binding("[Deny]") + binding("[Audit, Warn]")).facets.admission_policy).toEqual({
			bound: true,
			actions: ["Audit", "Deny", "Warn"],
		});
		expect(of(binding("7")).facets.admission_policy).toEqual({ bound: true, actions: [] });
	});

	test("is unbound for certain only where the input is everything", () => {
		expect(unknownOf(of(binding("[Deny]", "other")), "admission_policy")[""]).toContain("no binding");
		expect(of("", true).facets.admission_policy).toEqual({ bound: false, actions: [] });
	});

	test("is unknown where a binding may name it, unless it is denied anyway", () => {
		const open = binding("[Deny]", "$" + '{NAME}"').replace("policyName: ", 'policyName: "');
		expect(unknownOf(of(open), "admission_policy")[""]).toContain("template");
		expect(of(open + binding("[Deny]")).facets.admission_policy?.actions).toEqual(["Deny"]);
	});
});

describe("the volume of a claim", () => {
	const claim = (spec: string) =>
		`{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: c, namespace: shop}, spec: {${spec}}}\n---\n`;
	const storageClass = (name: string, more = "", annotations = "") =>
		`{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: ${name}, annotations: {${annotations}}}, provisioner: x${more}}\n---\n`;
	const volume = (more: string) =>
		`{apiVersion: v1, kind: PersistentVolume, metadata: {name: v}, spec: {${more}}}\n---\n`;
	const of = (manifests: string) => scan(manifests)("PersistentVolumeClaim/shop/c");
	const reclaim = (manifests: string) => of(manifests).facets.claim_storage?.reclaim;
	const open = (manifests: string) => unknownOf(of(manifests), "claim_storage")[""];

	test("goes by its class, whose default is to delete", () => {
		expect(reclaim(claim("storageClassName: a") + storageClass("a"))).toBe("Delete");
		expect(reclaim(claim("storageClassName: a") + storageClass("a", ", reclaimPolicy: Retain"))).toBe("Retain");
		expect(open(claim("storageClassName: b") + storageClass("a"))).toContain("class b is not in the input");
	});

	test("goes by the default class where none is named", () => {
		const marked = 'storageclass.kubernetes.io/is-default-class: "true"';
		expect(reclaim(claim("") + storageClass("a", "", marked) + storageClass("b"))).toBe("Delete");
		expect(open(claim("") + storageClass("a"))).toContain("default storage class");
		expect(open(claim('storageClassName: ""') + storageClass("a", "", marked))).toContain("does not say which");
	});

	test("that is named goes by what it says itself", () => {
		const named = claim("storageClassName: a, volumeName: v") + storageClass("a");
		expect(reclaim(named + volume("persistentVolumeReclaimPolicy: Delete"))).toBe("Delete");
		expect(reclaim(named + volume(""))).toBe("Retain");
		expect(open(named)).toContain("volume v is not in the input");
	});
});

describe("the bounds of a namespace", () => {
	const NAMESPACE = "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}\n---\n";
	const object = (kind: string, spec: string, namespace = "shop") =>
		`{apiVersion: v1, kind: ${kind}, metadata: {name: x${namespace && `, namespace: ${namespace}`}}, spec: {${spec}}}\n---\n`;
	const of = (manifests: string) => scan(NAMESPACE + manifests)("scope/namespace/shop");
	const bounds = (manifests: string) => of(manifests).facets.namespace_bounds;

	test("are quotas of CPU or memory and limits of containers", () => {
		expect(bounds("")).toEqual({ quota: false, limit_range: false });
		expect(bounds(object("ResourceQuota", "hard: {limits.memory: 1Gi}"))?.quota).toBe(true);
		expect(bounds(object("ResourceQuota", "hard: {pods: 7}"))?.quota).toBe(false);
		expect(bounds(object("ResourceQuota", "hard: {cpu: 7}", "other"))?.quota).toBe(false);
		expect(bounds(object("LimitRange", "limits: [{type: Container, max: {memory: 1Gi}}]"))?.limit_range).toBe(true);
		expect(bounds(object("LimitRange", "limits: [{type: Pod, max: {memory: 1Gi}}]"))?.limit_range).toBe(false);
		expect(bounds(object("LimitRange", "limits: [null, 7, {type: Container}]"))?.limit_range).toBe(false);
	});

	test("are unknown where they hold for some pods, or the namespace is open", () => {
		const scoped = object("ResourceQuota", "hard: {cpu: 7}, scopes: [Terminating]");
		expect(unknownOf(of(scoped), "namespace_bounds").quota).toContain("some of the pods");
		expect(bounds(scoped + object("ResourceQuota", "hard: {memory: 7Gi}").replace("name: x", "name: y"))?.quota).toBe(
			true,
		);
		const open = object("ResourceQuota", "hard: {cpu: 7}", "");
		expect(unknownOf(of(open), "namespace_bounds").quota).toContain("not stated");
	});
});

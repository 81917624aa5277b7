import type { DisruptionBudgetFacet, DisruptionBudgetsFacet } from "../../model/facets.ts";
import type { AttributePath, Json } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { isObject, unknownAt, valueAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { podLabels } from "../kubernetes/pods.ts";
import { matchesSelector } from "../kubernetes/selector.ts";
import { variants } from "./joins.ts";
import { effectiveReplicas } from "./replicas.ts";

const BUDGET = "policy/PodDisruptionBudget";
const PROTECTED = new Set(["apps/Deployment", "apps/StatefulSet"]);
const SELECTOR: AttributePath = ["spec", "selector"];
const OPEN_NAMESPACE = "the manifests leave open whether it is in the same namespace; state metadata.namespace";

/** The `disruption_budgets` facet of Deployments and StatefulSets: the PodDisruptionBudgets that select their pods. */
export const disruptionBudgetsFacet: FacetComputer<"disruption_budgets", KubernetesContext> = {
	name: "disruption_budgets",
	compute(resource, context): FacetResult<DisruptionBudgetsFacet> {
		if (!PROTECTED.has(resource.type)) return undefined;
		const labels = podLabels(resource);
		if (labels === null) return { unknown: "the object has no pod template" };
		const names: string[] = [];
		const open: string[] = [];
		for (const budget of context.ofType(BUDGET)) {
			const together = context.sameNamespace(budget, resource);
			if (together === "no") continue;
			const reason = labels.unknown ?? unknownAt(budget, SELECTOR);
			if (reason !== null) open.push(`PodDisruptionBudget ${budget.name}: ${reason}`);
			else if (!selects(budget, labels.labels)) continue;
			else if (together === "depends") open.push(openReason(budget, resource));
			// The same budget may be written twice in one place.
			else if (!names.includes(budget.name)) names.push(budget.name);
		}
		const value: DisruptionBudgetsFacet = { names: names.sort(), path: labels.path };
		// Two for certain are too many whatever the open ones are.
		if (open.length > 0 && names.length < 2) return unknownNames(value, open.sort()[0]!);
		if (names.length === 0 && !context.definesNamespace(resource.scope)) {
			return unknownNames(
				value,
				"no PodDisruptionBudget for it is in the input, which may not show all of its namespace",
			);
		}
		return { value };
	},
};

/** The `disruption_budget` facet of a PodDisruptionBudget: what it selects, and whether it ever lets a pod be evicted. */
export const disruptionBudgetFacet: FacetComputer<"disruption_budget", KubernetesContext> = {
	name: "disruption_budget",
	compute(resource, context): FacetResult<DisruptionBudgetFacet> {
		if (resource.type !== BUDGET) return undefined;
		const selection = selectedPods(resource, context);
		const setting = settingOf(resource);
		const value: DisruptionBudgetFacet = {
			setting: setting.name,
			path: setting.path,
			selects_nothing: selection.state === "nothing",
			blocks: false,
		};
		const unknown: { path: AttributePath; reason: string }[] = [];
		if (selection.state === "unknown") unknown.push({ path: ["selects_nothing"], reason: selection.reason });
		const hidden = unknownAt(resource, ["spec", "minAvailable"]) ?? unknownAt(resource, ["spec", "maxUnavailable"]);
		const blocks = hidden === null ? neverEvicts(setting.name, setting.value, selection) : { reason: hidden };
		if (hidden !== null) value.setting = "unknown";
		if (typeof blocks === "boolean") value.blocks = blocks;
		else unknown.push({ path: ["blocks"], reason: blocks.reason });
		return { value, unknown };
	},
};

function openReason(budget: Resource, workload: Resource): string {
	if (budget.scope === workload.scope) return variants(budget);
	return `PodDisruptionBudget ${budget.name}: ${OPEN_NAMESPACE}`;
}

function unknownNames(value: DisruptionBudgetsFacet, reason: string): FacetResult<DisruptionBudgetsFacet> {
	return { value, unknown: [{ path: ["names"], reason }] };
}

/** An absent or null selector selects nothing; an empty one all pods of the namespace, in policy/v1beta1 none. */
function selects(budget: Resource, labels: Record<string, string>): boolean {
	const selector = valueAt(budget.attributes, SELECTOR);
	if (!isObject(selector)) return false;
	const empty = [selector.matchLabels, selector.matchExpressions].every(
		(part) => part === undefined || part === null || Object.keys(part).length === 0,
	);
	if (empty && budget.attributes.apiVersion === "policy/v1beta1") return false;
	return matchesSelector(selector, labels);
}

type Selection =
	| { state: "nothing" }
	| { state: "unknown"; reason: string }
	/** `count`: the pods of all workloads together, or why they cannot be counted. */
	| { state: "pods"; count: number | { reason: string } };

function selectedPods(budget: Resource, context: KubernetesContext): Selection {
	const reason = unknownAt(budget, SELECTOR);
	if (reason !== null) return { state: "unknown", reason };
	if (!isObject(valueAt(budget.attributes, SELECTOR))) return { state: "nothing" };
	let count: number | { reason: string } = 0;
	let found = false;
	let open: string | null = null;
	for (const workload of context.workloads) {
		const together = context.sameNamespace(budget, workload);
		const labels = podLabels(workload);
		if (together === "no" || labels === null) continue;
		if (labels.unknown !== null) {
			open ??= `labels of ${workload.name}: ${labels.unknown}`;
			continue;
		}
		if (!selects(budget, labels.labels)) continue;
		// Of several copies of a workload it protects the closest one, which is among them.
		if (together === "depends" && workload.scope === budget.scope) continue;
		if (together === "depends") {
			open ??= `the manifests leave open whether ${workload.name} is in the same namespace; state metadata.namespace`;
			continue;
		}
		found = true;
		const pods = podsOf(workload, context);
		if (typeof count === "number") count = typeof pods === "number" ? count + pods : pods;
	}
	if (found) return { state: "pods", count: open === null ? count : { reason: open } };
	if (open !== null) return { state: "unknown", reason: open };
	if (context.definesNamespace(budget.scope)) return { state: "nothing" };
	return { state: "unknown", reason: "no workload that it selects is in the input" };
}

function podsOf(workload: Resource, context: KubernetesContext): number | { reason: string } {
	if (workload.type === "core/Pod") return 1;
	const replicas = effectiveReplicas(workload, context);
	if (replicas === undefined || !("value" in replicas))
		return { reason: `the number of pods of ${workload.name} is not fixed` };
	return replicas.value.minimum ?? { reason: replicas.unknown?.[0]?.reason ?? "" };
}

function settingOf(budget: Resource): { name: DisruptionBudgetFacet["setting"]; path: AttributePath; value: Json } {
	const [min, max] = [
		valueAt(budget.attributes, ["spec", "minAvailable"]),
		valueAt(budget.attributes, ["spec", "maxUnavailable"]),
	];
	const hasMin = min !== undefined && min !== null;
	const hasMax = max !== undefined && max !== null;
	if (hasMin && hasMax) return { name: "both", path: ["spec", "maxUnavailable"], value: null };
	if (hasMin) return { name: "minAvailable", path: ["spec", "minAvailable"], value: min };
	if (hasMax) return { name: "maxUnavailable", path: ["spec", "maxUnavailable"], value: max };
	return { name: "none", path: ["spec", "minAvailable"], value: null };
}

/**
 * Whether the budget forbids every eviction. The disruption controller rounds percentages up for both settings
 * (intstr.GetScaledValueFromIntOrPercent with roundUp), so any positive `maxUnavailable` lets one pod go.
 */
function neverEvicts(setting: string, value: Json, selection: Selection): boolean | { reason: string } {
	if (setting === "both" || setting === "none") return false;
	const amount = intOrPercent(value);
	if (amount === null) return { reason: `${setting} is neither a number nor a percentage` };
	if (setting === "maxUnavailable") return amount.number === 0;
	if (amount.number === 0) return false;
	if (amount.percent && amount.number >= 100) return true;
	if (selection.state === "nothing") return false;
	if (selection.state === "unknown") return { reason: selection.reason };
	if (typeof selection.count !== "number") return selection.count;
	const needed = amount.percent ? Math.ceil((amount.number * selection.count) / 100) : amount.number;
	return needed >= selection.count;
}

function intOrPercent(value: Json): { number: number; percent: boolean } | null {
	if (typeof value === "number" && Number.isInteger(value) && value >= 0) return { number: value, percent: false };
	const percent = typeof value === "string" ? /^(\d{1,5})%$/.exec(value) : null;
	return percent === null ? null : { number: Number(percent[1]), percent: true };
}

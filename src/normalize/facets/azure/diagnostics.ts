import type { DiagnosticsFacet } from "../../../model/facets.ts";
import type { Resource } from "../../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { blockCount, isKnown, mayBelong, read, text } from "../plan_values.ts";

/** Categories that hold who did what, by the type they are asked of. `kube-audit-admin` leaves out reading requests. */
const AUDIT: Readonly<Record<string, readonly string[]>> = {
	azurerm_ai_services: ["Audit"],
	azurerm_cognitive_account: ["Audit"],
	azurerm_key_vault: ["AuditEvent"],
	azurerm_kubernetes_cluster: ["kube-audit", "kube-audit-admin"],
	azurerm_search_service: ["OperationLogs"],
};

const GROUPS = ["allLogs", "audit"];

/**
 * Whether a diagnostic setting sends a resource's audit log anywhere; without one Azure keeps none.
 * https://learn.microsoft.com/en-us/azure/azure-monitor/platform/diagnostic-settings
 */
export const azureDiagnostics: FacetComputer<"diagnostics", PlanContext> = {
	name: "diagnostics",
	compute(resource, context): FacetResult<DiagnosticsFacet> {
		const wanted = Object.hasOwn(AUDIT, resource.type) ? AUDIT[resource.type] : undefined;
		if (wanted === undefined) return undefined;
		const { certain, uncertain } = context.joined("azurerm_monitor_diagnostic_setting", "target_resource_id", resource);
		let gap: string | null = null;
		for (const setting of certain) {
			const sends = sendsAudit(setting, context, wanted);
			if (sends === true) return { value: { settings: certain.length, audit: true, wanted: [...wanted] } };
			if (sends !== false) gap = sends;
		}
		if (gap !== null) return { unknown: gap };
		if (uncertain.length > 0) return { unknown: mayBelong(uncertain) };
		return { value: { settings: certain.length, audit: false, wanted: [...wanted] } };
	},
};

/** Whether a setting sends one of some categories; else why that is not known. Release 3 has blocks `log` beside `enabled_log`. */
function sendsAudit(setting: Resource, context: PlanContext, wanted: readonly string[]): boolean | string {
	let gap: string | null = null;
	for (const block of ["enabled_log", "log"]) {
		const count = blockCount(context, setting, [block]);
		if (typeof count !== "number") {
			gap = count.unknown;
			continue;
		}
		for (let index = 0; index < count; index += 1) {
			const off = read(context, setting, [block, index, "enabled"]);
			if (isKnown(off) && off.value === false) continue;
			const category = read(context, setting, [block, index, "category"]);
			const group = read(context, setting, [block, index, "category_group"]);
			if (wanted.includes(text(category) ?? "") || GROUPS.includes(text(group) ?? "")) return true;
			for (const reading of [category, group]) if (!isKnown(reading)) gap = reading.unknown;
		}
	}
	return gap ?? false;
}

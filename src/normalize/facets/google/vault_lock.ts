import type { VaultLockFacet } from "../../../model/facets.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { isGiven, isKnown, read, text } from "../plan_values.ts";

/**
 * A vault of Backup and DR always refuses to delete a backup before its enforced retention is over, written in seconds
 * (`604800s`); from `effective_time` on nobody can shorten that.
 * https://cloud.google.com/backup-disaster-recovery/docs/concepts/backup-vault
 */
export const googleVaultLock: FacetComputer<"vault_lock", PlanContext> = {
	name: "vault_lock",
	compute(resource, context): FacetResult<VaultLockFacet> {
		if (resource.type !== "google_backup_dr_backup_vault") return undefined;
		const retention = read(context, resource, ["backup_minimum_enforced_retention_duration"]);
		if (!isKnown(retention)) return retention;
		const seconds = Number(/^(\d+)(?:\.\d+)?s$/.exec(text(retention) ?? "")?.[1] ?? 0);
		const compliance = isGiven(context, resource, ["effective_time"]);
		const min_days = Math.floor(seconds / 86_400);
		if (typeof compliance !== "boolean") return compliance;
		return { value: { locked: seconds > 0, min_days, compliance } };
	},
};

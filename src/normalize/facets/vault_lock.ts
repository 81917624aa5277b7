import type { VaultLockFacet } from "../../model/facets.ts";
import type { FacetComputer } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import { integer, isKnown, mayBelong, read } from "./plan_values.ts";

/** Joins a backup vault with its lock. A vault has one lock at most. */
export const vaultLock: FacetComputer<"vault_lock", PlanContext> = {
	name: "vault_lock",
	compute(resource, context) {
		if (resource.type !== "aws_backup_vault" || resource.origin !== "terraform") return undefined;
		const { certain, uncertain } = context.joined("aws_backup_vault_lock_configuration", "backup_vault_name", resource);
		const lock = certain[0];
		const none: VaultLockFacet = { locked: false, min_days: 0, compliance: false };
		if (lock === undefined) return uncertain.length > 0 ? { unknown: mayBelong(uncertain) } : { value: none };
		const days = read(context, lock, ["min_retention_days"]);
		if (!isKnown(days)) return { unknown: days.unknown };
		const grace = context.value(lock, ["changeable_for_days"]);
		if (grace.state === "unknown") return { unknown: grace.reason };
		// Without a least number of days the lock lets recovery points of any age expire; with a grace period nobody can undo it.
		return { value: { locked: true, min_days: integer(days, 0), compliance: grace.state !== "omitted" } };
	},
};

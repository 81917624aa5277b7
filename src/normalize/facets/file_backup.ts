import type { AttributePath } from "../../model/json.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import { isKnown, mayBelong, read, text } from "./plan_values.ts";

/** Whether AWS Backup copies a file system every day, by the file system's own policy. */
export const fileBackup: FacetComputer<"file_backup", PlanContext> = {
	name: "file_backup",
	compute(resource, context): FacetResult<{ enabled: boolean; path: AttributePath }> {
		if (resource.type !== "aws_efs_file_system" || resource.origin !== "terraform") return undefined;
		const { certain, uncertain } = context.joined("aws_efs_backup_policy", "file_system_id", resource);
		const policy = certain[0];
		if (policy !== undefined) {
			const status = read(context, policy, ["backup_policy", 0, "status"]);
			if (!isKnown(status)) return { unknown: status.unknown };
			return { value: { enabled: text(status) === "ENABLED", path: [] } };
		}
		if (uncertain.length > 0) return { unknown: mayBelong(uncertain) };
		const zone = context.value(resource, ["availability_zone_name"]);
		if (zone.state === "unknown") return { unknown: zone.reason };
		// Made for one zone, a file system is backed up unless that is switched off.
		// https://docs.aws.amazon.com/efs/latest/ug/API_CreateFileSystem.html
		const oneZone = zone.state === "reference" || (zone.state === "known" && zone.value !== "");
		const [selection] = context.ofType("aws_backup_selection");
		// A backup plan of the plan may select it by tag, name or wildcard.
		if (!oneZone && selection !== undefined) return { unknown: `${selection.key} may select it for backup` };
		return { value: { enabled: oneZone, path: [] } };
	},
};

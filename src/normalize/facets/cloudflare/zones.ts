import type { Resource } from "../../../model/resource.ts";
import type { PlanContext } from "../../terraform/context.ts";

/** Types of which one shows that the plan is about a zone with visitors; `cloudflare_record` is of provider 4. */
export const ZONES = ["cloudflare_zone", "cloudflare_dns_record", "cloudflare_record", "cloudflare_load_balancer"];

/** Whether two resources belong to one zone, as their `zone_id` tells. */
export function sameZone(left: Resource, right: Resource, context: PlanContext): "yes" | "no" | "maybe" {
	const [one, other] = [context.value(left, ["zone_id"]), context.value(right, ["zone_id"])];
	if (one.state === "known" && other.state === "known") return one.value === other.value ? "yes" : "no";
	if (one.state !== "reference" || other.state !== "reference") return "maybe";
	const [ours, theirs] = [one, other].map(({ targets }) => targets.flatMap(({ resources }) => resources));
	if (ours?.length !== 1 || theirs?.length !== 1) return "maybe";
	return ours[0] === theirs[0] ? "yes" : "no";
}

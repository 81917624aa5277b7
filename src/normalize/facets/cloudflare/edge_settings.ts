import type { EdgeSettingsFacet } from "../../../model/facets.ts";
import type { AttributePath, Json } from "../../../model/json.ts";
import type { Resource } from "../../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import { isObject, valueAt } from "../../json.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { blockCount, type Gap, isKnown, read } from "../plan_values.ts";

type Name = keyof EdgeSettingsFacet;

/** Settings by the provider's names. What a plan does not state stays as it is in the zone. */
const SETTINGS: Record<string, Name> = {
	ssl: "ssl",
	min_tls_version: "min_tls_version",
	always_use_https: "always_use_https",
	security_header: "strict_transport_security",
};

const NONE: EdgeSettingsFacet = {
	ssl: null,
	min_tls_version: null,
	always_use_https: null,
	strict_transport_security: null,
};

/**
 * Reads settings that provider 5 keeps one by one (`cloudflare_zone_setting`, `cloudflare_hostname_tls_setting`) and
 * provider 4 together (`cloudflare_zone_settings_override`).
 */
export const edgeSettings: FacetComputer<"edge_settings", PlanContext> = {
	name: "edge_settings",
	compute(resource, context) {
		if (resource.type === "cloudflare_zone_settings_override") return together(resource, context);
		if (resource.type === "cloudflare_zone_setting") return single(resource, context, ["setting_id"]);
		// Called `setting` in provider 4, `setting_id` in provider 5.
		if (resource.type === "cloudflare_hostname_tls_setting")
			return single(resource, context, ["setting_id", "setting"]);
		return undefined;
	},
};

/** The name that a resource of one setting gives; null where it is none that is asked for. */
export function settingName(
	resource: Resource,
	context: PlanContext,
	names: string[],
): string | null | { unknown: string } {
	for (const name of names) {
		const reading = read(context, resource, [name]);
		if (!isKnown(reading)) return reading;
		if (typeof reading.value === "string") return reading.value;
	}
	return null;
}

function single(resource: Resource, context: PlanContext, names: string[]): FacetResult<EdgeSettingsFacet> {
	const stated = settingName(resource, context, names);
	if (typeof stated === "object" && stated !== null) return stated;
	if (stated === null || !Object.hasOwn(SETTINGS, stated)) return { value: NONE };
	const name = SETTINGS[stated]!;
	const reading = read(context, resource, ["value"]);
	if (!isKnown(reading)) return without(name, reading.unknown);
	const place = ["strict_transport_security", "enabled"];
	if (name !== "strict_transport_security")
		return { value: { ...NONE, [name]: { value: textOf(reading.value), path: ["value"] } } };
	const on = valueAt(reading.value, place);
	if (on === undefined && isObject(reading.value)) {
		const inner = read(context, resource, ["value", ...place]);
		if (!isKnown(inner)) return without(name, inner.unknown);
	}
	return { value: { ...NONE, [name]: { value: textOf(on ?? false), path: ["value", ...place] } } };
}

function together(resource: Resource, context: PlanContext): FacetResult<EdgeSettingsFacet> {
	const blocks = blockCount(context, resource, ["settings"]);
	if (typeof blocks !== "number") return blocks;
	if (blocks === 0) return { value: NONE };
	const value: EdgeSettingsFacet = { ...NONE };
	const unknown: Gap[] = [];
	for (const [written, name] of Object.entries(SETTINGS)) {
		const header = name === "strict_transport_security";
		const path: AttributePath = header ? ["settings", 0, written, 0, "enabled"] : ["settings", 0, written];
		const reading = read(context, resource, path);
		if (!isKnown(reading)) {
			delete value[name];
			unknown.push({ path: [name], reason: reading.unknown });
		} else if (reading.value !== null) value[name] = { value: textOf(reading.value), path };
	}
	return { value, unknown };
}

function without(name: Name, reason: string): FacetResult<EdgeSettingsFacet> {
	const { [name]: _, ...value } = NONE;
	return { value, unknown: [{ path: [name], reason }] };
}

/** Switches as the API writes them. */
function textOf(value: Json): string {
	if (typeof value === "boolean") return value ? "on" : "off";
	return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

import type { AttributePath } from "../../../model/json.ts";
import type { Resource } from "../../../model/resource.ts";
import type { FacetComputer } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { isKnown, isTrue, type Reading, read } from "../plan_values.ts";
import { settingName } from "./edge_settings.ts";
import { sameZone } from "./zones.ts";

const TYPES = [
	"cloudflare_authenticated_origin_pulls",
	"cloudflare_authenticated_origin_pulls_settings",
	"cloudflare_zone_setting",
	"cloudflare_zone_settings_override",
];

interface Switch {
	reading: Reading;
	path: AttributePath;
	/** For single host names only. */
	hosts: boolean;
}

/**
 * Whether the edge shows origins a client certificate: Cloudflare's own (the setting `tls_client_auth`), one of the zone or
 * one for single host names. Absent for resources that do not say.
 */
export const originPulls: FacetComputer<"origin_pulls", PlanContext> = {
	name: "origin_pulls",
	compute(resource, context) {
		if (!TYPES.includes(resource.type)) return undefined;
		const own = switchOf(resource, context);
		if (own === undefined) return undefined;
		if ("unknown" in own) return own;
		if (!isKnown(own.reading)) return { unknown: own.reading.unknown };
		const enabled = isOn(own.reading);
		const value = { enabled, elsewhere: false, path: own.path };
		if (enabled) return { value };
		for (const other of context.ofType(...TYPES)) {
			if (other === resource) continue;
			const found = switchOf(other, context);
			if (found === undefined) continue;
			const together = sameZone(resource, other, context);
			if (together === "no" || (!("unknown" in found) && isKnown(found.reading) && !isOn(found.reading))) continue;
			const sure = together === "yes" && !("unknown" in found) && isKnown(found.reading);
			if (!sure || found.hosts) return { unknown: `${other.key} may switch them on for some of its hosts` };
			return { value: { ...value, elsewhere: true } };
		}
		return { value };
	},
};

function switchOf(resource: Resource, context: PlanContext): Switch | { unknown: string } | undefined {
	const at = (path: AttributePath, hosts: boolean): Switch => ({ reading: read(context, resource, path), path, hosts });
	if (resource.type === "cloudflare_authenticated_origin_pulls_settings") return at(["enabled"], false);
	if (resource.type === "cloudflare_authenticated_origin_pulls") return ofHosts(resource, context, at);
	if (resource.type === "cloudflare_zone_settings_override") {
		const stated = at(["settings", 0, "tls_client_auth"], false);
		return isKnown(stated.reading) && stated.reading.value === null ? undefined : stated;
	}
	const name = settingName(resource, context, ["setting_id"]);
	if (typeof name === "object" && name !== null) return name;
	return name === "tls_client_auth" ? at(["value"], false) : undefined;
}

function ofHosts(
	resource: Resource,
	context: PlanContext,
	at: (path: AttributePath, hosts: boolean) => Switch,
): Switch {
	const hosts = context.value(resource, ["config"]);
	// Provider 4 has one switch, for the host name stated or the whole zone.
	if (hosts.state === "omitted") {
		const host = context.value(resource, ["hostname"]);
		return at(["enabled"], host.state !== "omitted");
	}
	if (hosts.state !== "known" || !Array.isArray(hosts.value)) return at(["config"], true);
	// Null takes the certificate away from the host name again.
	const switches = hosts.value.map((_, index) => at(["config", index, "enabled"], true));
	const off = switches.find(({ reading }) => isKnown(reading) && !isOn(reading));
	return off ?? switches.find(({ reading }) => !isKnown(reading)) ?? switches[0] ?? at(["config", 0, "enabled"], true);
}

function isOn(reading: Reading): boolean {
	return isTrue(reading) || (isKnown(reading) && reading.value === "on");
}

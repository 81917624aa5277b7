import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../src/model/json.ts";
import type { Resource } from "../../../../src/model/resource.ts";
import { cloudflareDataLocation } from "../../../../src/normalize/facets/cloudflare/data_location.ts";
import { edgeRoute } from "../../../../src/normalize/facets/cloudflare/edge_route.ts";
import { edgeSettings } from "../../../../src/normalize/facets/cloudflare/edge_settings.ts";
import { loadBalancerPools } from "../../../../src/normalize/facets/cloudflare/load_balancer_pools.ts";
import { missingRulesets } from "../../../../src/normalize/facets/cloudflare/missing_rulesets.ts";
import { originPulls } from "../../../../src/normalize/facets/cloudflare/origin_pulls.ts";
import { secondFactor } from "../../../../src/normalize/facets/cloudflare/second_factor.ts";
import { unshippedLogs } from "../../../../src/normalize/facets/cloudflare/unshipped_logs.ts";
import { cloudflareZoneSigning } from "../../../../src/normalize/facets/cloudflare/zone_signing.ts";
import { hardcodedSecrets } from "../../../../src/normalize/facets/hardcoded_secrets.ts";
import { type Entry, planOf, refers } from "./plan-builder.ts";

// The shapes of provider 4; those of provider 5 are in the rules' fixtures.

const later = (name: string, values: JsonObject = {}): Entry => ({
	values,
	unknown: { [name]: true },
	expressions: { [name]: refers("local.x") },
});

describe("edge_settings", () => {
	const address = "cloudflare_zone_settings_override.z";
	const read = (settings: JsonObject, unknown: JsonObject = {}, written: JsonObject = {}) =>
		planOf({
			[address]: {
				values: { zone_id: "z", settings: [settings] },
				unknown: { settings: [unknown] },
				expressions: { settings: [written] },
			},
		}).facet(edgeSettings, address);

	it("tells what is stated from what is left alone", () => {
		expect(read({ ssl: "full", security_header: [{ enabled: false }] }, { min_tls_version: true })).toEqual({
			value: {
				ssl: { value: "full", path: ["settings", 0, "ssl"] },
				min_tls_version: null,
				always_use_https: null,
				strict_transport_security: { value: "off", path: ["settings", 0, "security_header", 0, "enabled"] },
			},
			unknown: [],
		});
	});
	it("does not know a value from elsewhere, and only that one", () => {
		const result = read({ ssl: "strict" }, { min_tls_version: true }, { min_tls_version: refers("local.x") });
		expect(result).toMatchObject({ value: { ssl: { value: "strict" } }, unknown: [{ path: ["min_tls_version"] }] });
		expect(result).not.toHaveProperty("value.min_tls_version");
	});
	it("reads the setting of a host name by its older name", () => {
		const tls = "cloudflare_hostname_tls_setting.h";
		const values = { setting: "min_tls_version", value: "1.0", hostname: "a.example" };
		expect(planOf({ [tls]: { values } }).facet(edgeSettings, tls)).toMatchObject({
			value: { min_tls_version: { value: "1.0", path: ["value"] } },
		});
		expect(planOf({ [tls]: later("setting", { value: "1.0" }) }).facet(edgeSettings, tls)).toHaveProperty("unknown");
	});
});

describe("origin_pulls", () => {
	const zone = "cloudflare_authenticated_origin_pulls.zone";
	const of = (values: JsonObject, others: Record<string, Entry> = {}) =>
		planOf({ [zone]: { values: { zone_id: "z", ...values } }, ...others }).facet(originPulls, zone);

	it("reads the one switch of provider 4", () => {
		expect(of({ enabled: true })).toEqual({ value: { enabled: true, elsewhere: false, path: ["enabled"] } });
		expect(of({ enabled: false })).toMatchObject({ value: { enabled: false, elsewhere: false } });
	});
	it("looks for another resource of the same zone", () => {
		const other = (values: JsonObject) => ({ "cloudflare_authenticated_origin_pulls.other": { values } });
		expect(of({ enabled: false }, other({ zone_id: "z", enabled: true }))).toMatchObject({
			value: { elsewhere: true },
		});
		expect(of({ enabled: false }, other({ zone_id: "y", enabled: true }))).toMatchObject({
			value: { elsewhere: false },
		});
		expect(of({ enabled: false }, other({ zone_id: "z", hostname: "a.example", enabled: true }))).toHaveProperty(
			"unknown",
		);
		expect(
			of({ enabled: false }, { "cloudflare_zone_setting.s": later("setting_id", { value: "on" }) }),
		).toHaveProperty("unknown");
	});
	it("reads the setting among all settings of a zone", () => {
		const all = "cloudflare_zone_settings_override.z";
		const settings = (written: JsonObject) =>
			planOf({ [all]: { values: { zone_id: "z", settings: [written] } } }).facet(originPulls, all);
		expect(settings({ tls_client_auth: "on" })).toMatchObject({ value: { enabled: true } });
		expect(settings({ tls_client_auth: "off" })).toMatchObject({ value: { enabled: false } });
		expect(settings({ ssl: "strict" })).toBeUndefined();
	});
});

describe("edge_route", () => {
	const record = "cloudflare_record.r";
	const read = (entry: Entry) => planOf({ [record]: entry }).facet(edgeRoute, record);
	it.each([
		[
			{ type: "A", name: "www", content: "192.0.2.1", proxied: true },
			{ proxied: true, exempt: null },
		],
		[
			{ type: "A", name: "www", content: "192.0.2.1", proxied: null },
			{ proxied: false, exempt: null },
		],
		[
			{ type: "AAAA", name: "www", value: "fd00::1" },
			{ proxied: false, exempt: expect.stringContaining("address") },
		],
		[
			{ type: "A", name: "a", content: "172.20.1.1" },
			{ proxied: false, exempt: expect.stringContaining("address") },
		],
		[
			{ type: "A", name: "a", content: "172.32.1.1" },
			{ proxied: false, exempt: null },
		],
		[
			{ type: "CNAME", name: "k1._domainkey" },
			{ proxied: false, exempt: expect.stringContaining("validation") },
		],
	])("%j", (values, expected) => {
		expect(read({ values })).toMatchObject({ value: expected });
	});
	it("does not judge records that cannot be proxied", () => {
		expect(read({ values: { type: "TXT", name: "@" } })).toBeUndefined();
	});
	it("does not know whether a name not known yet is one for validation", () => {
		expect(read(later("name", { type: "CNAME" }))).toMatchObject({ unknown: [{ path: ["exempt"] }] });
		expect(read(later("name", { type: "CNAME", proxied: true }))).toEqual({
			value: { kind: "record", proxied: true, exempt: null },
		});
		expect(read(later("type"))).toHaveProperty("unknown");
	});
	it("spares a mail server", () => {
		const mx = { values: { type: "MX", name: "@", content: "mail.shop.example" } };
		const plan = planOf({
			[record]: { values: { type: "A", name: "mail", content: "192.0.2.1" } },
			"cloudflare_record.mx": mx,
		});
		expect(plan.facet(edgeRoute, record)).toMatchObject({ value: { exempt: expect.stringContaining("mail") } });
	});
});

describe("load_balancer_pools", () => {
	const address = "cloudflare_load_balancer.l";
	const pool = (values: JsonObject = {}): Entry => ({
		values: { origins: [{ address: "192.0.2.1", enabled: null }], ...values },
		unknown: { id: true },
	});
	const read = (pools: Record<string, Entry>, ids: string[], fallback: string) =>
		planOf({
			...Object.fromEntries(
				Object.entries(pools).map(([name, entry]) => [`cloudflare_load_balancer_pool.${name}`, entry]),
			),
			[address]: {
				values: { enabled: true },
				unknown: { default_pool_ids: true, fallback_pool_id: true },
				expressions: {
					default_pool_ids: refers(...ids.map((id) => `cloudflare_load_balancer_pool.${id}.id`)),
					fallback_pool_id: refers(`cloudflare_load_balancer_pool.${fallback}.id`),
				},
			},
		}).facet(loadBalancerPools, address);

	it("counts pools that can take requests", () => {
		expect(read({ a: pool(), b: pool() }, ["a", "b"], "b")).toMatchObject({
			value: { usable: 2, fallback_usable: true, path: ["default_pool_ids"], fallback_path: ["fallback_pool_id"] },
			unknown: [],
		});
		expect(read({ a: pool(), b: pool({ enabled: false }) }, ["a", "b"], "b")).toMatchObject({
			value: { usable: 1, fallback_usable: false },
		});
		expect(read({ a: pool(), b: pool({ origins: [] }) }, ["a", "b"], "a")).toMatchObject({ value: { usable: 1 } });
		expect(read({ a: pool(), b: pool({ minimum_origins: 2 }) }, ["a", "b"], "a")).toMatchObject({
			value: { usable: 1 },
		});
	});
	it("does not know pools whose state it cannot see, where it matters", () => {
		const dark = later("enabled", { origins: [{}] });
		expect(read({ a: pool(), b: dark }, ["a", "b"], "a")).toMatchObject({ unknown: [{ path: ["usable"] }] });
		expect(read({ a: pool(), b: pool(), c: dark }, ["a", "b", "c"], "a")).toMatchObject({ unknown: [] });
		expect(read({ b: dark }, ["b"], "b")).toMatchObject({
			value: { usable: 0 },
			unknown: [{ path: ["fallback_usable"] }],
		});
		const ids = { default_pool_ids: ["1", "2"], fallback_pool_id: "1" };
		expect(planOf({ [address]: { values: ids } }).facet(loadBalancerPools, address)).toMatchObject({
			unknown: [{ path: ["usable"] }, { path: ["fallback_usable"] }],
		});
		const one = { default_pool_ids: ["1", "1"], fallback_pool_id: "1" };
		expect(planOf({ [address]: { values: one } }).facet(loadBalancerPools, address)).toMatchObject({
			value: { usable: 0 },
			unknown: [{ path: ["fallback_usable"] }],
		});
	});
});

describe("second_factor", () => {
	const account = "cloudflare_account.a";
	it("reads the argument of either provider", () => {
		const of = (values: JsonObject) => planOf({ [account]: { values } }).facet(secondFactor, account);
		expect(of({ enforce_twofactor: true })).toEqual({ value: { enforced: true, path: ["enforce_twofactor"] } });
		expect(of({ enforce_twofactor: false })).toMatchObject({ value: { enforced: false } });
		expect(of({ settings: { enforce_twofactor: true } })).toMatchObject({ value: { enforced: true } });
		expect(of({})).toMatchObject({ value: { enforced: false } });
		const computed = { [account]: { unknown: { settings: true } } };
		expect(planOf(computed).facet(secondFactor, account)).toMatchObject({ value: { enforced: false } });
		expect(planOf({ [account]: later("enforce_twofactor") }).facet(secondFactor, account)).toHaveProperty("unknown");
	});
});

describe("unshipped_logs", () => {
	const scope = { type: "scope/plan" } as Resource;
	const zone = { "cloudflare_record.r": { values: {} } };
	const job = (dataset: string, enabled: boolean | null): Entry => ({ values: { dataset, enabled } });
	const of = (entries: Record<string, Entry>) => unshippedLogs.compute(scope, planOf(entries).context);
	it("lists what no job ships", () => {
		expect(of({})).toEqual({ value: { zones: false, datasets: [] } });
		expect(of(zone)).toEqual({ value: { zones: true, datasets: ["audit_logs", "firewall_events", "http_requests"] } });
		const jobs = {
			"cloudflare_logpush_job.a": job("http_requests", true),
			"cloudflare_logpush_job.b": job("firewall_events", null),
			"cloudflare_logpush_job.c": job("audit_logs_v2", true),
		};
		expect(of({ ...zone, ...jobs })).toEqual({ value: { zones: true, datasets: ["firewall_events"] } });
		expect(of({ ...zone, ...jobs, "cloudflare_logpush_job.d": later("dataset", { enabled: true }) })).toMatchObject({
			unknown: [{ path: ["datasets"] }],
		});
	});
});

describe("missing_rulesets", () => {
	const of = (entries: Record<string, Entry>) =>
		missingRulesets.compute({ type: "scope/plan" } as Resource, planOf(entries).context);
	const zone = { "cloudflare_record.r": { values: {} } };
	const managed = { "cloudflare_ruleset.m": { values: { phase: "http_request_firewall_managed" } } };
	it("lists the phases without a ruleset", () => {
		expect(of(managed)).toEqual({ value: { zones: false, phases: [] } });
		expect(of({ ...zone, ...managed })).toEqual({ value: { zones: true, phases: ["http_ratelimit"] } });
		expect(of({ ...zone, ...managed, "cloudflare_ruleset.n": later("phase") })).toMatchObject({
			unknown: [{ path: ["phases"] }],
		});
	});
});

describe("zone_signing", () => {
	const zone = "cloudflare_zone.z";
	const signing = "cloudflare_zone_dnssec.s";
	const named = { zone_id: refers("cloudflare_zone.z.id", "cloudflare_zone.z") };
	const of = (entry: Entry | null, at = zone) =>
		planOf({
			[zone]: { values: { type: "full" }, unknown: { id: true } },
			...(entry === null ? {} : { [signing]: entry }),
		}).facet(cloudflareZoneSigning, at);
	it("takes the status that provider 4 computes for signed", () => {
		const computed = { unknown: { status: true, zone_id: true }, expressions: named };
		expect(of(computed)).toEqual({ value: { public: true, signed: true, path: [] } });
		expect(of(computed, signing)).toBeUndefined();
		expect(of(null)).toMatchObject({ value: { signed: false } });
	});
	it("reads the status that provider 5 is told", () => {
		const told = (status: string | null) => of({ values: { status }, unknown: { zone_id: true }, expressions: named });
		expect(told("active")).toMatchObject({ value: { signed: true } });
		expect(told("disabled")).toMatchObject({ value: { signed: false } });
		expect(told(null)).toHaveProperty("unknown");
	});
	it("does not know a zone that a signing may belong to", () => {
		expect(of(later("zone_id", { status: "active" }))).toHaveProperty("unknown");
	});
});

describe("data_location", () => {
	const of = (type: string, values: JsonObject) =>
		planOf({ [`${type}.x`]: { values } }).facet(cloudflareDataLocation, `${type}.x`);
	it("takes only what binds", () => {
		expect(of("cloudflare_r2_bucket", { jurisdiction: "eu" })).toEqual({
			value: [{ region: "eu", path: ["jurisdiction"] }],
		});
		expect(of("cloudflare_r2_bucket", { location: "WEUR" })).toHaveProperty("unknown");
		expect(of("cloudflare_r2_bucket", { jurisdiction: "default" })).toHaveProperty("unknown");
		expect(of("cloudflare_regional_hostname", { region_key: "us" })).toMatchObject({ value: [{ region: "us" }] });
	});
});

describe("hardcoded_secrets", () => {
	const of = (type: string, name: string, value: string) =>
		planOf({ [`${type}.x`]: { values: { [name]: value }, expressions: { [name]: { constant_value: value } } } }).facet(
			hardcodedSecrets,
			`${type}.x`,
		);
	it("knows what Cloudflare calls a secret", () => {
		const secret = { path: ["secret"], name: "secret", detector: expect.any(String) };
		expect(of("cloudflare_dns_zone_transfers_tsig", "secret", "blue-horse-44")).toMatchObject({ value: [secret] });
		expect(of("cloudflare_magic_wan_ipsec_tunnel", "psk", "blue-horse-44")).toMatchObject({ value: [{ name: "psk" }] });
		expect(of("cloudflare_record", "content", "192.0.2.1")).toEqual({ value: [] });
	});
	it("finds the key within a destination of logs", () => {
		const key = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
		const destination = (query: string) =>
			of("cloudflare_logpush_job", "destination_conf", `r2://logs/{DATE}?${query}`);
		expect(destination("account-id=f037e56e89293a057740de681ac9abbe")).toEqual({ value: [] });
		expect(destination(`access-key-id=1c2d&secret-access-key=${key}`)).toMatchObject({
			value: [{ name: "destination_conf" }],
		});
	});
});

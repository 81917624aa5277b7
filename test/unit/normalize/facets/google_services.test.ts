import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../src/model/json.ts";
import { googleDataLocation } from "../../../../src/normalize/facets/google/data_location.ts";
import { googleImageScanning } from "../../../../src/normalize/facets/google/image_scanning.ts";
import { googleInternetFacing } from "../../../../src/normalize/facets/google/internet_facing.ts";
import { googleNetworkOpenings } from "../../../../src/normalize/facets/google/network_openings.ts";
import { googleOrgPolicy } from "../../../../src/normalize/facets/google/org_policy.ts";
import { googleServiceCount } from "../../../../src/normalize/facets/google/service_count.ts";
import { googleVaultLock } from "../../../../src/normalize/facets/google/vault_lock.ts";
import { googleWebApplicationFirewall } from "../../../../src/normalize/facets/google/web_application_firewall.ts";
import { type Entry, planOf, refers } from "./plan-builder.ts";

describe("network_openings", () => {
	const address = "google_compute_firewall.f";
	const ssh = [{ protocol: "tcp", ports: ["22"] }];
	const openings = (entry: Entry) => {
		const result = planOf({ [address]: entry }).facet(googleNetworkOpenings, address);
		return result !== undefined && "value" in result ? result.value.openings : result;
	};

	it("takes a rule that names no source for one about every address, as older providers let it pass", () => {
		expect(openings({ values: { allow: ssh } })).toMatchObject([{ cidr: "0.0.0.0/0", from_port: 22, uncertain: null }]);
		expect(openings({ values: { allow: ssh, source_tags: ["bastion"] } })).toEqual([]);
		const unsure = {
			values: { allow: ssh },
			unknown: { source_tags: true },
			expressions: { source_tags: refers("local.x") },
		};
		expect(openings(unsure)).toMatchObject([{ cidr: "0.0.0.0/0", uncertain: expect.any(String) }]);
	});
	it("reads ports, ranges of them, and protocols without any", () => {
		const allow = [{ protocol: "6", ports: ["80", "8000-8100"] }, { protocol: "esp" }, { protocol: "all" }];
		expect(openings({ values: { allow, source_ranges: ["10.0.0.0/8"] } })).toMatchObject([
			{ protocol: "tcp", from_port: 80, to_port: 80, public: false },
			{ protocol: "tcp", from_port: 8000, to_port: 8100 },
			{ protocol: "all", from_port: 0, to_port: 65535 },
		]);
	});
	it("does not know ports, ranges or a direction from elsewhere", () => {
		const values = { allow: [{ protocol: "tcp" }], source_ranges: ["10.0.0.0/8"] };
		const later = { unknown: { allow: [{ ports: true }] }, expressions: { allow: [{ ports: refers("local.x") }] } };
		expect(openings({ values, ...later })).toMatchObject([{ protocol: "all", uncertain: expect.any(String) }]);
		const turned = { unknown: { direction: true }, expressions: { direction: refers("local.x") } };
		expect(openings({ values, ...turned })).toHaveProperty("unknown");
	});
	it("finds nothing in junk", () => {
		expect(openings({ values: { allow: "all", source_ranges: 7 } })).toEqual([]);
		expect(openings({ values: { allow: [7], source_ranges: ["everywhere"] } })).toEqual([]);
	});
});

describe("internet_facing", () => {
	const address = "google_compute_forwarding_rule.f";
	const read = (values: JsonObject, expressions: JsonObject = {}, unknown: JsonObject = {}) =>
		planOf({ [address]: { values, expressions, unknown }, "google_compute_vpn_gateway.g": {} }).facet(
			googleInternetFacing,
			address,
		);

	it("goes by the scheme, and is external without one", () => {
		expect(read({})).toMatchObject({ value: { internet_facing: true } });
		expect(read({ load_balancing_scheme: "EXTERNAL_MANAGED" })).toMatchObject({ value: { internet_facing: true } });
		expect(read({ load_balancing_scheme: "INTERNAL_SELF_MANAGED" })).toMatchObject({
			value: { internet_facing: false },
		});
	});
	it("leaves out what balances no load", () => {
		expect(read({ load_balancing_scheme: "" })).toBeUndefined();
		const target = refers("google_compute_vpn_gateway.g.id", "google_compute_vpn_gateway.g");
		expect(read({}, { target }, { target: true })).toBeUndefined();
	});
});

describe("web_application_firewall", () => {
	const read = (type: string, values: JsonObject) =>
		planOf({ [`${type}.b`]: { values } }).facet(googleWebApplicationFirewall, `${type}.b`);

	it("knows which services are external by default, and which pass packets through", () => {
		expect(read("google_compute_backend_service", {})).toMatchObject({
			value: { internet_facing: true, attached: false },
		});
		expect(read("google_compute_region_backend_service", {})).toMatchObject({ value: { internet_facing: false } });
		expect(read("google_compute_region_backend_service", { load_balancing_scheme: "EXTERNAL" })).toBeUndefined();
		expect(read("google_compute_backend_service", { security_policy: "edge" })).toMatchObject({
			value: { attached: true },
		});
	});
});

describe("data_location", () => {
	const read = (type: string, values: JsonObject) =>
		planOf({ [`${type}.r`]: { values } }).facet(googleDataLocation, `${type}.r`);

	it("names regions in lower case, and a zone by its region", () => {
		expect(read("google_storage_bucket", { location: "EUROPE-WEST3" })).toMatchObject({
			value: [{ region: "europe-west3" }],
		});
		expect(read("google_compute_disk", { zone: "europe-west3-b" })).toMatchObject({
			value: [{ region: "europe-west3" }],
		});
		expect(read("google_storage_bucket", { location: "EU" })).toMatchObject({ value: [{ region: "eu" }] });
		const address = "https://www.googleapis.com/compute/v1/projects/p/zones/us-east1-c";
		expect(read("google_compute_disk", { zone: address })).toMatchObject({ value: [{ region: "us-east1" }] });
	});
	it("knows no place where the provider's region is not in the plan", () => {
		expect(read("google_redis_instance", {})).toHaveProperty("unknown");
	});
});

describe("image_scanning", () => {
	const address = "google_artifact_registry_repository.r";
	const read = (values: JsonObject, others: Record<string, Entry> = {}) =>
		planOf({ [address]: { values: { format: "DOCKER", ...values } }, ...others }).facet(googleImageScanning, address);
	const api = (project: string): Record<string, Entry> => ({
		"google_project_service.s": { values: { service: "containerscanning.googleapis.com", project } },
	});

	it("depends on the API of the same project", () => {
		expect(read({ project: "a" }, api("a"))).toMatchObject({ value: { on_push: true } });
		expect(read({ project: "a" }, api("b"))).toHaveProperty("unknown");
		expect(read({ project: "a", mode: "VIRTUAL_REPOSITORY" }, api("a"))).toBeUndefined();
	});
});

describe("vault_lock", () => {
	const address = "google_backup_dr_backup_vault.v";
	const read = (duration: string) =>
		planOf({ [address]: { values: { backup_minimum_enforced_retention_duration: duration } } }).facet(
			googleVaultLock,
			address,
		);

	it("counts whole days, and none in junk", () => {
		expect(read("172800s")).toMatchObject({ value: { locked: true, min_days: 2, compliance: false } });
		expect(read("172799.5s")).toMatchObject({ value: { min_days: 1 } });
		expect(read("soon")).toMatchObject({ value: { locked: false, min_days: 0 } });
	});
});

describe("org_policy", () => {
	const address = "google_org_policy_policy.p";
	const name = "organizations/1/policies/gcp.resourceLocations";
	const read = (rules: JsonObject[], more: JsonObject = {}) => {
		const result = planOf({ [address]: { values: { name, spec: [{ rules, ...more }] } } }).facet(
			googleOrgPolicy,
			address,
		);
		return result !== undefined && "value" in result ? result : undefined;
	};
	const listed = { values: [{ allowed_values: ["in:eu-locations"] }] };

	it("tells a list of what is allowed from one of what is refused", () => {
		expect(read([listed])?.value).toMatchObject({ unlimited: null, closed: true, constraint: "gcp.resourceLocations" });
		expect(read([listed])?.value.allowed.map(({ value }) => value)).toEqual(["in:eu-locations"]);
		expect(read([{ values: [{ denied_values: ["in:asia-locations"] }] }])?.value).toMatchObject({
			unlimited: null,
			closed: false,
		});
		expect(read([{ deny_all: "TRUE" }])?.value).toMatchObject({ unlimited: null, closed: true });
		expect(read([{ allow_all: "TRUE" }])?.value.unlimited).toEqual(expect.any(String));
		expect(read([])?.value.unlimited).toEqual(expect.any(String));
	});
	it("takes a rule with a condition for an exception", () => {
		const exception = { allow_all: "TRUE", condition: [{ expression: "resource.matchTag('1/env', 'lab')" }] };
		expect(read([listed, exception])?.value).toMatchObject({ unlimited: null, closed: true });
		expect(read([exception])?.value.unlimited).toEqual(expect.any(String));
	});
	it("does not know what a parent says", () => {
		expect(read([], { inherit_from_parent: true })?.unknown).toMatchObject([
			{ path: ["unlimited"] },
			{ path: ["closed"] },
		]);
	});
});

describe("service_count", () => {
	const address = "google_container_node_pool.p";
	const least = (values: JsonObject, cluster?: JsonObject) => {
		const entry: Entry =
			cluster === undefined
				? { values: { cluster: "projects/p/locations/europe-west3-a/clusters/c", ...values } }
				: {
						values,
						unknown: { cluster: true },
						expressions: { cluster: refers("google_container_cluster.c.id", "google_container_cluster.c") },
					};
		const entries = {
			[address]: entry,
			...(cluster === undefined ? {} : { "google_container_cluster.c": { values: cluster } }),
		};
		const result = planOf(entries).facet(googleServiceCount, address);
		return result !== undefined && "value" in result ? result.value.least : result;
	};

	it("multiplies by the zones of the pool or its cluster", () => {
		expect(least({ node_count: 1 })).toBe(1);
		expect(least({ node_count: 1, location: "europe-west3" })).toBe(3);
		expect(least({ node_count: 1, node_locations: ["europe-west3-a", "europe-west3-b"] })).toBe(2);
		expect(least({ autoscaling: [{ total_min_node_count: 2 }], location: "europe-west3" })).toBe(2);
	});
	it("counts the pool that the cluster was made with, where it is kept", () => {
		const cluster = { location: "europe-west3", initial_node_count: 1 };
		expect(least({ autoscaling: [{ min_node_count: 0 }] }, cluster)).toBe(3);
		expect(least({ autoscaling: [{ min_node_count: 0 }] }, { ...cluster, remove_default_node_pool: true })).toBe(0);
	});
	it("knows nothing where nothing says how many or where", () => {
		expect(least({})).toHaveProperty("unknown");
		expect(least({ cluster: "c", node_count: 1 })).toHaveProperty("unknown");
		expect(least({ cluster: "c", node_count: 2 })).toBe(2);
	});
});

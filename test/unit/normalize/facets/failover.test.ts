import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../../src/model/json.ts";
import { failover } from "../../../../src/normalize/facets/failover.ts";
import { type Entry, planOf, refers } from "./plan-builder.ts";

const record = (role: string, target: string, values: JsonObject = {}): Entry => ({
	values: {
		zone_id: "Z1",
		name: "api.example.com",
		type: "A",
		failover_routing_policy: [{ type: role }],
		alias: [{ name: target, evaluate_target_health: true }],
		...values,
	},
});

function facet(entries: Record<string, Entry>, address = "aws_route53_record.a") {
	return planOf(entries).facet(failover, address);
}

describe("records", () => {
	test("find their partner by zone, name and type", () => {
		const pair = {
			"aws_route53_record.a": record("PRIMARY", "one.example.net"),
			"aws_route53_record.b": record("SECONDARY", "two.example.net", { name: "API.example.com." }),
			"aws_route53_record.c": record("SECONDARY", "two.example.net", { type: "AAAA" }),
		};
		expect(facet(pair)).toMatchObject({
			value: { role: "primary", primaries: 1, secondaries: 1, distinct_targets: true, checked: true },
		});
		expect(facet(pair, "aws_route53_record.c")).toMatchObject({ value: { primaries: 0, secondaries: 1 } });
	});

	test("equal targets are seen, also through references", () => {
		const byReference = (role: string): Entry => ({
			values: { ...record(role, "x").values, alias: [{ evaluate_target_health: false }] },
			unknown: { alias: [{ name: true }] },
			expressions: { alias: [{ name: refers("aws_lb.web.dns_name", "aws_lb.web") }] },
		});
		const pair = {
			"aws_lb.web": { unknown: { dns_name: true } },
			"aws_route53_record.a": byReference("PRIMARY"),
			"aws_route53_record.b": byReference("SECONDARY"),
		};
		expect(facet(pair)).toMatchObject({ value: { distinct_targets: false, checked: false } });
	});

	test("plain records compare their addresses", () => {
		const plain = (role: string, records: string[]) => record(role, "", { alias: [], records, health_check_id: "h" });
		const pair = {
			"aws_route53_record.a": plain("PRIMARY", ["192.0.2.1", "192.0.2.2"]),
			"aws_route53_record.b": plain("SECONDARY", ["192.0.2.2", "192.0.2.1"]),
		};
		expect(facet(pair)).toMatchObject({ value: { distinct_targets: false, checked: true } });
	});

	test("a record that cannot be placed may be the partner", () => {
		const stray: Entry = {
			values: { ...record("SECONDARY", "two").values, name: null },
			unknown: { name: true },
			expressions: { name: refers("local.name") },
		};
		const plan = { "aws_route53_record.a": record("PRIMARY", "one"), "aws_route53_record.b": stray };
		expect(facet(plan)).toHaveProperty("unknown");
		expect(facet(plan, "aws_route53_record.b")).toHaveProperty("unknown");
	});

	test("without failover there is no facet", () => {
		expect(facet({ "aws_route53_record.a": { values: { name: "x", failover_routing_policy: [] } } })).toBeUndefined();
	});
});

describe("health checks", () => {
	const pair = {
		"aws_route53_health_check.h": { values: { type: "HTTPS" }, unknown: { id: true } },
		"aws_route53_record.a": record("PRIMARY", "one"),
	};

	test("are unused unless something names them", () => {
		expect(facet(pair, "aws_route53_health_check.h")).toMatchObject({
			value: { role: "health-check", checked: false },
		});
		const using: Entry = {
			...record("PRIMARY", "one"),
			unknown: { health_check_id: true },
			expressions: { health_check_id: refers("aws_route53_health_check.h.id", "aws_route53_health_check.h") },
		};
		const used = facet({ ...pair, "aws_route53_record.a": using }, "aws_route53_health_check.h");
		expect(used).toMatchObject({ value: { checked: true } });
	});

	test("have no facet in plans without failover", () => {
		expect(facet({ "aws_route53_health_check.h": {} }, "aws_route53_health_check.h")).toBeUndefined();
	});
});

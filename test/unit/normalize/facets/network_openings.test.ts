import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../src/model/json.ts";
import { normalizedPlan } from "./normalized-plan.ts";
import { type Entry, refers } from "./plan-builder.ts";

const openings = (entries: Record<string, Entry>, address: string) =>
	normalizedPlan(entries).facet(address, "network_openings")?.openings;

function group(ingress: JsonObject[], unknown: JsonObject, expression: JsonObject): Record<string, Entry> {
	return { "aws_security_group.g": { values: { ingress }, unknown, expressions: { ingress: [expression] } } };
}

const single = (values: JsonObject, more: Partial<Entry> = {}) =>
	openings({ "aws_vpc_security_group_ingress_rule.r": { values, ...more } }, "aws_vpc_security_group_ingress_rule.r");

describe("network openings", () => {
	it("reads inline rules of both directions, with their places", () => {
		const entries: Record<string, Entry> = {
			"aws_security_group.g": {
				values: {
					ingress: [
						{ protocol: "tcp", from_port: 22, to_port: 22, cidr_blocks: ["10.0.0.0/8", "0.0.0.0/0"] },
						{ protocol: "tcp", from_port: 1, to_port: 9, security_groups: ["sg-1"], cidr_blocks: [] },
					],
					egress: [{ protocol: "-1", from_port: 0, to_port: 0, ipv6_cidr_blocks: ["::/0"] }],
				},
			},
		};
		expect(openings(entries, "aws_security_group.g")).toEqual([
			{
				path: ["ingress", 0, "cidr_blocks", 0],
				direction: "ingress",
				protocol: "tcp",
				from_port: 22,
				to_port: 22,
				uncertain: null,
				cidr: "10.0.0.0/8",
				prefix_length: 8,
				family: 4,
				public: false,
			},
			expect.objectContaining({ path: ["ingress", 0, "cidr_blocks", 1], prefix_length: 0, public: true }),
			expect.objectContaining({
				path: ["egress", 0, "ipv6_cidr_blocks", 0],
				direction: "egress",
				protocol: "all",
				from_port: 0,
				to_port: 65535,
				family: 6,
			}),
		]);
	});

	it("reads rules of their own, with the labels of their group", () => {
		const plan = normalizedPlan({
			"aws_security_group.g": { values: { tags_all: { tier: "public" } }, unknown: { id: true } },
			"aws_security_group_rule.r": {
				values: { type: "egress", protocol: "17", from_port: 53, to_port: 53, cidr_blocks: ["0.0.0.0/0"] },
				unknown: { security_group_id: true },
				expressions: { security_group_id: refers("aws_security_group.g.id", "aws_security_group.g") },
			},
		});
		expect(plan.facet("aws_security_group_rule.r", "network_openings")).toMatchObject({
			group_labels: { tier: "public" },
			openings: [{ direction: "egress", protocol: "udp", from_port: 53, to_port: 53 }],
		});
	});

	it.each([
		["8.8.8.8", 32, 4, true],
		["8.8.8.8/0", 0, 4, true],
		["172.31.0.0/16", 16, 4, false],
		["172.16.0.0/11", 11, 4, true],
		["100.64.0.0/10", 10, 4, false],
		["2001:db8::/32", 32, 6, true],
		["fd12:3456::/48", 48, 6, false],
		["::/0", 0, 6, true],
		["::ffff:10.0.0.1/128", 128, 6, true],
	])("%s: prefix %i, IPv%i, public %s", (cidr, prefix_length, family, isPublic) => {
		const name = family === 6 ? "cidr_ipv6" : "cidr_ipv4";
		const [opening] = single({ ip_protocol: "tcp", from_port: 1, to_port: 2, [name]: cidr }) ?? [];
		expect(opening).toMatchObject({ path: [name], prefix_length, family, public: isPublic });
	});

	it.each(["", "nonsense", "10.0.0.0/33", "1.2.3.4/x", "sg-1"])("opens nothing to %j", (cidr) => {
		expect(single({ ip_protocol: "tcp", from_port: 1, to_port: 2, cidr_ipv4: cidr })).toEqual([]);
	});

	it("widens what is unknown and says so", () => {
		expect(
			single(
				{ ip_protocol: "tcp", from_port: 22, to_port: 22 },
				{ unknown: { cidr_ipv4: true }, expressions: { cidr_ipv4: refers("local.office") } },
			),
		).toEqual([expect.objectContaining({ cidr: "", from_port: 22, public: true, uncertain: expect.any(String) })]);
		expect(
			single(
				{ ip_protocol: "tcp", to_port: 22, cidr_ipv4: "0.0.0.0/0" },
				{ unknown: { from_port: true }, expressions: { from_port: refers("local.port") } },
			),
		).toEqual([expect.objectContaining({ from_port: 0, to_port: 65535, uncertain: expect.any(String) })]);
		const inline = group(
			[{ protocol: "tcp", from_port: 1, to_port: 1 }],
			{ ingress: [{ cidr_blocks: true }] },
			{ cidr_blocks: refers("local.office") },
		);
		expect(openings(inline, "aws_security_group.g")).toEqual([
			expect.objectContaining({ path: ["ingress", 0, "cidr_blocks"], uncertain: expect.any(String) }),
		]);
	});

	it("takes rules that nobody wrote for none", () => {
		const entries = { "aws_security_group.g": { values: {}, unknown: { ingress: true, egress: true } } };
		expect(openings(entries, "aws_security_group.g")).toEqual([]);
	});

	it("follows prefix lists of the plan, and trusts those that AWS keeps", () => {
		const rule = (...references: string[]): Entry => ({
			values: { ip_protocol: "tcp", from_port: 22, to_port: 22 },
			unknown: { prefix_list_id: true },
			expressions: { prefix_list_id: refers(...references) },
		});
		const plan = normalizedPlan({
			"aws_ec2_managed_prefix_list.l": {
				values: { entry: [{ cidr: "203.0.0.0/8" }, { cidr: "10.0.0.0/8" }, 7] },
				unknown: { id: true },
			},
			"aws_vpc_endpoint.s3": { unknown: { prefix_list_id: true } },
			"aws_vpc_security_group_ingress_rule.own": rule(
				"aws_ec2_managed_prefix_list.l.id",
				"aws_ec2_managed_prefix_list.l",
			),
			"aws_vpc_security_group_ingress_rule.s3": rule("aws_vpc_endpoint.s3.prefix_list_id", "aws_vpc_endpoint.s3"),
			"aws_vpc_security_group_ingress_rule.other": {
				values: { ip_protocol: "tcp", from_port: 22, to_port: 22, prefix_list_id: "pl-1" },
			},
		});
		const read = (name: string) =>
			plan.facet(`aws_vpc_security_group_ingress_rule.${name}`, "network_openings")?.openings;
		expect(read("own")?.map(({ cidr }) => cidr)).toEqual(["203.0.0.0/8", "10.0.0.0/8"]);
		expect(read("s3")).toEqual([]);
		expect(read("other")).toEqual([expect.objectContaining({ uncertain: expect.stringContaining("prefix list") })]);
	});

	it.each([null, 7, "all", {}, [null, 3, "x"], [{ cidr_blocks: { a: 1 }, from_port: {} }]])(
		"survives %j",
		(ingress) => {
			const plan = normalizedPlan({ "aws_security_group.g": { values: { ingress } } });
			expect(plan.diagnostics.filter(({ code }) => code === "facet-failed")).toEqual([]);
		},
	);
});

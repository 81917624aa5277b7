import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../src/model/json.ts";
import { change, open, planFile, planOfChanges } from "./plan.ts";

const addresses = (targets: { address: string; attribute: string | null; resources: { key: string }[] }[]) =>
	targets.map(({ address, attribute, resources }) => ({
		address,
		attribute,
		resources: resources.map(({ key }) => key),
	}));

describe("value", () => {
	const { context, at } = open(planFile("resolution"));
	const key = (name: string) => context.value(at(`aws_efs_file_system.${name}`), ["kms_key_id"]);

	it("gives known values, and nothing for null", () => {
		expect(context.value(at("aws_efs_file_system.direct"), ["encrypted"])).toEqual({ state: "known", value: true });
		expect(context.value(at("aws_efs_file_system.direct"), ["tags"])).toEqual({ state: "omitted" });
		expect(context.value(at("aws_efs_file_system.direct"), ["no_such"])).toEqual({ state: "omitted" });
	});

	it("calls omitted what nobody wrote, what is null and what is counted away", () => {
		for (const name of ["omitted", "null_literal", "via_null_variable", "counted_away"]) {
			expect(key(name), name).toEqual({ state: "omitted" });
		}
	});

	it("proves a reference", () => {
		const direct = key("direct");
		expect(direct.state === "reference" && addresses(direct.targets)).toEqual([
			{ address: "aws_kms_key.k", attribute: "arn", resources: ["aws_kms_key.k"] },
		]);
		const coalesced = key("coalesced");
		expect(coalesced.state === "reference" && coalesced.targets.map(({ attribute }) => attribute)).toEqual([
			"arn",
			"key_id",
		]);
	});

	it("does not guess through conditions and locals", () => {
		expect(key("conditional").state).toBe("unknown");
		expect(key("via_local")).toEqual({
			state: "unknown",
			reason: "known only after apply: it comes from local.key, which a plan does not carry",
		});
	});

	it("follows each.value to the instance of a chained for_each", () => {
		for (const name of ["one", "two"]) {
			const value = context.value(at(`aws_cloudwatch_log_metric_filter.chained["${name}"]`), ["log_group_name"]);
			expect(value.state === "reference" && addresses(value.targets)).toEqual([
				{
					address: "aws_cloudwatch_log_group.each",
					attribute: "id",
					resources: [`aws_cloudwatch_log_group.each["${name}"]`],
				},
			]);
		}
	});

	it("finds write-only arguments in the configuration", () => {
		expect(context.value(at("aws_db_instance.write_only"), ["password_wo"]).state).toBe("known");
		expect(context.value(at("aws_db_instance.write_only"), ["password"])).toEqual({ state: "omitted" });
	});

	it("tells a rule list that nobody wrote from the rules of a dynamic block", () => {
		expect(context.value(at("aws_security_group.none"), ["ingress"])).toEqual({ state: "omitted" });
		expect(context.value(at("aws_security_group.dynamic_known"), ["ingress"]).state).toBe("known");
		expect(context.value(at("aws_security_group.dynamic_unknown"), ["ingress", 0, "from_port"]).state).toBe("unknown");
	});

	it("reads a single block as a list of one and the other way round", () => {
		const plan = open(
			planOfChanges([change("a_b.c", ["create"], { object: { x: 1 }, list: [{ x: 2 }], many: [{ x: 3 }, { x: 4 }] })]),
		);
		const read = (path: (string | number)[]) => plan.context.value(plan.at("a_b.c"), path);
		expect(read(["object", 0, "x"])).toEqual({ state: "known", value: 1 });
		expect(read(["list", "x"])).toEqual({ state: "known", value: 2 });
		expect(read(["many", "x"])).toEqual({ state: "omitted" });
	});
});

describe("modules", () => {
	const { context, at } = open(planFile("modules"));

	it("follows variables and outputs into other modules", () => {
		const key = [
			{ address: "module.key.aws_kms_key.this", attribute: "arn", resources: ["module.key.aws_kms_key.this"] },
		];
		for (const address of ["aws_db_instance.main", 'module.store["eu"].aws_cloudwatch_log_group.this']) {
			const value = context.value(at(address), ["kms_key_id"]);
			expect(value.state === "reference" && addresses(value.targets), address).toEqual(key);
		}
	});

	it("uses a variable's default where the call says nothing", () => {
		expect(context.value(at("module.plain.aws_cloudwatch_log_group.this"), ["kms_key_id"])).toEqual({
			state: "omitted",
		});
	});

	it("finds the one block that a path can mean", () => {
		const path = ["rule", 0, "apply_server_side_encryption_by_default", 0, "kms_master_key_id"];
		const encryption = "aws_s3_bucket_server_side_encryption_configuration";
		expect(context.value(at(`module.store["us"].${encryption}.this["a"]`), path).state).toBe("reference");
		expect(context.value(at(`module.plain.${encryption}.this["a"]`), path)).toEqual({ state: "known", value: "" });
	});
});

describe("joined", () => {
	const { context, at } = open(planFile("modules"));
	const join = (type: string, target: string) => {
		const { certain, uncertain } = context.joined(type, "bucket", at(target));
		return [certain.map(({ key }) => key), uncertain.map(({ key }) => key)];
	};
	const encryption = "aws_s3_bucket_server_side_encryption_configuration";

	it("joins instances whose keys line up, each in its own module instance", () => {
		for (const module of ["module.plain", 'module.store["eu"]', 'module.store["us"]']) {
			for (const name of ["a", "b"]) {
				expect(join(encryption, `${module}.aws_s3_bucket.this["${name}"]`)).toEqual([
					[`${module}.${encryption}.this["${name}"]`],
					[],
				]);
			}
			for (const index of [0, 1]) {
				expect(join("aws_s3_bucket_versioning", `${module}.aws_s3_bucket.prefixed[${index}]`)).toEqual([
					[`${module}.aws_s3_bucket_versioning.prefixed[${index}]`],
					[],
				]);
			}
		}
	});

	it("takes a literal index", () => {
		const block = "aws_s3_bucket_public_access_block";
		expect(join(block, "module.plain.aws_s3_bucket.prefixed[0]")).toEqual([[`module.plain.${block}.first`], []]);
		expect(join(block, "module.plain.aws_s3_bucket.prefixed[1]")).toEqual([[], []]);
	});

	it("goes by what is written where a tool that plans without the provider made up a name", () => {
		const resource = (type: string, values: JsonObject) => ({
			address: `${type}.main`,
			mode: "managed",
			type,
			name: "main",
			values,
		});
		const block = "aws_s3_bucket_public_access_block";
		const plan = open({
			format_version: "1.0",
			planned_values: {
				root_module: {
					resources: [resource("aws_s3_bucket", { bucket: "records" }), resource(block, { bucket: "made-up" })],
				},
			},
			configuration: {
				root_module: {
					resources: [
						{ address: "aws_s3_bucket.main", mode: "managed", type: "aws_s3_bucket", name: "main", expressions: {} },
						{
							address: `${block}.main`,
							mode: "managed",
							type: block,
							name: "main",
							expressions: { bucket: { references: ["aws_s3_bucket.main.id", "aws_s3_bucket.main"] } },
						},
					],
				},
			},
		});
		const { certain, uncertain } = plan.context.joined(block, "bucket", plan.at("aws_s3_bucket.main"));
		expect([certain.map(({ key }) => key), uncertain]).toEqual([[`${block}.main`], []]);
	});

	it("leaves open which instance an expression picks", () => {
		const controls = "aws_s3_bucket_ownership_controls";
		for (const index of [0, 1]) {
			expect(join(controls, `module.plain.aws_s3_bucket.prefixed[${index}]`)).toEqual([
				[],
				[`module.plain.${controls}.last`],
			]);
		}
		expect(join(controls, 'module.plain.aws_s3_bucket.this["a"]')).toEqual([[], []]);
	});

	it("joins by value: names, ARNs, lists", () => {
		const plan = open(
			planOfChanges([
				change("aws_s3_bucket.a", ["create"], { bucket: "a" }),
				change("aws_s3_bucket_versioning.by_name", ["create"], { bucket: "a" }),
				change("aws_s3_bucket_versioning.other", ["create"], { bucket: "b" }),
				change("aws_config_x.by_arn", ["create"], {
					destination: [{ arn: "arn:aws:s3:::a" }, { arn: "arn:aws:s3:::b" }],
				}),
				change("aws_config_x.by_list", ["create"], { destination: [{ arn: ["x", "arn:aws:s3:::a"] }] }),
			]),
		);
		const found = (type: string, attribute: string) =>
			plan.context.joined(type, attribute, plan.at("aws_s3_bucket.a")).certain.map(({ key }) => key);
		expect(found("aws_s3_bucket_versioning", "bucket")).toEqual(["aws_s3_bucket_versioning.by_name"]);
		expect(found("aws_config_x", "destination.arn")).toEqual(["aws_config_x.by_arn", "aws_config_x.by_list"]);
	});

	it("does not join names across regions, where they mean something else", () => {
		const provider = (region: string): JsonObject => ({ expressions: { region: { constant_value: region } } });
		const block = (type: string, name: string, key: string): JsonObject => ({
			mode: "managed",
			type,
			name,
			provider_config_key: key,
		});
		const plan = open(
			planOfChanges(
				[
					change("aws_cloudwatch_log_group.here", ["create"], { name: "app" }),
					change("aws_cloudwatch_log_metric_filter.here", ["create"], { log_group_name: "app" }),
					change("aws_cloudwatch_log_metric_filter.there", ["create"], { log_group_name: "app" }),
				],
				{
					configuration: {
						provider_config: { aws: provider("eu-west-1"), "aws.us": provider("us-east-1") },
						root_module: {
							resources: [
								block("aws_cloudwatch_log_group", "here", "aws"),
								block("aws_cloudwatch_log_metric_filter", "here", "aws"),
								block("aws_cloudwatch_log_metric_filter", "there", "aws.us"),
							],
						},
					},
				},
			),
		);
		const group = plan.at("aws_cloudwatch_log_group.here");
		const { certain } = plan.context.joined("aws_cloudwatch_log_metric_filter", "log_group_name", group);
		expect(certain.map(({ key }) => key)).toEqual(["aws_cloudwatch_log_metric_filter.here"]);
	});

	it("follows a name that is handed on by a resource between", () => {
		const reference = (...references: string[]): JsonObject => ({ references });
		const unknown = { after_unknown: { id: true, bucket: true } };
		const plan = open(
			planOfChanges(
				[
					change("aws_s3_bucket.a", ["create"], {}, unknown),
					change("aws_s3_bucket_versioning.v", ["create"], {}, unknown),
					change("aws_s3_bucket_policy.p", ["create"], {}, unknown),
					change("aws_s3_bucket_policy.open", ["create"], {}, unknown),
				],
				{
					configuration: {
						root_module: {
							resources: [
								{ mode: "managed", type: "aws_s3_bucket", name: "a", expressions: {} },
								{
									mode: "managed",
									type: "aws_s3_bucket_versioning",
									name: "v",
									expressions: { bucket: reference("aws_s3_bucket.a.id", "aws_s3_bucket.a") },
								},
								{
									mode: "managed",
									type: "aws_s3_bucket_policy",
									name: "p",
									expressions: { bucket: reference("aws_s3_bucket_versioning.v.id", "aws_s3_bucket_versioning.v") },
								},
								{
									mode: "managed",
									type: "aws_s3_bucket_policy",
									name: "open",
									expressions: { bucket: reference("local.bucket") },
								},
							],
						},
					},
				},
			),
		);
		const { certain, uncertain } = plan.context.joined("aws_s3_bucket_policy", "bucket", plan.at("aws_s3_bucket.a"));
		expect(certain.map(({ key }) => key)).toEqual(["aws_s3_bucket_policy.p"]);
		expect(uncertain.map(({ key }) => key)).toEqual(["aws_s3_bucket_policy.open"]);
	});
});

describe("older plans", () => {
	it("understands references without attributes (Terraform 0.12 to 0.14)", () => {
		const plan = open({
			format_version: "0.1",
			resource_changes: [
				change("aws_kms_key.k", ["create"], {}, { after_unknown: { arn: true } }),
				change("aws_sns_topic.t", ["create"], {}, { after_unknown: { kms_master_key_id: true, arn: true } }),
			],
			configuration: {
				root_module: {
					resources: [
						{ mode: "managed", type: "aws_kms_key", name: "k" },
						{
							mode: "managed",
							type: "aws_sns_topic",
							name: "t",
							expressions: { kms_master_key_id: { references: ["aws_kms_key.k"] } },
						},
					],
				},
			},
		});
		const value = plan.context.value(plan.at("aws_sns_topic.t"), ["kms_master_key_id"]);
		expect(value.state === "reference" && addresses(value.targets)).toEqual([
			{ address: "aws_kms_key.k", attribute: null, resources: ["aws_kms_key.k"] },
		]);
		expect(plan.context.value(plan.at("aws_sns_topic.t"), ["arn"])).toEqual({ state: "omitted" });
	});

	it("claims nothing about unknown values without a configuration", () => {
		const plan = open({
			format_version: "0.1",
			resource_changes: [change("aws_sns_topic.t", ["create"], {}, { after_unknown: { arn: true } })],
		});
		expect(plan.context.value(plan.at("aws_sns_topic.t"), ["arn"]).state).toBe("unknown");
	});
});

describe("region", () => {
	const provider = (expression: JsonObject): JsonObject => ({
		variables: { region: { value: "eu-west-1" } },
		configuration: {
			provider_config: {
				aws: { name: "aws", expressions: { region: expression } },
				"aws.dr": { name: "aws", alias: "dr", expressions: { region: { constant_value: "eu-north-1" } } },
			},
			root_module: {
				variables: { region: {} },
				resources: [
					{ mode: "managed", type: "aws_sqs_queue", name: "a", provider_config_key: "aws" },
					{ mode: "managed", type: "aws_sqs_queue", name: "dr", provider_config_key: "aws.dr" },
				],
			},
		},
	});
	const changes = [change("aws_sqs_queue.a", ["create"], {}), change("aws_sqs_queue.dr", ["create"], {})];

	it("reads a constant or a variable of the provider's configuration, by alias", () => {
		const plan = open(planOfChanges(changes, provider({ references: ["var.region"] })));
		expect(plan.context.region(plan.at("aws_sqs_queue.a"))).toBe("eu-west-1");
		expect(plan.context.region(plan.at("aws_sqs_queue.dr"))).toBe("eu-north-1");
	});

	it("is null when it cannot be told, and a resource's own region wins", () => {
		const plan = open(
			planOfChanges(
				[...changes, change("aws_sqs_queue.own", ["create"], { region: "us-west-2" })],
				provider({ references: ["local.region"] }),
			),
		);
		expect(plan.context.region(plan.at("aws_sqs_queue.a"))).toBeNull();
		expect(plan.context.region(plan.at("aws_sqs_queue.own"))).toBe("us-west-2");
	});
});

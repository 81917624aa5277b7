import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../src/model/json.ts";
import { change, normalize, open, planFile, planOfChanges } from "./plan.ts";

describe("actions", () => {
	const plan = planOfChanges([
		change("aws_sqs_queue.created", ["create"], { name: "a" }),
		change("aws_sqs_queue.updated", ["update"], { name: "b" }),
		change("aws_sqs_queue.replaced", ["delete", "create"], { name: "c" }),
		change("aws_sqs_queue.replaced_first", ["create", "delete"], { name: "d" }),
		change("aws_sqs_queue.kept", ["no-op"], { name: "e" }),
		change("aws_sqs_queue.deleted", ["delete"], null, { before: { name: "f" } }),
		change("aws_sqs_queue.forgotten", ["forget"], null, { before: { name: "g" } }),
		change("aws_sqs_queue.renewed", ["create", "forget"], { name: "h" }),
		{ ...change("aws_sqs_queue.imported", ["no-op"], { name: "i" }), importing: { id: "i" } },
		{ ...change("aws_sqs_queue.kept", ["delete"], null, { before: { name: "old" } }), deposed: "12345678" },
		{ ...change("data.aws_region.current", ["read"], { name: "eu-west-1" }), mode: "data" },
	]);

	it("keeps what exists after the apply and says what happens to it", () => {
		const { resources } = normalize(plan);
		expect(resources.map(({ key, change: verdict }) => [key, verdict])).toEqual([
			["aws_sqs_queue.created", "create"],
			["aws_sqs_queue.updated", "update"],
			["aws_sqs_queue.replaced", "replace"],
			["aws_sqs_queue.replaced_first", "replace"],
			["aws_sqs_queue.kept", "no-op"],
			["aws_sqs_queue.renewed", "create"],
			["aws_sqs_queue.imported", "no-op"],
			["scope/plan/plan.json", undefined],
		]);
	});

	it("hands what is destroyed to the facets, with its values before", () => {
		const { context } = open(plan);
		expect(context.deleted.map(({ key, attributes }) => [key, attributes])).toEqual([
			["aws_sqs_queue.deleted", { name: "f" }],
		]);
	});

	it("notes what Terraform lets go of", () => {
		expect(normalize(plan).codes).toEqual(["note plan-forget"]);
	});
});

describe("envelope", () => {
	it("takes address, module, labels, anchor and sensitive paths from the plan", () => {
		const plan = planOfChanges([
			{
				...change('module.a["x.y"].module.b[0].aws_s3_bucket.this["k"]', ["create"], {
					tags: { team: "a", gone: null },
					tags_all: { team: "a", env: "prod", secret: "hush" },
					policy: '{"Statement": []}',
				}),
				type: "aws_s3_bucket",
				name: "this",
				module_address: 'module.a["x.y"].module.b[0]',
				index: "k",
			},
		]);
		const entry = (plan.resource_changes as JsonObject[])[0]?.change as JsonObject;
		entry.after_sensitive = { tags_all: { secret: true }, policy: false };
		const [resource] = normalize(plan).resources;
		expect(resource).toMatchObject({
			key: 'module.a["x.y"].module.b[0].aws_s3_bucket.this["k"]',
			type: "aws_s3_bucket",
			origin: "terraform",
			scope: 'module.a["x.y"].module.b[0]',
			name: "this",
			labels: { team: "a", env: "prod" },
			sensitive: [["tags_all", "secret"]],
			anchor: { uri: "plan.json", configAddress: "module.a.module.b.aws_s3_bucket.this" },
		});
		expect(resource?.attributes.policy).toBe('{"Statement": []}');
	});

	it("never shows a value that a plan calls sensitive, also where older plans do not say so", () => {
		const password = planFile("modules");
		expect(normalize(password).at("aws_db_instance.main").sensitive).toContainEqual(["password"]);
		const old = planOfChanges([
			change("aws_db_instance.a", ["create"], { password: "p", username: "u", nested: [{ auth_token: "t" }] }),
		]);
		expect(normalize(old).at("aws_db_instance.a").sensitive).toEqual([["password"], ["nested", 0, "auth_token"]]);
	});

	it("reads Google's and autoscaling's labels", () => {
		const plan = planOfChanges([
			change("google_storage_bucket.a", ["create"], { labels: { a: "1" }, effective_labels: { a: "1", b: "2" } }),
			change("aws_autoscaling_group.a", ["create"], { tag: [{ key: "k", value: "v", propagate_at_launch: true }] }),
		]);
		expect(normalize(plan).at("google_storage_bucket.a").labels).toEqual({ a: "1", b: "2" });
		expect(normalize(plan).at("aws_autoscaling_group.a").labels).toEqual({ k: "v" });
	});

	it("makes a scope resource that is complete only when the profile and the plan say so", () => {
		const scope = (value: JsonObject, complete: boolean) => normalize(value, complete).at("scope/plan/plan.json");
		expect(scope(planOfChanges([]), false).complete).toBe(false);
		expect(scope(planOfChanges([]), true).complete).toBe(true);
		expect(scope(planOfChanges([], { errored: true }), true).complete).toBe(false);
		expect(scope(planOfChanges([], { complete: false }), true).complete).toBe(false);
		expect(scope(planOfChanges([]), true)).toMatchObject({ type: "scope/plan", attributes: {}, origin: "terraform" });
	});
});

describe("unknown", () => {
	const { at } = normalize(planFile("resolution"));
	const unknown = (key: string) => at(key).unknown.map(({ path }) => path.join("."));

	it("lists what somebody wrote and leaves out what the provider fills in", () => {
		expect(unknown("aws_efs_file_system.direct").filter((path) => path.startsWith("attributes.kms"))).toEqual([
			"attributes.kms_key_id",
		]);
		expect(unknown("aws_efs_file_system.omitted")).not.toContain("attributes.kms_key_id");
		expect(unknown("aws_efs_file_system.omitted")).not.toContain("attributes.encrypted");
		expect(unknown("aws_kms_key.k")).not.toContain("attributes.arn");
	});

	it("goes into blocks, also those of dynamic blocks", () => {
		expect(unknown("aws_security_group.static")).toContain("attributes.ingress.1.security_groups");
		expect(unknown("aws_security_group.dynamic_known")).toContain("attributes.ingress.0.security_groups");
		expect(unknown("aws_security_group.dynamic_unknown")).toContain("attributes.ingress.0.from_port");
	});

	it("never leaves out a block that may be dynamic", () => {
		expect(unknown("aws_dynamodb_table.dynamic_block")).toContain("attributes.server_side_encryption");
		// Without a trace of a dynamic block, the provider's own blocks are just not written.
		const table = normalize(planFile("encryption")).at("aws_dynamodb_table.plain");
		expect(table.unknown.filter(({ path }) => path[0] === "attributes")).toEqual([]);
	});

	it("gives each reason once and names where a value comes from", () => {
		const [entry] = at("aws_efs_file_system.direct").unknown.filter(({ path }) => path[1] === "kms_key_id");
		expect(entry?.reason).toBe("known only after apply: it comes from aws_kms_key.k");
	});
});

describe("odd plans", () => {
	it("says when planning failed, is unfinished or uses a newer format", () => {
		expect(normalize(planOfChanges([], { errored: true })).codes).toEqual(["error plan-errored"]);
		expect(normalize(planOfChanges([], { complete: false })).codes).toEqual(["warning plan-partial"]);
		expect(normalize(planOfChanges([], { deferred_changes: [{}] })).codes).toEqual(["warning plan-partial"]);
		expect(normalize(planOfChanges([], { format_version: "2.0" })).codes).toEqual(["warning plan-format"]);
		expect(normalize(planOfChanges([], { format_version: "0.1" })).codes).toEqual([]);
		expect(normalize({ format_version: "1.2", resource_changes: [] }).codes).toEqual([
			"warning plan-without-configuration",
		]);
	});

	it("tells a state from a plan", () => {
		expect(normalize({ format_version: "1.0", values: { root_module: {} } }).codes).toEqual(["error terraform-state"]);
		expect(normalize({ format_version: "1.0" }).codes).toEqual(["error plan-empty"]);
	});

	it("falls back to planned_values, where nothing says what is unknown", () => {
		const plan: JsonObject = {
			format_version: "0.1",
			planned_values: {
				root_module: {
					resources: [
						{
							address: "aws_efs_file_system.a",
							mode: "managed",
							type: "aws_efs_file_system",
							name: "a",
							index: 0,
							values: { encrypted: true, throughput_mode: null },
						},
						{ address: "data.aws_region.r", mode: "data", type: "aws_region", name: "r", values: {} },
					],
					child_modules: [
						{
							address: "module.m",
							resources: [
								{
									address: "module.m.aws_kms_key.k",
									mode: "managed",
									type: "aws_kms_key",
									name: "k",
									values: {},
									sensitive_values: { policy: true },
								},
							],
						},
					],
				},
			},
			configuration: {
				root_module: {
					resources: [
						{
							address: "aws_efs_file_system.a",
							mode: "managed",
							type: "aws_efs_file_system",
							name: "a",
							expressions: {
								encrypted: { constant_value: true },
								kms_key_id: { references: ["module.m.arn", "module.m"] },
							},
							count_expression: { constant_value: 1 },
						},
					],
					module_calls: {
						m: {
							module: {
								outputs: { arn: { expression: { references: ["aws_kms_key.k.arn", "aws_kms_key.k"] } } },
								resources: [{ mode: "managed", type: "aws_kms_key", name: "k" }],
							},
						},
					},
				},
			},
		};
		const { at, codes, resources } = normalize(plan);
		expect(codes).toEqual(["note plan-without-changes"]);
		expect(resources).toHaveLength(3);
		expect(at("aws_efs_file_system.a[0]").unknown.map(({ path }) => path)).toContainEqual(["attributes", "kms_key_id"]);
		expect(at("aws_efs_file_system.a[0]").facets.encryption_at_rest?.encryption).toBe("customer-managed");
		expect(at("module.m.aws_kms_key.k")).toMatchObject({ scope: "module.m", sensitive: [["policy"]] });
		const { context, at: open_ } = open(plan);
		expect(context.value(open_("aws_efs_file_system.a[0]"), ["throughput_mode"])).toEqual({ state: "omitted" });
	});

	it("uses prior_state for data sources only and never counts drift", () => {
		const resource = { address: "aws_sqs_queue.old", mode: "managed", type: "aws_sqs_queue", name: "old", values: {} };
		const plan = planOfChanges([change("aws_sqs_queue.a", ["no-op"], { name: "a" })], {
			prior_state: { values: { root_module: { resources: [resource] } } },
			resource_drift: [change("aws_sqs_queue.a", ["update"], { name: "drifted" })],
		});
		expect(normalize(plan).resources.map(({ key }) => key)).toEqual(["aws_sqs_queue.a", "scope/plan/plan.json"]);
		expect(normalize(plan).at("aws_sqs_queue.a").attributes.name).toBe("a");
	});

	it("survives anything in place of what belongs there", () => {
		const junk = [
			null,
			true,
			7,
			"x",
			[],
			{},
			[null],
			["x"],
			[[]],
			{ a: null },
			{ root_module: null },
			{ root_module: [] },
		];
		const keys = [
			"resource_changes",
			"configuration",
			"planned_values",
			"prior_state",
			"variables",
			"relevant_attributes",
			"format_version",
			"deferred_changes",
		];
		for (const key of keys) {
			for (const value of junk) {
				const plan = { ...planFile("modules"), [key]: value };
				expect(() => normalize(plan as JsonObject)).not.toThrow();
			}
		}
		for (const inner of ["actions", "before", "after", "after_unknown", "after_sensitive"]) {
			for (const value of junk) {
				const entry = change("aws_s3_bucket.a", ["create"], { bucket: "a" });
				(entry.change as JsonObject)[inner] = value as never;
				expect(normalize(planOfChanges([entry])).codes.filter((code) => code.includes("facet"))).toEqual([]);
			}
		}
		for (const part of ["address", "type", "name", "mode", "index", "module_address"]) {
			for (const value of junk) {
				const entry = { ...change("aws_s3_bucket.a", ["create"], { bucket: "a" }), [part]: value } as JsonObject;
				expect(() => normalize(planOfChanges([entry]))).not.toThrow();
			}
		}
	});

	it("says how many entries it could not read", () => {
		const plan = planOfChanges([
			change("aws_sqs_queue.a", ["create"], { name: "a" }),
			{ address: 7 },
			change("aws_sqs_queue.b", ["no-op"], null),
		]);
		const { diagnostics, resources } = normalize(plan);
		expect(resources).toHaveLength(2);
		expect(diagnostics).toHaveLength(1);
		expect(diagnostics[0]).toMatchObject({ severity: "warning", code: "plan-resource", uri: "plan.json" });
		expect(diagnostics[0]?.message).toMatch(/^2 entries/);
	});

	it("keeps keys unique", () => {
		const plan = planOfChanges([
			change("aws_sqs_queue.a", ["create"], { name: "1" }),
			change("aws_sqs_queue.a", ["create"], { name: "2" }),
		]);
		const { codes, resources } = normalize(plan);
		expect(codes).toEqual(["warning plan-resource"]);
		expect(resources.filter(({ type }) => type === "aws_sqs_queue").map(({ attributes }) => attributes.name)).toEqual([
			"1",
		]);
	});
});

describe("size", () => {
	it("asks no question twice of every pair of resources", () => {
		const pairs = (count: number): JsonObject => {
			const changes: JsonObject[] = [];
			for (let index = 0; index < count; index += 1) {
				changes.push({ ...change(`aws_s3_bucket.b[${index}]`, ["create"], { bucket: `b${index}` }), index });
				changes.push({ ...change(`aws_s3_bucket_versioning.v[${index}]`, ["create"], { bucket: `b${index}` }), index });
			}
			return planOfChanges(changes);
		};
		const { context } = open(pairs(4000));
		for (const bucket of context.ofType("aws_s3_bucket")) {
			expect(context.joined("aws_s3_bucket_versioning", "bucket", bucket).certain).toHaveLength(1);
		}
	}, 20_000);
});

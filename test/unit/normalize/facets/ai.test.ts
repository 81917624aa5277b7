import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../src/model/json.ts";
import { normalizedPlan } from "./normalized-plan.ts";
import { type Entry, refers } from "./plan-builder.ts";

describe("guardrails of agents", () => {
	const agent = (entry: Entry, more: Record<string, Entry> = {}) => {
		const plan = normalizedPlan({ "aws_bedrockagent_agent.a": entry, ...more });
		const gaps = plan.unknown("aws_bedrockagent_agent.a", "agent_guardrail");
		const facet = plan.facet("aws_bedrockagent_agent.a", "agent_guardrail");
		return gaps.length > 0 ? gaps : [facet?.attached, facet?.version];
	};
	const written = (configuration: JsonObject) => agent({ values: { guardrail_configuration: [configuration] } });

	it("are read with their version", () => {
		expect(agent({})).toEqual([false, "none"]);
		expect(written({ guardrail_identifier: "g", guardrail_version: "2" })).toEqual([true, "numbered"]);
		expect(written({ guardrail_identifier: "g", guardrail_version: "DRAFT" })).toEqual([true, "draft"]);
		expect(written({ guardrail_identifier: "g" })).toEqual([true, "none"]);
		expect(written({ guardrail_identifier: "" })).toEqual([false, "none"]);
	});

	it("are followed to the guardrail and its published version", () => {
		const guardrails = {
			"aws_bedrock_guardrail.g": { unknown: { guardrail_id: true, version: true } },
			"aws_bedrock_guardrail_version.v": { unknown: { version: true } },
		};
		const entry = (...version: string[]): Entry => ({
			values: { guardrail_configuration: [{}] },
			unknown: { guardrail_configuration: [{ guardrail_identifier: true, guardrail_version: true }] },
			expressions: {
				guardrail_configuration: [
					{
						guardrail_identifier: refers("aws_bedrock_guardrail.g.guardrail_id", "aws_bedrock_guardrail.g"),
						guardrail_version: refers(...version),
					},
				],
			},
		});
		const published = ["aws_bedrock_guardrail_version.v.version", "aws_bedrock_guardrail_version.v"];
		expect(agent(entry(...published), guardrails)).toEqual([true, "numbered"]);
		expect(agent(entry("aws_bedrock_guardrail.g.version", "aws_bedrock_guardrail.g"), guardrails)).toEqual([
			true,
			"draft",
		]);
		expect(agent(entry("local.x"), guardrails)).toEqual(["version"]);
	});

	it("are followed where a plan shows the configuration as one expression", () => {
		const whole = (...references: string[]): Entry => ({
			values: { guardrail_configuration: [{ guardrail_version: "3" }] },
			unknown: { guardrail_configuration: [{ guardrail_identifier: true }] },
			expressions: { guardrail_configuration: refers(...references) },
		});
		const guardrails = { "aws_bedrock_guardrail.g": { unknown: { guardrail_id: true } } };
		expect(agent(whole("aws_bedrock_guardrail.g.guardrail_id", "aws_bedrock_guardrail.g"), guardrails)).toEqual([
			true,
			"numbered",
		]);
		expect(agent(whole("local.x"), guardrails)).toEqual([""]);
	});
});

describe("invocation logging", () => {
	const logging = (config: JsonObject | JsonObject[], more: Partial<Entry> = {}) =>
		normalizedPlan({
			"aws_bedrock_model_invocation_logging_configuration.c": { values: { logging_config: config }, ...more },
		}).facet("aws_bedrock_model_invocation_logging_configuration.c", "invocation_logging");

	it("is an object in one provider version and a list in another", () => {
		const config = { text_data_delivery_enabled: false, s3_config: { bucket_name: "b" } };
		expect(logging(config)).toEqual({ delivered: true, off: ["text"], path: ["logging_config"] });
		const list = [{ cloudwatch_config: [{ log_group_name: "g" }] }];
		expect(logging(list)).toEqual({ delivered: true, off: [], path: ["logging_config", 0] });
	});

	it("goes nowhere without a destination", () => {
		expect(logging({ s3_config: {} })?.delivered).toBe(false);
		expect(logging({})?.delivered).toBe(false);
	});

	it("goes to a bucket whose name comes later", () => {
		const later = {
			unknown: { logging_config: { s3_config: { bucket_name: true } } },
			expressions: { logging_config: { s3_config: { bucket_name: refers("aws_s3_bucket.b.id", "aws_s3_bucket.b") } } },
		};
		expect(logging({ s3_config: {} }, later)?.delivered).toBe(true);
	});
});

describe("data locations", () => {
	const places = (entry: Entry, configuration: JsonObject = {}) => {
		const plan = normalizedPlan({ "aws_dynamodb_table.t": entry }, { configuration });
		const gaps = plan.unknown("aws_dynamodb_table.t", "data_location");
		return gaps.length > 0 ? "unknown" : plan.facet("aws_dynamodb_table.t", "data_location");
	};

	it("are the resource's own region and those of its replicas", () => {
		const replica = [{ region_name: "us-west-2" }, null, { region_name: 3 }];
		expect(places({ values: { region: "eu-west-1", replica } })).toEqual([
			{ region: "eu-west-1", path: ["region"] },
			{ region: "us-west-2", path: ["replica", 0, "region_name"] },
		]);
	});

	it("are unknown without a region", () => expect(places({})).toBe("unknown"));
});

describe("policies attached", () => {
	it("are the ready-made ones; those of the plan are judged themselves", () => {
		const plan = normalizedPlan({
			"aws_iam_policy.own": { unknown: { arn: true } },
			"aws_iam_role_policy_attachment.own": {
				unknown: { policy_arn: true },
				expressions: { policy_arn: refers("aws_iam_policy.own.arn", "aws_iam_policy.own") },
			},
			"aws_iam_role_policy_attachment.aws": { values: { policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" } },
			"aws_iam_role_policy_attachment.open": {
				unknown: { policy_arn: true },
				expressions: { policy_arn: refers("local.x") },
			},
			"aws_iam_role.r": { values: { managed_policy_arns: ["arn:a", 3] } },
		});
		const attached = (address: string) => plan.facet(address, "attached_policies");
		expect(attached("aws_iam_role_policy_attachment.own")).toEqual([]);
		expect(attached("aws_iam_role_policy_attachment.aws")).toEqual([
			{ path: ["policy_arn"], arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
		]);
		expect(plan.unknown("aws_iam_role_policy_attachment.open", "attached_policies")).toEqual([""]);
		expect(attached("aws_iam_role.r")).toEqual([{ path: ["managed_policy_arns", 0], arn: "arn:a" }]);
	});
});

describe("image scanning", () => {
	const scanned = (name: string, registry?: JsonObject) =>
		normalizedPlan({
			"aws_ecr_repository.r": { values: { name } },
			...(registry === undefined
				? {}
				: { "aws_ecr_registry_scanning_configuration.c": { values: { rule: [registry] } } }),
		}).facet("aws_ecr_repository.r", "image_scanning")?.on_push;
	const rule = (filter: string, scan_frequency = "SCAN_ON_PUSH") => ({
		scan_frequency,
		repository_filter: [{ filter }],
	});

	it.each([
		["team/app", rule("*"), true],
		["team/app", rule("team/*", "CONTINUOUS_SCAN"), true],
		["team/app", rule("app"), true],
		["team/app", rule("other/*"), false],
		["team.app", rule("team?app"), false],
		["team/app", rule("*", "MANUAL"), false],
		["team/app", rule(""), false],
	])("%s under %j: %s", (name, registry, expected) => expect(scanned(name, registry)).toBe(expected));

	it("is off by default", () => expect(scanned("a")).toBe(false));
});

describe("instance metadata", () => {
	const metadata = (options: JsonObject | null, more: Record<string, Entry> = {}) =>
		normalizedPlan({
			"aws_instance.i": { values: options === null ? {} : { metadata_options: [options] } },
			...more,
		}).facet("aws_instance.i", "instance_metadata");

	it("is what the instance says, else the account's default", () => {
		const account = { "aws_ec2_instance_metadata_defaults.d": { values: { http_tokens: "required" } } };
		expect(metadata({ http_tokens: "required" })?.tokens).toBe("required");
		expect(metadata({ http_tokens: "optional" }, account)?.tokens).toBe("optional");
		expect(metadata(null)?.tokens).toBe("unset");
		expect(metadata(null, account)?.tokens).toBe("required");
		expect(metadata({ http_endpoint: "disabled" })?.endpoint_enabled).toBe(false);
	});
});

describe("arguments given", () => {
	it("are values and references, not what is off or empty", () => {
		const plan = normalizedPlan({
			"aws_subnet.s": { unknown: { id: true } },
			"aws_sagemaker_notebook_instance.n": {
				unknown: { subnet_id: true },
				expressions: { subnet_id: refers("aws_subnet.s.id", "aws_subnet.s") },
			},
			"aws_rds_cluster.c": {
				values: { master_password: "x", restore_to_point_in_time: [], manage_master_user_password: false },
				unknown: { snapshot_identifier: true },
				expressions: { snapshot_identifier: refers("local.x") },
			},
		});
		expect(plan.facet("aws_sagemaker_notebook_instance.n", "given")).toEqual({ subnet_id: true });
		expect(plan.facet("aws_rds_cluster.c", "given")).toMatchObject({
			master_password: true,
			restore_to_point_in_time: false,
			manage_master_user_password: false,
		});
		expect(plan.unknown("aws_rds_cluster.c", "given")).toEqual(["snapshot_identifier"]);
	});
});

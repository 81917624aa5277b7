import { createHash } from "node:crypto";
import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import type { StoredFinding } from "../history/record.ts";
import type { Severity } from "../model/rule.ts";
import { visible } from "../report/escape.ts";
import schema from "./asff.schema.json" with { type: "json" };
import { awsTrouble } from "./aws.ts";
import { type DeliveryContext, DeliveryError } from "./delivery.ts";
import type { AlertMessage } from "./events.ts";
import { cut } from "./message.ts";

/** Whose Security Hub is told. */
export interface SecurityHub {
	/** 12 digits; default: the account of the credentials. */
	account?: string;
	region: string;
}

/** What identifies us to Security Hub. */
interface Product {
	account: string;
	region: string;
	partition: "aws" | "aws-cn" | "aws-us-gov";
}

/** Findings of one call. */
const BATCH = 100;

/**
 * Imports findings into AWS Security Hub: new ones as active, those that are gone as archived.
 * @throws DeliveryError, with what was taken before it.
 */
export async function sendSecurityHub(
	hub: SecurityHub,
	message: AlertMessage,
	context: DeliveryContext,
): Promise<void> {
	const product: Product = {
		...hub,
		account: hub.account ?? (await ownAccount(hub.region, context)),
		partition: partitionOf(hub.region),
	};
	const entries = message.events.flatMap((event) => {
		if (!("finding" in event)) return [];
		return [{ event: event.id, finding: toAsff(event.finding, event.kind === "fixed", message, product) }];
	});
	await validate(entries.map(({ finding }) => finding));

	const { BatchImportFindingsCommand, SecurityHubClient } = await import("@aws-sdk/client-securityhub");
	const client = new SecurityHubClient({ region: hub.region, maxAttempts: 4, ...timeouts(context) });
	const delivered: string[] = [];
	const refused = new Map<string, number>();
	try {
		for (let start = 0; start < entries.length; start += BATCH) {
			const batch = entries.slice(start, start + BATCH);
			const answer = await client.send(
				new BatchImportFindingsCommand({ Findings: batch.map(({ finding }) => finding) }),
			);
			const failed = new Set(answer.FailedFindings?.map(({ Id }) => Id));
			for (const { ErrorCode = "unknown" } of answer.FailedFindings ?? [])
				refused.set(ErrorCode, (refused.get(ErrorCode) ?? 0) + 1);
			delivered.push(...batch.filter(({ finding }) => !failed.has(finding.Id)).map(({ event }) => event));
		}
	} catch (error) {
		throw new DeliveryError(awsTrouble("securityhub:BatchImportFindings", error).message, { delivered });
	} finally {
		client.destroy();
	}
	if (refused.size === 0) return;
	const why = [...refused].map(([code, count]) => `${count} × ${visible(cut(code, 60))}`).join(", ");
	throw new DeliveryError(
		`securityhub:BatchImportFindings refused ${entries.length - delivered.length} findings (${why})`,
		{ delivered },
	);
}

async function ownAccount(region: string, context: DeliveryContext): Promise<string> {
	const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
	const client = new STSClient({ region, maxAttempts: 4, ...timeouts(context) });
	try {
		const { Account } = await client.send(new GetCallerIdentityCommand({}));
		if (Account === undefined) throw new DeliveryError("sts:GetCallerIdentity named no account");
		return Account;
	} catch (error) {
		throw error instanceof DeliveryError ? error : awsTrouble("sts:GetCallerIdentity", error);
	} finally {
		client.destroy();
	}
}

function timeouts({ timeout }: DeliveryContext) {
	return { requestHandler: { requestTimeout: timeout, connectionTimeout: timeout } };
}

function partitionOf(region: string): Product["partition"] {
	if (region.startsWith("cn-")) return "aws-cn";
	return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

const LABELS: Record<Severity, "CRITICAL" | "HIGH" | "MEDIUM" | "LOW" | "INFORMATIONAL"> = {
	critical: "CRITICAL",
	high: "HIGH",
	medium: "MEDIUM",
	low: "LOW",
	info: "INFORMATIONAL",
};

/** Security Hub's names for resource types, where it has one; everything else is `Other`. */
const TYPES: Record<string, string> = {
	aws_s3_bucket: "AwsS3Bucket",
	aws_db_instance: "AwsRdsDbInstance",
	aws_rds_cluster: "AwsRdsDbCluster",
	aws_kms_key: "AwsKmsKey",
	aws_iam_role: "AwsIamRole",
	aws_iam_user: "AwsIamUser",
	aws_iam_policy: "AwsIamPolicy",
	aws_security_group: "AwsEc2SecurityGroup",
	aws_instance: "AwsEc2Instance",
	aws_ebs_volume: "AwsEc2Volume",
	aws_vpc: "AwsEc2Vpc",
	aws_subnet: "AwsEc2Subnet",
	aws_lambda_function: "AwsLambdaFunction",
	aws_cloudtrail: "AwsCloudTrailTrail",
	aws_sns_topic: "AwsSnsTopic",
	aws_sqs_queue: "AwsSqsQueue",
	aws_dynamodb_table: "AwsDynamoDbTable",
	aws_eks_cluster: "AwsEksCluster",
	aws_ecr_repository: "AwsEcrRepository",
	aws_secretsmanager_secret: "AwsSecretsManagerSecret",
	aws_lb: "AwsElbv2LoadBalancer",
	aws_cloudfront_distribution: "AwsCloudFrontDistribution",
};

/** A finding in the AWS Security Finding Format, within its limits. */
export function toAsff(
	finding: StoredFinding,
	fixed: boolean,
	{ stream, at, reportUrl }: Pick<AlertMessage, "stream" | "at" | "reportUrl">,
	product: Product,
): AwsSecurityFinding {
	const { fingerprint, rule, severity, title, resource, firstSeen, lastSeen, closedAt, detail } = finding;
	const { account, region, partition } = product;
	const isArn = resource.startsWith("arn:");
	const place = detail.origin === "aws" ? detail.scope.split("/")[1] : undefined;
	const updated = fixed ? (closedAt ?? at) : at;
	return {
		SchemaVersion: "2018-10-08",
		// The stream's hash keeps two systems apart that name a resource alike.
		Id: `assay/${createHash("sha256").update(stream).digest("hex").slice(0, 16)}/${fingerprint}`,
		ProductArn: `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`,
		GeneratorId: text(`assay/${rule}`, 512),
		AwsAccountId: account,
		CreatedAt: firstSeen,
		UpdatedAt: updated,
		FirstObservedAt: firstSeen,
		LastObservedAt: lastSeen,
		FindingProviderFields: {
			Severity: { Label: LABELS[severity], Original: severity },
			Types: ["Software and Configuration Checks/Industry and Regulatory Standards"],
		},
		Title: text(`${title}: ${detail.name || resource}`, 256),
		Description: text(`${resource}: ${detail.message}`, 1024),
		...(detail.fix === "" ? {} : { Remediation: { Recommendation: { Text: text(detail.fix, 512) } } }),
		...(reportUrl === null ? {} : { SourceUrl: reportUrl }),
		Resources: [
			{
				Type: (isArn ? TYPES[detail.type] : undefined) ?? "Other",
				Id: text(resource, 512),
				Partition: partition,
				...(place === undefined || place === "global" ? {} : { Region: place }),
			},
		],
		Compliance: {
			Status: fixed ? (finding.closedAs === "fixed" ? "PASSED" : "NOT_AVAILABLE") : "FAILED",
			RelatedRequirements: detail.controls.slice(0, 32).map((control) => text(control, 64)),
		},
		ProductFields: {
			"assay/stream": text(stream, 2048),
			"assay/fingerprint": fingerprint,
			"assay/place": text(detail.place, 2048),
		},
		RecordState: fixed ? "ARCHIVED" : "ACTIVE",
	};
}

/** Never empty, of visible characters, and within a limit that counts UTF-16 units. */
function text(value: string, limit: number): string {
	const clean = visible(value).replaceAll("\n", " ").trim() || "-";
	let short = cut(clean, limit);
	while (short.length > limit) short = cut(clean, [...short].length - 1);
	return short;
}

/** @throws DeliveryError where Security Hub would refuse a finding: all of a batch fails with it. */
async function validate(findings: AwsSecurityFinding[]): Promise<void> {
	const { Ajv2020 } = await import("ajv/dist/2020.js");
	const check = new Ajv2020({ allErrors: false }).compile(schema);
	for (const finding of findings) {
		if (check(finding)) continue;
		const [fault] = check.errors ?? [];
		throw new DeliveryError(`a finding does not fit Security Hub's format: ${fault?.instancePath} ${fault?.message}`);
	}
}

import type * as CloudTrail from "@aws-sdk/client-cloudtrail";
import type { AwsItem } from "../../../model/aws.ts";
import type { JsonObject } from "../../../model/json.ts";
import { type AwsCollector, type AwsSession, record } from "../collector.ts";

/**
 * All trails that record this account, also those of the organisation and those at home in regions outside the scan:
 * these show up in every region they cover.
 */
const trails: AwsCollector = {
	name: "cloudtrail",
	types: ["AWS::CloudTrail::Trail"],
	scope: "account",
	calls: {
		DescribeTrails: "cloudtrail:DescribeTrails",
		GetTrailStatus: "cloudtrail:GetTrailStatus",
		GetEventSelectors: "cloudtrail:GetEventSelectors",
	},
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-cloudtrail");
		const found = new Map<string, CloudTrail.Trail>();
		const list = (region: string) =>
			session
				.client(sdk.CloudTrailClient, { region })
				.send(new sdk.DescribeTrailsCommand({ includeShadowTrails: true }));
		for await (const { trailList } of session.each(session.regions, list)) {
			for (const trail of trailList ?? []) if (trail.TrailARN !== undefined) found.set(trail.TrailARN, trail);
		}
		yield* session.each(found, ([arn, trail]) => readTrail(sdk, session, arn, trail));
	},
};

async function readTrail(
	sdk: typeof CloudTrail,
	session: AwsSession,
	arn: string,
	trail: CloudTrail.Trail,
): Promise<AwsItem> {
	const home = trail.HomeRegion ?? session.region;
	const client = session.client(sdk.CloudTrailClient, { region: home });
	const [status, selectors] = await Promise.all([
		session.ask(() => client.send(new sdk.GetTrailStatusCommand({ Name: arn }))),
		session.ask(() => client.send(new sdk.GetEventSelectorsCommand({ TrailName: arn }))),
	]);
	const parts = { supplementary: {} as JsonObject, missing: {} as Record<string, string> };
	const logging = status.state === "ok" ? { IsLogging: status.value.IsLogging } : undefined;
	record(parts, "TrailStatus", status.state === "ok" ? { state: "ok", value: logging } : status);
	record(parts, "EventSelectors", selectors);
	return session.item({
		type: "AWS::CloudTrail::Trail",
		id: arn,
		name: trail.Name ?? arn,
		arn,
		// A region outside the scan is not to be asked what else it lacks.
		region: session.regions.includes(home) ? home : "global",
		configuration: trail,
		...parts,
	});
}

const logGroups: AwsCollector = {
	name: "logs",
	types: ["AWS::Logs::LogGroup"],
	scope: "region",
	calls: { DescribeLogGroups: "logs:DescribeLogGroups" },
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-cloudwatch-logs");
		const client = session.client(sdk.CloudWatchLogsClient);
		for await (const page of sdk.paginateDescribeLogGroups({ client, pageSize: 50 }, {})) {
			for (const entry of page.logGroups ?? []) {
				const { logGroupName: id } = entry;
				if (id === undefined) continue;
				const arn = `arn:${session.partition}:logs:${session.region}:${session.account}:log-group:${id}`;
				yield session.item({ type: "AWS::Logs::LogGroup", id, arn, configuration: entry });
			}
		}
	},
};

/** AWS Config's own recorders and where they deliver. */
const recorders: AwsCollector = {
	name: "config",
	types: ["AWS::Config::ConfigurationRecorder", "AWS::Config::DeliveryChannel"],
	scope: "region",
	calls: {
		DescribeConfigurationRecorders: "config:DescribeConfigurationRecorders",
		DescribeConfigurationRecorderStatus: "config:DescribeConfigurationRecorderStatus",
		DescribeDeliveryChannels: "config:DescribeDeliveryChannels",
	},
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-config-service");
		const client = session.client(sdk.ConfigServiceClient);
		const { ConfigurationRecorders } = await client.send(new sdk.DescribeConfigurationRecordersCommand({}));
		const statuses = await session.ask(() => client.send(new sdk.DescribeConfigurationRecorderStatusCommand({})));
		for (const recorder of ConfigurationRecorders ?? []) {
			const id = recorder.name ?? "default";
			const parts = { supplementary: {} as JsonObject, missing: {} as Record<string, string> };
			const status = (answer: typeof statuses) =>
				answer.state === "ok"
					? { ...answer, value: answer.value.ConfigurationRecordersStatus?.find(({ name }) => name === id) }
					: answer;
			record(parts, "Status", status(statuses));
			const { arn = null } = recorder;
			yield session.item({ type: "AWS::Config::ConfigurationRecorder", id, arn, configuration: recorder, ...parts });
		}
		const { DeliveryChannels } = await client.send(new sdk.DescribeDeliveryChannelsCommand({}));
		for (const channel of DeliveryChannels ?? []) {
			const id = channel.name ?? "default";
			yield session.item({ type: "AWS::Config::DeliveryChannel", id, configuration: channel });
		}
	},
};

const detectors: AwsCollector = {
	name: "guardduty",
	types: ["AWS::GuardDuty::Detector"],
	scope: "region",
	calls: { ListDetectors: "guardduty:ListDetectors", GetDetector: "guardduty:GetDetector" },
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-guardduty");
		const client = session.client(sdk.GuardDutyClient);
		for await (const page of sdk.paginateListDetectors({ client }, {})) {
			for (const id of page.DetectorIds ?? []) {
				const answer = await session.ask(() => client.send(new sdk.GetDetectorCommand({ DetectorId: id })));
				yield session.item({
					type: "AWS::GuardDuty::Detector",
					id,
					arn: `arn:${session.partition}:guardduty:${session.region}:${session.account}:detector/${id}`,
					configuration: answer.state === "ok" ? { Status: answer.value.Status, Features: answer.value.Features } : {},
					missing: answer.state === "denied" ? { Detector: answer.reason } : {},
				});
			}
		}
	},
};

/** CloudTrail, CloudWatch Logs, AWS Config's own settings, GuardDuty. */
export const auditCollectors: AwsCollector[] = [trails, logGroups, recorders, detectors];

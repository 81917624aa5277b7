import type { ConvertedResource } from "../../../model/aws.ts";
import type { Json, JsonObject } from "../../../model/json.ts";
import type { AwsConverter } from "../converter.ts";
import { flag, list, number, object, text, texts } from "../read.ts";
import { unread } from "./parts.ts";
import { untold } from "./shape.ts";

const trail: AwsConverter = {
	type: "AWS::CloudTrail::Trail",
	yields: ["aws_cloudtrail"],
	streamed: false,
	// AWS Config holds neither whether it is logging nor its selectors.
	fromConfig: false,
	convert(item): ConvertedResource[] {
		const { configuration, supplementary } = item;
		const status = flag(supplementary, "TrailStatus", "IsLogging");
		const name = text(configuration, "Name") ?? item.name;
		const values: JsonObject = {
			id: item.arn,
			arn: item.arn,
			name,
			s3_bucket_name: text(configuration, "S3BucketName"),
			s3_key_prefix: text(configuration, "S3KeyPrefix"),
			cloud_watch_logs_group_arn: text(configuration, "CloudWatchLogsLogGroupArn"),
			cloud_watch_logs_role_arn: text(configuration, "CloudWatchLogsRoleArn"),
			kms_key_id: text(configuration, "KmsKeyId"),
			enable_log_file_validation: flag(configuration, "LogFileValidationEnabled"),
			include_global_service_events: flag(configuration, "IncludeGlobalServiceEvents"),
			is_multi_region_trail: flag(configuration, "IsMultiRegionTrail"),
			is_organization_trail: flag(configuration, "IsOrganizationTrail"),
			...(status === null ? {} : { enable_logging: status }),
			event_selector: list(supplementary, "EventSelectors", "EventSelectors").map(eventSelector),
			advanced_event_selector: list(supplementary, "EventSelectors", "AdvancedEventSelectors").map(advancedSelector),
		};
		const silent = status === null && item.missing.TrailStatus === undefined;
		const unknown = [
			...(silent ? [{ path: ["enable_logging"], reason: "whether the trail is logging is not said" }] : []),
			...unread(item, "TrailStatus", ["enable_logging"]),
			...unread(item, "EventSelectors", ["event_selector"], ["advanced_event_selector"]),
		];
		if (supplementary.EventSelectors === undefined && item.missing.EventSelectors === undefined) {
			unknown.push(...untold({ event_selector: false, advanced_event_selector: false }));
		}
		for (const { path } of unknown) delete values[path[0] as string];
		return [{ type: "aws_cloudtrail", part: "", values, unknown }];
	},
};

function eventSelector(given: Json): JsonObject {
	return {
		include_management_events: flag(given, "IncludeManagementEvents"),
		read_write_type: text(given, "ReadWriteType"),
		exclude_management_event_sources: texts(given, "ExcludeManagementEventSources"),
		data_resource: list(given, "DataResources").map((one) => ({
			type: text(one, "Type"),
			values: texts(one, "Values"),
		})),
	};
}

const OPERATORS = {
	equals: "Equals",
	not_equals: "NotEquals",
	starts_with: "StartsWith",
	not_starts_with: "NotStartsWith",
	ends_with: "EndsWith",
	not_ends_with: "NotEndsWith",
} as const;

function advancedSelector(given: Json): JsonObject {
	const fields = list(given, "FieldSelectors").map((field): JsonObject => {
		const operators = Object.entries(OPERATORS).map(([name, key]) => [name, texts(field, key)] as const);
		return { field: text(field, "Field"), ...Object.fromEntries(operators.filter(([, values]) => values.length > 0)) };
	});
	return { name: text(given, "Name"), field_selector: fields };
}

const logGroup: AwsConverter = {
	type: "AWS::Logs::LogGroup",
	yields: ["aws_cloudwatch_log_group"],
	streamed: true,
	fromConfig: false,
	convert(item): ConvertedResource[] {
		const { configuration } = item;
		// Groups of this class only pass records on: their two days are fixed.
		if (text(configuration, "LogGroupClass") === "DELIVERY") return [];
		const name = text(configuration, "LogGroupName") ?? item.name;
		const arn =
			(text(configuration, "LogGroupArn") ?? text(configuration, "Arn") ?? item.arn)?.replace(/:\*$/, "") ?? null;
		return [
			{
				type: "aws_cloudwatch_log_group",
				part: "",
				values: {
					id: name,
					name,
					arn,
					// The provider writes 0 for records that never expire.
					retention_in_days: number(configuration, "RetentionInDays") ?? 0,
					kms_key_id: text(configuration, "KmsKeyId"),
					log_group_class: text(configuration, "LogGroupClass"),
				},
			},
		];
	},
};

const recorder: AwsConverter = {
	type: "AWS::Config::ConfigurationRecorder",
	yields: ["aws_config_configuration_recorder", "aws_config_configuration_recorder_status"],
	streamed: false,
	fromConfig: false,
	convert(item): ConvertedResource[] {
		const { configuration, supplementary } = item;
		// Recorders of AWS services record for these alone.
		if (text(configuration, "ServicePrincipal") !== null) return [];
		const name = text(configuration, "Name") ?? item.name;
		const group = object(configuration, "RecordingGroup");
		const excluded = texts(group, "ExclusionByResourceTypes", "ResourceTypes");
		const recording: JsonObject = {
			all_supported: flag(group, "AllSupported"),
			include_global_resource_types: flag(group, "IncludeGlobalResourceTypes"),
			resource_types: texts(group, "ResourceTypes"),
			exclusion_by_resource_types: excluded.length === 0 ? [] : [{ resource_types: excluded }],
			recording_strategy: [{ use_only: text(group, "RecordingStrategy", "UseOnly") }],
		};
		const on = flag(supplementary, "Status", "Recording");
		return [
			{
				type: "aws_config_configuration_recorder",
				part: "",
				values: { id: name, name, recording_group: group === null ? [] : [recording] },
			},
			{
				type: "aws_config_configuration_recorder_status",
				part: "status",
				values: { id: name, name, ...(on === null ? {} : { is_enabled: on }) },
				unknown: unread(item, "Status", ["is_enabled"]),
			},
		];
	},
};

const channel: AwsConverter = {
	type: "AWS::Config::DeliveryChannel",
	yields: ["aws_config_delivery_channel"],
	streamed: false,
	fromConfig: false,
	convert({ configuration, name }): ConvertedResource[] {
		const own = text(configuration, "Name") ?? name;
		return [
			{
				type: "aws_config_delivery_channel",
				part: "",
				values: {
					id: own,
					name: own,
					s3_bucket_name: text(configuration, "S3BucketName"),
					s3_key_prefix: text(configuration, "S3KeyPrefix"),
					s3_kms_key_arn: text(configuration, "S3KmsKeyArn"),
				},
			},
		];
	},
};

/** https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_data-sources.html */
const FOUNDATIONAL = new Set(["CLOUD_TRAIL", "DNS_LOGS", "FLOW_LOGS"]);

const detector: AwsConverter = {
	type: "AWS::GuardDuty::Detector",
	yields: ["aws_guardduty_detector", "aws_guardduty_detector_feature"],
	// Its absence from a region is judged.
	streamed: false,
	// Config leaves out the features.
	fromConfig: "partly",
	convert(item): ConvertedResource[] {
		const { configuration } = item;
		// AWS Config says "Enable", the service "Status"; a detector that cannot be read may be off.
		const status = text(configuration, "Status");
		const enable = flag(configuration, "Enable") ?? (status === null ? null : status === "ENABLED");
		const unknown = unread(item, "Detector", ["enable"]);
		if (enable === null && unknown.length === 0) {
			unknown.push({ path: ["enable"], reason: "whether the detector is switched on is not said" });
		}
		return [
			{
				type: "aws_guardduty_detector",
				part: "",
				values: { id: item.id, arn: item.arn, ...(enable === null ? {} : { enable }) },
				unknown,
			},
			...list(configuration, "Features").flatMap((feature): ConvertedResource[] => {
				const title = text(feature, "Name");
				const state = text(feature, "Status");
				// What every detector reads is no feature that anyone could switch.
				if (title === null || state === null || FOUNDATIONAL.has(title)) return [];
				const values = { detector_id: item.id, name: title, status: state };
				return [{ type: "aws_guardduty_detector_feature", part: `feature/${title}`, values }];
			}),
		];
	},
};

/** CloudTrail, CloudWatch Logs, AWS Config's own settings, GuardDuty. */
export const auditConverters: AwsConverter[] = [trail, logGroup, recorder, channel, detector];

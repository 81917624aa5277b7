import type { Resource } from "../../model/resource.ts";
import type { FacetComputer } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import { mayBelong } from "./plan_values.ts";

const JOB = "aws_sagemaker_data_quality_job_definition";
const SCHEDULE = "aws_sagemaker_monitoring_schedule";

/**
 * Whether a schedule runs a monitoring job on an endpoint. Of the kinds of job only data quality has a resource; a
 * schedule of another kind that names its job by name may watch any endpoint.
 */
export const modelMonitoring: FacetComputer<"model_monitoring", PlanContext> = {
	name: "model_monitoring",
	compute(resource, context) {
		if (resource.type !== "aws_sagemaker_endpoint") return undefined;
		const jobs = context.joined(JOB, "data_quality_job_input.endpoint_input.endpoint_name", resource);
		const open: Resource[] = [...jobs.uncertain];
		for (const job of jobs.certain) {
			const schedules = context.joined(SCHEDULE, "monitoring_schedule_config.monitoring_job_definition_name", job);
			if (schedules.certain.length > 0) return { value: { monitored: true } };
			open.push(...schedules.uncertain);
		}
		if (open.length > 0) return { unknown: mayBelong(open) };
		const foreign = context.ofType(SCHEDULE).find((schedule) => !runsKnownJob(schedule, context));
		if (foreign !== undefined) return { unknown: `${foreign.key} runs a job that is not in the input` };
		if (!context.complete) return { unknown: "no monitoring schedule for it is in the plan; another plan may hold it" };
		return { value: { monitored: false } };
	},
};

function runsKnownJob(schedule: Resource, context: PlanContext): boolean {
	const name = context.value(schedule, ["monitoring_schedule_config", 0, "monitoring_job_definition_name"]);
	if (name.state === "reference") return name.targets.every(({ type }) => type === JOB);
	return name.state === "known" && context.ofType(JOB).some(({ attributes }) => attributes.name === name.value);
}

import type { SecretSighting } from "../../model/facets.ts";
import type { AttributePath, Json } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer } from "../facet.ts";
import { isObject, isPrefix, listAt, textAt, valueAt } from "../json.ts";
import { detectSecret } from "../secrets.ts";
import type { PlanContext } from "../terraform/context.ts";

/** Searches the environment that functions, tasks and models get in plain text. Values known only after apply are no literals. */
export const environmentSecrets: FacetComputer<"environment_secrets", PlanContext> = {
	name: "environment_secrets",
	compute(resource) {
		if (resource.type === "aws_ecs_task_definition") return taskDefinition(resource);
		const paths = environmentPaths(resource);
		if (paths === undefined) return undefined;
		for (const path of paths) {
			const reason = wholeUnknown(resource, path);
			if (reason !== null) return { unknown: reason };
		}
		return { value: paths.flatMap((path) => searchMap(path, valueAt(resource.attributes, path))) };
	},
};

/** Paths of the maps of variables a resource holds; undefined where its type has none. */
export function environmentPaths(resource: Resource): AttributePath[] | undefined {
	if (resource.type === "aws_lambda_function") return [["environment", 0, "variables"]];
	if (resource.type === "aws_bedrockagentcore_agent_runtime") return [["environment_variables"]];
	if (resource.type.startsWith("google_")) return googlePaths(resource);
	if (resource.type !== "aws_sagemaker_model") return undefined;
	return [["primary_container", 0, "environment"], ...inEach(resource, ["container"], "environment")];
}

/** The path in each block of a list; the list itself where there is none to be seen, which may be unknown as a whole. */
function inEach(resource: Resource, base: AttributePath, name: string): AttributePath[] {
	const blocks = listAt(resource.attributes, base);
	return blocks.length === 0 ? [base] : blocks.map((_, index) => [...base, index, name]);
}

/** Functions hold a map; services and jobs of Cloud Run a list for each container, beside what only names a secret. */
function googlePaths(resource: Resource): AttributePath[] | undefined {
	const lists = (...base: AttributePath) => inEach(resource, base, "env");
	switch (resource.type) {
		case "google_cloudfunctions_function":
			return [["environment_variables"], ["build_environment_variables"]];
		case "google_cloudfunctions2_function":
			return [
				["service_config", 0, "environment_variables"],
				["build_config", 0, "environment_variables"],
			];
		case "google_cloud_run_service":
			return lists("template", 0, "spec", 0, "containers");
		case "google_cloud_run_v2_service":
		case "google_cloud_run_v2_worker_pool":
			return lists("template", 0, "containers");
		case "google_cloud_run_v2_job":
			return lists("template", 0, "template", 0, "containers");
		default:
			return undefined;
	}
}

/** Why a map is unknown as a whole; null where only single values of it are, or none. */
function wholeUnknown(resource: Resource, path: AttributePath): string | null {
	for (const unknown of resource.unknown) {
		if (unknown.path[0] === "attributes" && isPrefix(unknown.path.slice(1), path)) return unknown.reason;
	}
	return null;
}

function searchMap(path: AttributePath, variables: Json | undefined): SecretSighting[] {
	if (Array.isArray(variables)) {
		return variables.flatMap((variable, index) => {
			const value = valueAt(variable, ["value"]);
			return sighting([...path, index, "value"], textAt(variable, ["name"]) ?? "", value);
		});
	}
	if (!isObject(variables)) return [];
	return Object.entries(variables).flatMap(([name, value]) => sighting([...path, name], name, value));
}

function sighting(path: AttributePath, name: string, value: Json | undefined): SecretSighting[] {
	const match = typeof value === "string" ? detectSecret(name, value) : null;
	return match === null ? [] : [{ path, name, detector: match.detector }];
}

/** `container_definitions` is JSON in a string; its `secrets` only refer to a store. */
function taskDefinition(resource: Resource) {
	const path = ["container_definitions"];
	const reason = wholeUnknown(resource, path);
	if (reason !== null) return { unknown: reason };
	const definitions = parse(textAt(resource.attributes, path) ?? "[]");
	if (definitions === undefined) return { unknown: "the container definitions are not valid JSON" };
	const value: SecretSighting[] = [];
	for (const container of Array.isArray(definitions) ? definitions : []) {
		for (const variable of listAt(container, ["environment"])) {
			const name = textAt(variable, ["name"]) ?? "";
			value.push(...sighting(path, name, valueAt(variable, ["value"])));
		}
	}
	return { value };
}

function parse(text: string): Json | undefined {
	try {
		return JSON.parse(text) as Json;
	} catch {
		return undefined;
	}
}

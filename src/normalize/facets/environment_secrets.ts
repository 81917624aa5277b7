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
	if (resource.type !== "aws_sagemaker_model") return undefined;
	const containers = listAt(resource.attributes, ["container"]);
	return [
		["primary_container", 0, "environment"],
		...containers.map((_, index): AttributePath => ["container", index, "environment"]),
	];
}

/** Why a map is unknown as a whole; null where only single values of it are, or none. */
function wholeUnknown(resource: Resource, path: AttributePath): string | null {
	for (const unknown of resource.unknown) {
		if (unknown.path[0] === "attributes" && isPrefix(unknown.path.slice(1), path)) return unknown.reason;
	}
	return null;
}

function searchMap(path: AttributePath, variables: Json | undefined): SecretSighting[] {
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

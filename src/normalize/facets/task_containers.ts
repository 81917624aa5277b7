import type { TaskContainersFacet } from "../../model/facets.ts";
import type { JsonObject } from "../../model/json.ts";
import type { FacetComputer } from "../facet.ts";
import { isObject, textAt } from "../json.ts";
import type { PlanContext } from "../terraform/context.ts";
import { isKnown, read, text } from "./plan_values.ts";

/** The containers of an ECS task, which stand as JSON in a string, and what of the host they share. */
export const taskContainers: FacetComputer<"task_containers", PlanContext> = {
	name: "task_containers",
	compute(resource, context) {
		if (resource.type !== "aws_ecs_task_definition") return undefined;
		const path = ["container_definitions"];
		const written = read(context, resource, path);
		if (!isKnown(written)) return { unknown: written.unknown };
		const definitions = parse(written.value);
		if (definitions === null) return { unknown: "the container definitions are not a JSON list" };
		const system = read(context, resource, ["runtime_platform", 0, "operating_system_family"]);
		if (!isKnown(system)) return { unknown: system.unknown };
		const value: TaskContainersFacet = {
			// Linux where nothing is said (ECS documentation).
			windows: text(system)?.startsWith("WINDOWS") === true,
			containers: definitions.map((definition, index) => ({
				path: [...path, index],
				name: textAt(definition, ["name"]) ?? String(index),
				privileged: definition.privileged === true,
				user: textAt(definition, ["user"]),
				read_only: definition.readonlyRootFilesystem === true,
			})),
		};
		return { value };
	},
};

function parse(value: unknown): JsonObject[] | null {
	if (typeof value !== "string") return null;
	try {
		const parsed: unknown = JSON.parse(value);
		return Array.isArray(parsed) && parsed.every((entry) => isObject(entry)) ? parsed : null;
	} catch {
		return null;
	}
}

import type { Resource } from "../../model/resource.ts";
import type { FacetComputer } from "../facet.ts";
import { listAt, textAt, unknownAt, valueAt } from "../json.ts";
import type { PlanContext } from "../terraform/context.ts";

/** Whether pushed images are scanned, by the repository's own setting or by the registry's. */
export const imageScanning: FacetComputer<"image_scanning", PlanContext> = {
	name: "image_scanning",
	compute(resource, context) {
		if (resource.type !== "aws_ecr_repository") return undefined;
		const path = ["image_scanning_configuration", 0, "scan_on_push"];
		const registries = context.ofType("aws_ecr_registry_scanning_configuration");
		const name = textAt(resource.attributes, ["name"]);
		const byRegistry = name !== null && registries.some((registry) => scans(registry, name));
		if (byRegistry || valueAt(resource.attributes, path) === true) return { value: { on_push: true, path } };
		const reason = unknownAt(resource, path) ?? registries.map((found) => unknownAt(found, ["rule"])).find(Boolean);
		return typeof reason === "string" ? { unknown: reason } : { value: { on_push: false, path } };
	},
};

/** Whether a registry rule that scans on push or continuously fits a repository's name; `*` stands for any text. */
function scans(registry: Resource, repository: string): boolean {
	return listAt(registry.attributes, ["rule"]).some((rule) => {
		if (!["SCAN_ON_PUSH", "CONTINUOUS_SCAN"].includes(textAt(rule, ["scan_frequency"]) ?? "")) return false;
		return listAt(rule, ["repository_filter"]).some((filter) => {
			const pattern = textAt(filter, ["filter"]) ?? "";
			const literal = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
			// A filter without a wildcard fits every name that contains it (ECR documentation).
			const expression = pattern.includes("*") ? `^${literal.join(".*")}$` : literal.join("");
			return pattern !== "" && new RegExp(expression).test(repository);
		});
	});
}

import type { AttributePath } from "../../../model/json.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { isKnown, read, text } from "../plan_values.ts";

/**
 * Artifact Registry scans what is pushed in projects with the Container Scanning API, unless a repository opts out. Only
 * container images count; repositories of other formats, and those that hold no images of their own, carry no facet.
 * https://cloud.google.com/artifact-analysis/docs/enable-automatic-scanning
 */
export const googleImageScanning: FacetComputer<"image_scanning", PlanContext> = {
	name: "image_scanning",
	compute(resource, context): FacetResult<{ on_push: boolean; path: AttributePath }> {
		if (resource.type !== "google_artifact_registry_repository") return undefined;
		const format = read(context, resource, ["format"]);
		const mode = read(context, resource, ["mode"]);
		if (!isKnown(format)) return format;
		if (!isKnown(mode)) return mode;
		if (text(format)?.toUpperCase() !== "DOCKER" || text(mode) === "VIRTUAL_REPOSITORY") return undefined;
		const path = ["vulnerability_scanning_config", 0, "enablement_config"];
		const own = read(context, resource, path);
		if (!isKnown(own)) return own;
		if (text(own) === "DISABLED") return { value: { on_push: false, path } };
		const project = text(read(context, resource, ["project"]));
		const enabled = context.ofType("google_project_service").some((service) => {
			if (text(read(context, service, ["service"])) !== "containerscanning.googleapis.com") return false;
			return text(read(context, service, ["project"])) === project;
		});
		if (enabled) return { value: { on_push: true, path } };
		return {
			unknown: "whether the project scans images is decided by its Container Scanning API, which is not in the plan",
		};
	},
};

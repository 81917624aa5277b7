import type { ReadText } from "../collect/texts.ts";
import type { AttributePath } from "../model/json.ts";
import type { Resource } from "../model/resource.ts";
import { originalKey } from "../normalize/keys.ts";
import { plannedPath } from "../normalize/terraform/kubernetes/planned.ts";
import { createFileLocator, type Place } from "./kubernetes.ts";
import type { Located } from "./located.ts";
import { createPlanLocator } from "./terraform.ts";
import type { TerraformSources } from "./terraform-sources.ts";

/** Where an attribute of a resource stands. */
export type Locator = (resource: Resource, path: AttributePath) => Located;

/** Answers for the resources of one file. */
type Answer = (resource: Resource, path: AttributePath) => Place;

const NOWHERE: Place = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1, precision: "file" };

/**
 * Reads the files of the resources it is asked about, and keeps the last one: ask file by file. What cannot be read
 * again (a file that is gone) gives the first line with precision `file`.
 * @param terraform the code of the plans, where it was found.
 */
export function createLocator(readText: ReadText, terraform: TerraformSources | null = null): Locator {
	let current: { uri: string; origin: string; answer: Answer } | null = null;
	return (resource, path) => {
		const { uri, line, planned } = resource.anchor;
		if (resource.captured !== undefined || resource.origin === "aws") return livePlace(uri, line);
		if (isPlanned(resource)) {
			const inCode = planned === undefined ? path : plannedPath(planned, path);
			const found = terraform?.locate(uri, planned?.address ?? originalKey(resource), inCode) ?? null;
			if (found !== null) return found;
		}
		const origin = isPlanned(resource) ? "terraform" : resource.origin;
		if (current?.uri !== uri || current.origin !== origin) {
			current = { uri, origin, answer: answerFor(resource, readText) };
		}
		return { location: { uri, ...current.answer(resource, path) }, related: [], scopes: [] };
	};
}

/** A live resource stands on a line of the inventory, or nowhere in particular. */
function livePlace(uri: string, line: number | undefined): Located {
	const place: Place =
		line === undefined
			? NOWHERE
			: { startLine: line, startColumn: 1, endLine: line, endColumn: 2, precision: "object" };
	return { location: { uri, ...place }, related: [], scopes: [] };
}

/** Whether a resource stands in a Terraform plan, as Kubernetes objects may. */
function isPlanned({ origin, anchor }: Resource): boolean {
	return origin === "terraform" || anchor.planned !== undefined;
}

function answerFor(resource: Resource, readText: ReadText): Answer {
	const { anchor } = resource;
	const text = readText(anchor.uri);
	if (text === null) return () => NOWHERE;
	if (isPlanned(resource)) {
		const plan = createPlanLocator(text);
		return (other) => plan.locate(other.anchor.planned?.address ?? originalKey(other));
	}
	const file = createFileLocator(text, anchor.uri);
	return ({ anchor: { document = 0, base = [] } }, path) => file.locate(document, base, path);
}

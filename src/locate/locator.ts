import type { ReadText } from "../collect/texts.ts";
import type { AttributePath } from "../model/json.ts";
import type { Resource } from "../model/resource.ts";
import { originalKey } from "../normalize/keys.ts";
import { plannedPath } from "../normalize/terraform/kubernetes/planned.ts";
import { createFileLocator, type Place, type ScopedPlace } from "./kubernetes.ts";
import type { Located } from "./located.ts";
import type { RenderedSources } from "./rendered.ts";
import { MARKS, renderedFrom } from "./rendered-from.ts";
import { createPlanLocator } from "./terraform/plan-file.ts";
import type { TerraformSources } from "./terraform/sources.ts";

/** Where an attribute of a resource stands. `types`: what the rule judges, for a scope resource, which misses one of them. */
export type Locator = (resource: Resource, path: AttributePath, types?: string[]) => Located;

/** Answers for the resources of one file. */
type Answer = (resource: Resource, path: AttributePath) => ScopedPlace & { related?: Located["related"] };

const NOWHERE: Place = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1, precision: "file" };

/**
 * Reads the files of the resources it is asked about, and keeps the last one: ask file by file. What cannot be read
 * again (a file that is gone) gives the first line with precision `file`.
 * @param terraform the code of the plans, where it was found.
 * @param rendered the files behind what helm and kustomize rendered.
 */
export function createLocator(
	readText: ReadText,
	terraform: TerraformSources | null = null,
	rendered: RenderedSources | null = null,
): Locator {
	let current: { uri: string; origin: string; answer: Answer } | null = null;
	return (resource, path, types = []) => {
		const { uri, line, planned } = resource.anchor;
		if (resource.captured !== undefined || resource.origin === "aws") return livePlace(uri, line);
		if (resource.anchor.rendered !== undefined && rendered !== null) return rendered.locate(resource, path);
		if (isPlanned(resource)) {
			const found = terraform?.locate({
				plan: uri,
				address: planned?.address ?? originalKey(resource),
				path: planned === undefined ? path : plannedPath(planned, path),
				values: planned?.values ?? resource.attributes,
				types,
			});
			if (found) return found;
		}
		const origin = isPlanned(resource) ? "terraform" : resource.origin;
		if (current?.uri !== uri || current.origin !== origin) {
			current = { uri, origin, answer: answerFor(resource, readText) };
		}
		const { scopes, related = [], ...place } = current.answer(resource, path);
		return { location: { uri, ...place }, related, scopes };
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
	if (text === null) return () => ({ ...NOWHERE, scopes: [] });
	if (isPlanned(resource)) {
		const plan = createPlanLocator(text);
		return (other) => ({ ...plan.locate(other.anchor.planned?.address ?? originalKey(other)), scopes: [] });
	}
	return manifestAnswer(text, anchor.uri, readText);
}

function manifestAnswer(text: string, uri: string, readText: ReadText): Answer {
	const file = createFileLocator(text, uri);
	const plain: Answer = ({ anchor: { document = 0, base = [] } }, path) => file.locate(document, base, path);
	// Few files were rendered; the others should not pay for the question.
	if (!MARKS.test(text)) return plain;
	const lines = text.split("\n");
	const found = new Map<string, Located["related"]>();
	return (resource, path) => {
		const { document = 0, base = [] } = resource.anchor;
		const key = JSON.stringify([document, base]);
		let related = found.get(key);
		if (related === undefined) {
			const lineOf = (...steps: string[]) => file.locate(document, base, steps).startLine;
			const about = { uri, lines, first: lineOf(), object: resource.attributes };
			related = renderedFrom(about, (name) => lineOf("metadata", "annotations", name), readText);
			found.set(key, related);
		}
		return { ...plain(resource, path), related };
	};
}

import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { STDIN_URI } from "../collect/collect.ts";
import { decode } from "../collect/read.ts";
import type { AttributePath } from "../model/json.ts";
import type { Location } from "../model/report.ts";
import type { Resource } from "../model/resource.ts";
import { originalKey } from "../normalize/keys.ts";
import { createFileLocator, type Place } from "./kubernetes.ts";
import { createPlanLocator } from "./terraform.ts";

/** Where an attribute of a resource stands. */
export type Locator = (resource: Resource, path: AttributePath) => Location;

/** Answers for the resources of one file. */
type Answer = (resource: Resource, path: AttributePath) => Place;

const NOWHERE: Place = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1, precision: "file" };

/**
 * Reads the files of the resources it is asked about, and keeps the last one: ask file by file. What cannot be read
 * again (a file that is gone) gives the first line with precision `file`.
 * @param cwd Folder that the anchors' uris are relative to.
 * @param stdin What was read from standard input, which cannot be read twice.
 */
export function createLocator(cwd: string, stdin?: Uint8Array): Locator {
	let current: { uri: string; origin: string; answer: Answer } | null = null;
	return (resource, path) => {
		const { uri, line } = resource.anchor;
		if (resource.captured !== undefined || resource.origin === "aws") return livePlace(uri, line);
		const origin = isPlanned(resource) ? "terraform" : resource.origin;
		if (current?.uri !== uri || current.origin !== origin) {
			current = { uri, origin, answer: answerFor(resource, cwd, stdin) };
		}
		return { uri, ...current.answer(resource, path) };
	};
}

/** A live resource stands on a line of the inventory, or nowhere in particular. */
function livePlace(uri: string, line: number | undefined): Location {
	if (line === undefined) return { uri, ...NOWHERE };
	return { uri, startLine: line, startColumn: 1, endLine: line, endColumn: 2, precision: "object" };
}

/** Whether a resource stands in a Terraform plan, as Kubernetes objects may. */
function isPlanned({ origin, anchor }: Resource): boolean {
	return origin === "terraform" || anchor.planned !== undefined;
}

function answerFor(resource: Resource, cwd: string, stdin: Uint8Array | undefined): Answer {
	const { anchor } = resource;
	const text = stdin !== undefined && anchor.uri === STDIN_URI ? decode(stdin) : readAgain(resolve(cwd, anchor.uri));
	if (text === null) return () => NOWHERE;
	if (isPlanned(resource)) {
		const plan = createPlanLocator(text);
		return (other) => plan.locate(other.anchor.planned?.address ?? originalKey(other));
	}
	const file = createFileLocator(text, anchor.uri);
	return ({ anchor: { document = 0, base = [] } }, path) => file.locate(document, base, path);
}

function readAgain(path: string): string | null {
	try {
		// A pipe is empty by now, and opening it may wait for ever.
		return statSync(path).isFile() ? decode(readFileSync(path)) : null;
	} catch {
		return null;
	}
}

import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { decode } from "../collect/read.ts";
import type { AttributePath } from "../model/json.ts";
import type { Location } from "../model/report.ts";
import type { Resource } from "../model/resource.ts";
import { createFileLocator, type Place } from "./kubernetes.ts";
import { createPlanLocator } from "./terraform.ts";

/** Where an attribute of a resource stands. */
export type Locator = (resource: Resource, path: AttributePath) => Location;

/** Answers for the resources of one file. */
type Answer = (resource: Resource, path: AttributePath) => Place;

const NOWHERE: Place = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1, precision: "file" };

/**
 * Reads the files of the resources it is asked about, and keeps the last one: ask file by file. What cannot be read
 * again (standard input, a file that is gone) gives the first line with precision `file`.
 * @param cwd Folder that the anchors' uris are relative to.
 */
export function createLocator(cwd: string): Locator {
	let current: { uri: string; origin: string; answer: Answer } | null = null;
	return (resource, path) => {
		const { uri } = resource.anchor;
		if (current?.uri !== uri || current.origin !== resource.origin) {
			current = { uri, origin: resource.origin, answer: answerFor(resource, cwd) };
		}
		return { uri, ...current.answer(resource, path) };
	};
}

function answerFor({ anchor, origin }: Resource, cwd: string): Answer {
	let text: string;
	try {
		const path = resolve(cwd, anchor.uri);
		// A pipe is empty by now, and opening it may wait for ever.
		if (!statSync(path).isFile()) return () => NOWHERE;
		text = decode(readFileSync(path));
	} catch {
		return () => NOWHERE;
	}
	if (origin === "terraform") {
		const plan = createPlanLocator(text);
		// A second resource of the same address carries its file in the key.
		return ({ key }) => plan.locate(key.replace(/ \([^)]*\)(?: #\d+)?$/, ""));
	}
	const file = createFileLocator(text, anchor.uri);
	return ({ anchor: { document = 0, base = [] } }, path) => file.locate(document, base, path);
}

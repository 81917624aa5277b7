import { createHash } from "node:crypto";
import type { AttributePath, Json, JsonObject } from "../model/json.ts";

/** What names an element of a list in Kubernetes objects, Terraform blocks and policy documents, best first. */
const NAMES = ["name", "Sid", "sid", "id", "key", "type", "containerPort", "port"];

/**
 * Hash of what a finding is about: rule, resource and path, with list indices replaced by the element's own name where
 * its siblings do not share it. Lines, wording and the order of named elements do not change it.
 * @returns 32 hex digits.
 */
export function fingerprint(rule: string, resource: string, path: AttributePath, attributes: JsonObject): string {
	const steps = JSON.stringify([rule, resource, ...stablePath(path, attributes)]);
	return createHash("sha256").update(steps).digest("hex").slice(0, 32);
}

function stablePath(path: AttributePath, attributes: JsonObject): (string | number)[] {
	let value: Json | undefined = attributes;
	return path.map((step) => {
		const parent: Json | undefined = value;
		value = child(parent, step);
		return typeof step === "number" && Array.isArray(parent) ? tagOf(parent, value, step) : step;
	});
}

function child(value: Json | undefined, step: string | number): Json | undefined {
	if (Array.isArray(value)) return value[step as number];
	if (typeof value === "object" && value !== null && Object.hasOwn(value, step)) return value[step];
	return undefined;
}

function tagOf(list: Json[], element: Json | undefined, index: number): string | number {
	if (typeof element === "string") {
		// Short plain words only (a CIDR, an action, a port name): a longer text may hold what must not be guessed from a hash.
		const plain = /^[\w.:/*-]{1,24}$/.test(element) && list.filter((other) => other === element).length === 1;
		return plain ? `=${element}` : index;
	}
	for (const name of NAMES) {
		const tag = child(element, name);
		if (typeof tag !== "string" && typeof tag !== "number") continue;
		if (list.filter((other) => child(other, name) === tag).length === 1) return `${name}=${tag}`;
	}
	return index;
}

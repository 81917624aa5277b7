import { createHash } from "node:crypto";
import type { ToolComponent, ToolComponentReference } from "sarif";
import type { FrameworkAssessment } from "../../model/report.ts";

/** A framework as a taxonomy: its controls are the taxa. */
export function taxonomy(framework: FrameworkAssessment): ToolComponent {
	return {
		name: framework.id,
		guid: guidOf(framework),
		version: framework.version,
		shortDescription: { text: framework.title },
		isComprehensive: true,
		taxa: framework.controls.map(({ id, title }) => ({ id, shortDescription: { text: title || id } })),
	};
}

/** What the driver refers to it by. */
export function taxonomyReference(framework: FrameworkAssessment, index: number): ToolComponentReference {
	return { name: framework.id, index, guid: guidOf(framework) };
}

/** Namespace of the GUIDs below: any fixed one of our own. */
const NAMESPACE = Buffer.from("6f1d3c0e5b0a4b8e9c5d2f7a8e41b360", "hex");

/** A name-based GUID (RFC 9562, version 5), the same for a framework wherever it is written. */
function guidOf({ id }: FrameworkAssessment): string {
	const bytes = createHash("sha1").update(NAMESPACE).update(id).digest().subarray(0, 16);
	bytes[6] = (bytes[6]! & 0x0f) | 0x50;
	bytes[8] = (bytes[8]! & 0x3f) | 0x80;
	const hex = bytes.toString("hex");
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

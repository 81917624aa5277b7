import { posix } from "node:path";
import type { ArtifactLocation } from "sarif";

/** Name of the folder that relative references start from. */
export const ROOT = "%SRCROOT%";

/**
 * A file's place as a URI: each segment percent-encoded, so that `#`, `%`, `:`, blanks and line feeds stay part of the
 * name. Relative to the folder of the scan; an absolute path becomes a `file:` URI. Half characters become U+FFFD.
 */
export function artifactLocation(uri: string): ArtifactLocation {
	const path = posix.normalize(uri);
	const encoded = path.split("/").map(encodeSegment).join("/");
	return path.startsWith("/") ? { uri: `file://${encoded}` } : { uri: encoded, uriBaseId: ROOT };
}

/** Whether a file lies outside the folder of the scan: code scanning cannot show it in the repository. */
export function isOutside(uri: string): boolean {
	const path = posix.normalize(uri);
	return path.startsWith("/") || path === ".." || path.startsWith("../");
}

function encodeSegment(segment: string): string {
	return encodeURIComponent(segment.toWellFormed());
}

import type { Notification, ReportingDescriptor } from "sarif";
import type { Diagnostic } from "../../model/resource.ts";
import { plural } from "../words.ts";
import { MAX_MESSAGE, MAX_NOTIFICATIONS } from "./limits.ts";
import type { SarifProfile } from "./profile.ts";
import { messageText } from "./text.ts";
import { artifactLocation } from "./uris.ts";

const GRAVITY: Diagnostic["severity"][] = ["error", "warning", "note"];

/** The notifications of a run, what they are about, and the files they name. */
export interface Notifications {
	descriptors: ReportingDescriptor[];
	notifications: Notification[];
}

/**
 * Diagnostics as notifications, in their order; for code scanning only the gravest of very many.
 * @param notices what the file itself has to say, first.
 */
export function notifications(notices: Diagnostic[], diagnostics: Diagnostic[], profile: SarifProfile): Notifications {
	const told = profile === "full" ? diagnostics : gravest(diagnostics, MAX_NOTIFICATIONS);
	const left = diagnostics.length - told.length;
	const all = [...notices];
	if (left > 0) {
		const message = `${plural(left, "diagnostic")} left out, none graver than those listed`;
		all.push({ severity: "note", code: "diagnostic-limit", message, uri: null, line: null });
	}
	for (const diagnostic of told) all.push(diagnostic);
	const indexes = new Map([...new Set(all.map(({ code }) => code))].sort().map((code, index) => [code, index]));
	return {
		descriptors: [...indexes.keys()].map((id) => ({ id })),
		notifications: all.map((diagnostic) => notification(diagnostic, indexes.get(diagnostic.code)!)),
	};
}

function gravest(diagnostics: Diagnostic[], most: number): Diagnostic[] {
	if (diagnostics.length <= most) return diagnostics;
	const chosen = new Set<Diagnostic>();
	for (const severity of GRAVITY) {
		for (const diagnostic of diagnostics) {
			if (chosen.size < most && diagnostic.severity === severity) chosen.add(diagnostic);
		}
	}
	return diagnostics.filter((diagnostic) => chosen.has(diagnostic));
}

function notification({ severity, code, message, uri, line }: Diagnostic, index: number): Notification {
	return {
		level: severity,
		descriptor: { id: code, index },
		message: { text: messageText(message, MAX_MESSAGE) },
		...(uri === null
			? {}
			: {
					locations: [
						{
							physicalLocation: {
								artifactLocation: artifactLocation(uri),
								...(line === null ? {} : { region: { startLine: line } }),
							},
						},
					],
				}),
	};
}

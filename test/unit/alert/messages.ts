import type { DeliveryContext } from "../../../src/alert/delivery.ts";
import type { AlertEvent, AlertMessage } from "../../../src/alert/events.ts";
import type { StoredFinding } from "../../../src/history/record.ts";

/** A finding of the history. */
export function stored(id: string, overrides: Partial<StoredFinding> = {}): StoredFinding {
	return {
		fingerprint: id.padEnd(32, "0"),
		openedRun: 1,
		rule: "k8s-privileged",
		severity: "high",
		resource: `apps/Deployment/shop/${id}`,
		title: "Containers are not privileged",
		suppressed: false,
		firstSeen: "2026-11-01T02:00:00.000Z",
		lastSeen: "2026-11-02T02:00:00.000Z",
		closedAt: null,
		closedAs: null,
		detail: {
			message: "a container is privileged",
			type: "apps/Deployment",
			name: id,
			origin: "kubernetes",
			scope: "shop",
			place: "shop.yaml:3",
			fix: "Remove privileged.",
			controls: ["soc2 CC6.1", "hipaa 164.312(a)(1)"],
		},
		...overrides,
	};
}

/** A message about findings. */
export function message(findings: StoredFinding[], overrides: Partial<AlertMessage> = {}): AlertMessage {
	const events = findings.map(
		(finding): AlertEvent => ({ id: `finding/${finding.fingerprint}/1`, kind: "finding", finding }),
	);
	return {
		id: "e".repeat(64),
		stream: "nightly",
		at: "2026-11-02T02:00:00.000Z",
		findings,
		fixed: [],
		scores: [],
		incomplete: null,
		reportUrl: null,
		events,
		...overrides,
	};
}

/** What a cluster's owner may call things to get into other people's messages. */
export const HOSTILE =
	'<!channel> <https://evil.example|ok> *x* `y` <img src=x onerror=alert(1)> & "q"\u202e\r\nBcc: a@b.example';

/** A clock that only moves when something sleeps. */
export function fakeWorld(timeout = 2_000): DeliveryContext & { slept: number[] } {
	const slept: number[] = [];
	let now = Date.parse("2026-11-02T03:00:00Z");
	return {
		slept,
		timeout,
		now: () => now,
		sleep: async (milliseconds) => {
			slept.push(milliseconds);
			now += milliseconds;
		},
	};
}

import { createHmac } from "node:crypto";
import type { DeliveryContext } from "./delivery.ts";
import type { AlertMessage } from "./events.ts";
import { post } from "./http.ts";
import { headline, severityTotals, worst } from "./message.ts";

/** Header of the signature: `t=<seconds since 1970>,v1=<hex of HMAC-SHA256 over "<t>.<body>">`. */
export const SIGNATURE_HEADER = "assay-signature";

/** Posts a message as a signed CloudEvent. @throws DeliveryError */
export async function sendWebhook(
	url: URL,
	secret: string,
	message: AlertMessage,
	context: DeliveryContext,
): Promise<void> {
	const body = JSON.stringify(cloudEvent(message));
	// The time of the attempt is signed too, so that a receiver can refuse what was recorded and sent again.
	const headers = () => ({
		"content-type": "application/cloudevents+json; charset=utf-8",
		[SIGNATURE_HEADER]: sign(body, secret, Math.floor(context.now() / 1000)),
	});
	await post(url, body, headers, context);
}

/** The signature of a body. @param seconds since 1970. */
export function sign(body: string, secret: string, seconds: number): string {
	return `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`;
}

/** The message as a CloudEvent 1.0 in structured mode. */
export function cloudEvent(message: AlertMessage): object {
	const { id, stream, at, findings, fixed, scores, incomplete, reportUrl } = message;
	return {
		specversion: "1.0",
		id,
		source: `urn:assay:stream:${encodeURIComponent(stream)}`,
		type: "assay.scan.alert.v1",
		time: at,
		subject: stream,
		datacontenttype: "application/json",
		data: {
			headline: headline(message),
			newFindings: { total: findings.length, bySeverity: severityTotals(findings) },
			worst: worst(message).map(({ fingerprint, rule, severity, title, resource, firstSeen, detail }) => ({
				fingerprint,
				rule,
				severity,
				title,
				message: detail.message,
				resource: { key: resource, type: detail.type, origin: detail.origin, scope: detail.scope },
				place: detail.place,
				fix: detail.fix,
				controls: detail.controls,
				firstSeen,
			})),
			fixed: fixed.length,
			scores,
			incomplete,
			reportUrl,
		},
	};
}

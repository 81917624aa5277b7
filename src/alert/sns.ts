import { createHash } from "node:crypto";
import { awsTrouble } from "./aws.ts";
import type { DeliveryContext } from "./delivery.ts";
import type { AlertMessage } from "./events.ts";
import { cut, headline, plainText } from "./message.ts";

/** Most bytes of a message. */
const MAX_BYTES = 256 * 1024;

/** Publishes a message to an SNS topic, whose ARN names the region. @throws DeliveryError */
export async function sendSns(topicArn: string, message: AlertMessage, context: DeliveryContext): Promise<void> {
	const { PublishCommand, SNSClient } = await import("@aws-sdk/client-sns");
	const client = new SNSClient({
		region: topicArn.split(":")[3]!,
		maxAttempts: 4,
		requestHandler: { requestTimeout: context.timeout, connectionTimeout: context.timeout },
	});
	const fifo = topicArn.endsWith(".fifo");
	try {
		await client.send(
			new PublishCommand({
				TopicArn: topicArn,
				// At most 100 characters of ASCII.
				Subject: cut(`Assay: ${headline(message)}`.replace(/[^\x20-\x7e]/g, "?"), 99).replace("…", "."),
				Message: Buffer.from(plainText(message)).subarray(0, MAX_BYTES).toString(),
				MessageAttributes: {
					"assay-id": { DataType: "String", StringValue: message.id },
					"assay-new-findings": { DataType: "Number", StringValue: String(message.findings.length) },
				},
				...(fifo
					? {
							MessageGroupId: createHash("sha256").update(message.stream).digest("hex"),
							MessageDeduplicationId: message.id,
						}
					: {}),
			}),
		);
	} catch (error) {
		throw awsTrouble("sns:Publish", error);
	} finally {
		client.destroy();
	}
}

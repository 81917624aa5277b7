import type { HistoryStore } from "../history/store.ts";
import type { Alerting, Channel } from "./config.ts";
import { type DeliveryContext, DeliveryError } from "./delivery.ts";
import type { AlertMessage } from "./events.ts";
import { claim, settle } from "./outbox.ts";

/** What became of the alerts of a stream. */
export interface DeliveryResult {
	/** Messages that arrived, by channel. */
	sent: { channel: string; messages: number; events: number }[];
	/** One line each, without secrets. */
	failures: string[];
}

/**
 * Tells every channel what it was not told yet, also of earlier runs. What fails stays in the history for the next run;
 * one channel's trouble does not keep the others from being told.
 */
export async function deliverAlerts(
	store: HistoryStore,
	stream: string,
	alerting: Alerting,
	world: Pick<DeliveryContext, "now" | "sleep">,
): Promise<DeliveryResult> {
	const result: DeliveryResult = { sent: [], failures: [] };
	const context = { ...world, timeout: alerting.timeout };
	for (const channel of alerting.channels) {
		const { reportUrl } = alerting;
		const messages = await store.transaction((sql) =>
			claim(sql, { stream, channel: channel.id, now: world.now(), reportUrl }),
		);
		const sent = { channel: channel.id, messages: 0, events: 0 };
		let failure: string | null = null;
		for (const message of messages) {
			const claimed = message.events.map(({ id }) => id);
			// After a failure the rest is given back untried: the receiver is down, and order matters.
			const outcome: Outcome =
				failure === null ? await tell(channel, message, context) : { delivered: [], trouble: null };
			const { delivered } = outcome;
			failure ??= outcome.trouble;
			const at = new Date(world.now()).toISOString();
			await store.transaction((sql) => settle(sql, { stream, channel: channel.id, claimed, delivered, at }));
			if (delivered.length > 0) sent.messages += 1;
			sent.events += delivered.length;
		}
		if (sent.messages > 0) result.sent.push(sent);
		if (failure !== null) result.failures.push(`channel "${channel.id}": ${masked(failure, alerting.secrets)}`);
	}
	return result;
}

/** Ids of events that arrived, and what kept the others. */
interface Outcome {
	delivered: string[];
	trouble: string | null;
}

async function tell(channel: Channel, message: AlertMessage, context: DeliveryContext): Promise<Outcome> {
	if (message.events.length === 0) return { delivered: [], trouble: null };
	try {
		await channel.send(message, context);
		return { delivered: message.events.map(({ id }) => id), trouble: null };
	} catch (error) {
		if (error instanceof DeliveryError) return { delivered: error.delivered, trouble: error.message };
		return { delivered: [], trouble: `unexpected trouble (${(error as Error).name})` };
	}
}

function masked(text: string, secrets: string[]): string {
	return secrets.reduce((shown, secret) => shown.replaceAll(secret, "***"), text);
}

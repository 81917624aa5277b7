/** What senders need of the world; tests hand in their own. */
export interface DeliveryContext {
	/** Milliseconds since 1970. */
	now: () => number;
	sleep: (milliseconds: number) => Promise<void>;
	/** Longest wait for one answer. Milliseconds. */
	timeout: number;
}

/** A message that could not be delivered, or not all of it. The text holds no secret. */
export class DeliveryError extends Error {
	override readonly name = "DeliveryError";
	/** Whether another attempt may help. */
	readonly retry: boolean;
	/** What the receiver asked to wait before it. Milliseconds. */
	readonly after: number | null;
	/** Ids of events that did arrive. */
	readonly delivered: string[];

	constructor(message: string, options: { retry?: boolean; after?: number | null; delivered?: string[] } = {}) {
		super(message);
		this.retry = options.retry ?? false;
		this.after = options.after ?? null;
		this.delivered = options.delivered ?? [];
	}
}

/** Waits before the second attempt and on; no more follow. Milliseconds. */
const DELAYS = [1_000, 4_000, 16_000];
/** A receiver that asks for more has to wait for the next scan. Milliseconds. */
const MAX_WAIT = 60_000;

/**
 * Tries until it works, at most four times, with waits that grow, or as long as the receiver asks for.
 * @throws DeliveryError of the last attempt.
 */
export async function withRetries<T>(context: DeliveryContext, attempt: () => Promise<T>): Promise<T> {
	for (let tried = 0; ; tried += 1) {
		try {
			return await attempt();
		} catch (error) {
			if (!(error instanceof DeliveryError) || !error.retry) throw error;
			const delay = DELAYS[tried];
			if (delay === undefined) throw new DeliveryError(`${error.message}, after ${tried + 1} attempts`);
			const wait = error.after ?? delay;
			if (wait > MAX_WAIT) throw new DeliveryError(`${error.message}; it asks to wait ${Math.ceil(wait / 1000)} s`);
			await context.sleep(wait);
		}
	}
}

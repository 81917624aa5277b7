/** A token bucket shared by all clients of a scan: so many calls per second, with a burst of one second's worth. */
export class RateLimiter {
	readonly #rate: number;
	readonly #now: () => number;
	#tokens: number;
	#filledAt: number;

	/**
	 * @param rate calls per second, above 0.
	 * @param now milliseconds; tests hand in their own.
	 */
	constructor(rate: number, now: () => number = () => performance.now()) {
		this.#rate = rate;
		this.#now = now;
		this.#tokens = Math.max(1, rate);
		this.#filledAt = now();
	}

	/** Takes a token. Milliseconds to wait before the call may go out; tokens are handed out in the order of asking. */
	take(): number {
		const now = this.#now();
		const filled = this.#tokens + ((now - this.#filledAt) / 1000) * this.#rate;
		this.#tokens = Math.min(Math.max(1, this.#rate), filled) - 1;
		this.#filledAt = now;
		return this.#tokens >= 0 ? 0 : (-this.#tokens / this.#rate) * 1000;
	}

	/** Takes a token and waits until it is due. */
	async wait(): Promise<void> {
		const delay = this.take();
		if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
	}
}

/**
 * Reads several sources at a time and yields their values source by source, in the order of the sources: `width` of them
 * are under way, and each may have `room` values waiting. Stopping early stops the sources after their current value.
 */
export async function* readAhead<T>(
	sources: Iterable<() => AsyncIterable<T>>,
	width: number,
	room: number,
): AsyncGenerator<T> {
	const rest = sources[Symbol.iterator]();
	const running: Pump<T>[] = [];
	const start = () => {
		const next = rest.next();
		if (next.done !== true) running.push(new Pump(next.value(), room));
	};
	for (let count = 0; count < width; count++) start();
	try {
		for (let pump = running[0]; pump !== undefined; pump = running[0]) {
			yield* pump.values();
			running.shift();
			start();
		}
	} finally {
		for (const pump of running) pump.stop();
	}
}

/** Runs a source until `room` values wait to be taken. */
class Pump<T> {
	readonly #waiting: T[] = [];
	#ended = false;
	#stopped = false;
	#failure: { error: unknown } | null = null;
	#taken: () => void = () => {};
	#given: () => void = () => {};

	constructor(source: AsyncIterable<T>, room: number) {
		void this.#run(source, room);
	}

	async #run(source: AsyncIterable<T>, room: number): Promise<void> {
		try {
			for await (const value of source) {
				this.#waiting.push(value);
				this.#given();
				while (this.#waiting.length >= room && !this.#stopped) {
					await new Promise<void>((resolve) => {
						this.#taken = resolve;
					});
				}
				if (this.#stopped) break;
			}
		} catch (error) {
			this.#failure = { error };
		}
		this.#ended = true;
		this.#given();
	}

	async *values(): AsyncGenerator<T> {
		for (;;) {
			while (this.#waiting.length > 0) {
				const value = this.#waiting.shift()!;
				this.#taken();
				yield value;
			}
			if (this.#ended) break;
			await new Promise<void>((resolve) => {
				this.#given = resolve;
			});
		}
		if (this.#failure !== null) throw this.#failure.error;
	}

	stop(): void {
		this.#stopped = true;
		this.#taken();
	}
}

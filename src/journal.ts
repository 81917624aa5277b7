import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Verdicts } from "./judging.ts";
import type { Report } from "./model/report.ts";

/** One unit of work that an earlier run finished. */
export interface FinishedUnit {
	unit: string;
	verdicts: Verdicts;
	inputs: Report["inputs"];
	/** What it met, as `us-east-1/aws_s3_bucket`: questions about what is missing ask for it. */
	types?: string[];
}

/** A journal that cannot be used for this scan. The message says why. */
export class JournalError extends Error {
	override readonly name = "JournalError";
}

/** What was read longer ago than this says too little of now. Milliseconds. */
const MAX_AGE = 24 * 60 * 60 * 1000;

/**
 * What a live scan has finished, one line a unit, so that a run that was cut short can be taken up again. Holds verdicts,
 * never what was read. A complete scan removes it.
 */
export class Journal {
	readonly #path: string;
	readonly #finished: FinishedUnit[];

	private constructor(path: string, finished: FinishedUnit[]) {
		this.#path = path;
		this.#finished = finished;
	}

	/**
	 * @param fingerprint of everything that verdicts depend on beside what is read; a journal of another scan is refused.
	 * @throws JournalError
	 */
	static open(path: string, fingerprint: string): Journal {
		const head = { assayJournal: 1, fingerprint, startedAt: new Date().toISOString() };
		if (!existsSync(path)) {
			mkdirSync(dirname(path), { recursive: true });
			writeFileSync(path, `${JSON.stringify(head)}\n`);
			return new Journal(path, []);
		}
		const [first = "", ...lines] = readFileSync(path, "utf8").split("\n");
		const known = parse<Partial<typeof head>>(first);
		if (known?.assayJournal !== 1) throw new JournalError(`${path} is no journal of a scan`);
		if (known.fingerprint !== fingerprint) {
			throw new JournalError(`${path} is the journal of a scan with other rules or options; remove it to start anew`);
		}
		const age = Date.now() - Date.parse(known.startedAt ?? "");
		if (!(age < MAX_AGE)) {
			throw new JournalError(`${path} was begun more than a day ago; remove it to start anew`);
		}
		// A run that was killed may have left half a line.
		const finished = lines.map((line) => parse<FinishedUnit>(line)).filter((unit) => unit !== null);
		if (lines.length > 0 && lines.at(-1) !== "") appendFileSync(path, "\n");
		return new Journal(path, finished);
	}

	finished(): readonly FinishedUnit[] {
		return this.#finished;
	}

	add(unit: FinishedUnit): void {
		appendFileSync(this.#path, `${JSON.stringify(unit)}\n`);
	}

	/** Removes the journal of a complete scan. */
	close(incomplete: boolean): void {
		if (!incomplete) rmSync(this.#path, { force: true });
	}
}

function parse<T>(line: string): T | null {
	if (line === "") return null;
	try {
		return JSON.parse(line) as T;
	} catch {
		return null;
	}
}

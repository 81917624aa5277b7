import type { Diagnostic } from "../../model/resource.ts";
import { compareText } from "../../order.ts";
import type { Trouble, TroubleKind } from "./errors.ts";

const CODES: Record<TroubleKind, [severity: Diagnostic["severity"], code: string]> = {
	denied: ["error", "aws-denied"],
	credentials: ["error", "aws-credentials"],
	aborted: ["error", "aws-cut-short"],
	throttled: ["error", "aws-throttled"],
	// Where a service is not offered there is nothing of it that could be read.
	unavailable: ["warning", "aws-unavailable"],
	unreachable: ["error", "aws-unreadable"],
	unsupported: ["error", "aws-unreadable"],
	failed: ["error", "aws-unreadable"],
};

/** Gathers the troubles of an account's calls: one diagnostic for each permission and region, however often it was missed. */
export class Troubles {
	readonly #account: string;
	readonly #diagnostics = new Map<string, Diagnostic>();

	constructor(account: string) {
		this.#account = account;
	}

	/** @param region where the error itself does not say. */
	add(trouble: Trouble, region: string): void {
		const [severity, code] = CODES[trouble.kind];
		this.say(severity, code, trouble.reason, trouble.call?.region ?? region);
	}

	say(severity: Diagnostic["severity"], code: string, message: string, region: string): void {
		const uri = `live/aws/${this.#account}/${region}`;
		this.#diagnostics.set([uri, code, message].join("\n"), { severity, code, message, uri, line: null });
	}

	/** All so far, totally ordered; empties it. */
	take(): Diagnostic[] {
		const keys = [...this.#diagnostics.keys()].sort(compareText);
		const diagnostics = keys.map((key) => this.#diagnostics.get(key)!);
		this.#diagnostics.clear();
		return diagnostics;
	}
}

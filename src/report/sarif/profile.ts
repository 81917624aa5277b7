import { MAX_MESSAGE } from "./limits.ts";

/** `github`: what code scanning takes and shows. `full`: everything, for other readers. */
export type SarifProfile = "github" | "full";

export const SARIF_PROFILES: readonly SarifProfile[] = ["github", "full"];

/** How much is told of each thing, where the file would become too large otherwise. */
export interface Detail {
	/** Most characters of a message. */
	message: number;
	/** Most characters of a rule's help, in each of its two forms. */
	help: number;
	/** Whether there are evidence, fixes, related places, other instances, hashes and taxonomies. */
	extras: boolean;
}

/** From everything to the least that is useful. After that, results are left out. */
export const DETAILS: readonly [Detail, ...Detail[]] = [
	{ message: MAX_MESSAGE, help: 16_000, extras: true },
	{ message: MAX_MESSAGE, help: 4_000, extras: false },
	{ message: 300, help: 1_000, extras: false },
	{ message: 120, help: 300, extras: false },
];

import { errorName } from "../errors.ts";

/**
 * The answer of a call; null where there is nothing to tell: a setting that was never made, or a thing that was listed a
 * moment ago and has been deleted meanwhile.
 * @param names of the errors that say so. Every other error is thrown on.
 */
export async function unlessAbsent<T>(names: string[], call: () => Promise<T>): Promise<T | null> {
	try {
		return await call();
	} catch (error) {
		if (names.includes(errorName(error))) return null;
		throw error;
	}
}

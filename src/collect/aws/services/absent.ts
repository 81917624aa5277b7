import { errorName } from "../errors.ts";

/**
 * The answer of a call about something that was listed a moment ago; null where it has been deleted meanwhile.
 * @param names of the errors that say so. Every other error is thrown on.
 */
export async function unlessGone<T>(names: string[], call: () => Promise<T>): Promise<T | null> {
	try {
		return await call();
	} catch (error) {
		if (names.includes(errorName(error))) return null;
		throw error;
	}
}

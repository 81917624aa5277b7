/** Compares by code units: the same on every machine, unlike locale order. For total sort orders of output. */
export function compareText(left: string, right: string): number {
	return left < right ? -1 : left > right ? 1 : 0;
}

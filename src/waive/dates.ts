/** Whether a text is a day of the calendar, written YYYY-MM-DD: no 30 February, no other notation. */
export function isDay(text: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
	const date = new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** The day of a moment in UTC, so that an exception ends at the same moment everywhere. */
export function dayOf(moment: string): string {
	return new Date(moment).toISOString().slice(0, 10);
}

/** Whether the last day that something holds is over; null never is. */
export function isOver(last: string | null, today: string): boolean {
	return last !== null && last < today;
}

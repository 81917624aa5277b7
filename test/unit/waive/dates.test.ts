import { expect, test } from "vitest";
import { dayOf, isDay, isOver } from "../../../src/waive/dates.ts";

test("a day is a day of the calendar in one notation", () => {
	for (const day of ["2027-03-31", "2028-02-29", "0001-01-01"]) expect(isDay(day), day).toBe(true);
	for (const text of [
		...[
			"2027-02-29",
			"2027-02-30",
			"2027-13-01",
			"2027-00-10",
			"2027-01-00",
			"tomorrow",
			"",
			"2027-3-31",
			"31.03.2027",
		],
		...[
			"2027/03/31",
			"2027-03-31T00:00:00Z",
			" 2027-03-31",
			"2027-03-31\n",
			"٢٠٢٧-03-31",
			"+2027-03-31",
			"-2027-03-31",
		],
	]) {
		expect(isDay(text), text).toBe(false);
	}
});

test("an exception holds through its last day in UTC, wherever the scan runs", () => {
	expect(isOver("2026-11-21", dayOf("2026-11-21T23:59:59.999Z"))).toBe(false);
	expect(isOver("2026-11-21", dayOf("2026-11-22T00:00:00.000Z"))).toBe(true);
	expect(isOver("2026-11-21", dayOf("2026-11-22T01:30:00+02:00"))).toBe(false);
	expect(isOver(null, dayOf("2999-01-01T00:00:00Z"))).toBe(false);
});

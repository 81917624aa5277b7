import type { Location } from "../model/report.ts";

/** A place in a file, and what surrounds it. */
export interface Located {
	location: Location;
	/** Other places that belong to it: the module's file behind a call, the chart's template behind rendered text. */
	related: { message: string; location: Location }[];
	/** 1-based first lines, in the file of `location`, of everything that encloses it: blocks, objects, list items. */
	scopes: number[];
}

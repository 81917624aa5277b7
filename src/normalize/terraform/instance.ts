import type { Json, JsonObject } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { ModuleStep } from "./address.ts";
import type { ModuleNode } from "./configuration.ts";

/** What a plan says about an instance beyond what its resource carries. */
export interface Instance {
	resource: Resource;
	mode: "managed" | "data";
	/** Type and name as written inside its module: `data.aws_region.current`. */
	local: string;
	key: string | number | null;
	steps: ModuleStep[];
	/** `change.after_unknown`: true where a value is known only after apply. */
	unknown: Json | undefined;
	/** `change.after_sensitive`; an unknown list stands in it as `[]`. */
	sensitive: Json | undefined;
	/** True when values were read from `planned_values`, which leaves out what is unknown without saying so. */
	planned: boolean;
	node: ModuleNode | null;
	/** Its block in `configuration`, if the plan has one. */
	block: JsonObject | null;
}

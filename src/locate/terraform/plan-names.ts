import type { JsonObject } from "../../model/json.ts";
import { parseAddress } from "../../normalize/terraform/address.ts";
import { type Configuration, readConfiguration } from "../../normalize/terraform/configuration.ts";
import { asList, asObject, asString } from "../../normalize/terraform/json.ts";
import type { ModuleCode } from "./module-code.ts";

/** What the root module that a plan was made from must hold. */
export interface RootNames {
	/** `aws_s3_bucket.this`, `data.aws_region.current`. */
	resources: Set<string>;
	calls: Set<string>;
	configuration: Configuration | null;
}

/** The names in a plan's configuration; for plans without one, those of its changes. */
export function rootNames(plan: JsonObject): RootNames {
	const configuration = readConfiguration(plan.configuration);
	if (configuration !== null) {
		const calls = Object.keys(asObject(asObject(asObject(plan.configuration)?.root_module)?.module_calls) ?? {});
		return { resources: new Set(configuration.root.resources.keys()), calls: new Set(calls), configuration };
	}
	const names: RootNames = { resources: new Set(), calls: new Set(), configuration };
	for (const entry of asList(plan.resource_changes)) {
		const change = asObject(entry);
		const address = parseAddress(asString(change?.address) ?? "");
		const actions = asList(asObject(change?.change)?.actions);
		if (address === null || (actions.length === 1 && actions[0] === "delete")) continue;
		const [outermost] = address.modules;
		if (outermost !== undefined) names.calls.add(outermost.name);
		else names.resources.add(`${address.mode === "data" ? "data." : ""}${address.type}.${address.name}`);
	}
	return names;
}

/** The share of a plan's names that a module defines; null for a plan that names nothing. */
export function shareFound({ resources, calls }: RootNames, code: ModuleCode): number | null {
	const size = resources.size + calls.size;
	if (size === 0) return null;
	let found = 0;
	for (const name of resources) if (code.resource(name) !== null) found++;
	for (const name of calls) if (code.call(name) !== null) found++;
	return found / size;
}

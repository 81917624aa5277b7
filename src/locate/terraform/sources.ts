import type { ReadText } from "../../collect/texts.ts";
import type { AttributePath, JsonObject } from "../../model/json.ts";
import type { Diagnostic, Document } from "../../model/resource.ts";
import type { Located } from "../located.ts";
import type { CodeFile, Comment } from "./syntax.ts";

/** What is looked for in the code. */
export interface Sought {
	/** Uri of the plan file. */
	plan: string;
	/** Full address of the resource, with instance keys; or that of a scope resource. */
	address: string;
	/** Where in the planned values. */
	path: AttributePath;
	/** The planned values of the resource. */
	values: JsonObject;
	/** The types of resources that the rule judges: what a scope resource misses is one of them. */
	types: string[];
}

/** The Terraform code that plans were made from. */
export interface TerraformSources {
	/**
	 * Where a path in the values of a planned resource stands in the code.
	 * @returns null where the plan's code, or the block, is not found.
	 */
	locate(sought: Sought): Located | null;
	/** Uris of the files of the user's own modules read so far, sorted. */
	files(): string[];
	/** The comments of a file, in order; none for files that were not read and for downloaded ones. */
	comments(uri: string): Comment[];
	/** A file as it was parsed; null for one that was not read. */
	code(uri: string): CodeFile | null;
	/** What is wrong with the files read so far. */
	diagnostics(): Diagnostic[];
}

export interface TerraformSourcesOptions {
	plans: Extract<Document, { kind: "terraform-plan" }>[];
	/** Folder that uris are relative to. */
	cwd: string;
	/** Folder of the root module, relative to `cwd`; undefined: looked for beside each plan, then around it. */
	root?: string | undefined;
	readText: ReadText;
}

/** Finds the code of the plans; null where there is none. What reads code is loaded only where there is a plan. */
export async function openTerraformSources(
	options: TerraformSourcesOptions,
): Promise<{ sources: TerraformSources | null; diagnostics: Diagnostic[] }> {
	if (options.plans.length === 0) return { sources: null, diagnostics: [] };
	const { openPlans } = await import("./open.ts");
	return openPlans(options);
}

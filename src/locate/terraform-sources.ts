import type { ReadText } from "../collect/texts.ts";
import type { AttributePath } from "../model/json.ts";
import type { Diagnostic, Document } from "../model/resource.ts";
import type { Located } from "./located.ts";

/** The Terraform code that plans were made from. */
export interface TerraformSources {
	/**
	 * Where a path in the values of a planned resource stands in the code.
	 * @param plan uri of the plan file.
	 * @param address full address of the resource, with instance keys; or that of a scope resource.
	 * @returns null where the plan's code, or the block, is not found.
	 */
	locate(plan: string, address: string, path: AttributePath): Located | null;
	/** Uris of the files read so far. */
	files(): string[];
}

export interface TerraformSourcesOptions {
	plans: Extract<Document, { kind: "terraform-plan" }>[];
	/** Folder that uris are relative to. */
	cwd: string;
	/** Folder of the root module, relative to `cwd`; undefined: looked for beside each plan. */
	root?: string | undefined;
	readText: ReadText;
}

/** Finds the code of the plans; null where there is none. */
export async function openTerraformSources(
	_options: TerraformSourcesOptions,
): Promise<{ sources: TerraformSources | null; diagnostics: Diagnostic[] }> {
	return { sources: null, diagnostics: [] };
}

import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { createReadText } from "../../../../src/collect/texts.ts";
import type { Located } from "../../../../src/locate/located.ts";
import { openTerraformSources, type Sought } from "../../../../src/locate/terraform/sources.ts";
import type { JsonObject } from "../../../../src/model/json.ts";

/** A folder of its own with these files, for one test; the names may hold folders. */
export function tree(files: Record<string, string | Uint8Array>): string {
	const folder = realpathSync(mkdtempSync(join(tmpdir(), "assay-places-")));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	for (const [name, content] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, name)), { recursive: true });
		writeFileSync(join(folder, name), content);
	}
	return folder;
}

/** A module as a plan's configuration shows it. */
export interface PlannedModule {
	/** `type.name` → arguments. */
	resources?: Record<string, JsonObject>;
	calls?: Record<string, { source: string; module: PlannedModule; expressions?: JsonObject }>;
	variables?: JsonObject;
}

/** A plan with this configuration. */
export function planOf(root: PlannedModule, variables: JsonObject = {}): JsonObject {
	return { format_version: "1.2", variables, configuration: { root_module: moduleOf(root) } };
}

function moduleOf({ resources = {}, calls = {}, variables = {} }: PlannedModule): JsonObject {
	return {
		resources: Object.entries(resources).map(([address, expressions]) => {
			const steps = address.split(".");
			const mode = steps[0] === "data" ? "data" : "managed";
			return { address, mode, type: steps.at(-2)!, name: steps.at(-1)!, expressions };
		}),
		module_calls: Object.fromEntries(
			Object.entries(calls).map(([name, { source, module, expressions = {} }]) => [
				name,
				{ source, expressions, module: moduleOf(module) },
			]),
		),
		variables,
	};
}

interface Opened {
	/** The place of something: `precision uri:line text`, or null. */
	at: (address: string, path?: Sought["path"], values?: JsonObject, types?: string[]) => string | null;
	/** The related places in the same words, each after its message. */
	related: (address: string, path?: Sought["path"], values?: JsonObject) => string[];
	scopes: (address: string, path?: Sought["path"], values?: JsonObject) => number[] | undefined;
	sources: Awaited<ReturnType<typeof openTerraformSources>>["sources"];
	/** `code uri:line message`. */
	diagnostics: () => string[];
}

/** Opens the code of one plan. */
export async function open(
	cwd: string,
	plan: JsonObject,
	{ uri = "plan.json", root }: { uri?: string; root?: string } = {},
): Promise<Opened> {
	const readText = createReadText(cwd);
	const { sources, diagnostics } = await openTerraformSources({
		plans: [{ kind: "terraform-plan", uri, value: plan, sha256: "" }],
		...{ cwd, root, readText },
	});
	const locate = (address: string, path: Sought["path"] = [], values: JsonObject = {}, types: string[] = []) =>
		sources?.locate({ plan: uri, address, path, values, types }) ?? null;
	const show = ({ uri: file, startLine, startColumn, endLine, endColumn, precision }: Located["location"]) => {
		const text = (sources?.code(file)?.text ?? "").split("\n")[startLine - 1] ?? "";
		const region = endLine === startLine ? text.slice(startColumn - 1, endColumn - 1) : "more than one line";
		return `${precision} ${file}:${startLine} ${region}`;
	};
	return {
		sources,
		at(...sought) {
			const found = locate(...sought);
			return found === null ? null : show(found.location);
		},
		related: (...sought) =>
			(locate(...sought)?.related ?? []).map(({ message, location }) => `${message}: ${show(location)}`),
		scopes: (...sought) => locate(...sought)?.scopes,
		diagnostics: () =>
			[...diagnostics, ...(sources?.diagnostics() ?? [])].map(
				({ severity, code, uri: file, line, message }) => `${severity} ${code} ${file}:${line} ${message}`,
			),
	};
}

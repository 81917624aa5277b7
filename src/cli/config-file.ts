import { resolve } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import schema from "../../rules/schema/config.schema.json" with { type: "json" };
import { ScanError } from "../choices.ts";
import { parseYamlFile, schemaFaults, showFault } from "../compliance/yaml.ts";
import type { ScanCommandOptions } from "./scan-options.ts";

/**
 * Parses and validates a configuration file. Folders in it are relative to the folder it lies in.
 * @param name how faults name the file.
 * @throws ScanError that lists every fault by line and path.
 */
export function parseConfig(name: string, folder: string, text: string): ScanCommandOptions {
	const { yaml, faults } = parseYamlFile(name, text);
	if (yaml === null) throw new ScanError(faults.map(showFault).join("\n"));
	if (yaml.value === null) return {};
	const wrong = schemaFaults(yaml, new Ajv2020({ allErrors: true, strictTypes: false }).compile(schema));
	if (wrong.length > 0) throw new ScanError(wrong.map(showFault).join("\n"));
	const written = yaml.value as Record<string, unknown> & { "min-score"?: Record<string, number> };
	const options: Record<string, unknown> = {};
	for (const [key, value] of Object.entries(written)) {
		const option = key.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
		options[option] = isFolder(key, value) ? resolve(folder, String(value)) : value;
	}
	if (written["min-score"] !== undefined) {
		options.minScore = Object.entries(written["min-score"]).map(([id, percent]) => `${id}=${percent}`);
	}
	return options as ScanCommandOptions;
}

function isFolder(key: string, value: unknown): boolean {
	if (["policy", "rules", "terraform-root", "waivers", "attestations", "baseline"].includes(key)) return true;
	return key === "history" && !/^[a-z][a-z\d+.-]+:\/\//i.test(String(value));
}

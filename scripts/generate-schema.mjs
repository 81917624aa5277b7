// Writes the JSON Schemas of a rule's input (policies/schema/input.json), of the JSON report (rules/schema/report.schema.json)
// and of the comparison of two (rules/schema/diff.schema.json) from the types in src/model: run it after changing them. `--check` only compares and exits with 1 where a file is out of date.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createGenerator } from "ts-json-schema-generator";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What `project` in src/policy/requires.ts puts into a slice. */
const ENVELOPE = ["key", "type", "origin", "scope", "name", "labels", "complete", "attributes", "facets"];
/** Recursive or native: Rego's type checker is to take them as anything. */
const ANY = { Json: {}, AttributePath: { type: "array" }, JsonObject: { type: "object" } };

const { definitions } = createGenerator({
	path: `${root}src/model/resource.ts`,
	tsconfig: `${root}tsconfig.json`,
	type: "Resource",
	expose: "all",
	topRef: true,
	skipTypeCheck: true,
	additionalProperties: false,
}).createSchema("Resource");

/** The schema with references replaced, in the forms that OPA's type checker reads as they are meant. */
function inline(schema) {
	if (schema === null || typeof schema !== "object") return schema;
	if (Array.isArray(schema)) return schema.map(inline);
	if (schema.$ref !== undefined) {
		const name = decodeURIComponent(schema.$ref.replace("#/definitions/", ""));
		// A description beside the reference is that of the property.
		return {
			...(ANY[name] ?? inline(definitions[name])),
			...(schema.description === undefined ? {} : { description: schema.description }),
		};
	}
	const { additionalProperties, ...rest } = schema;
	// OPA looks at one type only, so `string | null` has to be an alternative.
	if (Array.isArray(rest.type)) {
		const { type, description, ...others } = rest;
		return {
			...(description === undefined ? {} : { description }),
			anyOf: type.map((one) => ({ type: one, ...(one === "null" ? {} : others) })),
		};
	}
	const result = {};
	for (const [name, value] of Object.entries(rest)) {
		result[name] =
			name === "properties"
				? Object.fromEntries(Object.entries(value).map(([key, property]) => [key, inline(property)]))
				: inline(value);
	}
	if (additionalProperties !== undefined) result.additionalProperties = inline(additionalProperties);
	return result;
}

const resource = inline(definitions.Resource);
resource.properties = Object.fromEntries(ENVELOPE.map((name) => [name, resource.properties[name]]));
resource.required = resource.required.filter((name) => ENVELOPE.includes(name));
const input = {
	$schema: "http://json-schema.org/draft-07/schema#",
	title: "Input of a rule",
	description: "Generated from src/model by scripts/generate-schema.mjs.",
	type: "object",
	properties: { resources: { type: "array", items: resource } },
	required: ["resources"],
	additionalProperties: false,
};

/** The schema of what is written as JSON, as it is. */
function schemaOf(file, type) {
	return createGenerator({
		path: `${root}src/model/${file}`,
		tsconfig: `${root}tsconfig.json`,
		type,
		expose: "export",
		topRef: true,
		skipTypeCheck: true,
		additionalProperties: false,
	}).createSchema(type);
}

const files = {
	"policies/schema/input.json": input,
	"rules/schema/report.schema.json": {
		...schemaOf("report.ts", "Report"),
		title: "Assay report",
		description: "What assay scan --format json writes. Generated from src/model by scripts/generate-schema.mjs.",
	},
	"rules/schema/diff.schema.json": {
		...schemaOf("diff.ts", "ReportDiff"),
		title: "Assay comparison",
		description: "What assay diff --format json writes. Generated from src/model by scripts/generate-schema.mjs.",
	},
};
for (const [file, schema] of Object.entries(files)) {
	const text = `${JSON.stringify(schema, null, "\t")}\n`;
	if (!process.argv.includes("--check")) {
		writeFileSync(`${root}${file}`, text);
	} else if (readFileSync(`${root}${file}`, "utf8") !== text) {
		console.error(`${file} is out of date: npm run schema`);
		process.exitCode = 1;
	}
}

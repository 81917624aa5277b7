import type { ErrorObject, ValidateFunction } from "ajv";
import { type Document, isNode, LineCounter, parseDocument } from "yaml";

/** A fault in a catalogue, mapping or parameter file. */
export interface ComplianceFault {
	file: string;
	/** 1-based; null where the file could not be read. */
	line: number | null;
	/** Dotted path inside the file, empty for the whole of it: `controls[3].level`. */
	path: string;
	message: string;
}

/** `rules/mappings/x.yaml:12: rules[3]: there is no rule y` */
export function showFault({ file, line, path, message }: ComplianceFault): string {
	return [line === null ? file : `${file}:${line}`, path, message].filter((part) => part !== "").join(": ");
}

type Step = string | number;

/** A parsed YAML file that can say on which line a value stands. */
export interface YamlFile {
	file: string;
	value: unknown;
	/** A fault at a value, or at its nearest present ancestor. */
	fault(path: Step[], message: string): ComplianceFault;
}

/** Parses one file. Syntax errors (duplicate keys are some) come as faults, all of them. */
export function parseYamlFile(file: string, text: string): { yaml: YamlFile | null; faults: ComplianceFault[] } {
	const lineCounter = new LineCounter();
	const document = parseDocument(text, { lineCounter, prettyErrors: false });
	const faults = document.errors.map(
		({ pos, message }): ComplianceFault => ({ file, line: lineCounter.linePos(pos[0]).line, path: "", message }),
	);
	if (faults.length > 0) return { yaml: null, faults };
	const fault = (path: Step[], message: string): ComplianceFault => ({
		file,
		line: lineCounter.linePos(offsetOf(document, path)).line,
		path: showPath(path),
		message,
	});
	try {
		return { yaml: { file, value: document.toJS(), fault }, faults };
	} catch (error) {
		// Too many or unresolved aliases.
		return { yaml: null, faults: [fault([], error instanceof Error ? error.message : String(error))] };
	}
}

/** All that a compiled JSON Schema finds wrong with a file. Empty: the value fits the schema's type. */
export function schemaFaults(yaml: YamlFile, validate: ValidateFunction): ComplianceFault[] {
	if (validate(yaml.value)) return [];
	return (
		(validate.errors ?? [])
			// "if" only repeats what the errors of then/else say.
			.filter(({ keyword }) => keyword !== "if")
			.map((error) => {
				const steps = error.instancePath
					.split("/")
					.slice(1)
					.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
				return yaml.fault(steps, explain(error));
			})
	);
}

function explain(error: ErrorObject): string {
	const { keyword, message = "is not valid", params } = error;
	if (keyword === "enum") return `must be one of ${params.allowedValues.join(", ")}`;
	if (keyword === "additionalProperties") return `has the unknown property "${params.additionalProperty}"`;
	if (keyword === "false schema") return "is not allowed here";
	if (keyword === "pattern" && params.pattern === "\\S") return "must not be empty";
	return message;
}

function offsetOf(document: Document, path: Step[]): number {
	for (let length = path.length; length >= 0; length--) {
		const node = document.getIn(path.slice(0, length), true);
		if (isNode(node) && node.range) return node.range[0];
	}
	return 0;
}

function showPath(path: Step[]): string {
	return path
		.map((step) => (/^\d+$/.test(String(step)) ? `[${step}]` : `.${step}`))
		.join("")
		.replace(/^\./, "");
}

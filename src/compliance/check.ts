import type { Control, Framework, MappingSet } from "../model/framework.ts";
import type { Severity } from "../model/rule.ts";
import type { ComplianceFault, YamlFile } from "./yaml.ts";

/** A validated file and what it holds. */
export interface Loaded<T> {
	yaml: YamlFile;
	value: T;
}

/** What the mapping sets may name. */
export interface Known {
	/** Catalogues and mapping sets that were loaded before. */
	frameworks: Framework[];
	mappings: MappingSet[];
	/** When absent, rule ids are not checked. */
	rules?: { id: string; severity: Severity }[];
	/** Names of catalogue files with faults: what maps to them cannot be checked. */
	broken?: Set<string>;
}

/** What a schema cannot say about catalogues: ids are unique and file names, roll-ups name existing controls. */
export function checkFrameworks(files: Loaded<Framework>[], known: Known): ComplianceFault[] {
	const faults: ComplianceFault[] = [];
	const taken = new Set(known.frameworks.map(({ id }) => id));
	for (const { yaml, value } of files) {
		faults.push(...checkId(yaml, value.id, taken));
		const controls = new Map<string, Control>();
		for (const [index, control] of value.controls.entries()) {
			if (controls.has(control.id)) {
				faults.push(yaml.fault(["controls", index, "id"], `control ${control.id} is listed twice`));
			}
			controls.set(control.id, control);
		}
		for (const [index, { children = [] }] of value.controls.entries()) {
			for (const [position, child] of children.entries()) {
				const found = controls.get(child);
				const path = ["controls", index, "children", position];
				if (found === undefined) faults.push(yaml.fault(path, `there is no control ${child}`));
				else if (found.level === "roll-up") faults.push(yaml.fault(path, `${child} is a roll-up itself`));
			}
		}
	}
	return faults;
}

/**
 * What a schema cannot say about mapping sets: framework, control and rule ids exist, nothing is named twice, and no
 * role claims more than the control's level admits.
 */
export function checkMappings(files: Loaded<MappingSet>[], known: Known): ComplianceFault[] {
	const faults: ComplianceFault[] = [];
	const taken = new Set(known.mappings.map(({ id }) => id));
	for (const { yaml, value } of files) {
		faults.push(...checkId(yaml, value.id, taken));
		faults.push(...checkRules(yaml, value, known));
		for (const framework of Object.keys(value.controls)) {
			const catalogue = known.frameworks.find(({ id }) => id === framework);
			if (catalogue !== undefined) faults.push(...checkRoles(yaml, value, catalogue));
			else if (!known.broken?.has(framework)) {
				faults.push(yaml.fault(["controls", framework], `there is no framework ${framework}`));
			}
		}
	}
	return faults;
}

/** The file's name without folder and extension. */
export function baseName(file: string): string {
	return file.replace(/^.*[/\\]/, "").replace(/\.ya?ml$/, "");
}

function checkId(yaml: YamlFile, id: string, taken: Set<string>): ComplianceFault[] {
	const faults: ComplianceFault[] = [];
	const name = baseName(yaml.file);
	if (id !== name) faults.push(yaml.fault(["id"], `id ${id} differs from the file's name ${name}`));
	if (taken.has(id)) faults.push(yaml.fault(["id"], `id ${id} exists already`));
	taken.add(id);
	return faults;
}

function checkRules(yaml: YamlFile, set: MappingSet, { rules }: Known): ComplianceFault[] {
	const faults: ComplianceFault[] = [];
	const severities = rules && new Map(rules.map(({ id, severity }) => [id, severity]));
	const decides = Object.values(set.controls).some(({ primary }) => primary.length > 0);
	for (const [index, rule] of set.rules.entries()) {
		const path = ["rules", index];
		if (set.rules.indexOf(rule) !== index) faults.push(yaml.fault(path, `rule ${rule} is listed twice`));
		if (severities === undefined) continue;
		const severity = severities.get(rule);
		if (severity === undefined) faults.push(yaml.fault(path, `there is no rule ${rule}`));
		else if (severity === "info" && decides) {
			faults.push(yaml.fault(path, `rule ${rule} has severity info and cannot be primary`));
		}
	}
	return faults;
}

function checkRoles(yaml: YamlFile, set: MappingSet, framework: Framework): ComplianceFault[] {
	const faults: ComplianceFault[] = [];
	const seen = new Set<string>();
	for (const role of ["primary", "supporting"] as const) {
		for (const [index, id] of set.controls[framework.id]![role].entries()) {
			const path = ["controls", framework.id, role, index];
			const control = framework.controls.find((other) => other.id === id);
			if (seen.has(id)) faults.push(yaml.fault(path, `control ${id} is named twice`));
			seen.add(id);
			if (control === undefined) faults.push(yaml.fault(path, `${framework.id} has no control ${id}`));
			else if (control.level === "none") faults.push(yaml.fault(path, `${id} is for people only (level none)`));
			else if (control.level === "roll-up") faults.push(yaml.fault(path, `${id} is judged through its children`));
			else if (control.level === "support" && role === "primary") {
				faults.push(yaml.fault(path, `${id} can only be supported (level support)`));
			}
		}
	}
	return faults;
}

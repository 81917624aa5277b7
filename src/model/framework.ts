/** How much of a control configuration can decide; see docs/scoring.md. */
export type ControlLevel = "full" | "high" | "medium" | "support" | "none" | "roll-up";

/** One item of a framework, in our own words. */
export interface Control {
	id: string;
	title: string;
	section: string;
	level: ControlLevel;
	/** Why that level, and what people must add. */
	reason: string;
	/** HIPAA only: standard, required or addressable. */
	mark?: "standard" | "required" | "addressable";
	/** Roll-up controls: the ids they are judged by. */
	children?: string[];
}

/** A catalogue: every control of a framework. */
export interface Framework {
	id: string;
	title: string;
	version: string;
	controls: Control[];
}

/** One mapping set: rules that give one kind of evidence, and the controls that evidence serves. */
export interface MappingSet {
	id: string;
	title: string;
	rationale: string;
	rules: string[];
	/** Framework id → control ids by role. */
	controls: Record<string, { primary: string[]; supporting: string[] }>;
}

/** The compliance side of a policy set: catalogues and mappings. */
export interface Compliance {
	frameworks: Framework[];
	mappings: MappingSet[];
}

/** A person's dated verdict on the part of a control that configuration cannot decide. */
export interface Attestation {
	framework: string;
	control: string;
	verdict: "met" | "not-met";
	owner: string;
	/** YYYY-MM-DD. */
	date: string;
	/** Last day it holds, YYYY-MM-DD; null without end. */
	expires: string | null;
	/** A link or a sentence: where the evidence is. */
	evidence?: string;
}

/** A control outside the statement of applicability or the chosen categories. */
export interface Exclusion {
	framework: string;
	control: string;
	reason: string;
	owner: string;
}

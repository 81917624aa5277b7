import type { JsonObject } from "../../model/json.ts";

/** A line of a file. */
export interface SourceLine {
	uri: string;
	/** 1-based. */
	line: number;
}

/** What `helm template` made of a chart, and what is known of where it comes from. */
export interface HelmRendering {
	by: "helm";
	/** The chart's Chart.yaml, or the packed chart: what its documents go by. */
	uri: string;
	text: string;
	/** For each line of the text (0-based) the line of a template that certainly wrote it; null where that is not known. */
	lines: (SourceLine | null)[];
	/** The file that a `# Source:` comment names: a template, else the line of Chart.yaml that takes the chart in. */
	sources: ReadonlyMap<string, HelmSource>;
}

/** What a `# Source:` comment leads to. */
export type HelmSource =
	| { kind: "template"; uri: string }
	/** The template lies in a packed chart; `line` is where the dependency is named, null where it is not. */
	| { kind: "dependency"; uri: string; line: number | null };

/** What `kustomize build` made of a folder, and what is known of where it comes from. */
export interface KustomizeRendering {
	by: "kustomize";
	/** The folder's kustomization file: what its documents go by. */
	uri: string;
	text: string;
	/** By index of the document; none where it is not known. */
	origins: ReadonlyMap<number, KustomizeOrigin>;
}

/** Where an object of a kustomization comes from. */
export interface KustomizeOrigin {
	/** The file that defines it, or the kustomization whose generator does. */
	uri: string;
	/** What the object is in that file; null where it cannot be told which one, and for generated ones. */
	source: SourceObject | null;
	/** Field of the kustomization that generates it: `configMapGenerator`. */
	generator?: string;
	/** Patches that were laid over it, of the kustomizations that changed it. */
	patches: (SourceObject & { uri: string })[];
}

/** An object in a file. */
export interface SourceObject {
	document: number;
	base: (string | number)[];
	value: JsonObject;
}

/** Text that another program made of files of the repository. */
export type Rendering = HelmRendering | KustomizeRendering;

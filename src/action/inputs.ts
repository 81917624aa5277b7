import { ScanError } from "../choices.ts";

/** When a comment is written: always, or only where there is something to say or a comment to bring up to date. */
export type CommentMode = "never" | "always" | "on-findings";

/** The inputs of the Action; `undefined` and empty lists where not given. docs/github-action.md says what each means. */
export interface Inputs {
	paths: string[];
	plan: string[];
	terraformRoot: string | undefined;
	frameworks: string[];
	config: string | undefined;
	failOn: string | undefined;
	minScore: string[];
	params: string[];
	baseline: string | undefined;
	waivers: string | undefined;
	attestations: string | undefined;
	sarifFile: string | undefined;
	sarifProfile: "github" | "full";
	category: string | undefined;
	jsonFile: string | undefined;
	markdownFile: string | undefined;
	baseReport: string | undefined;
	onlyChanged: boolean;
	comment: CommentMode;
	suggestions: boolean;
	upload: boolean;
	token: string | undefined;
	fixes: boolean;
	/** Most annotations on findings. */
	annotations: number;
}

/** GitHub shows this many annotations of a step for each level: more are dropped. */
const MAX_ANNOTATIONS = 30;

/**
 * Reads the inputs as the runner hands them over.
 * @throws ScanError that lists every faulty one.
 */
export function readInputs(env: NodeJS.ProcessEnv): Inputs {
	const faults: string[] = [];
	const raw = (name: string) => env[`INPUT_${name.toUpperCase()}`] ?? "";
	const text = (name: string) => raw(name).trim() || undefined;
	const choice = <T extends string>(name: string, known: readonly T[], otherwise: T): T => {
		const value = text(name)?.toLowerCase();
		const found = known.find((other) => other === value);
		if (value !== undefined && found === undefined) {
			faults.push(`${name}: expected ${known.join(", ")}, got "${raw(name).trim()}"`);
		}
		return found ?? otherwise;
	};
	const flag = (name: string) => choice(name, ["true", "false"], "false") === "true";
	const comment = choice("comment", ["true", "false", "on-findings"], "false");
	const annotations = Number(text("annotations") ?? MAX_ANNOTATIONS);
	if (!Number.isInteger(annotations) || annotations < 0) {
		faults.push(`annotations: expected a number from 0 on, got "${raw("annotations").trim()}"`);
	}
	const inputs: Inputs = {
		paths: readList(raw("paths")),
		plan: readList(raw("plan")),
		terraformRoot: text("terraform-root"),
		frameworks: readList(raw("frameworks").replaceAll(",", "\n")).map((name) => name.trim()),
		config: text("config"),
		failOn: text("fail-on"),
		minScore: readList(raw("min-score")),
		params: readList(raw("params")),
		baseline: text("baseline"),
		waivers: text("waivers"),
		attestations: text("attestations"),
		sarifFile: text("sarif-file"),
		sarifProfile: choice("sarif-profile", ["github", "full"], "github"),
		category: text("category"),
		jsonFile: text("json-file"),
		markdownFile: text("markdown-file"),
		baseReport: text("base-report"),
		onlyChanged: flag("only-changed"),
		comment: comment === "true" ? "always" : comment === "false" ? "never" : comment,
		suggestions: flag("suggestions"),
		upload: flag("upload"),
		token: text("token"),
		fixes: flag("fixes"),
		annotations,
	};
	if (inputs.upload && inputs.sarifFile === undefined) faults.push("upload: there is no sarif-file to upload");
	if (faults.length > 0) throw new ScanError(faults.join("\n"));
	return inputs;
}

/** One item a line, which may hold blanks; a text without line feeds is parted at white space. */
export function readList(raw: string): string[] {
	const items = raw.includes("\n") ? raw.split(/\r?\n/) : raw.split(/\s+/);
	return items.map((item) => item.trim()).filter((item) => item !== "");
}

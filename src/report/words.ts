import type { ControlStatus, Finding, FrameworkAssessment, LooserParameter, Score } from "../model/report.ts";
import { FIX_PROVIDERS, type FixFor, type Remediation, type Rule } from "../model/rule.ts";

/** How reports for people name the statuses, in the order they are listed. */
export const STATUS_WORDS: Record<ControlStatus, string> = {
	violated: "violated",
	errored: "errored",
	inconclusive: "inconclusive",
	"not-assessed": "not assessed",
	satisfied: "satisfied",
	"no-failures": "not violated (human part open)",
	supporting: "supporting evidence only",
	attested: "attested",
	manual: "need human evidence",
	excluded: "excluded",
};

/** What the numbers of `scoreText` say: docs/scoring.md. */
export const SCORE_NOTE =
	"The share passed of what could be decided, weighted by severity. In brackets: with everything undecided or waived counted as failed, and with everything undecided counted as passed. No control is proved by configuration alone.";

/** `83.6 % [74.5, 83.6]`; `n/a [40.0, 100.0]` where no rule was decided; `n/a` where there is nothing to count. */
export function scoreText(score: Score | null): string {
	if (score === null) return "n/a";
	const value = score.value === null ? "n/a" : `${score.value.toFixed(1)} %`;
	return `${value} [${score.lower.toFixed(1)}, ${score.upper.toFixed(1)}]`;
}

/** `from 7 of 12 assessable controls (61 listed)`: how much a score rests on belongs beside it. */
export function coverageText({ coverage }: FrameworkAssessment): string {
	return `from ${coverage.assessed} of ${coverage.assessable} assessable controls (${coverage.listed} listed)`;
}

/** `3 violated, 2 inconclusive, 35 need human evidence`. */
export function statusCounts({ statuses }: FrameworkAssessment): string {
	return (Object.keys(STATUS_WORDS) as ControlStatus[])
		.filter((status) => (statuses[status] ?? 0) > 0)
		.map((status) => `${statuses[status]} ${STATUS_WORDS[status]}`)
		.join(", ");
}

/**
 * One line for each parameter that asks for less than a framework or the default does:
 * `retention_days is 365, looser than 2190: CC7.3, A.5.33 (source)`.
 */
export function looserLines({ controls }: FrameworkAssessment): string[] {
	const touched = new Map<string, { parameter: LooserParameter; ids: string[] }>();
	for (const { id, looser } of controls) {
		for (const parameter of looser) {
			const entry = touched.get(parameter.name) ?? { parameter, ids: [] };
			entry.ids.push(id);
			touched.set(parameter.name, entry);
		}
	}
	return [...touched.values()].map(({ parameter: { name, value, than, source }, ids }) => {
		return `${name} is ${valueText(value)}, looser than ${valueText(than)} (${source.replace(/\.$/, "")}): ${ids.join(", ")}`;
	});
}

function valueText(value: LooserParameter["value"]): string {
	if (value === null) return "unset";
	return Array.isArray(value) ? `[${value.join(", ")}]` : String(value);
}

/** The key of a finding's resource, without the file that tells copies of one object apart: the place names it too. */
export function shownKey({ resource, location }: Finding): string {
	const suffix = ` (${location.uri})`;
	return resource.key.endsWith(suffix) ? resource.key.slice(0, -suffix.length) : resource.key;
}

/** `1 file`, `3 files`. */
export function plural(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** What a rule's fixes are headed by, and the language of their snippets. */
export function fixes({
	remediation,
}: Pick<Rule, "remediation">): { label: string; language: string; fix: Remediation }[] {
	const several = FIX_PROVIDERS.some((provider) => remediation[provider] !== undefined);
	const labels: Record<FixFor, [string, string]> = {
		kubernetes: ["Kubernetes", "yaml"],
		terraform: [several ? "Terraform, AWS" : "Terraform", "hcl"],
		aws: ["AWS", "sh"],
		azurerm: ["Terraform, Azure", "hcl"],
		cloudflare: ["Terraform, Cloudflare", "hcl"],
		google: ["Terraform, Google Cloud", "hcl"],
	};
	return (Object.keys(labels) as FixFor[]).flatMap((key) => {
		const fix = remediation[key];
		const [label, language] = labels[key];
		return fix === undefined ? [] : [{ label, language, fix }];
	});
}

/** One of our own texts, which carry backticks for Markdown and line feeds from YAML, as one plain line. */
export function plain(text: string): string {
	return text.replaceAll("`", "").replace(/\s+/g, " ").trim();
}

/** What `assay fix` does about a rule's findings, and what it does not: sentences in our own Markdown; empty where nothing is known. */
export function mechanicalText({ edits = [], manual }: Remediation): string {
	const done = edits.length === 0 ? "" : "`assay fix` mends it where nothing else gets worse.";
	if (manual === undefined) return done;
	return edits.length === 0
		? `\`assay fix\` leaves it to people: ${manual}.`
		: `${done} The rest takes people: ${manual}.`;
}

/**
 * Where a value is set that a finding's line only passes on, of a long way its end; and the line in a downloaded module. Several resources
 * may have got theirs in several places: then none stands for all.
 */
export function elsewhereTexts({ related, instances }: Finding): string[] {
	const place = ({ location }: Finding["related"][number]) => `${location.uri}:${location.startLine}`;
	const ways = related.filter(({ message }) => message === "set here");
	const origin = instances === undefined || ways.length === 1 ? ways.at(-1) : undefined;
	const inside = related.find(({ message }) => message.startsWith("the resource in "));
	return [
		...(origin === undefined ? [] : [`set in ${place(origin)}`]),
		...(inside === undefined ? [] : [`${inside.message}: ${place(inside)}`]),
	];
}

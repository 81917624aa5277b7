import type { Artifact, ReportingDescriptor, Run, VersionControlDetails } from "sarif";
import type { Finding, Report } from "../../model/report.ts";
import type { Diagnostic } from "../../model/resource.ts";
import { type Rule, SEVERITIES, type Severity } from "../../model/rule.ts";
import { MAX_RULES } from "./limits.ts";
import type { LineFact } from "./line-hash.ts";
import { notifications } from "./notifications.ts";
import type { Detail, SarifProfile } from "./profile.ts";
import { filesOf, type ResultContext, result } from "./results.ts";
import { type ControlsByRule, descriptorId, ruleDescriptor } from "./rules.ts";
import { taxonomy, taxonomyReference } from "./taxonomies.ts";
import { artifactLocation, ROOT } from "./uris.ts";

/** What all runs of a file are written from. */
export interface RunSource {
	report: Report;
	profile: SarifProfile;
	rules: Map<string, Rule>;
	served: ControlsByRule;
	lines: Map<string, Map<number, LineFact>>;
	others: Map<string, Finding>;
	versionControl: VersionControlDetails | undefined;
}

/** One run: findings of one category. */
export interface RunPart {
	category: string;
	findings: Finding[];
	/** What the file has to say of itself in this run. */
	notices: Diagnostic[];
	/** The first run of a file also holds all that is no result: rules without findings, files, diagnostics. */
	isFirst: boolean;
}

/** The text of a run in parts, so that no large one is in memory as a whole: `head`, the results with commas, `tail`. */
export interface RunText {
	head: string;
	results: Iterable<string>;
	tail: string;
}

/** Writes one run; the results come when they are asked for, one on each line. */
export function runText(part: RunPart, source: RunSource, detail: Detail): RunText {
	const { report, profile, rules, lines, others } = source;
	const descriptors = ruleDescriptors(part, source, detail);
	const artifacts = artifactsOf(part, source, detail);
	const context: ResultContext = {
		...{ profile, detail, rules, lines, others },
		ruleIndex: new Map(descriptors.map(({ id }, index) => [id, index])),
		artifactIndex: new Map([...artifacts.keys()].map((uri, index) => [uri, index])),
	};
	const told = notifications(part.notices, part.isFirst ? report.diagnostics : [], profile);
	const run: Run = {
		tool: {
			driver: {
				name: "Assay",
				version: report.tool.version,
				semanticVersion: report.tool.version,
				rules: descriptors,
				notifications: told.descriptors,
				...(detail.extras ? { supportedTaxonomies: report.frameworks.map(taxonomyReference) } : {}),
				properties: { policySetDigest: report.tool.policySetDigest },
			},
		},
		automationDetails: { id: `${part.category}/` },
		...(source.versionControl === undefined
			? {}
			: { versionControlProvenance: [{ ...source.versionControl, mappedTo: { uriBaseId: ROOT } }] }),
		columnKind: "utf16CodeUnits",
		originalUriBaseIds: { [ROOT]: { description: { text: "The folder the scan was started in." } } },
		invocations: [
			{
				executionSuccessful: report.complete,
				endTimeUtc: report.scannedAt,
				toolExecutionNotifications: told.notifications,
			},
		],
		artifacts: [...artifacts.values()],
		...(detail.extras ? { taxonomies: report.frameworks.map(taxonomy) } : {}),
		results: [],
	};
	const text = JSON.stringify(run, null, 2);
	const open = text.slice(0, text.lastIndexOf("]"));
	return {
		head: open,
		results: resultLines(part.findings, context),
		tail: part.findings.length === 0 ? "]\n}" : "\n]\n}",
	};
}

function* resultLines(findings: Finding[], context: ResultContext): Generator<string> {
	let before = "\n";
	for (const finding of findings) {
		yield `${before}${JSON.stringify(result(finding, context))}`;
		before = ",\n";
	}
}

/** Those of the rules that ran, or where there are too many, of those with findings; each severity of its own. */
function ruleDescriptors(part: RunPart, source: RunSource, detail: Detail): ReportingDescriptor[] {
	const { report, profile, rules, served } = source;
	const severities = new Map<string, Set<Severity>>();
	for (const finding of part.findings) {
		const rule = rules.get(finding.rule);
		if (rule === undefined) continue;
		const graded = descriptorId(finding, rules, profile) === rule.id ? rule.severity : finding.severity;
		const set = severities.get(rule.id);
		if (set === undefined) severities.set(rule.id, new Set([graded]));
		else set.add(graded);
	}
	const all = part.isFirst && detail.extras && report.rules.length <= MAX_RULES / SEVERITIES.length;
	return report.rules.flatMap(({ id }) => {
		const rule = rules.get(id);
		const wanted = severities.get(id);
		if (rule === undefined || (wanted === undefined && !all)) return [];
		const own = wanted === undefined || wanted.has(rule.severity) || all ? [rule.severity] : [];
		const others = SEVERITIES.filter((severity) => severity !== rule.severity && wanted?.has(severity) === true);
		return [...own, ...others].map((severity) => ruleDescriptor(rule, severity, served, detail));
	});
}

/** The files of a run in their order: what was judged, then what results refer to. */
function artifactsOf(part: RunPart, { report, others }: RunSource, detail: Detail): Map<string, Artifact> {
	const inputs = new Map(report.inputs.map(({ uri, sha256 }) => [uri, sha256]));
	const referred = new Set<string>();
	const configuration = new Set<string>();
	for (const finding of part.findings) {
		if (!detail.extras) referred.add(finding.location.uri);
		else for (const uri of filesOf(finding, others)) referred.add(uri);
		const { suppression } = finding;
		if (suppression?.source === undefined) continue;
		referred.add(suppression.source.uri);
		if (suppression.kind !== "inline") configuration.add(suppression.source.uri);
	}
	const uris = new Set(part.isFirst && detail.extras ? inputs.keys() : []);
	for (const uri of referred) uris.add(uri);
	const artifacts = new Map<string, Artifact>();
	for (const uri of uris) {
		const sha256 = inputs.get(uri) ?? null;
		const roles: Artifact.roles[] = [
			...(inputs.has(uri) ? (["analysisTarget"] as const) : []),
			...(configuration.has(uri) ? (["userSpecifiedConfiguration"] as const) : []),
			...(referred.has(uri) && !configuration.has(uri) ? (["resultFile"] as const) : []),
		];
		artifacts.set(uri, {
			location: artifactLocation(uri),
			...(roles.length === 0 ? {} : { roles }),
			...(sha256 === null || !detail.extras ? {} : { hashes: { "sha-256": sha256 } }),
		});
	}
	return artifacts;
}

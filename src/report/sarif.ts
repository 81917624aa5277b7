import type {
	Log,
	Notification,
	PropertyBag,
	ReportingDescriptor,
	ReportingDescriptorRelationship,
	Result,
	ToolComponent,
} from "sarif";
import type { Finding, FrameworkAssessment, Report } from "../model/report.ts";
import type { Diagnostic } from "../model/resource.ts";
import type { Rule, Severity } from "../model/rule.ts";
import { escapeTerminal, visible } from "./escape.ts";
import { fixes, plural } from "./words.ts";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** GitHub code scanning sorts by this number; a value inside each of its own bands (>= 9, >= 7, >= 4, > 0). */
const SECURITY_SEVERITY: Record<Severity, string> = {
	critical: "9.5",
	high: "8.0",
	medium: "5.5",
	low: "2.0",
	info: "0.1",
};

const LEVEL: Record<Severity, Result.level> = {
	critical: "error",
	high: "error",
	medium: "warning",
	low: "note",
	info: "note",
};

/** GitHub rejects a run with more results; findings come worst first, so the mildest are left out. */
const MAX_RESULTS = 25_000;
/** GitHub keeps ten tags of a rule. */
const MAX_TAGS = 10;
/** GitHub cuts messages at 1,024 characters. */
const MAX_MESSAGE = 1_000;

/**
 * SARIF 2.1.0, one run: rules with help, findings as results, frameworks as taxonomies, diagnostics as notifications.
 * @param rules metadata of the rules that ran, for descriptions and help.
 */
export function writeSarif(report: Report, rules: Rule[]): string {
	const findings = report.findings.slice(0, MAX_RESULTS);
	const used = report.rules.map(({ id }) => rules.find((rule) => rule.id === id)).filter((rule) => rule !== undefined);
	const ruleIndex = new Map(used.map((rule, index) => [rule.id, index]));
	const uris = [...new Set([...report.inputs.map(({ uri }) => uri), ...findings.map(({ location }) => location.uri)])];
	const artifactIndex = new Map(uris.map((uri, index) => [uri, index]));
	const others = findingsByResource(findings);
	const notifications = report.diagnostics.map(notification);
	const left = report.findings.length - findings.length;
	if (left > 0) {
		notifications.push({
			level: "warning",
			message: {
				text: `${plural(left, "finding")} of the lowest severities left out: code scanning takes ${MAX_RESULTS}.`,
			},
			descriptor: { id: "result-limit" },
		});
	}
	const log: Log = {
		$schema: SCHEMA,
		version: "2.1.0",
		runs: [
			{
				tool: {
					driver: {
						name: "Assay",
						version: report.tool.version,
						semanticVersion: report.tool.version,
						rules: used.map((rule) => reportingRule(rule, report)),
						supportedTaxonomies: report.frameworks.map((framework, index) => ({
							name: framework.id,
							index,
							guid: taxonomyGuid(framework),
						})),
						properties: { policySetDigest: report.tool.policySetDigest },
					},
				},
				automationDetails: { id: "assay/" },
				columnKind: "utf16CodeUnits",
				originalUriBaseIds: { "%SRCROOT%": { description: { text: "The folder the scan was started in." } } },
				invocations: [
					{
						executionSuccessful: report.complete,
						endTimeUtc: report.scannedAt,
						toolExecutionNotifications: notifications,
					},
				],
				artifacts: uris.map((uri) => {
					const sha256 = report.inputs.find((input) => input.uri === uri)?.sha256;
					return {
						location: artifactLocation(uri),
						...(sha256 === undefined || sha256 === null ? {} : { hashes: { "sha-256": sha256 } }),
					};
				}),
				taxonomies: report.frameworks.map(taxonomy),
				results: findings.map((finding) => result(finding, ruleIndex, artifactIndex, others)),
			},
		],
	};
	return `${JSON.stringify(log, null, 2)}\n`;
}

function reportingRule(rule: Rule, report: Report): ReportingDescriptor {
	const controls = controlsOf(rule.id, report);
	const primary = controls.filter(({ role }) => role === "primary");
	const tags = ["security", rule.domain.replaceAll("_", "-")];
	// Controls the rule decides come first: what does not fit is what it only supports.
	for (const { framework, id } of [...primary, ...controls.filter(({ role }) => role === "supporting")]) {
		if (tags.length < MAX_TAGS) tags.push(`${framework}/${id}`);
	}
	const ways = fixes(rule);
	const helpText = [
		rule.description,
		...ways.map(({ label, fix }) => `How to fix it (${label}): ${fix.text}\n${fix.snippet}`),
		`Controls: ${controls.map(({ framework, id, role }) => `${framework} ${id} (${role})`).join(", ") || "none"}`,
	].join("\n\n");
	const helpMarkdown = [
		rule.description,
		...ways.map(({ label, language, fix }) => {
			return `## How to fix it (${label})\n\n${fix.text}\n\n\`\`\`${language}\n${fix.snippet.trimEnd()}\n\`\`\``;
		}),
		...(controls.length === 0
			? []
			: [
					`## Controls\n\n| Framework | Control | Role |\n|---|---|---|\n${controls
						.map(({ framework, id, title, role }) => `| ${framework} | ${id} ${title} | ${role} |`)
						.join("\n")}`,
				]),
		...(rule.references.length === 0
			? []
			: [`## References\n\n${rule.references.map((url) => `- <${url}>`).join("\n")}`]),
	].join("\n\n");
	return {
		id: rule.id,
		name: pascalCase(rule.id),
		shortDescription: { text: rule.title },
		fullDescription: { text: rule.description },
		help: { text: helpText, markdown: helpMarkdown },
		defaultConfiguration: { level: LEVEL[rule.severity] },
		...(rule.aliases === undefined ? {} : { deprecatedIds: rule.aliases }),
		relationships: controls.map(
			({ framework, id, role }): ReportingDescriptorRelationship => ({
				target: {
					id,
					toolComponent: { name: framework, index: report.frameworks.findIndex((other) => other.id === framework) },
				},
				kinds: [role === "primary" ? "superset" : "relevant"],
			}),
		),
		properties: {
			tags,
			precision: "high",
			"security-severity": SECURITY_SEVERITY[rule.severity],
			"problem.severity": LEVEL[rule.severity] === "note" ? "recommendation" : LEVEL[rule.severity],
		} as PropertyBag,
	};
}

function controlsOf(rule: string, report: Report) {
	return report.frameworks.flatMap((framework) =>
		framework.controls.flatMap((control) =>
			control.rules
				.filter(({ id }) => id === rule)
				.map(({ role }) => ({ framework: framework.id, id: control.id, title: control.title, role })),
		),
	);
}

function taxonomy(framework: FrameworkAssessment): ToolComponent {
	return {
		name: framework.id,
		guid: taxonomyGuid(framework),
		version: framework.version,
		shortDescription: { text: framework.title },
		isComprehensive: true,
		taxa: framework.controls.map(({ id, title }) => ({ id, shortDescription: { text: title } })),
	};
}

/** SARIF wants a GUID to tie a taxonomy to its reference: fixed ones, in the form of version 4. */
function taxonomyGuid({ id }: FrameworkAssessment): string {
	const hex = [...id]
		.map((letter) => letter.charCodeAt(0).toString(16))
		.join("")
		.padEnd(32, "0")
		.slice(0, 32);
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Findings by rule and resource: where the other side of a transition stands. */
function findingsByResource(findings: Finding[]): Map<string, Finding> {
	return new Map(findings.map((finding) => [`${finding.rule} ${finding.resource.key}`, finding]));
}

/** The finding on the other side, where there is one: plan and account are two places of one problem. */
function relatedLocations(
	{ rule, transition }: Finding,
	others: Map<string, Finding>,
	artifacts: Map<string, number>,
): Pick<Result, "relatedLocations"> {
	if (transition === undefined || transition.kind === "turned-off") return {};
	const other = others.get(`${rule} ${transition.counterpart}`);
	if (other === undefined) return {};
	const { uri, startLine, startColumn, endLine, endColumn } = other.location;
	return {
		relatedLocations: [
			{
				id: 1,
				message: { text: shorten(`${transition.note}; joined ${transition.joinedBy}`) },
				physicalLocation: {
					artifactLocation: { ...artifactLocation(uri), index: artifacts.get(uri)! },
					region: { startLine, startColumn, endLine, endColumn },
				},
				logicalLocations: [{ fullyQualifiedName: visible(transition.counterpart), kind: "resource" }],
			},
		],
	};
}

function result(
	finding: Finding,
	rules: Map<string, number>,
	artifacts: Map<string, number>,
	others: Map<string, Finding>,
): Result {
	const { uri, startLine, startColumn, endLine, endColumn, precision } = finding.location;
	const { key, name, type } = finding.resource;
	const ruleIndex = rules.get(finding.rule);
	const { transition } = finding;
	const outcome = transition === undefined ? "" : `; ${transition.note}`;
	const text = shorten(`${name}: ${finding.message}${outcome}`);
	return {
		ruleId: finding.rule,
		...(ruleIndex === undefined ? {} : { ruleIndex }),
		level: LEVEL[finding.severity],
		message: { text },
		locations: [
			{
				physicalLocation: {
					artifactLocation: { ...artifactLocation(uri), index: artifacts.get(uri)! },
					region: { startLine, startColumn, endLine, endColumn },
				},
				logicalLocations: [{ name: visible(name), fullyQualifiedName: visible(key), kind: "resource" }],
			},
		],
		...relatedLocations(finding, others, artifacts),
		partialFingerprints: { "assay/v1": finding.fingerprint },
		properties: {
			"security-severity": SECURITY_SEVERITY[finding.severity],
			resourceType: type,
			locationPrecision: precision,
			path: finding.path,
			...(finding.evidence === null ? {} : { evidence: visible(finding.evidence) }),
			...(transition === undefined ? {} : { transition: transitionProperties(transition) }),
		} as PropertyBag,
	};
}

function transitionProperties(transition: NonNullable<Finding["transition"]>): object {
	const { kind } = transition;
	if (transition.kind !== "turned-off")
		return { kind, counterpart: visible(transition.counterpart), joinedBy: visible(transition.joinedBy) };
	const by = transition.by.map(({ resource, action }) => ({ resource: visible(resource), action }));
	return { kind, before: transition.before === null ? null : visible(transition.before), by };
}

function notification({ severity, code, message, uri, line }: Diagnostic): Notification {
	return {
		level: severity,
		descriptor: { id: code },
		message: { text: shorten(message) },
		...(uri === null
			? {}
			: {
					locations: [
						{
							physicalLocation: {
								artifactLocation: artifactLocation(uri),
								...(line === null ? {} : { region: { startLine: line } }),
							},
						},
					],
				}),
	};
}

/** A relative reference: each path segment percent-encoded, so that `#`, `%`, `:` and spaces stay part of the name. */
function artifactLocation(uri: string): { uri: string; uriBaseId?: string } {
	const encoded = uri.split("/").map(encodeSegment).join("/");
	return uri.startsWith("/") ? { uri: `file://${encoded}` } : { uri: encoded, uriBaseId: "%SRCROOT%" };
}

function encodeSegment(segment: string): string {
	return encodeURIComponent(segment.toWellFormed());
}

function shorten(text: string): string {
	const line = escapeTerminal(text);
	return line.length > MAX_MESSAGE ? `${line.slice(0, MAX_MESSAGE - 1)}…` : line;
}

function pascalCase(id: string): string {
	return id.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

import type { Location, PropertyBag, Region, Result, Fix as SarifFix, Suppression as SarifSuppression } from "sarif";
import type { Finding, Fix, Location as Place, Suppression } from "../../model/report.ts";
import type { Rule } from "../../model/rule.ts";
import { visible } from "../escape.ts";
import { plural } from "../words.ts";
import { MAX_INSTANCES, STORED_LOCATIONS } from "./limits.ts";
import type { LineFact } from "./line-hash.ts";
import type { Detail, SarifProfile } from "./profile.ts";
import { descriptorId } from "./rules.ts";
import { LEVEL, SECURITY_SEVERITY } from "./severities.ts";
import { messageText } from "./text.ts";
import { artifactLocation } from "./uris.ts";

/** What results are written with. */
export interface ResultContext {
	profile: SarifProfile;
	detail: Detail;
	rules: Map<string, Rule>;
	/** Of the findings' lines, by file and number, where the file could be read. */
	lines: Map<string, Map<number, LineFact>>;
	/** The other sides of transitions: findings by rule and resource. */
	others: Map<string, Finding>;
	/** Places in the run's `rules`, by descriptor. */
	ruleIndex: Map<string, number>;
	/** Places in the run's `artifacts`, by file. */
	artifactIndex: Map<string, number>;
}

/** Length to which names of resources and files in messages are cut. */
const MAX_LABEL = 200;
/** How many related places the message links to; the others are listed beside it. */
const MAX_LINKS = 3;

/** Key under which the other side of a transition is looked up. */
export function sideKey(rule: string, resource: string): string {
	return `${rule} ${resource}`;
}

/** All files that a result refers to by index. */
export function filesOf(finding: Finding, others: Map<string, Finding>): string[] {
	const other = counterpart(finding, others);
	return [
		finding.location.uri,
		...finding.related.map(({ location }) => location.uri),
		...(other === undefined ? [] : [other.location.uri]),
		...(finding.fix?.changes.map(({ uri }) => uri) ?? []),
		...(finding.suppression?.source === undefined ? [] : [finding.suppression.source.uri]),
	];
}

/** A finding as SARIF's result. */
export function result(finding: Finding, context: ResultContext): Result {
	const { profile, detail } = context;
	const { location, resource, suppression, baselineState, fix } = finding;
	const ruleId = descriptorId(finding, context.rules, profile);
	const ruleIndex = context.ruleIndex.get(ruleId);
	const related = detail.extras ? relatedLocations(finding, context) : [];
	const hash = context.lines.get(location.uri)?.get(location.startLine)?.hash;
	return {
		ruleId,
		...(ruleIndex === undefined ? {} : { ruleIndex }),
		level: LEVEL[finding.severity],
		message: { text: message(finding, related, detail) },
		locations: [
			{ physicalLocation: physicalLocation(location, context), logicalLocations: logicalLocations(finding, context) },
		],
		...(related.length === 0 ? {} : { relatedLocations: related }),
		partialFingerprints: {
			...(hash === undefined ? {} : { primaryLocationLineHash: hash }),
			"assay/v1": finding.fingerprint,
		},
		...(baselineState === undefined ? {} : { baselineState }),
		...(suppression === null ? {} : { suppressions: [sarifSuppression(suppression, context)] }),
		...(fix === undefined || !detail.extras ? {} : { fixes: [sarifFix(fix, context)] }),
		properties: {
			"security-severity": SECURITY_SEVERITY[finding.severity],
			resourceType: visible(resource.type),
			locationPrecision: location.precision,
			...(detail.extras ? extras(finding, profile) : {}),
		} as PropertyBag,
	};
}

function message(finding: Finding, related: Location[], detail: Detail): string {
	const { resource, transition, instances = [] } = finding;
	const outcome = transition === undefined ? "" : `; ${transition.note}`;
	const more = instances.length > 1 ? ` (and ${plural(instances.length - 1, "more resource")} of this code)` : "";
	const links = related.slice(0, MAX_LINKS).map(({ id, message: label }) => `[${linkText(label!.text!)}](${id})`);
	const see = links.length === 0 ? "" : `. See: ${links.join(", ")}`;
	const name = messageText(resource.name, MAX_LABEL);
	// The links are whole, whatever has to be cut before them.
	return `${messageText(`${name}${more}: ${finding.message}${outcome}`, detail.message - see.length)}${see}`;
}

/** Brackets end the text of a link. */
function linkText(text: string): string {
	return messageText(text, 80).replaceAll("[", "(").replaceAll("]", ")");
}

function logicalLocations({ resource, instances = [] }: Finding, { profile, detail }: ResultContext) {
	const named = [{ name: visible(resource.name), fullyQualifiedName: visible(resource.key), kind: "resource" }];
	if (!detail.extras) return named;
	const others = instances.map((instance) => instance.resource).filter((key) => key !== resource.key);
	const most = profile === "github" ? MAX_INSTANCES : others.length;
	for (const key of new Set(others.slice(0, most)))
		named.push({ name: visible(key), fullyQualifiedName: visible(key), kind: "resource" });
	return named;
}

function physicalLocation(place: Place, context: ResultContext): NonNullable<Location["physicalLocation"]> {
	return {
		artifactLocation: { ...artifactLocation(place.uri), index: context.artifactIndex.get(place.uri)! },
		region: region(place, context),
	};
}

/**
 * Code scanning shows an alert on a pull request only where all of its lines are in the diff: it is given the first
 * line of what goes over several.
 */
function region(place: Place, { profile, lines }: ResultContext): Region {
	const { uri, startLine, startColumn, endLine, endColumn } = place;
	if (profile === "full" || endLine === startLine) return { startLine, startColumn, endLine, endColumn };
	const length = lines.get(uri)?.get(startLine)?.length;
	return { startLine, startColumn, endLine: startLine, endColumn: Math.max(startColumn + 1, (length ?? 0) + 1) };
}

/** Where else to look: what the locator names, then the other side of a transition. */
function relatedLocations(finding: Finding, context: ResultContext): Location[] {
	const { transition } = finding;
	const related: Omit<Location, "id">[] = finding.related.map(({ message, location }) => ({
		message: { text: messageText(message, MAX_LABEL) },
		physicalLocation: physicalLocation(location, context),
	}));
	const other = counterpart(finding, context.others);
	if (other !== undefined && transition !== undefined && transition.kind !== "turned-off") {
		related.push({
			message: { text: messageText(`${transition.note}; joined ${transition.joinedBy}`, context.detail.message) },
			physicalLocation: physicalLocation(other.location, context),
			logicalLocations: [{ fullyQualifiedName: visible(transition.counterpart), kind: "resource" }],
		});
	}
	return related.slice(0, STORED_LOCATIONS - 1).map((location, index) => ({ id: index + 1, ...location }));
}

/** The finding on the other side, where there is one: plan and account are two places of one problem. */
function counterpart({ rule, transition }: Finding, others: Map<string, Finding>): Finding | undefined {
	if (transition === undefined || transition.kind === "turned-off") return undefined;
	return others.get(sideKey(rule, transition.counterpart));
}

/** A comment stands in the source; waivers and the baseline are files of their own. */
function sarifSuppression(suppression: Suppression, { artifactIndex, detail }: ResultContext): SarifSuppression {
	const { kind, justification, owner, expires, ticket, source } = suppression;
	return {
		kind: kind === "inline" ? "inSource" : "external",
		status: "accepted",
		justification: messageText(justification, detail.message),
		...(source === undefined
			? {}
			: {
					location: {
						physicalLocation: {
							artifactLocation: { ...artifactLocation(source.uri), index: artifactIndex.get(source.uri)! },
							region: { startLine: source.line },
						},
					},
				}),
		properties: {
			kind,
			...(owner === "" ? {} : { owner: visible(owner) }),
			expires,
			...(ticket === undefined ? {} : { ticket: visible(ticket) }),
		} as PropertyBag,
	};
}

function sarifFix({ description, changes }: Fix, { artifactIndex, detail }: ResultContext): SarifFix {
	return {
		description: { text: messageText(description, detail.message) },
		artifactChanges: [...groupByFile(changes)].map(([uri, replaced]) => ({
			artifactLocation: { ...artifactLocation(uri), index: artifactIndex.get(uri)! },
			replacements: replaced.map(replacement),
		})),
	};
}

function groupByFile(changes: Fix["changes"]): Map<string, Fix["changes"]> {
	const groups = new Map<string, Fix["changes"]>();
	for (const change of changes) {
		const group = groups.get(change.uri);
		if (group === undefined) groups.set(change.uri, [change]);
		else group.push(change);
	}
	return groups;
}

/**
 * Whole lines. The line ending of the last one stays in the file, so that a last line without one can be replaced too;
 * lines that go take theirs with them.
 */
function replacement({ startLine, endLine, text }: Fix["changes"][number]) {
	if (endLine < startLine) {
		const deletedRegion = { startLine, startColumn: 1, endLine: startLine, endColumn: 1 };
		return { deletedRegion, insertedContent: { text: text.toWellFormed() } };
	}
	if (text === "") return { deletedRegion: { startLine, startColumn: 1, endLine: endLine + 1, endColumn: 1 } };
	return {
		deletedRegion: { startLine, startColumn: 1, endLine },
		insertedContent: { text: text.replace(/\r?\n$/, "").toWellFormed() },
	};
}

/** What only other readers than code scanning use. */
function extras(finding: Finding, profile: SarifProfile): Record<string, unknown> {
	const { path, evidence, transition, waivedFor, instances, captured } = finding;
	return {
		path: path.map(visibleStep),
		...(evidence === null ? {} : { evidence: visible(evidence) }),
		...(captured === undefined ? {} : { captured }),
		...(transition === undefined ? {} : { transition: transitionProperties(transition) }),
		...(waivedFor === undefined
			? {}
			: { waivedFor: waivedFor.map(({ framework, suppression: { expires } }) => ({ framework, expires })) }),
		...(instances === undefined || profile === "github"
			? {}
			: {
					instances: instances.map(({ resource, path: at, fingerprint }) => ({
						resource: visible(resource),
						path: at.map(visibleStep),
						fingerprint,
					})),
				}),
	};
}

function visibleStep(step: string | number): string | number {
	return typeof step === "string" ? visible(step) : step;
}

function transitionProperties(transition: NonNullable<Finding["transition"]>): object {
	const { kind } = transition;
	if (transition.kind !== "turned-off")
		return { kind, counterpart: visible(transition.counterpart), joinedBy: visible(transition.joinedBy) };
	const by = transition.by.map(({ resource, action }) => ({ resource: visible(resource), action }));
	return { kind, before: transition.before === null ? null : visible(transition.before), by };
}

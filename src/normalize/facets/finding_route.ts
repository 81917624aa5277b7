import type { FindingRouteFacet, FindingRoutesFacet } from "../../model/facets.ts";
import type { Json } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import { compareText } from "../../order.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { isObject, textAt } from "../json.ts";
import type { PlanContext } from "../terraform/context.ts";
import { isKnown, mayBelong, oncePerPlan, type Reading, read, text } from "./plan_values.ts";

/** Services whose findings come as events: event source, beginning of the detail type, and what switches them on. */
const SERVICES = [
	{ name: "GuardDuty", source: "aws.guardduty", detail: "GuardDuty ", type: "aws_guardduty_detector" },
	{ name: "Security Hub", source: "aws.securityhub", detail: "Security Hub ", type: "aws_securityhub_account" },
	{ name: "Macie", source: "aws.macie", detail: "Macie ", type: "aws_macie2_account" },
	{ name: "Inspector", source: "aws.inspector2", detail: "Inspector2 ", type: "aws_inspector2_enabler" },
	{ name: "Config", source: "aws.config", detail: "Config Rules ", type: "aws_config_config_rule" },
] as const;

/** Event rules that pick up findings of security services, and whether they lead to anybody. */
export const findingRoute: FacetComputer<"finding_route", PlanContext> = {
	name: "finding_route",
	compute(resource, context): FacetResult<FindingRouteFacet> {
		if (resource.type !== "aws_cloudwatch_event_rule") return undefined;
		const services = servicesOf(resource, context);
		if (!Array.isArray(services)) return services;
		const enabled = isEnabled(resource, context);
		if (typeof enabled !== "boolean") return enabled;
		const base = { services, enabled };
		if (services.length === 0) return { value: { ...base, live: false, gap: "" } };
		const reached = targets(resource, context);
		if (reached === true) return { value: { ...base, live: true, gap: "" } };
		if (typeof reached === "string") return { value: { ...base, live: false, gap: reached } };
		return enabled ? reached : { value: { ...base, live: false, gap: "" } };
	},
};

/** Of a whole plan: which services find something, and which event rules pick that up. */
export const findingRoutes: FacetComputer<"finding_routes", PlanContext> = {
	name: "finding_routes",
	compute(resource, context): FacetResult<FindingRoutesFacet> {
		if (resource.type !== "scope/plan") return undefined;
		const services = SERVICES.filter(({ type }) => context.ofType(type).length > 0).map(({ name }) => name);
		return routes(context, services);
	},
};

function routes(context: PlanContext, services: string[]): FacetResult<FindingRoutesFacet> {
	const rules: string[] = [];
	let gap: string | null = null;
	for (const [rule, found] of servicesByRule(context)) {
		if (!Array.isArray(found)) gap = found.unknown;
		else if (found.length > 0) rules.push(rule.key);
	}
	if (rules.length === 0 && gap !== null) return { unknown: gap };
	return { value: { services, rules: rules.sort(compareText) } };
}

const servicesByRule = oncePerPlan(
	(context) => new Map(context.ofType("aws_cloudwatch_event_rule").map((rule) => [rule, servicesOf(rule, context)])),
);

function servicesOf(rule: Resource, context: PlanContext): string[] | { unknown: string } {
	const bus = read(context, rule, ["event_bus_name"]);
	// Services of AWS send their events to the default bus.
	if (isKnown(bus) && typeof bus.value === "string" && bus.value !== "default") return [];
	const pattern = read(context, rule, ["event_pattern"]);
	if (!isKnown(pattern)) return pattern;
	if (!isKnown(bus)) return bus;
	const parsed = parse(pattern);
	if (parsed === null) return [];
	return SERVICES.filter(
		({ source, detail }) =>
			// A pattern that names neither takes every event; nobody routes findings that way.
			(parsed.source !== undefined || parsed["detail-type"] !== undefined) &&
			lets(parsed.source, (text) => text === source, source) &&
			lets(parsed["detail-type"], (text) => text.startsWith(detail), detail),
	).map(({ name }) => name);
}

function parse(pattern: Reading): Record<string, Json | undefined> | null {
	try {
		const value: Json = JSON.parse(text(pattern) ?? "null");
		return isObject(value) ? value : null;
	} catch {
		return null;
	}
}

/** Whether one of a field's matchers may match: a text, or a prefix. */
function lets(field: Json | undefined, equal: (text: string) => boolean, whole: string): boolean {
	if (field === undefined) return true;
	return [field].flat().some((matcher) => {
		if (typeof matcher === "string") return equal(matcher);
		const prefix = textAt(matcher, ["prefix"]);
		return prefix !== null && (whole.startsWith(prefix) || prefix.startsWith(whole));
	});
}

/** `state` replaced `is_enabled`; a rule is enabled unless one of them says otherwise. */
function isEnabled(rule: Resource, context: PlanContext): boolean | { unknown: string } {
	const state = read(context, rule, ["state"]);
	const older = read(context, rule, ["is_enabled"]);
	if (!isKnown(state)) return state;
	if (state.value !== null && state.value !== "") return state.value !== "DISABLED";
	if (!isKnown(older)) return older;
	return older.value !== false;
}

/** True where a target surely receives the events; a text says why none does. */
function targets(rule: Resource, context: PlanContext): true | string | { unknown: string } {
	const { certain, uncertain } = context.joined("aws_cloudwatch_event_target", "rule", rule);
	let gap = uncertain.length > 0 ? mayBelong(uncertain) : null;
	let reason = "it has no target";
	for (const target of certain) {
		const answer = receives(target, context);
		if (answer === true) return true;
		if (typeof answer === "string") reason = answer;
		else gap = answer.unknown;
	}
	return gap === null ? reason : { unknown: gap };
}

function receives(target: Resource, context: PlanContext): true | string | { unknown: string } {
	const arn = context.value(target, ["arn"]);
	const elsewhere = { unknown: "whether anybody subscribes to the topic is not in the input" };
	if (arn.state === "unknown") return { unknown: arn.reason };
	if (arn.state === "omitted") return "its target is empty";
	if (arn.state === "known") {
		const topics = context.ofType("aws_sns_topic").filter(({ attributes }) => attributes.arn === arn.value);
		if (topics.length > 0) return subscribed(topics, context);
		return typeof arn.value === "string" && /^arn:[^:]+:sns:/.test(arn.value) ? elsewhere : true;
	}
	const topics = arn.targets.filter(({ type }) => type === "aws_sns_topic");
	if (topics.length === 0) return true;
	if (topics.some(({ mode }) => mode === "data")) return elsewhere;
	return subscribed(
		topics.flatMap(({ resources }) => resources),
		context,
	);
}

function subscribed(topics: Resource[], context: PlanContext): true | string | { unknown: string } {
	const joins = topics.map((topic) => context.joined("aws_sns_topic_subscription", "topic_arn", topic));
	if (joins.some(({ certain }) => certain.length > 0)) return true;
	if (context.complete && joins.every(({ uncertain }) => uncertain.length === 0)) {
		return "nobody subscribes to the topic it sends to";
	}
	return { unknown: "the plan shows no subscription of the topic, and may not be all of the account" };
}

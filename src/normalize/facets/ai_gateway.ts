import type { AiGatewayFacet } from "../../model/facets.ts";
import type { AttributePath } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { isObject, listAt, textAt, unknownAt, valueAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { podLabels } from "../kubernetes/pods.ts";
import { matchesSelector } from "../kubernetes/selector.ts";
import { type Setting, settingsOf } from "./ai_workload.ts";
import { containersOf } from "./joins.ts";
import { podSpecPath } from "./pod.ts";

const COMPONENTS = new Set(["ai-gateway", "llm-gateway"]);
/** `claude-api-gateway`, `llm-gateway-eu`; other gateways are none of AI. */
const NAME = /(?:^|-)(?:ai|llms?|claude|anthropic|openai|bedrock|inference|models?)-(?:api-)?gateway(?:-|$)/;
const IMAGE = /(?:^|\/)litellm(?=[:@-]|$)/;

/** Settings that say how much a client may ask for, and words that make another thing of them. */
const LIMIT = /RATE_?LIMIT|(?:^|_)(?:RPM|TPM|RPS)(?:_|$)|(?:REQUESTS|TOKENS)_PER_|(?:^|_)QUOTAS?(?:_|$)/i;
const NO_LIMIT = /WINDOW|INTERVAL|PERIOD|BURST|TTL|URL|HOST|PORT|REDIS|STORE|BACKEND|ENABLED?$/i;

/** Where the OpenTelemetry libraries send metrics: https://opentelemetry.io/docs/specs/otel/protocol/exporter/ */
const OTLP = /^OTEL_EXPORTER_OTLP_(?:METRICS_)?ENDPOINT$/;
const MONITORING = "monitoring.coreos.com";

/** The `ai_gateway` facet: what restrains and watches a workload that stands between clients and models. */
export const aiGatewayFacet: FacetComputer<"ai_gateway", KubernetesContext> = {
	name: "ai_gateway",
	compute(resource, context): FacetResult<AiGatewayFacet> {
		const spec = podSpecPath(resource.type, resource.attributes);
		if (spec === null || !isGateway(resource)) return undefined;
		const settings = settingsOf(resource, context);
		const value: Partial<AiGatewayFacet> = { limits: limitsIn(settings) };
		const unknown: { path: AttributePath; reason: string }[] = [];
		const hidden = settings.find(({ name, value: text }) => text === null && namesLimit(name));
		if (hidden !== undefined && !value.limits?.some(({ positive }) => positive)) {
			unknown.push({ path: ["limits"], reason: hidden.reason });
		}
		const metrics = metricsOf(resource, [...spec.slice(0, -1)], settings, context);
		if (typeof metrics === "boolean") value.metrics = metrics;
		else unknown.push({ path: ["metrics"], reason: metrics.unknown });
		const alerts = alertsOn(resource, context);
		if (typeof alerts === "boolean") value.alerts = alerts;
		else unknown.push({ path: ["alerts"], reason: alerts.unknown });
		return { value: value as AiGatewayFacet, unknown };
	},
};

function isGateway(workload: Resource): boolean {
	const labels = { ...podLabels(workload)?.labels, ...workload.labels };
	if (COMPONENTS.has(labels["app.kubernetes.io/component"] ?? "") || NAME.test(workload.name)) return true;
	return containersOf(workload).some(({ spec }) => IMAGE.test((textAt(spec, ["image"]) ?? "").toLowerCase()));
}

function namesLimit(name: string): boolean {
	return LIMIT.test(name) && !NO_LIMIT.test(name);
}

/** Limits that are declared; enforcing them is left to the application. */
function limitsIn(settings: Setting[]): AiGatewayFacet["limits"] {
	return settings.flatMap(({ path, name, value, kind }) =>
		value !== null && kind !== "argument" && namesLimit(name) ? [{ path, name, positive: holdsNumber(value) }] : [],
	);
}

/** A number above zero: alone, or in a longer text behind a name that speaks of no time or place. */
function holdsNumber(text: string): boolean {
	if (/\benabled["']?\s*[:=]\s*["']?(?:false|0|no|off)\b/i.test(text)) return false;
	if (/^\s*["']?[1-9]\d*/.test(text)) return true;
	const named = text.matchAll(/([\w-]{1,60})["']?\s*[:=]\s*["']?[1-9]\d*/g);
	return [...named].some(([, name]) => !NO_LIMIT.test(name ?? ""));
}

type Answer = boolean | { unknown: string };

function metricsOf(
	workload: Resource,
	template: AttributePath,
	settings: Setting[],
	context: KubernetesContext,
): Answer {
	const path = [...template, "metadata", "annotations"];
	const scrape = valueAt(workload.attributes, [...path, "prometheus.io/scrape"]);
	if (scrape === "true" || scrape === true) return true;
	if (settings.some(({ name, value }) => OTLP.test(name) && value !== "")) return true;
	const hidden = unknownAt(workload, [...path, "prometheus.io/scrape"]);
	const labels = podLabels(workload);
	if (labels === null) return false;
	if (labels.unknown !== null) return { unknown: labels.unknown };
	const services = context
		.ofType("core/Service")
		.filter((service) => context.sameNamespace(service, workload) !== "no" && selectsPods(service, labels.labels))
		.map((service) => service.labels);
	const watched = (type: string, found: Record<string, string>[]) =>
		context.ofType(`${MONITORING}/${type}`).some((monitor) => {
			const selector = valueAt(monitor.attributes, ["spec", "selector"]);
			return isObject(selector) && reaches(monitor, workload) && found.some((each) => matchesSelector(selector, each));
		});
	if (watched("PodMonitor", [labels.labels]) || watched("ServiceMonitor", services)) return true;
	if (hidden !== null) return { unknown: hidden };
	return context.complete
		? false
		: { unknown: "nothing in the input collects its metrics; it may not show everything" };
}

/** A monitor looks at its own namespace unless it names others. */
function reaches(monitor: Resource, workload: Resource): boolean {
	if (valueAt(monitor.attributes, ["spec", "namespaceSelector", "any"]) === true) return true;
	const named = listAt(monitor.attributes, ["spec", "namespaceSelector", "matchNames"]);
	return named.length > 0 ? named.includes(workload.scope) : monitor.scope === workload.scope;
}

function selectsPods(service: Resource, labels: Record<string, string>): boolean {
	const selector = valueAt(service.attributes, ["spec", "selector"]);
	const wanted = Object.entries(isObject(selector) ? selector : {});
	return wanted.length > 0 && wanted.every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
}

/** Whether an alert's expression names the workload, or the label that its pods go by. */
function alertsOn(workload: Resource, context: KubernetesContext): Answer {
	const labels = podLabels(workload)?.labels ?? {};
	const names = [workload.name, labels.app, labels["app.kubernetes.io/name"]].filter((name) => name !== undefined);
	const word = (name: string) => new RegExp(`(?<![\\w-])${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w])`);
	const words = names.filter((name) => name.length > 2).map(word);
	for (const rule of context.ofType(`${MONITORING}/PrometheusRule`)) {
		for (const group of listAt(rule.attributes, ["spec", "groups"])) {
			for (const entry of listAt(group, ["rules"])) {
				const expression = textAt(entry, ["expr"]) ?? "";
				if (textAt(entry, ["alert"]) !== null && words.some((each) => each.test(expression))) return true;
			}
		}
	}
	return context.complete ? false : { unknown: "no alert in the input names it; the input may not show everything" };
}

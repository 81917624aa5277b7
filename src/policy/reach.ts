import type { Diagnostic, Resource } from "../model/resource.ts";
import type { Rule } from "../model/rule.ts";
import { push } from "../multimap.ts";
import { compareText } from "../order.ts";
import { selects } from "./evaluate.ts";

/** Providers of helpers that make nothing in any cloud. */
const HELPERS = new Set([
	"archive",
	"external",
	"http",
	"local",
	"null",
	"random",
	"template",
	"terraform",
	"time",
	"tls",
]);

/** Providers of which all that becomes an object is judged as one, so that what is left is worth naming by its type. */
const OF_OBJECTS = new Set(["kubectl", "kubernetes"]);

/**
 * Warns of Terraform resources that would look judged without findings: those of providers that no rule names a resource
 * type of, those that become no Kubernetes object, and charts. One diagnostic for each plan and provider.
 */
export function unreachedProviders(resources: readonly Resource[], rules: readonly Rule[]): Diagnostic[] {
	const reached = new Set(rules.flatMap(({ selector }) => selector.types ?? []).map(providerOf));
	const unreached = new Map<string, Resource[]>();
	for (const resource of resources) {
		const provider = providerOf(resource.type);
		if (resource.origin !== "terraform" || resource.type.startsWith("scope/")) continue;
		if (reached.has(provider) || HELPERS.has(provider)) continue;
		push(unreached, JSON.stringify([resource.anchor.uri, provider]), resource);
	}
	return [...unreached]
		.sort(([left], [right]) => compareText(left, right))
		.map(([, group]) => ({
			severity: "warning",
			code: group[0]!.type === "helm_release" ? "helm-release" : "provider-not-covered",
			message: messageOf(group),
			uri: group[0]!.anchor.uri,
			line: null,
		}));
}

/** How many types a message names for each provider. */
const NAMED = 5;

/** Looks at nearly everything: what only this rule selects is not judged for what it is. */
const SEARCH = "tf-hardcoded-secret";

/**
 * Tells how many resources are of types that no rule judges, though rules know the provider: one note for each plan, and
 * one for all Kubernetes kinds. Many of them are read along where a judged resource is joined with them.
 */
export function unjudgedTypes(resources: readonly Resource[], rules: readonly Rule[]): Diagnostic[] {
	const asked = rules.filter(({ id, selector }) => id !== SEARCH && selector.change === undefined);
	const named = new Set(asked.flatMap(({ selector }) => selector.types ?? []));
	const broad = asked.filter(({ selector }) => selector.types === undefined);
	const providers = new Set([...named].map(providerOf));
	const unjudged = new Map<string | null, Resource[]>();
	for (const resource of resources) {
		const { type, origin, anchor } = resource;
		if (type.startsWith("scope/") || named.has(type) || (origin !== "terraform" && origin !== "kubernetes")) continue;
		const provider = providerOf(type);
		if (origin === "terraform" && (!providers.has(provider) || HELPERS.has(provider))) continue;
		if (!broad.some((rule) => selects(rule, resource)))
			push(unjudged, origin === "terraform" ? anchor.uri : null, resource);
	}
	return [...unjudged]
		.sort(([left], [right]) => compareText(left ?? "", right ?? ""))
		.map(([uri, group]) => ({ severity: "note", code: "types-not-judged", message: census(group), uri, line: null }));
}

/** "no rule judges these by themselves; …: aws 12 (aws_route 8, aws_subnet 4); google 1 (google_project 1)". */
function census(group: Resource[]): string {
	const searched =
		group[0]!.origin === "terraform"
			? "; they were searched for secrets, and read where others are joined with them"
			: "";
	const byProvider = new Map<string, Resource[]>();
	for (const resource of group) {
		push(byProvider, resource.origin === "terraform" ? providerOf(resource.type) : "kubernetes", resource);
	}
	const parts = [...byProvider]
		.sort(([left], [right]) => compareText(left, right))
		.map(([provider, members]) => `${provider} ${members.length} (${frequent(members)})`);
	return `no rule judges these resources by themselves${searched}: ${parts.join("; ")}`;
}

/** The most frequent types with their numbers. */
function frequent(resources: Resource[]): string {
	const counts = new Map<string, number>();
	for (const { type } of resources) counts.set(type, (counts.get(type) ?? 0) + 1);
	const sorted = [...counts].sort(([left, few], [right, many]) => many - few || compareText(left, right));
	const named = sorted.slice(0, NAMED).map(([type, count]) => `${type} ${count}`);
	const rest = sorted.length - named.length;
	return rest > 0 ? `${named.join(", ")} and ${rest} more types` : named.join(", ");
}

function messageOf(group: Resource[]): string {
	const provider = providerOf(group[0]!.type);
	const searched = `resources that were only searched for secrets: ${group.length}`;
	if (group[0]!.type === "helm_release") {
		return `a plan does not show what the chart of a helm_release makes; scan the output of helm template with the plan; ${searched}`;
	}
	if (!OF_OBJECTS.has(provider)) return `no rule knows the types of the provider ${provider}; ${searched}`;
	const types = [...new Set(group.map(({ type }) => type))].sort(compareText).join(", ");
	return `these types show no Kubernetes object that could be judged: ${types}; ${searched}`;
}

/** The provider's name, with which Terraform types begin: `google` of `google_storage_bucket`. */
function providerOf(type: string): string {
	return type.split("_")[0] ?? type;
}

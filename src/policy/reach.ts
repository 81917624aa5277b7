import type { Diagnostic, Resource } from "../model/resource.ts";
import type { Rule } from "../model/rule.ts";
import { compareText } from "../order.ts";

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

/**
 * Warns of Terraform providers that no rule names a resource type of: without findings their resources would look
 * judged. One diagnostic for each plan and provider.
 */
export function unreachedProviders(resources: readonly Resource[], rules: readonly Rule[]): Diagnostic[] {
	const reached = new Set(rules.flatMap(({ selector }) => selector.types ?? []).map(providerOf));
	const counts = new Map<string, { uri: string; provider: string; count: number }>();
	for (const { origin, type, anchor } of resources) {
		const provider = providerOf(type);
		if (origin !== "terraform" || type.startsWith("scope/") || reached.has(provider) || HELPERS.has(provider)) continue;
		const key = JSON.stringify([anchor.uri, provider]);
		const entry = counts.get(key) ?? { uri: anchor.uri, provider, count: 0 };
		entry.count += 1;
		counts.set(key, entry);
	}
	return [...counts]
		.sort(([left], [right]) => compareText(left, right))
		.map(([, { uri, provider, count }]) => ({
			severity: "warning",
			code: "provider-not-covered",
			message: `no rule knows the types of the provider ${provider}; resources that were only searched for secrets: ${count}`,
			uri,
			line: null,
		}));
}

/** The provider's name, with which Terraform types begin: `google` of `google_storage_bucket`. */
function providerOf(type: string): string {
	return type.split("_")[0] ?? type;
}

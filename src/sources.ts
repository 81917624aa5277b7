import type { AwsSourceOptions } from "./collect/aws/source.ts";
import type { KubernetesSourceOptions } from "./collect/kubernetes/source.ts";
import type { LiveSource } from "./model/live.ts";
import type { Rule } from "./model/rule.ts";
import { MANIFEST_FACETS } from "./normalize/kubernetes/live.ts";

export type { AwsSourceOptions, KubernetesSourceOptions };

/**
 * AWS accounts, for the option `live` of `scan`. What talks to AWS is loaded by the first call. `cwd` is where relative
 * paths start from; default the process's.
 * @throws an Error that says so where the options make no sense.
 */
export async function awsSource(options: Partial<AwsSourceOptions> = {}): Promise<LiveSource> {
	const { awsSource } = await import("./collect/aws/source.ts");
	return awsSource({ cwd: process.cwd(), ...options });
}

/**
 * Kubernetes clusters, for the option `live` of `scan`. What talks to clusters is loaded by the first call. `cwd` is
 * where relative paths start from; default the process's.
 * @param rules further rules than those that ship with Assay: the types they name are read too.
 * @throws an Error that says so where the kubeconfig or the options make no sense.
 */
export async function kubernetesSource(
	options: Partial<KubernetesSourceOptions> = {},
	rules: Rule[] = [],
): Promise<LiveSource> {
	const { kubernetesSource } = await import("./collect/kubernetes/source.ts");
	const types = [...new Set([...(options.types ?? []), ...kubernetesTypes(rules)])];
	return kubernetesSource({ cwd: process.cwd(), ...options, types });
}

/** Types that rules name, without those of rules that only judge what is written in files. */
function kubernetesTypes(rules: Rule[]): string[] {
	const types: string[] = [];
	const manifestFacets: readonly string[] = MANIFEST_FACETS;
	for (const { origins, selector } of rules) {
		if (!origins.includes("kubernetes") || selector.with?.some((facet) => manifestFacets.includes(facet))) continue;
		for (const type of selector.types ?? []) if (type.includes("/") && !type.startsWith("scope/")) types.push(type);
	}
	return types;
}

import type { LiveSource } from "../model/live.ts";
import type { Rule } from "../model/rule.ts";
import { MANIFEST_FACETS } from "../normalize/kubernetes/live.ts";
import { ScanError } from "../scan.ts";
import type { Io } from "./io.ts";
import type { ScanCommandOptions } from "./scan.ts";

/**
 * The live source of a name, set up by the command's options. Clients of clouds are loaded here and nowhere else.
 * @param rules those that will judge: what they select is read.
 * @throws ScanError for unknown names and options that make no sense.
 */
export async function liveSource(
	name: string,
	options: ScanCommandOptions,
	rules: Rule[],
	io: Io,
): Promise<LiveSource> {
	switch (name) {
		case "aws": {
			// Which Node the clients will ask for some day concerns those who build this program, not its users.
			process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
			const { awsSource } = await import("../collect/aws/source.ts");
			return awsSource({ ...options, cwd: io.cwd });
		}
		case "kubernetes": {
			const { kubernetesSource } = await import("../collect/kubernetes/source.ts");
			return kubernetesSource({ ...options, types: kubernetesTypes(rules), cwd: io.cwd });
		}
		default:
			throw new ScanError(`--live: unknown source "${name}"; known: aws, kubernetes`);
	}
}

/** Types that rules name, without those of rules that only judge what is written in files. */
function kubernetesTypes(rules: Rule[]): string[] {
	const types = new Set<string>();
	const manifestFacets: readonly string[] = MANIFEST_FACETS;
	for (const { origins, selector } of rules) {
		if (!origins.includes("kubernetes") || selector.with?.some((facet) => manifestFacets.includes(facet))) continue;
		for (const type of selector.types ?? []) if (type.includes("/") && !type.startsWith("scope/")) types.add(type);
	}
	return [...types];
}

import { ScanError } from "../choices.ts";
import type { LiveSource } from "../model/live.ts";
import type { Rule } from "../model/rule.ts";
import { awsSource, kubernetesSource } from "../sources.ts";
import type { Io } from "./io.ts";
import type { ScanCommandOptions } from "./scan-options.ts";

/**
 * The live source of a name, set up by the command's options.
 * @param rules those that will judge: what they select is read.
 * @throws an Error that says so for unknown names and options that make no sense.
 */
export async function liveSource(
	name: string,
	options: ScanCommandOptions,
	rules: Rule[],
	io: Io,
): Promise<LiveSource> {
	switch (name) {
		case "aws":
			// Which Node the clients will ask for some day concerns those who build this program, not its users.
			process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
			return await awsSource({ ...options, cwd: io.cwd });
		case "kubernetes":
			return await kubernetesSource({ ...options, cwd: io.cwd }, rules);
		default:
			throw new ScanError(`--live: unknown source "${name}"; known: aws, kubernetes`);
	}
}

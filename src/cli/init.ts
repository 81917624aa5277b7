import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Io } from "./io.ts";

const TEMPLATE = `# Configuration of assay scan. The names are those of the command line (assay scan --help); flags win over this file.

# framework: [soc2, hipaa, gdpr, iso27001, iso42001]   # default: all
# skip-rule: []                                        # ids from: assay rules
# fail-on: high                                        # critical, high, medium, low, info or never
# min-score: {soc2: 80}                                # percent, held against the score's lower bound
# format: [console, sarif=assay.sarif, json=assay.json]

# protected: []                                        # rules that assay:ignore comments cannot suppress
# inline-suppressions: true                            # false: assay:ignore comments do not count
# waivers: assay-waivers.yaml                          # approved exceptions
# baseline: assay-baseline.json                        # accepted debt, written by --update-baseline
# attestations: assay-attestations.yaml                # people's verdicts on controls

# parameters:                                          # thresholds the rules judge by
#   retention_days: 2555
#   manifests_complete: false                          # true: what these manifests do not hold does not exist
#   default_namespace: default                         # where manifests without a namespace are applied
`;

/** Writes assay.yaml into the working directory. @returns 0, or 2 when there is one already or it cannot be written. */
export async function initCommand(io: Io): Promise<number> {
	try {
		await writeFile(join(io.cwd, "assay.yaml"), TEMPLATE, { flag: "wx" });
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		io.stderr(code === "EEXIST" ? "assay: assay.yaml exists already\n" : `assay: cannot write assay.yaml (${code})\n`);
		return 2;
	}
	io.stdout("Wrote assay.yaml.\n");
	return 0;
}

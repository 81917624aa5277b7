import type { Finding, Fix } from "../model/report.ts";
import { Mender, secretLines, type Unit } from "./kubernetes/mend.ts";
import { Refused } from "./kubernetes/operations.ts";
import type { Scene } from "./scene.ts";
import { lineChanges } from "./splices.ts";

/**
 * Gives open findings the change that mends each of them alone, where one is known, was tried and holds: the rule passes
 * after it, and no rule of the scan finds anything new.
 */
export async function attachFixes(scene: Scene): Promise<void> {
	attachToManifests(scene);
	if (!scene.documents.some(({ kind }) => kind === "terraform-plan")) return;
	const { terraformFixes } = await import("./terraform/fixes.ts");
	setFixes(scene.findings, (await terraformFixes(scene)).fixes);
}

function attachToManifests(scene: Scene): void {
	const mender = new Mender(scene);
	// What other programs rendered is no place to change anything; text from a pipe can be shown as it should be.
	const open = scene.findings.filter(
		({ suppression, resource, location }) =>
			suppression === null && resource.origin === "kubernetes" && isShown(scene, location.uri),
	);
	const units = mender.units(open);
	const byRule = new Map<string, Unit[]>();
	for (const unit of units) {
		const known = byRule.get(unit.rule);
		if (known === undefined) byRule.set(unit.rule, [unit]);
		else known.push(unit);
	}
	const secrets = new Map<string, Set<number>>();
	for (const [, ofRule] of byRule) {
		for (const unit of mender.mend(ofRule).made) {
			for (const [index, finding] of unit.findings.entries()) {
				const fix = alone(mender, unit, index, scene, secrets);
				if (fix !== null) finding.fix = fix;
			}
		}
	}
}

function isShown({ kept }: Scene, uri: string): boolean {
	return uri === "stdin" || !kept.has(uri);
}

/** The change for one finding; null where it cannot be shown without a secret. */
function alone(
	mender: Mender,
	{ resource, operations }: Unit,
	index: number,
	scene: Scene,
	secrets: Map<string, Set<number>>,
): Fix | null {
	const { uri, document = 0, base = [] } = resource.anchor;
	try {
		const text = mender.text(uri);
		const hidden = secrets.get(uri) ?? secretLines(text, uri, scene.resources);
		secrets.set(uri, hidden);
		const own = operations[index]!;
		text.plan(
			document,
			own.map((operation) => ({ ...operation, path: [...base, ...operation.path] })),
		);
		const changes = lineChanges(uri, text.text, text.starts, text.splices(), hidden);
		return changes === null ? null : { description: describe(own), changes };
	} catch (error) {
		if (error instanceof Refused) return null;
		throw error;
	}
}

/** `Sets allowPrivilegeEscalation to false.` */
function describe(operations: Unit["operations"][number]): string {
	const parts = operations.map(({ do: what, path, value }) => {
		const name = String(path.findLast((step) => typeof step === "string"));
		if (what === "remove") return `removes ${name}`;
		const shown = typeof value === "string" ? value : JSON.stringify(value);
		return what === "set" ? `sets ${name} to ${shown}` : `adds ${shown} to ${name}`;
	});
	const text = parts.join(", ");
	return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

/** Findings with their fixes, by fingerprint: what other makers of fixes hand over. */
export function setFixes(findings: Finding[], fixes: ReadonlyMap<string, Fix>): void {
	for (const finding of findings) {
		const fix = fixes.get(finding.fingerprint);
		if (fix !== undefined && finding.suppression === null) finding.fix ??= fix;
	}
}

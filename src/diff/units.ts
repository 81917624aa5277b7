import type { AttributePath } from "../model/json.ts";
import type { Finding, Report } from "../model/report.ts";
import type { Severity } from "../model/rule.ts";
import { push } from "../multimap.ts";

/** One fault of one resource: what two reports are compared by. A finding on shared code is several. */
export interface Unit {
	finding: Finding;
	resource: string;
	path: AttributePath;
	message: string;
	severity: Severity;
	fingerprint: string;
	evaluated: string;
}

/** The same fault in both reports; one side is null where only the other has it. */
export interface Pair {
	before: Unit | null;
	after: Unit | null;
}

/** The faults of a report, in the order of its findings. */
export function unitsOf({ findings }: Report): Unit[] {
	const units: Unit[] = [];
	for (const finding of findings) {
		const { instances, resource, path, message, severity, fingerprint, evaluated } = finding;
		if (instances === undefined || instances.length === 0) {
			units.push({ finding, resource: resource.key, path, message, severity, fingerprint, evaluated });
			continue;
		}
		for (const instance of instances) units.push({ finding, severity, ...instance });
	}
	return units;
}

/**
 * Pairs the faults of two reports by rule and fingerprint. Where that alone does not tell them apart (several faults of
 * one value, copies of one object in several files) by message, then in order. Pairs come in the order of the later
 * report, followed by what only the earlier one has.
 */
export function pairUnits(before: Report, after: Report): Pair[] {
	const keyOf = bucketKeys(before, after);
	const earlier = new Map<string, Unit[]>();
	for (const unit of unitsOf(before)) push(earlier, keyOf(unit), unit);
	const later = new Map<string, Unit[]>();
	const units = unitsOf(after);
	for (const unit of units) push(later, keyOf(unit), unit);

	const partner = new Map<Unit, Unit>();
	for (const [key, ofAfter] of later) pairBucket(earlier.get(key) ?? [], ofAfter, partner);
	const paired = new Set(partner.values());
	const pairs = units.map((unit): Pair => ({ before: partner.get(unit) ?? null, after: unit }));
	for (const bucket of earlier.values()) {
		for (const unit of bucket) if (!paired.has(unit)) pairs.push({ before: unit, after: null });
	}
	return pairs;
}

/** From the surest sign that two faults of one bucket are the same to the weakest. */
const SIGNS: ((unit: Unit) => string)[] = [
	({ fingerprint, message }) => `${fingerprint} ${message}`,
	({ message }) => message,
	({ fingerprint }) => fingerprint,
	() => "",
];

function pairBucket(before: Unit[], after: Unit[], partner: Map<Unit, Unit>): void {
	let left = before;
	let right = after;
	for (const sign of SIGNS) {
		if (left.length === 0 || right.length === 0) return;
		const waiting = new Map<string, Unit[]>();
		for (const unit of left.toReversed()) push(waiting, sign(unit), unit);
		const unmatched: Unit[] = [];
		for (const unit of right) {
			const other = waiting.get(sign(unit))?.pop();
			if (other === undefined) unmatched.push(unit);
			else partner.set(unit, other);
		}
		right = unmatched;
		left = [...waiting.values()].flat().reverse();
	}
}

/**
 * What faults have to share to be the same one. For most the fingerprint, without the number that tells several faults
 * of one value apart. Keys of resources that occur several times carry their file, but for the first: a copy that is
 * added may take the plain key over, so these are told apart by the file they stand in.
 */
function bucketKeys(before: Report, after: Report): (unit: Unit) => string {
	const plainKeys = [plainKeysOf(before), plainKeysOf(after)] as const;
	const copied = new Set([...plainKeys[0].values(), ...plainKeys[1].values()]);
	const plan = samePlan(before, after);
	return (unit) => {
		const { rule, location } = unit.finding;
		if (plan !== null && unit.resource === `scope/plan/${plan.before}`) return bucket(rule, plan.after, unit, "");
		if (plan !== null && unit.resource === `scope/plan/${plan.after}`) return bucket(rule, plan.after, unit, "");
		const plain = plainKeys[0].get(unit.resource) ?? plainKeys[1].get(unit.resource) ?? unit.resource;
		if (copied.has(plain)) return bucket(rule, plain, unit, location.uri);
		return `${rule} ${unit.fingerprint.replace(/-\d+$/, "")}`;
	};
}

function bucket(rule: string, key: string, { path }: Unit, uri: string): string {
	return JSON.stringify([rule, key, uri, path]);
}

/** Of keys with a file appended: what they are without it. */
function plainKeysOf(report: Report): Map<string, string> {
	const inputs = new Set(report.inputs.map(({ uri }) => uri));
	const plain = new Map<string, string>();
	for (const { finding, resource } of unitsOf(report)) {
		const unnumbered = resource.replace(/ #\d{1,9}$/, "");
		if (!unnumbered.endsWith(")")) continue;
		const own = ` (${finding.location.uri})`;
		if (unnumbered.endsWith(own)) plain.set(resource, unnumbered.slice(0, -own.length));
		else {
			const at = unnumbered.lastIndexOf(" (");
			if (at > 0 && inputs.has(unnumbered.slice(at + 2, -1))) plain.set(resource, unnumbered.slice(0, at));
		}
	}
	return plain;
}

/** The plans of two reports that hold one each: taken to be the same, wherever the file lies. Null for any other number. */
export function samePlan(before: Report, after: Report): { before: string; after: string } | null {
	const [first, ...moreBefore] = plansOf(before);
	const [second, ...moreAfter] = plansOf(after);
	if (first === undefined || second === undefined || moreBefore.length + moreAfter.length > 0) return null;
	return { before: first, after: second };
}

/** Uris of the plans that a report is about. */
export function plansOf({ inputs }: Report): string[] {
	return inputs.filter(({ origin }) => origin === "terraform").map(({ uri }) => uri);
}

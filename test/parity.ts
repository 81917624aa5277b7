import type { Rule, RuleResult } from "../src/model/rule.ts";

/** What a rule says of one thing. */
export type Verdict = "failed" | "inconclusive" | "passed";

/** An applied resource: its plan address and what identifies it in the account. */
export interface Applied {
	address: string;
	type: string;
	/** The values of the state that name it, or what it is part of. */
	values: Partial<Record<"arn" | "id" | "bucket" | "role" | "security_group_id" | "name" | "fqdn", string>>;
}

/** Rules that need what moto has no answer for: which load balancers a web ACL protects. */
export const UNREAD = ["waf-associated"];

/**
 * What only a plan shows, by rule and type: whether Terraform deletes a bucket with its objects, and whether it governs the
 * default security group of a VPC. In an account the group is judged itself.
 */
const PLAN_ONLY = new Set(["deletion-protection aws_s3_bucket", "default-sg-closed aws_vpc"]);

/** A rule that says one thing of the plan and another of the account. */
export interface Difference {
	rule: string;
	thing: string;
	plan: Verdict;
	live: Verdict | "nothing";
}

/**
 * Holds what a plan's results say against what the results of the account say, thing by thing: satellites (a bucket's
 * policy, a rule of a security group) count as the thing they belong to, of which the worst is compared. What the plan
 * leaves open is not compared, nor are rules that judge plans only.
 * @returns `open`: rules for which something in the account could not be read, so that they say nothing against the plan.
 */
export function compareParity(
	rules: Rule[],
	plan: RuleResult[],
	live: RuleResult[],
	applied: Applied[],
): { compared: number; differences: Difference[]; open: string[] } {
	const things = new Map(applied.map((resource) => [resource.address, thingOf(resource, applied)]));
	const types = new Map(applied.map(({ address, type }) => [address, type]));
	const differences: Difference[] = [];
	const open = new Set<string>();
	let compared = 0;
	for (const result of plan) {
		if (!rules.some(({ id, origins }) => id === result.rule && origins.includes("aws"))) continue;
		const planned = verdicts(result, (address) =>
			PLAN_ONLY.has(`${result.rule} ${types.get(address)}`) ? null : (things.get(address) ?? null),
		);
		const others = live.find(({ rule }) => rule === result.rule);
		const real = others === undefined ? new Map<string, Verdict>() : verdicts(others, (key) => key.split("#")[0]!);
		for (const [thing, verdict] of planned) {
			if (verdict === "inconclusive") continue;
			const found = lookUp(real, thing) ?? "nothing";
			if (found === "inconclusive") {
				open.add(result.rule);
				continue;
			}
			compared += 1;
			if (found !== verdict) differences.push({ rule: result.rule, thing, plan: verdict, live: found });
		}
	}
	return { compared, differences, open: [...open].sort() };
}

/** The ARN, or the id, of what a resource is or belongs to. */
function thingOf({ type, values }: Applied, applied: Applied[]): string | null {
	const { arn, id, bucket, role, security_group_id: group, name, fqdn } = values;
	if (type !== "aws_s3_bucket" && bucket !== undefined) return `arn:aws:s3:::${bucket}`;
	if (type === "aws_iam_role_policy" && role !== undefined) {
		return applied.find((other) => other.type === "aws_iam_role" && other.values.name === role)?.values.arn ?? null;
	}
	if (type.startsWith("aws_vpc_security_group_") && group !== undefined) {
		return (
			applied.find((other) => other.type === "aws_security_group" && other.values.id === group)?.values.arn ?? null
		);
	}
	if (type === "aws_route53_record" && id !== undefined && name !== undefined) {
		return id.replace(`_${name}_`, `_${fqdn}._`);
	}
	return arn ?? id ?? null;
}

function lookUp(verdicts: Map<string, Verdict>, thing: string): Verdict | undefined {
	const exact = verdicts.get(thing);
	if (exact !== undefined) return exact;
	// Things without an ARN have keys that end with their ids.
	return [...verdicts].find(([key]) => key.endsWith(`/${thing}`))?.[1];
}

const GRAVITY: Verdict[] = ["passed", "inconclusive", "failed"];

function verdicts(result: RuleResult, nameOf: (key: string) => string | null): Map<string, Verdict> {
	const found = new Map<string, Verdict>();
	const note = (key: string, verdict: Verdict) => {
		const name = nameOf(key);
		if (name === null) return;
		const known = found.get(name);
		if (known === undefined || GRAVITY.indexOf(verdict) > GRAVITY.indexOf(known)) found.set(name, verdict);
	};
	for (const key of result.passed) note(key, "passed");
	for (const { resource } of result.inconclusive) note(resource, "inconclusive");
	for (const { resource } of result.denials) note(resource, "failed");
	return found;
}

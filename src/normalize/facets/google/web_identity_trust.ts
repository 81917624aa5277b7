import type { WebIdentityTrustFacet } from "../../../model/facets.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { isGiven, isKnown, read, text } from "../plan_values.ts";

/** Issuers of tokens that anybody's builds get, with the claims that name their owner. */
const ISSUERS: Readonly<Record<string, RegExp>> = {
	"token.actions.githubusercontent.com":
		/\b(?:repository_owner|repository_owner_id|repository|repository_id|sub|subject|job_workflow_ref)\b/,
	"gitlab.com": /\b(?:namespace_path|namespace_id|project_path|project_id|sub|subject)\b/,
	"app.terraform.io":
		/\b(?:terraform_organization_name|terraform_organization_id|terraform_workspace_id|sub|subject)\b/,
	"agent.buildkite.com": /\b(?:organization_slug|organization_id|sub|subject)\b/,
	"oidc.vercel.com": /\b(?:owner|owner_id|sub|subject)\b/,
};

/**
 * Providers of a workload identity pool that take tokens of a public build service: whether the condition names an owner.
 * https://docs.cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines
 */
export const googleWebIdentityTrust: FacetComputer<"web_identity_trust", PlanContext> = {
	name: "web_identity_trust",
	compute(resource, context): FacetResult<WebIdentityTrustFacet[]> {
		if (resource.type !== "google_iam_workload_identity_pool_provider") return undefined;
		const uri = read(context, resource, ["oidc", 0, "issuer_uri"]);
		if (!isKnown(uri)) return uri;
		const issuer = (text(uri) ?? "").replace(/^https:\/\//, "").replace(/\/$/, "");
		const host = issuer.split("/")[0]!.toLowerCase();
		if (!Object.hasOwn(ISSUERS, host)) return undefined;
		const path = ["attribute_condition"];
		const condition = read(context, resource, path);
		if (!isKnown(condition)) return condition;
		const written = text(condition) ?? "";
		const given = isGiven(context, resource, ["oidc", 0, "allowed_audiences"]);
		if (typeof given !== "boolean") return given;
		const pinned = pins(written, ISSUERS[host]!);
		if (pinned === null) return { unknown: "its condition turns something round, and is not followed" };
		const subject = written.trim() === "" ? "missing" : pinned ? "pinned" : "open";
		// Without a list the audience has to be the provider's own name, so there always is one.
		return { value: [{ issuer, subject, subjects: written === "" ? [] : [written], audience: true, path }] };
	},
};

/**
 * Whether a condition (CEL) compares a claim that names the owner with fixed text, whatever else it allows: one of the
 * parts that all must hold does, and where parts are alternatives, each of them. Null where something is turned round.
 */
export function pins(condition: string, claims: RegExp): boolean | null {
	const literals = /"[^"]*"|'[^']*'/g;
	if (/!(?!=)/.test(condition.replace(literals, ""))) return null;
	return holds(condition, claims);
}

function holds(condition: string, claims: RegExp): boolean {
	const text = unwrapped(condition);
	const alternatives = splitAt(text, "||");
	if (alternatives.length > 1) return alternatives.every((part) => holds(part, claims));
	const parts = splitAt(text, "&&");
	if (parts.length > 1) return parts.some((part) => holds(part, claims));
	const match = /(==|\.startsWith\(|\.matches\(|\bin\b)\s*\[?\s*(["'])(.*?)\2/.exec(text);
	if (match === null || !claims.test(text.slice(0, match.index))) return false;
	const [, operator, , value] = match;
	if (operator === "==" || operator === "in") return value !== "";
	// The beginning of a name may be that of another owner too, unless a separator ends it.
	return /^\^?[^.*+?[(]+[/:]/.test(value!) && !/^\^?repo:[^/]*$/.test(value!);
}

/** Without the parentheses around the whole. */
function unwrapped(text: string): string {
	const trimmed = text.trim();
	if (!trimmed.startsWith("(") || !trimmed.endsWith(")")) return trimmed;
	const inner = trimmed.slice(1, -1);
	let depth = 0;
	for (const character of inner) {
		if (character === "(") depth += 1;
		else if (character === ")") depth -= 1;
		if (depth < 0) return trimmed;
	}
	return unwrapped(inner);
}

/** Splits at an operator that stands outside of parentheses and literals. */
function splitAt(text: string, operator: string): string[] {
	const parts: string[] = [];
	let depth = 0;
	let quote = "";
	let start = 0;
	for (let index = 0; index < text.length; index += 1) {
		const character = text[index]!;
		if (quote !== "") {
			if (character === quote) quote = "";
		} else if (character === '"' || character === "'") quote = character;
		else if (character === "(" || character === "[") depth += 1;
		else if (character === ")" || character === "]") depth -= 1;
		else if (depth === 0 && text.startsWith(operator, index)) {
			parts.push(text.slice(start, index));
			start = index + operator.length;
		}
	}
	return [...parts, text.slice(start)];
}

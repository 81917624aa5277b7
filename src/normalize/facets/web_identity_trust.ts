import type { WebIdentityTrustFacet } from "../../model/facets.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import type { PlanContext, PolicyDocument, PolicyStatement } from "../terraform/context.ts";
import { coversAction } from "../terraform/policy-document.ts";

/**
 * Issuers of tokens that anybody's builds get, and the beginning of a subject that names one owner. Forms of subjects:
 * https://docs.github.com/en/actions/reference/security/oidc
 * https://docs.gitlab.com/ci/secrets/id_token_authentication/
 * https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/workload-identity-tokens
 * https://buildkite.com/docs/agent/v3/cli-oidc
 * https://vercel.com/docs/oidc/reference
 * A subject of GitHub may be made of other claims; those that a repository's owner is free to choose (a branch, an
 * environment) name nobody.
 */
const ISSUERS: Readonly<Record<string, RegExp>> = {
	"token.actions.githubusercontent.com":
		/^(?:repo(?:sitory)?:[^/:]+\/|job_workflow_ref:[^/:]+\/|repository_owner:[^:]+(?::|$)|repository_(?:owner_)?id:\d+(?::|$))/,
	"gitlab.com": /^project_path:[^/:]+\//,
	"app.terraform.io": /^organization:[^:]+:/,
	"agent.buildkite.com": /^organization:[^:]+:/,
	"oidc.vercel.com": /^owner:[^:]+:/,
};

const POSITIVE = new Set(["stringequals", "stringequalsignorecase", "stringlike"]);

/** Roles that a build service's tokens may assume: whether each statement says whose builds. */
export const webIdentityTrust: FacetComputer<"web_identity_trust", PlanContext> = {
	name: "web_identity_trust",
	compute(resource: Resource, context: PlanContext): FacetResult<WebIdentityTrustFacet[]> {
		if (resource.type !== "aws_iam_role") return undefined;
		const document = context.policyDocument(resource, ["assume_role_policy"]);
		if (document.state === "omitted") return undefined;
		if (document.state === "unknown") return { unknown: document.reason };
		const value: WebIdentityTrustFacet[] = [];
		let gap = document.unknown.find(({ path }) => path.length === 0)?.reason ?? null;
		for (const [index, statement] of document.statements.entries()) {
			if (statement.effect !== "Allow") continue;
			const missing = gaps(document, index);
			if (!coversAction(statement, "sts:AssumeRoleWithWebIdentity") && missing("actions") === null) continue;
			const issuers = issuersOf(statement, missing("principals"), missing("conditions"));
			if ("unknown" in issuers) {
				gap ??= issuers.unknown;
				continue;
			}
			for (const issuer of issuers.issuers) {
				const reason = missing("conditions") ?? missing("actions");
				if (reason === null) value.push(trust(statement, index, issuer));
				else gap ??= reason;
			}
		}
		if (value.length > 0) return { value, unknown: gap === null ? [] : [{ path: [], reason: gap }] };
		return gap === null ? undefined : { unknown: gap };
	},
};

/** Why a field of a statement is not known in full; null when it is. */
function gaps(document: Extract<PolicyDocument, { state: "known" }>, index: number): (field: string) => string | null {
	return (field) => document.unknown.find(({ path }) => path[0] === index && path[1] === field)?.reason ?? null;
}

/** The build services a statement trusts. Where the provider is made in the plan, the keys of the conditions name it. */
function issuersOf(
	statement: PolicyStatement,
	principalsUnknown: string | null,
	conditionsUnknown: string | null,
): { issuers: string[] } | { unknown: string } {
	const ids = statement.principals.flatMap(({ type, id }) => (type === "Federated" ? [id] : []));
	const named = ids.flatMap((id) => known(id.replace(/^.*:oidc-provider\//, "")));
	if (principalsUnknown === null) return { issuers: [...new Set(named)] };
	const keys = statement.conditions
		.map(({ key }) => key.slice(0, Math.max(0, key.lastIndexOf(":"))).toLowerCase())
		.filter((prefix) => prefix.includes("."));
	const issuers = new Set([...named, ...keys.flatMap(known)]);
	if (issuers.size > 0) return { issuers: [...issuers] };
	if (keys.length > 0) return { issuers: [] };
	return { unknown: conditionsUnknown ?? principalsUnknown };
}

/** An issuer of the table; GitHub appends the name of an enterprise. */
function known(issuer: string): string[] {
	const host = issuer.split("/")[0]!.toLowerCase();
	return Object.hasOwn(ISSUERS, host) ? [issuer.toLowerCase()] : [];
}

function trust(statement: PolicyStatement, index: number, issuer: string): WebIdentityTrustFacet {
	const valuesOf = (claim: string) =>
		statement.conditions
			.filter(({ key }) => key.toLowerCase() === `${issuer}:${claim}`)
			.map(({ operator, values }) => ({ operator: operator.toLowerCase().replace(/^foranyvalue:/, ""), values }))
			.filter(({ operator, values }) => POSITIVE.has(operator) && values.length > 0);
	const subjects = valuesOf("sub");
	const form = ISSUERS[issuer.split("/")[0]!]!;
	const pinned = subjects.some(({ operator, values }) =>
		values.every((value) => form.test(operator === "stringlike" ? literalStart(value) : value)),
	);
	const audience = valuesOf("aud").some(({ values }) => values.every((value) => !/^[*?]/.test(value)));
	return {
		issuer,
		subject: pinned ? "pinned" : subjects.length > 0 ? "open" : "missing",
		subjects: subjects.flatMap(({ values }) => values),
		audience,
		path: ["assume_role_policy", "Statement", index],
	};
}

/** What stands before the first wildcard. */
function literalStart(pattern: string): string {
	return /^[^*?]*/.exec(pattern)![0];
}

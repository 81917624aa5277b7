import type { ServiceRoleFacet } from "../../model/facets.ts";
import type { Resource } from "../../model/resource.ts";
import { compareText } from "../../order.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import type { PlanContext, PolicyStatement } from "../terraform/context.ts";
import { narrowingCondition } from "../terraform/policy-document.ts";
import { type Gap, mayBelong, oncePerPlan } from "./plan_values.ts";

/** The argument that names the role an AI service acts under. */
const ROLES: Record<string, string> = {
	aws_bedrockagent_agent: "agent_resource_role_arn",
	aws_bedrockagent_knowledge_base: "role_arn",
};

/** Who acts under such a role: https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permissions.html */
const SERVICES = new Set(["bedrock.amazonaws.com", "bedrock-agentcore.amazonaws.com"]);

/** The role of an agent or knowledge base: who may take it on, what it opens wide, who else uses it. */
export const serviceRole: FacetComputer<"service_role", PlanContext> = {
	name: "service_role",
	compute(resource, context): FacetResult<ServiceRoleFacet> {
		const argument = Object.hasOwn(ROLES, resource.type) ? ROLES[resource.type] : undefined;
		if (argument === undefined) return undefined;
		const role = roleOf(resource, argument, context);
		if ("unknown" in role) return role;
		const value: Partial<ServiceRoleFacet> = { path: [argument], role: role.found.key };
		const unknown: Gap[] = [];
		readTrust(role.found, context, value, unknown);
		readRights(role.found, context, value, unknown);
		value.shared_with = (users(context).get(role.found) ?? []).filter((key) => key !== resource.key);
		return { value: value as ServiceRoleFacet, unknown };
	},
};

function roleOf(resource: Resource, argument: string, context: PlanContext): { found: Resource } | { unknown: string } {
	const value = context.value(resource, [argument]);
	if (value.state === "unknown") return { unknown: value.reason };
	if (value.state === "omitted") return { unknown: "no role is named" };
	if (value.state === "reference") {
		// What a data source looks up is another plan's, with policies that are not seen here.
		const found = value.targets.flatMap(({ mode, resources }) =>
			mode === "managed" ? resources.filter(({ type }) => type === "aws_iam_role") : [],
		);
		if (found.length === 1 && value.targets.length === 1) return { found: found[0]! };
		return { unknown: "which role it is, is known only after apply" };
	}
	const arn = typeof value.value === "string" ? value.value : "";
	const found = context.ofType("aws_iam_role").filter(({ attributes }) => arn !== "" && attributes.arn === arn);
	if (found.length === 1) return { found: found[0]! };
	return { unknown: `the role ${arn.replace(/^.*\//, "")} is not in the input` };
}

/** Agents and knowledge bases by their role. */
const users = oncePerPlan((context) => {
	const result = new Map<Resource, string[]>();
	for (const [type, argument] of Object.entries(ROLES)) {
		for (const user of context.ofType(type)) {
			const role = roleOf(user, argument, context);
			if ("found" in role) result.set(role.found, [...(result.get(role.found) ?? []), user.key].sort(compareText));
		}
	}
	return result;
});

function readTrust(role: Resource, context: PlanContext, value: Partial<ServiceRoleFacet>, unknown: Gap[]): void {
	const document = context.policyDocument(role, ["assume_role_policy"]);
	if (document.state !== "known") {
		const reason = document.state === "unknown" ? document.reason : "the role has no trust policy";
		unknown.push({ path: ["outsiders"], reason }, { path: ["guarded"], reason });
		return;
	}
	const allowing = document.statements.filter(({ effect }) => effect === "Allow");
	const outsiders = new Set<string>();
	for (const { principals, not_principals } of allowing) {
		for (const { type, id } of principals) if (!(type === "Service" && SERVICES.has(id))) outsiders.add(id);
		if (not_principals.length > 0) outsiders.add("all but a few");
	}
	value.outsiders = [...outsiders].sort(compareText);
	const gap = (field: string) =>
		document.unknown.find(({ path, named }) => path.length < 2 || (path[1] === field && named !== true));
	const hidden = gap("principals");
	if (hidden !== undefined) unknown.push({ path: ["outsiders"], reason: hidden.reason });
	const open = allowing.filter((statement) => narrowingCondition(statement) === null);
	const hiddenCondition = document.unknown.find(({ path }) => path.length < 2 || path[1] === "conditions");
	if (open.length > 0 && hiddenCondition !== undefined) {
		unknown.push({ path: ["guarded"], reason: hiddenCondition.reason });
	} else value.guarded = open.length === 0;
}

/** Ready-made policies that open all of Bedrock, or of the account. */
const WIDE_POLICIES =
	/:aws:policy\/(?:AmazonBedrockFullAccess|AmazonSageMakerFullAccess|AdministratorAccess|PowerUserAccess)$/;

function readRights(role: Resource, context: PlanContext, value: Partial<ServiceRoleFacet>, unknown: Gap[]): void {
	const broad = new Set<string>();
	const open: string[] = [];
	const readDocument = (holder: Resource, path: (string | number)[]) => {
		const document = context.policyDocument(holder, path);
		if (document.state === "unknown") open.push(`${holder.key}: ${document.reason}`);
		if (document.state !== "known") return;
		for (const statement of document.statements) for (const action of wideActions(statement)) broad.add(action);
		const hidden = document.unknown.find(({ path: at, named }) => named !== true && at[1] !== "conditions");
		if (hidden !== undefined) open.push(hidden.reason);
	};
	const inline = context.value(role, ["inline_policy"]);
	if (inline.state === "known" && Array.isArray(inline.value)) {
		for (const index of inline.value.keys()) readDocument(role, ["inline_policy", index, "policy"]);
	}
	if (inline.state === "unknown") open.push(inline.reason);
	const own = context.joined("aws_iam_role_policy", "role", role);
	for (const policy of own.certain) readDocument(policy, ["policy"]);
	const attachments = context.joined("aws_iam_role_policy_attachment", "role", role);
	for (const attachment of attachments.certain) {
		const arn = context.value(attachment, ["policy_arn"]);
		if (arn.state === "known" && typeof arn.value === "string") {
			if (WIDE_POLICIES.test(arn.value)) broad.add(arn.value.replace(/^.*\//, ""));
		} else if (arn.state === "reference") {
			const policies = arn.targets.flatMap(({ resources }) =>
				resources.filter(({ type }) => type === "aws_iam_policy"),
			);
			if (policies.length === 0) open.push("a policy that is attached is known only after apply");
			for (const policy of policies) readDocument(policy, ["policy"]);
		} else if (arn.state === "unknown") open.push(arn.reason);
	}
	const uncertain = [...own.uncertain, ...attachments.uncertain];
	if (uncertain.length > 0) open.push(mayBelong(uncertain));
	// What is seen to be wide stays wide whatever else is attached.
	if (broad.size === 0 && open.length > 0) unknown.push({ path: ["broad"], reason: open.sort(compareText)[0]! });
	else value.broad = [...broad].sort(compareText);
}

/** Keys of conditions that any normal call meets, so that they hold nothing back. */
const OPEN_KEYS = new Set([
	"aws:currenttime",
	"aws:epochtime",
	"aws:requestedregion",
	"aws:securetransport",
	"aws:tokenissuetime",
	"aws:useragent",
]);

/** Actions of whole services on every resource, without a condition that holds them back. */
function wideActions({
	effect,
	actions,
	not_actions,
	resources,
	not_resources,
	conditions,
}: PolicyStatement): string[] {
	if (effect !== "Allow" || conditions.some(({ key }) => !OPEN_KEYS.has(key.toLowerCase()))) return [];
	if (!resources.includes("*") && not_resources.length === 0) return [];
	const wide = actions.filter((action) => /^(?:\*|[A-Za-z0-9-]+:\*)$/.test(action));
	return not_actions.length > 0 ? [...wide, "all actions but a few"] : wide;
}

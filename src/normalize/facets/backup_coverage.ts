import type { Resource } from "../../model/resource.ts";
import type { FacetComputer } from "../facet.ts";
import { listAt, textAt, unknownAt } from "../json.ts";
import type { PlanContext } from "../terraform/context.ts";
import { isKnown, read } from "./plan_values.ts";

type Answer = "yes" | "no" | "perhaps";

/** Data stores that AWS Backup copies: the service in their ARNs, what stands before the name, and where the name is. */
const STORES: Record<string, { service: string; kind: string; name: string }> = {
	aws_db_instance: { service: "rds", kind: "db:", name: "identifier" },
	aws_dynamodb_table: { service: "dynamodb", kind: "table/", name: "name" },
	aws_ebs_volume: { service: "ec2", kind: "volume/", name: "id" },
	aws_efs_file_system: { service: "elasticfilesystem", kind: "file-system/", name: "id" },
	aws_rds_cluster: { service: "rds", kind: "cluster:", name: "cluster_identifier" },
};

/** Whether a selection of AWS Backup picks a data store. Where the plan has stores and no selection, the plan itself carries the facet. */
export const backupCoverage: FacetComputer<"backup_coverage", PlanContext> = {
	name: "backup_coverage",
	compute(resource, context) {
		if (resource.origin !== "terraform") return undefined;
		const selections = context.ofType("aws_backup_selection");
		if (resource.type === "scope/plan") {
			const none = selections.length === 0 && context.ofType(...Object.keys(STORES)).length > 0;
			return none ? { value: { covered: false } } : undefined;
		}
		if (!Object.hasOwn(STORES, resource.type) || selections.length === 0) return undefined;
		const answers = selections.map((selection) => selects(selection, resource, context));
		if (answers.includes("yes")) return { value: { covered: true } };
		const open = answers.indexOf("perhaps");
		if (open !== -1) return { unknown: `${selections[open]!.key} may or may not select it` };
		return context.complete ? { value: { covered: false } } : { unknown: "it may be selected outside the plan" };
	},
};

/**
 * Resources and conditions must both fit; without resources and tags everything is selected. What holds where a selection
 * names both resources and tags is not told alike everywhere: only what both or neither pick is decided then.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html
 */
function selects(selection: Resource, store: Resource, context: PlanContext): Answer {
	const left = context.value(selection, ["not_resources"]);
	if (left.state !== "omitted" && !(left.state === "known" && Array.isArray(left.value) && left.value.length === 0)) {
		return "perhaps";
	}
	const tags = context.value(selection, ["selection_tag"]);
	const conditions = context.value(selection, ["condition"]);
	if (tags.state === "unknown" || conditions.state === "unknown") return "perhaps";
	const byName = named(selection, store, context);
	const byTag = tagged(selection, store);
	return and(byName === null && byTag === null ? "yes" : agreed(byName, byTag), conditioned(selection, store));
}

function agreed(one: Answer | null, other: Answer | null): Answer {
	if (one === null || other === null) return one ?? other ?? "perhaps";
	return one === other ? one : "perhaps";
}

function and(one: Answer, other: Answer): Answer {
	if (one === "no" || other === "no") return "no";
	return one === "yes" && other === "yes" ? "yes" : "perhaps";
}

function or(answers: Answer[]): Answer {
	if (answers.includes("yes")) return "yes";
	return answers.includes("perhaps") ? "perhaps" : "no";
}

/** By ARN, with or without wildcards; null where the selection names no resources. */
function named(selection: Resource, store: Resource, context: PlanContext): Answer | null {
	const resources = context.value(selection, ["resources"]);
	if (resources.state === "omitted") return null;
	if (resources.state === "unknown") return "perhaps";
	if (resources.state === "reference") {
		const found = resources.targets.filter((target) => target.resources.includes(store));
		if (found.some((target) => target.resources.length === 1)) return "yes";
		return found.length > 0 ? "perhaps" : "no";
	}
	const patterns = Array.isArray(resources.value) ? resources.value : [];
	if (patterns.length === 0) return null;
	return or(patterns.map((pattern) => (typeof pattern === "string" ? fits(pattern, store, context) : "perhaps")));
}

function fits(pattern: string, store: Resource, context: PlanContext): Answer {
	if (pattern === "*") return "yes";
	const [, , service, region, account, ...rest] = pattern.split(":");
	const { service: own, kind, name } = STORES[store.type]!;
	if (service !== own && service !== "*") return "no";
	const home = context.region(store);
	if (region !== "*" && home !== null && region !== home) return "no";
	const known = read(context, store, [name]);
	const value = isKnown(known) && typeof known.value === "string" ? known.value : null;
	const what = rest.join(":");
	// Which account a plan is for, it does not tell.
	const place: Answer = account === "*" && (region === "*" || home !== null) ? "yes" : "perhaps";
	if (what === "*" || what === `${kind}*`) return place;
	if (!what.startsWith(kind)) return "no";
	if (value === null) return "perhaps";
	return matches(what, `${kind}${value}`) ? place : "no";
}

function matches(pattern: string, text: string): boolean {
	const literal = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
	return new RegExp(`^${literal.join(".*")}$`).test(text);
}

/** By one of several tags; null where the selection names none. */
function tagged(selection: Resource, store: Resource): Answer | null {
	const tags = listAt(selection.attributes, ["selection_tag"]);
	if (tags.length === 0) return null;
	return or(tags.map((tag) => hasTag(store, textAt(tag, ["key"]), textAt(tag, ["value"]))));
}

function hasTag(store: Resource, key: string | null, value: string | null): Answer {
	if (key === null || value === null) return "perhaps";
	if (Object.hasOwn(store.labels, key)) return store.labels[key] === value ? "yes" : "no";
	return (unknownAt(store, ["tags"]) ?? unknownAt(store, ["tags_all"])) ? "perhaps" : "no";
}

/** All conditions must hold. Only equality of tags is worked out. */
function conditioned(selection: Resource, store: Resource): Answer {
	const blocks = listAt(selection.attributes, ["condition"]);
	const prefix = "aws:ResourceTag/";
	let answer: Answer = "yes";
	for (const block of blocks) {
		for (const kind of ["string_like", "string_not_equals", "string_not_like"]) {
			if (listAt(block, [kind]).length > 0) answer = and(answer, "perhaps");
		}
		for (const equal of listAt(block, ["string_equals"])) {
			const key = textAt(equal, ["key"]);
			const tag = key?.startsWith(prefix) === true ? key.slice(prefix.length) : null;
			answer = and(answer, hasTag(store, tag, textAt(equal, ["value"])));
		}
	}
	return answer;
}

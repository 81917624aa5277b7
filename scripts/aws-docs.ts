import { ACCOUNT_CALLS } from "../src/collect/aws/accounts.ts";
import type { AwsCollector } from "../src/collect/aws/collector.ts";
import { collectors } from "../src/collect/aws/collectors.ts";
import { AGGREGATOR_CALLS, CONFIG_CALLS } from "../src/collect/aws/config.ts";
import { converters } from "../src/normalize/aws/converters.ts";
import { compareText } from "../src/order.ts";

/** Every call that reads an account: `[operation, IAM action]`, core calls and collectors', those of aggregators left out. */
export function declaredCalls(): [operation: string, action: string][] {
	return [ACCOUNT_CALLS, CONFIG_CALLS, ...collectors.map(({ calls }) => calls)].flatMap((calls) =>
		Object.entries(calls),
	);
}

/** The calls that read an aggregator. */
export function aggregatorCalls(): [operation: string, action: string][] {
	return Object.entries(AGGREGATOR_CALLS);
}

/** IAM lets everyone ask who they are. */
const FREE = new Set(["sts:GetCallerIdentity"]);

/** API Gateway has an action for each HTTP method; what it reads is said by the resource. */
const API_GATEWAY_PATHS: Record<string, string> = {
	GetRestApis: "/restapis",
	GetStages: "/restapis/*/stages",
	GetDomainNames: "/domainnames",
};

interface Statement {
	Sid: string;
	Effect: "Allow";
	Action: string[];
	Resource: string[];
}

/** A policy of IAM. */
export interface Policy {
	Version: "2012-10-17";
	Statement: Statement[];
}

/** The least-privilege policies: of the role that reads an account, and of one that reads an aggregator only. */
export function policies(): Record<"scan" | "aggregator", Policy> {
	return {
		scan: policyOf("AssayRead", declaredCalls()),
		aggregator: policyOf("AssayReadAggregator", aggregatorCalls()),
	};
}

function policyOf(sid: string, calls: [operation: string, action: string][]): Policy {
	const paths: string[] = [];
	const actions: string[] = [];
	for (const [operation, action] of calls) {
		if (FREE.has(action)) continue;
		if (action !== "apigateway:GET") actions.push(action);
		else if (API_GATEWAY_PATHS[operation] !== undefined)
			paths.push(`arn:*:apigateway:*::${API_GATEWAY_PATHS[operation]}`);
		else throw new Error(`what ${operation} reads of API Gateway is not said`);
	}
	const statements: Statement[] = [{ Sid: sid, Effect: "Allow", Action: sorted(actions), Resource: ["*"] }];
	if (paths.length > 0) {
		statements.push({ Sid: `${sid}Apis`, Effect: "Allow", Action: ["apigateway:GET"], Resource: sorted(paths) });
	}
	return { Version: "2012-10-17", Statement: statements };
}

/** `docs/aws.md` with its generated parts written anew; they stand between `<!-- generated: name -->` and `<!-- end -->`. */
export function awsPage(text: string): string {
	const { scan, aggregator } = policies();
	const parts: Record<string, string> = {
		policy: fenced("json", JSON.stringify(scan, null, 2)),
		terraform: fenced("hcl", terraform(scan)),
		aggregator: fenced("json", JSON.stringify(aggregator, null, 2)),
		types: typeTable(),
	};
	return text.replace(
		/(<!-- generated: (\w+) -->\n)[\s\S]*?(\n<!-- end -->)/g,
		(whole, start: string, name: string, end: string) =>
			Object.hasOwn(parts, name) ? `${start}${parts[name]}${end}` : whole,
	);
}

function terraform({ Statement }: Policy): string {
	const list = (name: string, values: string[]) => [
		`    ${name} = [`,
		...values.map((value) => `      "${value}",`),
		"    ]",
	];
	return [
		'data "aws_iam_policy_document" "assay" {',
		...Statement.flatMap(({ Sid, Action, Resource }) => [
			"  statement {",
			`    sid = "${Sid}"`,
			...list("actions", Action),
			...list("resources", Resource),
			"  }",
		]),
		"}",
		"",
		'resource "aws_iam_policy" "assay" {',
		'  name   = "assay-scan"',
		"  policy = data.aws_iam_policy_document.assay.json",
		"}",
	].join("\n");
}

function typeTable(): string {
	const rows = converters
		.toSorted((left, right) => compareText(left.type, right.type))
		.map(({ type, yields, fromConfig }) => {
			const collector = collectors.find(({ types }) => types.includes(type));
			return `| ${type} | ${fromConfig === "partly" ? "partly" : fromConfig ? "yes" : "no"} | ${collector === undefined ? "no" : place(collector)} | ${yields.join(", ")} |`;
		});
	return ["| Type | AWS Config suffices | Direct calls | Judged as |", "|---|---|---|---|", ...rows].join("\n");
}

function place({ name, scope }: AwsCollector): string {
	return `${name}, ${scope === "region" ? "each region" : "once"}`;
}

function fenced(language: string, text: string): string {
	return `\`\`\`${language}\n${text}\n\`\`\``;
}

function sorted(values: string[]): string[] {
	return [...new Set(values)].sort(compareText);
}

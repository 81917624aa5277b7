import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Origin } from "../model/resource.ts";

export interface ScaffoldOptions {
	/** Folder with the rules. */
	policyDir: string;
	/** Folder with the fixtures of rules; null: none are made. */
	fixturesDir: string | null;
	/** Folder under the policy folder: `encryption_at_rest`. */
	domain: string;
	/** Kebab-case id of the rule. */
	id: string;
	/** What its fixtures are made of; rules for plans judge live accounts too where they say so. */
	origin: Exclude<Origin, "aws">;
}

/** Paths written, and what to add to a mapping set. */
export interface Scaffold {
	files: string[];
	mapping: string;
}

const INPUT: Record<ScaffoldOptions["origin"], string> = { kubernetes: "manifest.yaml", terraform: "main.tf" };

/**
 * Writes a new rule, its test and its fixture folders. All of them are visibly unfinished: the METADATA does not fit its
 * schema, the test fails and the fixtures expect nothing, so no gate takes the skeleton for a rule.
 * @throws Error when a name does not fit, or when a file is there already (nothing is written then)
 */
export function scaffoldRule({ policyDir, fixturesDir, domain, id, origin }: ScaffoldOptions): Scaffold {
	if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(domain) || domain === "lib") {
		throw new Error(`"${domain}" is no domain: use lower case and underscores, and not lib`);
	}
	if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) throw new Error(`"${id}" is no rule id: use lower case and dashes`);
	const name = id.replaceAll("-", "_");
	const files = new Map([
		[join(policyDir, domain, name, `${name}.rego`), ruleText(domain, name, id, origin)],
		[join(policyDir, domain, name, `${name}_test.rego`), testText(domain, name)],
	]);
	if (fixturesDir !== null) {
		for (const [outcome, does] of [
			["fail", "fails"],
			["pass", "passes"],
		] as const) {
			const folder = join(fixturesDir, domain, name, `${outcome}-todo`);
			files.set(join(folder, INPUT[origin]), `# TODO: an input on which the rule shows a resource that ${does}.\n`);
			files.set(join(folder, "expected.json"), `${JSON.stringify(EMPTY, null, "\t")}\n`);
		}
	}
	const existing = [...files.keys()].find((path) => existsSync(path));
	if (existing !== undefined) throw new Error(`${existing} exists already`);
	for (const [path, text] of files) {
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, text);
	}
	return { files: [...files.keys()], mapping: `rules: [${id}]` };
}

const EMPTY = { failed: [], passed: [], inconclusive: [], notAssessed: [], notApplicable: [] };

function ruleText(domain: string, name: string, id: string, origin: Origin): string {
	return `# METADATA
# title: "TODO: the compliant state"
# description: "TODO: why it matters"
# scope: package
# custom:
#   id: ${id}
#   severity: TODO
#   origins: [${origin}]
#   selector: {types: [TODO]}
#   requires: []
#   parameters: []
#   remediation:
#     ${origin}:
#       text: "TODO: how to fix it"
#       snippet: |
#         TODO
#   references: []
package ${domain}.${name}

import data.lib.finding

deny contains finding.new(resource, ["TODO"], message) if {
	some resource in input.resources
	not _compliant(resource)
	message := "TODO"
}

_compliant(resource) if resource.attributes.TODO == true
`;
}

function testText(domain: string, name: string): string {
	return `package ${domain}.${name}_test

import data.${domain}.${name}

_resource(attributes) := {
	"key": "TODO",
	"type": "TODO",
	"attributes": attributes,
	"facets": {},
}

test_compliant if {
	count(${name}.deny) == 0 with input.resources as [_resource({"TODO": "compliant"})]
}

test_missing_value_is_denied if {
	count(${name}.deny) == 1 with input.resources as [_resource({})]
}
`;
}

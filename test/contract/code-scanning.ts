import { gzipSync } from "node:zlib";
import type { Location, Log, ReportingDescriptor, Result, Run } from "sarif";

/**
 * What GitHub code scanning takes, written down here a second time, from its documentation and without a look at the
 * writer: https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 * @param profile `full` files are for other readers as well: there results beyond what is stored, suppressed results and
 * the size do not count.
 * @returns one sentence for each fault, at most fifty.
 */
export function codeScanningFaults(text: string, profile: "github" | "full"): string[] {
	const faults: string[] = [];
	const expect = (holds: boolean, fault: string) => {
		if (!holds && faults.length < 50) faults.push(fault);
	};
	const log = JSON.parse(text) as Log;
	const isGithub = profile === "github";
	if (isGithub) {
		const size = gzipSync(text).byteLength;
		expect(size <= 10_000_000, `${size} bytes when compressed`);
	}
	expect(log.version === "2.1.0" && (log.$schema ?? "").startsWith("https://"), "no version or schema");
	expect(log.runs.length >= 1 && log.runs.length <= 20, `${log.runs.length} runs`);
	expect(!/(?<!\\)(?:\\\\)*\\ud[89a-f]/i.test(text), "half a character");
	const categories = new Set<string>();
	for (const [index, run] of log.runs.entries()) {
		const where = `run ${index}`;
		const id = run.automationDetails?.id ?? "";
		const category = id.slice(0, Math.max(0, id.lastIndexOf("/")));
		expect(category !== "", `${where}: no category in "${id}"`);
		expect(!categories.has(`${run.tool.driver.name} ${category}`), `${where}: category "${category}" again`);
		categories.add(`${run.tool.driver.name} ${category}`);
		expect(run.tool.driver.name !== "", `${where}: no tool name`);
		const rules = run.tool.driver.rules ?? [];
		const results = run.results ?? [];
		expect(rules.length <= 25_000, `${where}: ${rules.length} rules`);
		expect(results.length <= (isGithub ? 5_000 : 25_000), `${where}: ${results.length} results`);
		expect((run.tool.extensions ?? []).length <= 100, `${where}: too many extensions`);
		expect(new Set(rules.map((rule) => rule.id)).size === rules.length, `${where}: two rules of one id`);
		for (const rule of rules)
			for (const fault of ruleFaults(rule)) expect(false, `${where}: rule ${rule.id}: ${fault}`);
		for (const [at, result] of results.entries()) {
			for (const fault of resultFaults(result, run)) expect(false, `${where}: result ${at}: ${fault}`);
			expect(!isGithub || (result.suppressions ?? []).length === 0, `${where}: result ${at} is suppressed`);
		}
		for (const { locations = [], message } of run.invocations?.[0]?.toolExecutionNotifications ?? []) {
			expect((message.text ?? "") !== "", `${where}: an empty notification`);
			for (const location of locations)
				for (const fault of placeFaults(location, run, false)) expect(false, `${where}: notification: ${fault}`);
		}
	}
	return faults;
}

function* ruleFaults(rule: ReportingDescriptor): Generator<string> {
	const { tags = [], precision, ...rest } = (rule.properties ?? {}) as Record<string, unknown> & { tags?: string[] };
	const severity = Number(rest["security-severity"]);
	if (rule.id === "") yield "no id";
	if ((rule.name ?? "").length > 255) yield "name too long";
	for (const name of ["shortDescription", "fullDescription"] as const) {
		const length = rule[name]?.text.length ?? 0;
		if (length < 1 || length > 1_024) yield `${name} of ${length} characters`;
	}
	if ((rule.help?.text ?? "") === "" || (rule.help?.markdown ?? "") === "") yield "no help";
	if (tags.length > 10 || new Set(tags).size !== tags.length || !tags.includes("security")) yield `tags ${tags}`;
	if (typeof rest["security-severity"] !== "string" || !(severity > 0 && severity <= 10)) yield "no severity";
	if (!["very-high", "high", "medium", "low"].includes(String(precision))) yield "no precision";
	if (!["note", "warning", "error"].includes(rule.defaultConfiguration?.level ?? "")) yield "no level";
}

function* resultFaults(result: Result, run: Run): Generator<string> {
	const { ruleId = "", ruleIndex = -1, locations = [], relatedLocations = [], codeFlows = [], message } = result;
	if (run.tool.driver.rules?.[ruleIndex]?.id !== ruleId) yield `rule ${ruleId} is not at ${ruleIndex}`;
	const text = message.text ?? "";
	if (text === "" || text.length > 1_024) yield `message of ${text.length} characters`;
	if (locations.length < 1 || locations.length + relatedLocations.length > 100) yield `${locations.length} locations`;
	for (const location of [...locations, ...relatedLocations]) yield* placeFaults(location, run, true);
	const flow = codeFlows.flatMap(({ threadFlows }) => threadFlows.flatMap((thread) => thread.locations));
	if (flow.length > 1_000) yield "too many locations in flows";
	const ids = relatedLocations.map(({ id }) => String(id));
	for (const [, target] of text.matchAll(/\]\(([^)]*)\)/g)) if (!ids.includes(target!)) yield `a link to ${target}`;
	const { primaryLocationLineHash: hash, ...others } = result.partialFingerprints ?? {};
	if (hash !== undefined && !/^[0-9a-f]{1,16}:[1-9]\d*$/.test(hash)) yield `line hash ${hash}`;
	if (Object.values(others).some((value) => value === "")) yield "an empty fingerprint";
}

/** RFC 3986: what a path is made of, or a `file:` URI without host. */
const REFERENCE = /^(?:file:\/\/\/)?(?:[\w.~!$&'()*+,;=@/-]|%[0-9A-F]{2})+$/;

function* placeFaults({ physicalLocation }: Location, run: Run, needsRegion: boolean): Generator<string> {
	const { uri = "", index, uriBaseId } = physicalLocation?.artifactLocation ?? {};
	if (!REFERENCE.test(uri) || (!uri.startsWith("file:") && uri.startsWith("/"))) yield `URI ${uri}`;
	if (!uri.startsWith("file:") && run.originalUriBaseIds?.[uriBaseId ?? ""] === undefined) yield `no base of ${uri}`;
	if (index !== undefined && run.artifacts?.[index]?.location?.uri !== uri) yield `artifact ${index} is not ${uri}`;
	const { startLine = 0, startColumn = 0, endLine = 0, endColumn = 0 } = physicalLocation?.region ?? {};
	if (!needsRegion) return;
	const ordered = endLine > startLine || (endLine === startLine && endColumn >= startColumn);
	if (startLine < 1 || startColumn < 1 || endColumn < 1 || !ordered) yield `region ${startLine}:${startColumn}`;
}

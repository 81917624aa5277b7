import { createHash } from "node:crypto";
import { chooseFrameworks, chooseRules, ScanError } from "./choices.ts";
import { collect, STDIN_URI } from "./collect/collect.ts";
import type { RenderOptions } from "./collect/render/render.ts";
import { createReadText, type ReadText } from "./collect/texts.ts";
import { resolveParameters } from "./compliance/parameters.ts";
import type { DriftComparison } from "./drift/drift.ts";
import { Judging } from "./judging.ts";
import type { LiveOptions, LiveSummary } from "./live.ts";
import type { RenderedSources } from "./locate/rendered.ts";
import { openTerraformSources } from "./locate/terraform/sources.ts";
import type { Attestation, Exclusion } from "./model/framework.ts";
import type { LiveSource } from "./model/live.ts";
import type { Drift, Finding, Report } from "./model/report.ts";
import type { Diagnostic, Document, Resource } from "./model/resource.ts";
import type { Parameters, Rule, RuleResult, Severity } from "./model/rule.ts";
import { separateKeys } from "./normalize/keys.ts";
import { normalizeKubernetes } from "./normalize/kubernetes/normalize.ts";
import { type NormalizedPlan, normalizeTerraformPlan } from "./normalize/terraform/normalize.ts";
import { compareText } from "./order.ts";
import { type Assets, digestOf, loadAssets, rulesOf } from "./policy/assets.ts";
import { unjudgedTypes, unreachedProviders } from "./policy/reach.ts";
import type { Scene } from "./remediate/scene.ts";
import { toolOf, toReport } from "./summary.ts";
import { markTurnedOff } from "./transitions.ts";
import { WaivingError } from "./waive/given-file.ts";
import { loadWaiving, type Waiving, type WaivingOptions } from "./waive/waive.ts";

/** What to scan and how. Everything but `targets` has a default. */
export interface ScanOptions {
	/** Files, folders, or `-` for standard input. May be empty where there is something live to scan. */
	targets: string[];
	/** Accounts and clusters to scan beside the targets. */
	live?: LiveSource[];
	/** Where to list everything live that was judged, one line each; live findings point into it. Default: nowhere. */
	inventory?: string;
	/** Journal of a live scan: units of work finished in it are not read again, and newly finished ones are added. */
	resume?: string;
	/** Ends a live scan early: what was read is reported, and the report is not complete. */
	signal?: AbortSignal;
	/** Folder that relative targets and reported paths start from. Default: the process's. */
	cwd?: string;
	/** Framework ids, however they are spelled (`SOC2`, `iso-27001`); default all. The report keeps this order. */
	frameworks?: string[];
	/** Only these rules (ids or aliases). */
	rules?: string[];
	/** Not these rules (ids or aliases). */
	skipRules?: string[];
	/** Only rules of at least this severity. */
	severityMin?: Severity;
	/** Overrides of `rules/parameters.yaml`; strings are read as the parameter's type. */
	parameters?: Record<string, unknown>;
	/** `scannedAt` of the report, ISO 8601; a fixed one makes reports comparable. Default: now. */
	timestamp?: string;
	/** Files larger than this are not read. Default 100. */
	maxFileMegabytes?: number;
	/** Folder of the Terraform code that the plans were made from. Default: looked for beside each plan. */
	terraformRoot?: string;
	/** Folders that the installed kustomize (or kubectl) builds, to scan the result. Runs a program: never from a configuration found in what is scanned. */
	kustomize?: string[];
	/** Charts that the installed helm renders, to scan the result; as above. */
	helm?: string[];
	/** Value files for `helm`. */
	values?: string[];
	/** Waiver file. Default: assay-waivers.yaml in `cwd`, where there is one. */
	waivers?: string;
	/** Attestation file. Default: assay-attestations.yaml in `cwd`, where there is one. */
	attestations?: string;
	/** Baseline file: debt accepted earlier. Default: none. */
	baseline?: string;
	/** Accepts every open finding and writes the baseline file, unless the scan is incomplete. Default false. */
	updateBaseline?: boolean;
	/** Whether `assay:ignore` comments count. Default true. */
	inlineSuppressions?: boolean;
	/** Rules (ids or aliases) that comments cannot suppress. */
	protectedRules?: string[];
	/** Whether mechanical fixes are tried, and those that hold told with their findings. Default false. */
	fixes?: boolean;
	/** Text of standard input, for the target `-`. */
	stdin?: () => Promise<Uint8Array>;
	/** The policy set, catalogues and parameters to use. Default: those that ship with Assay. */
	assets?: Assets;
}

/** Everything a scan found out, before it is summed up in a report. */
export interface Judgement {
	inputs: Report["inputs"];
	/** Of files, scope resources included. */
	resources: Resource[];
	/** Number of resources judged, live ones included, scope resources not. */
	judged: number;
	rules: Rule[];
	results: RuleResult[];
	findings: Finding[];
	/** Of plans that were scanned beside live AWS accounts. */
	drift?: Drift;
	attestations: Attestation[];
	exclusions: Exclusion[];
	diagnostics: Diagnostic[];
	skipped: Report["skipped"];
	parameters: Parameters;
	/** Ids, in the order wanted. */
	frameworks: string[];
}

/**
 * Reads the targets, lets the rules judge what they hold, and assesses the controls of the frameworks.
 * Trouble with single inputs ends up in `diagnostics`, never in an exception.
 * @throws ScanError when the options make no sense.
 */
export async function scan(options: ScanOptions): Promise<Report> {
	const assets = options.assets ?? (await loadAssets());
	const scannedAt = options.timestamp ?? new Date().toISOString();
	const inspect = options.fixes === true ? (await import("./remediate/attach.ts")).attachFixes : undefined;
	return toReport(await judge({ ...options, timestamp: scannedAt }, assets, inspect), assets, scannedAt);
}

/**
 * The pipeline up to the findings: collect, normalize, evaluate, locate.
 * @param inspect sees what came of it, with all it was made from, and may add fixes to the findings.
 * @throws ScanError when the options make no sense.
 */
export async function judge(
	options: ScanOptions,
	assets: Assets,
	inspect?: (scene: Scene) => Promise<void>,
): Promise<Judgement> {
	const cwd = options.cwd ?? process.cwd();
	const live = options.live ?? [];
	const { kustomize = [], helm = [], values = [] } = options;
	if (options.targets.length + live.length + kustomize.length + helm.length === 0) {
		throw new ScanError("nothing to scan: name files or folders");
	}
	if (values.length > 0 && helm.length === 0) throw new ScanError("--values: there is no chart to render: give --helm");
	const frameworks = chooseFrameworks(options.frameworks, assets);
	const rules = chooseRules(options, rulesOf(assets));
	const { parameters, problems } = resolveParameters(assets.parameters, options.parameters ?? {});
	if (problems.length > 0) throw new ScanError(problems.join("\n"));

	const { documents, diagnostics, skipped, kept } = await collectAll(options, cwd);
	const readText = createReadText(cwd, kept);
	const rendered = await collectRendered({ cwd, kustomize, helm, values }, documents, diagnostics, readText);

	const plans: NormalizedPlan[] = [];
	for (const document of documents) {
		if (document.kind === "terraform-plan") plans.push(normalizeTerraformPlan(document, { parameters }));
	}
	const manifests = documents.filter((document) => document.kind === "kubernetes");
	// What plans and manifests say about Kubernetes is one system.
	const resources = normalizeKubernetes(manifests, { parameters, planned: plans.map(({ kubernetes }) => kubernetes) });
	for (const plan of plans) {
		resources.push(...plan.resources);
		diagnostics.push(...plan.diagnostics);
	}
	const deleted = plans.flatMap((plan) => plan.deleted);
	// Two plans may use the same addresses.
	separateKeys([...resources, ...deleted]);
	diagnostics.push(...unreachedProviders(resources, rulesOf(assets)), ...unjudgedTypes(resources, rulesOf(assets)));

	const code = await openTerraformSources({
		plans: documents.filter((document) => document.kind === "terraform-plan"),
		...{ cwd, readText, root: options.terraformRoot },
	});
	diagnostics.push(...code.diagnostics);
	const waiving = await prepareWaiving(options, assets, {
		...{ cwd, readText, documents, code: code.sources },
		renderedFrom: rendered?.uris ?? [],
	});
	const judging = new Judging({
		...{ assets, rules, parameters, frameworks, readText, terraform: code.sources, rendered, waiving },
	});
	judging.judge([...resources, ...deleted]);
	const comparison = await comparePlans(documents, resources, live, parameters);
	const seen = await judgeLive(live, judging, options, {
		parameters,
		cwd,
		fingerprint: sha256([
			...[digestOf(assets), rules.map(({ id }) => id), parameters, frameworks],
			live.map(({ name, scope = "" }) => [name, scope]),
		]),
		...(comparison === null ? {} : { observe: (resources) => comparison.observe(resources) }),
	});
	diagnostics.push(...seen.diagnostics);

	const { results, findings } = judging.finish();
	diagnostics.push(...(code.sources?.diagnostics() ?? []));
	markTurnedOff({ plans, rules, findings, judge: (states) => judging.verdictsOn(states) });
	const drift = comparison?.finish({ rules, results, findings, judge: (states) => judging.verdictsOn(states) });
	for (const result of results) {
		if (result.status === "errored") diagnostics.push(erroredRule(result));
	}
	waiving.apply(findings, {
		...{ results, resources: [...resources, ...deleted] },
		complete: !diagnostics.some(({ severity }) => severity === "error"),
		partialPlan: diagnostics.some(({ code: each }) => each === "plan-partial" || each === "plan-errored"),
	});
	for (const diagnostic of waiving.diagnostics()) diagnostics.push(diagnostic);
	await withScanError(WaivingError, () => waiving.saveBaseline());
	await inspect?.({
		...{ cwd, documents, plans, resources: [...resources, ...deleted], rules, parameters, findings, readText, kept },
		...{ terraform: code.sources, verdictsOn: (others: Resource[]) => judging.verdictsOn(others) },
	});
	diagnostics.sort(compareDiagnostics);
	const inputs = [...listInputs(documents, resources), ...seen.inputs].sort((left, right) =>
		compareText(left.uri, right.uri),
	);
	const judged = inputs.reduce((sum, input) => sum + input.resources, 0);
	return {
		...{ inputs, resources, judged, rules, results, findings, diagnostics, skipped, parameters, frameworks },
		...{ attestations: waiving.attestations, exclusions: waiving.exclusions },
		...(drift === undefined ? {} : { drift }),
	};
}

/** Plans beside live AWS accounts are compared with them; null where there is nothing to compare. */
async function comparePlans(
	documents: Document[],
	resources: Resource[],
	live: LiveSource[],
	parameters: Parameters,
): Promise<DriftComparison | null> {
	const plans = documents.filter(({ kind }) => kind === "terraform-plan");
	if (plans.length === 0 || !live.some(({ name }) => name === "aws")) return null;
	const { DriftComparison } = await import("./drift/drift.ts");
	return DriftComparison.of(plans, resources, parameters);
}

/** What reads live sources is loaded only where there are any: files should not wait for it. */
async function judgeLive(
	live: LiveSource[],
	judging: Judging,
	options: ScanOptions,
	rest: Pick<LiveOptions, "parameters" | "cwd" | "fingerprint" | "observe">,
): Promise<LiveSummary> {
	if (live.length === 0) return { inputs: [], diagnostics: [] };
	const { scanLive } = await import("./live.ts");
	const { JournalError } = await import("./journal.ts");
	const chosen = pick(options, ["inventory", "resume", "signal"]);
	return await withScanError(JournalError, () => scanLive(live, judging, { ...rest, ...chosen }));
}

/** What people accepted and attested, read from the files and comments that the options ask for. */
async function prepareWaiving(
	options: ScanOptions,
	assets: Assets,
	rest: Pick<WaivingOptions, "cwd" | "readText" | "code"> & { documents: Document[]; renderedFrom: string[] },
): Promise<Waiving> {
	const { documents, renderedFrom, ...surroundings } = rest;
	const marked = documents.flatMap((document) =>
		document.kind === "kubernetes" && document.marked === true ? [document.uri] : [],
	);
	const waiving: WaivingOptions = {
		...surroundings,
		...{ rules: rulesOf(assets), compliance: assets.compliance, tool: toolOf(assets) },
		...{ waivers: options.waivers, attestations: options.attestations, baseline: options.baseline },
		updateBaseline: options.updateBaseline ?? false,
		inlineSuppressions: options.inlineSuppressions ?? true,
		protectedRules: options.protectedRules ?? [],
		uris: [...new Set([...marked, ...renderedFrom])],
		now: options.timestamp ?? new Date().toISOString(),
	};
	return await withScanError(WaivingError, () => loadWaiving(waiving));
}

/** Errors of one kind are the user's to mend: they end the scan by their message. */
async function withScanError<T>(kind: new (message: string) => Error, task: () => Promise<T>): Promise<T> {
	try {
		return await task();
	} catch (error) {
		if (error instanceof kind) throw new ScanError(error.message);
		throw error;
	}
}

function sha256(value: unknown): string {
	return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}

/** The members of an object that are there. */
function pick<T extends object, K extends keyof T>(source: T, names: K[]): Partial<Pick<T, K>> {
	return Object.fromEntries(
		names.filter((name) => source[name] !== undefined).map((name) => [name, source[name]]),
	) as Partial<Pick<T, K>>;
}

/**
 * Adds what kustomize and helm make of the folders and charts to scan.
 * @returns the way back to their files; null where nothing was rendered.
 */
async function collectRendered(
	what: RenderOptions,
	documents: Document[],
	diagnostics: Diagnostic[],
	readText: ReadText,
): Promise<RenderedSources | null> {
	if (what.kustomize.length + what.helm.length === 0) return null;
	const { render } = await import("./collect/render/render.ts");
	const { createRenderedSources } = await import("./locate/rendered.ts");
	const rendered = await render(what);
	for (const document of rendered.documents) documents.push(document);
	for (const diagnostic of rendered.diagnostics) diagnostics.push(diagnostic);
	// As in `collectAll`: the order in which things were named must not matter.
	documents.sort((left, right) => compareText(left.uri, right.uri));
	return createRenderedSources(rendered.renderings, readText);
}

async function collectAll(options: ScanOptions, cwd: string) {
	const documents: Document[] = [];
	const diagnostics: Diagnostic[] = [];
	const reasons = new Map<string, number>();
	/** What locating cannot read again from a file. */
	const kept = new Map<string, Uint8Array>();
	const readStdin = options.stdin;
	for await (const item of collect(options.targets, {
		cwd,
		maxFileBytes: (options.maxFileMegabytes ?? 100) * 1024 * 1024,
		...(readStdin === undefined
			? {}
			: {
					stdin: async () => {
						const bytes = await readStdin();
						kept.set(STDIN_URI, bytes);
						return bytes;
					},
				}),
	})) {
		if (item.kind === "document") documents.push(item.document);
		else if (item.kind === "diagnostic") diagnostics.push(item.diagnostic);
		else reasons.set(item.reason, (reasons.get(item.reason) ?? 0) + 1);
	}
	// The order in which the targets were named must not decide which of two equal keys is told apart by its file.
	documents.sort((left, right) => compareText(left.uri, right.uri));
	const skipped = [...reasons]
		.map(([reason, files]) => ({ reason, files }))
		.sort((left, right) => compareText(left.reason, right.reason));
	return { documents, diagnostics, skipped, kept };
}

function listInputs(documents: Document[], resources: Resource[]): Report["inputs"] {
	const counts = new Map<string, number>();
	for (const { anchor, type } of resources) {
		if (!type.startsWith("scope/")) counts.set(anchor.uri, (counts.get(anchor.uri) ?? 0) + 1);
	}
	const inputs = new Map<string, Report["inputs"][number]>();
	for (const { kind, uri, sha256 } of documents) {
		const origin = kind === "kubernetes" ? "kubernetes" : "terraform";
		inputs.set(uri, { uri, origin, resources: counts.get(uri) ?? 0, sha256 });
	}
	return [...inputs.values()];
}

function erroredRule(result: RuleResult): Diagnostic {
	const message = `rule ${result.rule} could not be evaluated: ${result.error}`;
	return { severity: "error", code: "rule-error", message, uri: null, line: null };
}

function compareDiagnostics(left: Diagnostic, right: Diagnostic): number {
	return (
		compareText(left.uri ?? "", right.uri ?? "") ||
		(left.line ?? 0) - (right.line ?? 0) ||
		compareText(left.code, right.code) ||
		compareText(left.message, right.message)
	);
}

import { createHash } from "node:crypto";
import { mkdtemp, realpath, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import type { Diagnostic, Document } from "../../model/resource.ts";
import { type ReadLimits, readInput } from "../read.ts";
import { MAX_DEPTH } from "../yaml.ts";
import { Files } from "./files.ts";
import { renderChart } from "./helm.ts";
import { buildKustomization, kustomizationFile } from "./kustomize.ts";
import { complaint, type Run, type RunLimits } from "./program.ts";
import type { Rendering } from "./rendering.ts";

/** What to let other programs render. Paths count from `cwd`. */
export interface RenderOptions extends Partial<RunLimits> {
	cwd: string;
	/** Folders with a kustomization. */
	kustomize: string[];
	/** Folders of charts, or packed charts. */
	helm: string[];
	/** Value files, for each chart. */
	values: string[];
}

/** What rendering gave. Documents go by the kustomization or chart they were made of. */
export interface Rendered {
	documents: Document[];
	diagnostics: Diagnostic[];
	renderings: Rendering[];
}

/** Longest time for one run, in milliseconds: remote bases have to be fetched. */
const TIMEOUT_MS = 120_000;
/** Most that one run may write. */
const MAX_BYTES = 20 * 1024 * 1024;

const LIMITS: ReadLimits = {
	maxYamlBytes: MAX_BYTES,
	maxDepth: MAX_DEPTH,
	maxAliasValues: 1_000_000,
	maxDocuments: 100_000,
};

/**
 * Lets the installed kustomize (or kubectl) and helm render what is named. A program that is missing or fails is an error
 * among the diagnostics; never throws. The files stay as they are; nothing is left behind.
 */
export async function render(options: RenderOptions): Promise<Rendered> {
	const rendered: Rendered = { documents: [], diagnostics: [], renderings: [] };
	const files = new Files(options.cwd);
	const values: string[] = [];
	for (const file of options.values) {
		const path = resolve(options.cwd, file);
		if (await isFile(path)) values.push(await realpath(path));
		else
			rendered.diagnostics.push(error("not-found", "there is no such file of values; addresses are not fetched", file));
	}
	const seen = new Set<string>();
	const tasks = [
		...options.kustomize.map((named) => ({ by: "kustomize" as const, named })),
		// Without all of its values a chart says something else.
		...(values.length < options.values.length ? [] : options.helm.map((named) => ({ by: "helm" as const, named }))),
	];
	for (const { by, named } of tasks) {
		const path = resolve(options.cwd, named);
		const real = await realpath(path).catch(() => null);
		if (real === null) {
			const advice = by === "helm" ? "; a chart of a registry has to be there first: helm pull --untar" : "";
			rendered.diagnostics.push(error("not-found", `there is no such file or folder${advice}`, named));
			continue;
		}
		if (seen.has(`${by} ${real}`)) continue;
		seen.add(`${by} ${real}`);
		await renderOne(by, { named, real, values, files }, options, rendered);
	}
	return rendered;
}

interface Task {
	named: string;
	real: string;
	values: string[];
	files: Files;
}

async function renderOne(
	by: Rendering["by"],
	{ named, real, values, files }: Task,
	{ timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES }: RenderOptions,
	rendered: Rendered,
): Promise<void> {
	const main = by === "kustomize" ? await kustomizationFile(real) : await chartFile(real);
	const uri = main === null ? null : files.uriOf(main);
	if (uri === null) {
		const missing =
			by === "kustomize" ? "a folder with a kustomization" : "a chart: a folder with Chart.yaml, or a .tgz";
		rendered.diagnostics.push(error("not-found", `this is not ${missing}`, named));
		return;
	}
	const scratch = await mkdtemp(join(await realpath(tmpdir()), "assay-render-"));
	try {
		const common = { uri, scratch, files, timeoutMs, maxBytes };
		const rendering =
			by === "kustomize"
				? await buildKustomization({ ...common, folder: real })
				: await renderChart({ ...common, chart: real, values });
		if (rendering === null) rendered.diagnostics.push(error("renderer-missing", MISSING[by], uri));
		else if ("ok" in rendering) {
			rendered.diagnostics.push(failure(by, rendering, { timeoutMs, maxBytes }, uri, [scratch, real]));
		} else {
			rendered.renderings.push(rendering);
			readRendered(rendering, rendered);
		}
	} finally {
		await rm(scratch, { recursive: true, force: true });
	}
}

const MISSING: Readonly<Record<Rendering["by"], string>> = {
	kustomize:
		"it was not rendered: neither kustomize nor kubectl is installed (looked for on PATH); install one of them, or scan what `kustomize build` writes elsewhere",
	helm: "it was not rendered: helm is not installed (looked for on PATH); install it, or scan what `helm template` writes elsewhere",
};

function failure(
	by: Rendering["by"],
	{ reason, stderr }: Run & { ok: false },
	{ timeoutMs, maxBytes }: RunLimits,
	uri: string,
	[scratch, real]: [string, string],
): Diagnostic {
	const command = by === "kustomize" ? "kustomize build" : "helm template";
	if (reason === "timeout") {
		return error("render-timeout", `${command} took longer than ${timeoutMs / 1000} s and was ended`, uri);
	}
	if (reason === "too-large") {
		const limit = `${Math.round(maxBytes / 1024 / 1024)} MB`;
		return error("render-failed", `${command} wrote more than the limit of ${limit} and was ended`, uri);
	}
	if (reason === "not-started") return error("render-failed", `${command} could not be started (${stderr})`, uri);
	// Folders of this machine say nothing to whoever reads the report.
	const said = complaint(stderr.replaceAll(scratch, "…").replaceAll(real, basename(real)));
	return error("render-failed", `${command} failed${said === "" ? " and did not say why" : `: ${said}`}`, uri);
}

/** Reads the text as documents that go by the uri; lines of trouble are lines of the text, which is no file. */
function readRendered({ by, uri, text }: Rendering, { documents, diagnostics }: Rendered): void {
	const bytes = Buffer.from(text);
	const sha256 = createHash("sha256").update(bytes).digest("hex");
	const what = `in what ${by} rendered`;
	if (text.trim() === "") {
		diagnostics.push({ ...error("no-input", `${by} rendered nothing`, uri), severity: "warning" });
		return;
	}
	for (const item of readInput({ uri: "rendered.yaml", bytes, explicit: true, inChartTemplates: false }, LIMITS)) {
		if (item.kind === "diagnostic") {
			const { severity, code, message, line } = item.diagnostic;
			const at = line === null ? what : `${what}, line ${line}`;
			diagnostics.push({ severity, code, message: `${at}: ${message}`, uri, line: null });
		} else if (item.kind === "document" && item.type === "kubernetes") {
			documents.push({ kind: "kubernetes", uri, index: item.index, value: item.value, sha256, rendered: by });
		}
	}
}

async function chartFile(real: string): Promise<string | null> {
	if (!(await stat(real)).isDirectory()) return /\.t(?:ar\.)?gz$/i.test(real) ? real : null;
	const file = join(real, "Chart.yaml");
	return (await isFile(file)) ? file : null;
}

async function isFile(path: string): Promise<boolean> {
	try {
		return (await stat(path)).isFile();
	} catch {
		return false;
	}
}

function error(code: string, message: string, uri: string): Diagnostic {
	return { severity: "error", code, message, uri, line: null };
}

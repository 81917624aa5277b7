import { relative, resolve } from "node:path";
import { Journal } from "./journal.ts";
import type { Judging, Verdicts } from "./judging.ts";
import { Inventory } from "./locate/inventory.ts";
import type { LiveEvent, LiveSource } from "./model/live.ts";
import type { Report } from "./model/report.ts";
import type { Diagnostic, Resource } from "./model/resource.ts";
import type { Parameters } from "./model/rule.ts";
import { regionOf } from "./normalize/aws/context.ts";
import { AwsNormalizer, type NormalizedAws } from "./normalize/aws/normalize.ts";
import { normalizeKubernetes } from "./normalize/kubernetes/normalize.ts";

/** How live sources are scanned. */
export interface LiveOptions {
	parameters: Parameters;
	cwd: string;
	/** Of everything that verdicts depend on beside what is read: a journal holds for one such. */
	fingerprint: string;
	/** File to list the judged resources in. */
	inventory?: string;
	/** Journal file. */
	resume?: string;
	signal?: AbortSignal;
	/** Sees all resources, with their facets, before they are judged and forgotten. */
	observe?: (resources: Resource[]) => void;
}

/** What a scan of live sources gives beside what was judged. */
export interface LiveSummary {
	inputs: Report["inputs"];
	diagnostics: Diagnostic[];
}

/** Reads live sources and has every batch judged as it arrives; nothing of a batch is kept but its verdicts. */
export async function scanLive(sources: LiveSource[], judging: Judging, options: LiveOptions): Promise<LiveSummary> {
	const scan = new LiveScan(judging, options);
	let ended = false;
	try {
		scan.goOn();
		for (const source of sources) await scan.read(source);
		ended = true;
	} finally {
		scan.close(ended);
	}
	return scan.summary();
}

/** What was judged since the last end of a unit. */
interface OpenUnit extends Verdicts {
	inputs: Report["inputs"];
	types: Set<string>;
}

function nothingOpen(): OpenUnit {
	return { results: [], findings: [], inputs: [], types: new Set() };
}

class LiveScan {
	readonly #judging: Judging;
	readonly #options: LiveOptions;
	readonly #inventory: Inventory | null;
	readonly #journal: Journal | null;
	readonly #accounts = new Map<string, AwsNormalizer>();
	readonly #inputs = new Map<string, Report["inputs"][number]>();
	readonly #diagnostics: Diagnostic[] = [];
	/** Units that an earlier run finished. */
	readonly #done = new Set<string>();
	/** Since the last end of a unit: what the journal takes in. */
	#open: OpenUnit = nothingOpen();

	constructor(judging: Judging, options: LiveOptions) {
		this.#judging = judging;
		this.#options = options;
		const { inventory, resume, cwd, fingerprint } = options;
		const path = inventory === undefined ? null : resolve(cwd, inventory);
		this.#journal = resume === undefined ? null : Journal.open(resolve(cwd, resume), fingerprint);
		// What an earlier run judged points at lines it wrote.
		const goesOn = (this.#journal?.finished().length ?? 0) > 0;
		this.#inventory = path === null ? null : new Inventory(path, relative(cwd, path).replaceAll("\\", "/"), goesOn);
	}

	/** Takes over what an earlier run judged. */
	goOn(): void {
		for (const { unit, verdicts, inputs } of this.#journal?.finished() ?? []) {
			this.#done.add(unit);
			this.#judging.add(verdicts);
			for (const { uri, origin, resources } of inputs) this.#count(uri, origin, resources);
		}
		if (this.#done.size > 0 && this.#options.observe !== undefined) {
			const message = "what an earlier run has read is not compared with the plans: only its verdicts were kept";
			this.#diagnostics.push({ severity: "warning", code: "drift-resumed", message, uri: null, line: null });
		}
	}

	async read(source: LiveSource): Promise<void> {
		for await (const event of source.read(this.#done, this.#options.signal ?? new AbortController().signal)) {
			this.#take(event);
		}
	}

	#take(event: LiveEvent): void {
		switch (event.kind) {
			case "aws-account": {
				const account = new AwsNormalizer(event.account, event.regions);
				this.#accounts.set(event.account, account);
				for (const { unit, types = [] } of this.#journal?.finished() ?? []) {
					if (!unit.startsWith(`${event.account}/`)) continue;
					for (const [region = "", type = ""] of types.map((met) => met.split("/"))) account.met(region, type);
				}
				for (const gap of event.gaps.flatMap((gap) => account.gap(gap))) this.#judging.miss(gap);
				account.keep(event.items, event.gaps);
				return;
			}
			case "aws-items":
				this.#judge(this.#account(event.account).batch(event.region, event.items));
				return;
			case "aws-gap":
				for (const gap of this.#account(event.gap.account).gap(event.gap)) this.#judging.miss(gap);
				return;
			case "unit-end":
				if (event.failed !== true) {
					const { results, findings, inputs, types } = this.#open;
					this.#journal?.add({ unit: event.unit, verdicts: { results, findings }, inputs, types: [...types].sort() });
				}
				this.#open = nothingOpen();
				return;
			case "aws-account-end":
				this.#judge(this.#account(event.account).finish());
				this.#accounts.delete(event.account);
				// Belongs to no unit: what was kept is read anew by every run.
				this.#open = nothingOpen();
				return;
			case "kubernetes": {
				const resources = normalizeKubernetes(event.documents, {
					parameters: this.#options.parameters,
					live: event,
				});
				for (const gap of event.gaps) this.#judging.miss(gap);
				this.#judge({ resources, diagnostics: [] });
				this.#open = nothingOpen();
				return;
			}
			case "diagnostic":
				this.#diagnostics.push(event.diagnostic);
		}
	}

	#account(id: string): AwsNormalizer {
		const account = this.#accounts.get(id);
		if (account === undefined) throw new Error(`account ${id} was not announced`);
		return account;
	}

	#judge({ resources, diagnostics }: NormalizedAws): void {
		this.#diagnostics.push(...diagnostics);
		const inputs = countInputs(resources);
		for (const { uri, origin, resources: count } of inputs) this.#count(uri, origin, count);
		this.#inventory?.add(resources);
		this.#options.observe?.(resources);
		const verdicts = this.#judging.judge(resources);
		if (this.#journal === null) return;
		this.#open.results.push(...verdicts.results.filter(({ status }) => status !== "not-applicable"));
		this.#open.findings.push(...verdicts.findings);
		this.#open.inputs.push(...inputs);
		for (const { scope, type } of resources) this.#open.types.add(`${regionOf(scope)}/${type}`);
	}

	#count(uri: string, origin: Resource["origin"], resources: number): void {
		const input = this.#inputs.get(uri) ?? { uri, origin, resources: 0, sha256: null };
		input.resources += resources;
		this.#inputs.set(uri, input);
	}

	summary(): LiveSummary {
		return { inputs: [...this.#inputs.values()], diagnostics: this.#diagnostics };
	}

	/** @param ended false where the scan broke off: its journal is what is left of it. */
	close(ended: boolean): void {
		this.#inventory?.close();
		this.#journal?.close(!ended || this.#diagnostics.some(({ severity }) => severity === "error"));
	}
}

/** How many resources there are of each input, scope resources not counted. */
function countInputs(resources: Resource[]): Report["inputs"] {
	const inputs = new Map<string, Report["inputs"][number]>();
	for (const { anchor, origin, type } of resources) {
		const input = inputs.get(anchor.uri) ?? { uri: anchor.uri, origin, resources: 0, sha256: null };
		if (!type.startsWith("scope/")) input.resources += 1;
		inputs.set(anchor.uri, input);
	}
	return [...inputs.values()];
}

import type { Finding, Report, RuleSummary } from "../model/report.ts";
import type { Severity } from "../model/rule.ts";
import { plain } from "../report/words.ts";
import { insert, type Row, runForAll, type Sql, storable, type Value } from "./store.ts";
import type { Stream } from "./stream.ts";

/** A finding as the history knows it: one episode, from the run that first had it to the one that no longer does. */
export interface StoredFinding {
	fingerprint: string;
	/** Run that opened it: with the fingerprint, what tells episodes apart. */
	openedRun: number;
	rule: string;
	severity: Severity;
	/** Key of the resource. */
	resource: string;
	title: string;
	suppressed: boolean;
	firstSeen: string;
	lastSeen: string;
	closedAt: string | null;
	/** Only `fixed` says that the resource is in order: the others were not judged any more. */
	closedAs: "fixed" | "rule-retired" | "scope-changed" | null;
	detail: FindingDetail;
}

/** What alerts tell of a finding beside its columns. Never the evidence. */
export interface FindingDetail {
	message: string;
	type: string;
	name: string;
	origin: string;
	scope: string;
	/** `file:line`. */
	place: string;
	/** How to fix it; empty where there is no advice. */
	fix: string;
	/** `soc2 CC6.1`, primary ones first. */
	controls: string[];
}

/** One run to store. */
export interface RunToRecord {
	report: Report;
	stream: Stream;
	/** Null where it was not measured. */
	durationMs: number | null;
	/** Ids of all rules there are, chosen for this run or not: a finding of any other can never come back. */
	knownRules: ReadonlySet<string>;
}

/** What a run changed. */
export interface RecordedRun {
	id: number;
	stream: string;
	at: string;
	complete: boolean;
	/** A newer run of the stream was there already: this one opened and closed nothing. */
	late: boolean;
	/** The stream's last run looked at something else. */
	scopeChanged: boolean;
	/** Findings that this run has and the one before had not; waivers that ended count. */
	opened: StoredFinding[];
	closed: StoredFinding[];
	/** Lower bounds by framework of the last complete run before; null where there is none. */
	previousLower: Map<string, number> | null;
}

const FINDING_COLUMNS = [
	"stream",
	"fingerprint",
	"opened_run",
	"rule",
	"severity",
	"resource",
	"title",
	"suppressed",
	"first_seen",
	"last_seen",
	"detail",
];
/** Inputs listed by name in the history. */
const MAX_INPUTS = 500;

/** Stores a run and moves the findings of its stream: opens, keeps, closes. To be called inside a transaction. */
export async function recordRun(
	sql: Sql,
	{ report, stream, durationMs, knownRules }: RunToRecord,
): Promise<RecordedRun> {
	const name = storable(stream.name);
	const [last] = await sql.all(
		"SELECT id, at, scope FROM assay_run WHERE stream = ? AND late = 0 ORDER BY id DESC LIMIT 1",
		[name],
	);
	const at = new Date(report.scannedAt).toISOString();
	const late = last !== undefined && String(last.at) > at;
	const previousLower = await lowerBounds(sql, name);
	const [top] = await sql.all("SELECT max(id) AS id FROM assay_run");
	const id = Number(top?.id ?? 0) + 1;
	await insertRun(sql, { id, name, at, late, report, stream, durationMs });
	const recorded: RecordedRun = {
		id,
		stream: name,
		at,
		complete: report.complete,
		late,
		scopeChanged: last !== undefined && last.scope !== stream.scope,
		opened: [],
		closed: [],
		previousLower,
	};
	if (late) return recorded;

	const open = new Map((await openFindings(sql, name)).map((finding) => [finding.fingerprint, finding]));
	const seen = new Map<string, StoredFinding>();
	for (const finding of report.findings) {
		if (seen.has(finding.fingerprint)) continue;
		const before = open.get(finding.fingerprint);
		const now = toStored(finding, before?.openedRun ?? id, before?.firstSeen ?? at, at);
		seen.set(finding.fingerprint, now);
		// A waiver that ended makes a finding news again; one that begins does not.
		const isNews = before === undefined || before.suppressed;
		if (isNews && !now.suppressed) recorded.opened.push(now);
	}
	const fresh = [...seen.values()].filter(({ fingerprint }) => !open.has(fingerprint));
	await insert(
		sql,
		"assay_finding",
		FINDING_COLUMNS,
		fresh.map((finding) => toRow(name, finding)),
	);
	await keep(sql, name, at, [...seen.values()], open);
	const { scopeChanged } = recorded;
	recorded.closed.push(...(await close(sql, { name, at, report, knownRules, scopeChanged, open, seen })));
	return recorded;
}

async function insertRun(
	sql: Sql,
	run: {
		id: number;
		name: string;
		at: string;
		late: boolean;
		report: Report;
		stream: Stream;
		durationMs: number | null;
	},
): Promise<void> {
	const { id, report } = run;
	const inputs = {
		total: report.inputs.length,
		listed: report.inputs
			.slice(0, MAX_INPUTS)
			.map(({ uri, origin, resources, sha256 }) => ({ uri, origin, resources, sha256 })),
	};
	await insert(
		sql,
		"assay_run",
		["id", "stream", "scope", "at", "duration_ms", "complete", "late", "version", "policy_digest", "inputs", "summary"],
		[
			[
				id,
				run.name,
				run.stream.scope,
				run.at,
				run.durationMs === null ? null : Math.round(run.durationMs),
				Number(report.complete),
				Number(run.late),
				report.tool.version,
				report.tool.policySetDigest,
				storable(JSON.stringify(inputs)),
				JSON.stringify(report.summary),
			],
		],
	);
	await insert(
		sql,
		"assay_run_framework",
		["run", "framework", "title", "value", "lower", "upper", "assessed", "bounded", "assessable", "listed"],
		report.frameworks.map(({ id: framework, title, score, coverage }) => [
			id,
			framework,
			title,
			score?.value ?? null,
			score?.lower ?? null,
			score?.upper ?? null,
			coverage.assessed,
			coverage.bounded,
			coverage.assessable,
			coverage.listed,
		]),
	);
	await insert(
		sql,
		"assay_run_control",
		["run", "framework", "control", "status", "lower", "upper"],
		report.frameworks.flatMap(({ id: framework, controls }) =>
			controls.map(({ id: control, status, score }) => [
				id,
				framework,
				control,
				status,
				score?.lower ?? null,
				score?.upper ?? null,
			]),
		),
	);
}

/** Lower bounds of the stream's last complete run. */
async function lowerBounds(sql: Sql, stream: string): Promise<Map<string, number> | null> {
	const [run] = await sql.all(
		"SELECT id FROM assay_run WHERE stream = ? AND complete = 1 AND late = 0 ORDER BY id DESC LIMIT 1",
		[stream],
	);
	if (run === undefined) return null;
	const rows = await sql.all("SELECT framework, lower FROM assay_run_framework WHERE run = ?", [run.id!]);
	return new Map(
		rows.filter(({ lower }) => lower !== null).map(({ framework, lower }) => [String(framework), Number(lower)]),
	);
}

/** All findings of a stream that no run has closed. */
export async function openFindings(sql: Sql, stream: string): Promise<StoredFinding[]> {
	const rows = await sql.all("SELECT * FROM assay_finding WHERE stream = ? AND closed_at IS NULL", [stream]);
	return rows.map(fromRow);
}

/** Notes that findings are still there, and what of them has changed. */
async function keep(
	sql: Sql,
	stream: string,
	at: string,
	seen: StoredFinding[],
	open: ReadonlyMap<string, StoredFinding>,
): Promise<void> {
	const known = seen.filter(({ fingerprint }) => open.has(fingerprint));
	await runForAll(
		sql,
		"UPDATE assay_finding SET last_seen = ? WHERE stream = ? AND closed_at IS NULL AND fingerprint IN (??)",
		[at, stream],
		known.map(({ fingerprint }) => fingerprint),
	);
	for (const finding of known) {
		const before = open.get(finding.fingerprint)!;
		if (content(before) === content(finding)) continue;
		const { rule, severity, resource, title, suppressed, detail, fingerprint } = finding;
		await sql.run(
			"UPDATE assay_finding SET rule = ?, severity = ?, resource = ?, title = ?, suppressed = ?, detail = ? WHERE stream = ? AND closed_at IS NULL AND fingerprint = ?",
			[rule, severity, resource, title, Number(suppressed), JSON.stringify(detail), stream, fingerprint],
		);
	}
}

function content({ rule, severity, resource, title, suppressed, detail }: StoredFinding): string {
	return JSON.stringify([rule, severity, resource, title, suppressed, detail]);
}

interface Closing {
	name: string;
	at: string;
	report: Report;
	knownRules: ReadonlySet<string>;
	scopeChanged: boolean;
	open: ReadonlyMap<string, StoredFinding>;
	seen: ReadonlyMap<string, StoredFinding>;
}

/** Closes what the run judged and no longer has. An incomplete run closes nothing: what it did not read it cannot tell. */
async function close(
	sql: Sql,
	{ name, at, report, knownRules, scopeChanged, open, seen }: Closing,
): Promise<StoredFinding[]> {
	if (!report.complete) return [];
	const rules = new Map(report.rules.map((rule) => [rule.id, rule]));
	const gone = [...open.values()].filter(({ fingerprint }) => !seen.has(fingerprint));
	const retired = gone.filter(({ rule }) => !knownRules.has(rule));
	const judged = gone.filter((finding) => knownRules.has(finding.rule) && isJudged(finding, rules.get(finding.rule)));
	// A run that looked elsewhere cannot tell what was fixed from what it did not look at.
	const reasons = [
		[scopeChanged ? "scope-changed" : "fixed", judged],
		["rule-retired", retired],
	] as const;
	for (const [reason, list] of reasons) {
		await runForAll(
			sql,
			"UPDATE assay_finding SET closed_at = ?, closed_as = ? WHERE stream = ? AND closed_at IS NULL AND fingerprint IN (??)",
			[at, reason, name],
			list.map(({ fingerprint }) => fingerprint),
		);
	}
	return reasons.flatMap(([closedAs, list]) => list.map((finding) => ({ ...finding, closedAt: at, closedAs })));
}

/** Whether the absence of a finding means that it is fixed: its rule ran, and could tell for its resource. */
function isJudged(finding: StoredFinding, rule: RuleSummary | undefined): boolean {
	if (rule === undefined || rule.status === "errored" || rule.status === "not-assessed") return false;
	return ![...rule.inconclusive, ...rule.notAssessed].some(({ resource }) => concerns(storable(resource), finding));
}

/**
 * Whether an open question about `key` leaves a finding's resource open: it is the resource, or a part of a live source
 * that could not be read (`aws/123456789012/eu-west-1/aws_db_instance`, `kubernetes/prod/apps/Deployment/shop`) and may hold it.
 */
function concerns(key: string, { resource, detail: { origin, scope, type } }: StoredFinding): boolean {
	if (key === resource) return true;
	if (!key.startsWith(`${origin}/`)) return false;
	if (origin === "aws") {
		const [, account, region] = key.split("/");
		const [ownAccount, ownRegion] = scope.split("/");
		return account === ownAccount && (region === ownRegion || region === "global" || ownRegion === "global");
	}
	// Another object of a cluster says nothing about this one: only a kind, in one namespace or all, or a whole cluster does.
	const [, cluster, group, kind, namespace, ...object] = key.split("/");
	if (object.length > 0 || !resource.startsWith(`kubernetes/${cluster}/`)) return false;
	if (kind === undefined) return true;
	// What a namespace lacks is found at the namespace's scope.
	const isKind = `${group}/${kind}` === (type === "scope/namespace" ? "core/Namespace" : type);
	return isKind && (namespace === undefined || namespace === scope);
}

function toStored(finding: Finding, openedRun: number, firstSeen: string, at: string): StoredFinding {
	const { rule, severity, title, message, resource, location, remediation, suppression } = finding;
	const controls = [...finding.controls]
		.sort((left, right) => Number(left.role === "supporting") - Number(right.role === "supporting"))
		.map(({ framework, id }) => `${framework} ${id}`);
	return {
		fingerprint: finding.fingerprint,
		openedRun,
		rule,
		severity,
		resource: storable(resource.key),
		title: storable(title),
		suppressed: suppression !== null,
		firstSeen,
		lastSeen: at,
		closedAt: null,
		closedAs: null,
		detail: {
			message: storable(message),
			type: storable(resource.type),
			name: storable(resource.name),
			origin: resource.origin,
			scope: storable(resource.scope),
			place: storable(`${location.uri}:${location.startLine}`),
			fix: remediation === null ? "" : storable(plain(remediation.text)),
			controls,
		},
	};
}

function toRow(stream: string, finding: StoredFinding): Value[] {
	const { fingerprint, openedRun, rule, severity, resource, title, suppressed, firstSeen, lastSeen, detail } = finding;
	return [
		stream,
		fingerprint,
		openedRun,
		rule,
		severity,
		resource,
		title,
		Number(suppressed),
		firstSeen,
		lastSeen,
		JSON.stringify(detail),
	];
}

/** A row of `assay_finding` as an object. */
export function fromRow(row: Row): StoredFinding {
	return {
		fingerprint: String(row.fingerprint),
		openedRun: Number(row.opened_run),
		rule: String(row.rule),
		severity: row.severity as Severity,
		resource: String(row.resource),
		title: String(row.title),
		suppressed: row.suppressed === 1,
		firstSeen: String(row.first_seen),
		lastSeen: String(row.last_seen),
		closedAt: row.closed_at === null || row.closed_at === undefined ? null : String(row.closed_at),
		closedAs: (row.closed_as ?? null) as StoredFinding["closedAs"],
		detail: JSON.parse(String(row.detail)) as FindingDetail,
	};
}

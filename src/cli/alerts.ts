import { type Aftermath, afterScan } from "../after-scan.ts";
import { type Alerting, type AlertSettings, prepareAlerts } from "../alert/config.ts";
import { ScanError } from "../choices.ts";
import { findFramework, unknownFramework } from "../compliance/catalogue.ts";
import { openHistory } from "../history/store.ts";
import { streamOf } from "../history/stream.ts";
import type { Report } from "../model/report.ts";
import { type Assets, rulesOf } from "../policy/assets.ts";
import type { Io } from "./io.ts";
import type { ScanCommandOptions } from "./scan-options.ts";

/**
 * Sets up what follows a scan, before it starts: a wrong option should not cost a scan. Opens nothing yet.
 * @returns what stores a report and tells of it; null where neither history nor alerts are wanted.
 * @throws ScanError where the options make no sense.
 */
export async function prepareAfterScan(
	targets: string[],
	options: ScanCommandOptions,
	assets: Assets,
	io: Io,
): Promise<((report: Report, durationMs: number) => Promise<Aftermath>) | null> {
	const settings = options.alerts;
	if (options.alert === true && settings === undefined)
		throw new ScanError("--alert: the configuration file has no alerts");
	const wantsAlerts = settings !== undefined && options.alert !== false;
	if (options.history === undefined) {
		if (options.historyStream !== undefined) throw new ScanError("--history-stream: there is no --history");
		if (wantsAlerts) throw new ScanError("alerts need a history to know what is new: give --history, or --no-alert");
		return null;
	}
	const parts = {
		alerting: wantsAlerts ? alerting(settings, assets) : null,
		store: await openHistory(options.history, io.cwd),
		stream: streamOf(
			{ cwd: io.cwd, targets, live: options.live ?? [], choices: choices(options) },
			options.historyStream,
		),
		knownRules: new Set(rulesOf(assets).map(({ id }) => id)),
	};
	return async (report, durationMs) => await afterScan(report, { ...parts, durationMs });
}

function alerting(settings: AlertSettings, { compliance }: Assets): Alerting {
	return prepareAlerts(settings, process.env, (name) => {
		const framework = findFramework(compliance, name);
		if (framework === undefined) throw new ScanError(`alerts: ${unknownFramework(compliance, name)}`);
		return framework.id;
	});
}

/** The options that decide what is looked at, or by which rules. */
function choices(options: ScanCommandOptions): Record<string, unknown> {
	const { rule, skipRule, severityMin, policy, profile, regions, accounts, organization, assumeRole, aggregator } =
		options;
	const { kubeconfig, context, namespace, excludeNamespace, kustomize, helm, values } = options;
	return {
		kustomize,
		helm,
		values,
		rule,
		skipRule,
		severityMin,
		policy,
		profile,
		regions,
		accounts,
		organization,
		assumeRole,
		aggregator,
		kubeconfig,
		context,
		namespace,
		excludeNamespace,
	};
}

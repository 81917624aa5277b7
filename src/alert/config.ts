import { ScanError } from "../choices.ts";
import { isLoopback } from "../loopback.ts";
import type { Severity } from "../model/rule.ts";
import type { DeliveryContext } from "./delivery.ts";
import type { AlertMessage, Triggers } from "./events.ts";

/** `alerts` of the configuration file, which its schema has checked. */
export interface AlertSettings {
	"report-url"?: string;
	/** Seconds to wait for one answer; default 10. */
	timeout?: number;
	channels: ChannelSettings[];
}

/** One channel as written. `${NAME}` in a text stands for an environment variable. */
export type ChannelSettings = {
	/** Names it in messages and in the history: what was delivered is remembered under it. */
	id: string;
	severity?: Severity | "never";
	bars?: Record<string, number>;
	incomplete?: boolean;
} & (
	| { type: "slack"; url: string }
	| { type: "webhook"; url: string; secret: string }
	| { type: "sns"; "topic-arn": string }
	| { type: "security-hub"; account?: string; region: string }
	| { type: "email"; url: string; from: string; to: string[] }
);

/** A channel ready to be told. */
export interface Channel {
	id: string;
	triggers: Triggers;
	/** @throws DeliveryError */
	send: (message: AlertMessage, context: DeliveryContext) => Promise<void>;
}

/** All channels and what they share. */
export interface Alerting {
	channels: Channel[];
	reportUrl: string | null;
	/** Milliseconds. */
	timeout: number;
	/** Values of environment variables, longest first: none of them may be shown. */
	secrets: string[];
}

/**
 * Fills in the environment and checks what a schema cannot: before the scan, so that a mistake does not cost one.
 * @param framework resolves a framework's name. @throws ScanError that names the channel and the field, never a value.
 */
export function prepareAlerts(
	settings: AlertSettings,
	env: Record<string, string | undefined>,
	framework: (name: string) => string,
): Alerting {
	const secrets = new Set<string>();
	const fill = (where: string, text: string) =>
		text.replace(/\$\{([A-Za-z_]\w*)\}/g, (_, name: string) => {
			const value = env[name];
			if (value === undefined || value === "")
				throw new ScanError(`${where}: the environment variable ${name} is not set`);
			secrets.add(value);
			return value;
		});
	const ids = settings.channels.map(({ id }) => id);
	const twice = ids.find((id, index) => ids.indexOf(id) !== index);
	if (twice !== undefined) throw new ScanError(`alerts: two channels have the id "${twice}"`);
	const channels = settings.channels.map((channel) => prepareChannel(channel, fill, framework));
	const reportUrl = settings["report-url"];
	return {
		channels,
		reportUrl: reportUrl === undefined ? null : webUrl("alerts.report-url", fill("alerts.report-url", reportUrl)).href,
		timeout: (settings.timeout ?? 10) * 1000,
		secrets: [...secrets].filter((value) => value.length >= 4).sort((left, right) => right.length - left.length),
	};
}

function prepareChannel(
	settings: ChannelSettings,
	fill: (where: string, text: string) => string,
	framework: (name: string) => string,
): Channel {
	const { id } = settings;
	const triggers: Triggers = {
		severity: settings.severity ?? "high",
		bars: Object.entries(settings.bars ?? {}).map(([name, percent]) => ({ framework: framework(name), percent })),
		incomplete: settings.incomplete ?? settings.type !== "security-hub",
		fixed: settings.type === "security-hub",
	};
	const where = (field: string) => `alerts: channel "${id}": ${field}`;
	const read = (field: string, text: string) => fill(where(field), text);
	return { id, triggers, send: sender(settings, read, where) };
}

function sender(
	settings: ChannelSettings,
	read: (field: string, text: string) => string,
	where: (field: string) => string,
): Channel["send"] {
	switch (settings.type) {
		case "slack": {
			const url = webUrl(where("url"), read("url", settings.url));
			return async (message, context) => (await import("./slack.ts")).sendSlack(url, message, context);
		}
		case "webhook": {
			const url = webUrl(where("url"), read("url", settings.url));
			const secret = read("secret", settings.secret);
			if (secret.length < 16) throw new ScanError(`${where("secret")}: at least 16 characters are needed`);
			return async (message, context) => (await import("./webhook.ts")).sendWebhook(url, secret, message, context);
		}
		case "sns": {
			const arn = read("topic-arn", settings["topic-arn"]);
			if (!/^arn:aws[a-z-]*:sns:[a-z\d-]+:\d{12}:[\w-]{1,256}(\.fifo)?$/.test(arn)) {
				throw new ScanError(`${where("topic-arn")}: expected the ARN of a topic`);
			}
			return async (message, context) => (await import("./sns.ts")).sendSns(arn, message, context);
		}
		case "security-hub": {
			const region = read("region", settings.region);
			if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) throw new ScanError(`${where("region")}: expected an AWS region`);
			const account = settings.account === undefined ? undefined : read("account", settings.account);
			if (account !== undefined && !/^\d{12}$/.test(account))
				throw new ScanError(`${where("account")}: expected 12 digits`);
			const hub = account === undefined ? { region } : { region, account };
			return async (message, context) => (await import("./security-hub.ts")).sendSecurityHub(hub, message, context);
		}
		case "email": {
			const server = mailUrl(where("url"), read("url", settings.url));
			const from = read("from", settings.from);
			const to = settings.to.map((address) => read("to", address));
			return async (message, context) => (await import("./email.ts")).sendEmail({ server, from, to }, message, context);
		}
	}
}

/** Encrypted, or on this machine: whatever else an address says, it is not asked. */
function webUrl(where: string, text: string): URL {
	const url = parseUrl(where, text);
	if (url.username !== "" || url.password !== "")
		throw new ScanError(`${where}: an address with a password is not used`);
	if (url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname))) return url;
	throw new ScanError(`${where}: only https is used, and http for this machine alone`);
}

function mailUrl(where: string, text: string): URL {
	const url = parseUrl(where, text);
	if ((url.protocol !== "smtp:" && url.protocol !== "smtps:") || url.hostname === "") {
		throw new ScanError(`${where}: expected smtp://host:port or smtps://host:port`);
	}
	return url;
}

function parseUrl(where: string, text: string): URL {
	try {
		return new URL(text);
	} catch {
		throw new ScanError(`${where}: not a valid URL`);
	}
}

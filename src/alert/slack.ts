import { visible } from "../report/escape.ts";
import type { DeliveryContext } from "./delivery.ts";
import type { AlertMessage } from "./events.ts";
import { post } from "./http.ts";
import { controlsText, cut, headline, incompleteLine, restText, scoreLine, worst } from "./message.ts";

/** Limits of Slack: characters of a header and of a section's text. A message takes 50 blocks; ours stay below 20. */
const MAX_HEADER = 150;
const MAX_SECTION = 3_000;

/** Posts a message to an incoming webhook of Slack. @throws DeliveryError */
export async function sendSlack(url: URL, message: AlertMessage, context: DeliveryContext): Promise<void> {
	const headers = { "content-type": "application/json; charset=utf-8" };
	await post(url, JSON.stringify(slackPayload(message)), () => headers, context);
}

/** The message in Block Kit. */
export function slackPayload(message: AlertMessage): { text: string; blocks: object[] } {
	const { stream, at, fixed, scores, incomplete, reportUrl } = message;
	const blocks: object[] = [
		{
			type: "header",
			text: { type: "plain_text", text: cut(`Assay: ${headline(message)}`, MAX_HEADER), emoji: false },
		},
		section(`Scan ${code(cut(stream, 200))}, ${mrkdwn(at)}`),
	];
	for (const finding of worst(message)) {
		const { severity, title, rule, resource, detail } = finding;
		const lines = [
			`*${severity.toUpperCase()}: ${mrkdwn(cut(title, 200))}* ${code(rule)}`,
			`${code(cut(resource, 300))} (${code(cut(detail.place, 200))})`,
			mrkdwn(cut(detail.message, 500)),
		];
		if (detail.fix !== "") lines.push(`Fix: ${mrkdwn(cut(detail.fix, 500))}`);
		const controls = controlsText(finding);
		if (controls !== "") lines.push(`Controls: ${mrkdwn(cut(controls, 300))}`);
		blocks.push(section(lines.join("\n")));
	}
	const rest = [restText(message), fixed.length > 0 ? `Fixed: ${fixed.length}` : null].filter((text) => text !== null);
	if (rest.length > 0) blocks.push(section(rest.join("\n")));
	if (scores.length > 0) blocks.push(section(scores.map((score) => mrkdwn(scoreLine(score))).join("\n")));
	if (incomplete !== null) {
		const reasons = incomplete.reasons.map((reason) => `• ${mrkdwn(cut(reason, 300))}`);
		blocks.push(section([incompleteLine(incomplete), ...reasons].join("\n")));
	}
	if (reportUrl !== null) blocks.push(section(`<${entities(reportUrl).replaceAll("|", "%7C")}|Report>`));
	return { text: mrkdwn(cut(`Assay: ${headline(message)}`, MAX_HEADER)), blocks };
}

function section(text: string): object {
	// Escaping makes text longer after it was cut; what is still too long ends before an entity that was cut in two.
	const short = text.length <= MAX_SECTION ? text : `${text.slice(0, MAX_SECTION - 1).replace(/&[^;]{0,5}$/, "")}…`;
	return { type: "section", text: { type: "mrkdwn", text: short, verbatim: true } };
}

/** Slack takes `<…>` for links, channels and mentions; a zero-width space keeps marks from pairing up. */
function mrkdwn(text: string): string {
	return entities(visible(text).replace(/\s*\n\s*/g, " ")).replace(/[*_~`]/g, "\u200b$&\u200b");
}

function code(text: string): string {
	return `\`${
		entities(
			visible(text)
				.replace(/\s*\n\s*/g, " ")
				.replaceAll("`", "'"),
		) || " "
	}\``;
}

function entities(text: string): string {
	return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

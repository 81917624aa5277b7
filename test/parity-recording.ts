import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AwsGap, AwsItem } from "../src/model/aws.ts";
import type { LiveSource } from "../src/model/live.ts";
import type { Applied } from "./parity.ts";

/** Writes down what a live source tells and what was applied, for machines without terraform or moto. */
export async function recordParity(folder: string, source: LiveSource, applied: Applied[]): Promise<void> {
	const items: AwsItem[] = [];
	const gaps: AwsGap[] = [];
	let account = "";
	let regions: string[] = [];
	for await (const event of source.read(new Set(), new AbortController().signal)) {
		if (event.kind === "aws-account") {
			({ account, regions } = event);
			items.push(...event.items);
			gaps.push(...event.gaps);
		} else if (event.kind === "aws-items") items.push(...event.items);
		else if (event.kind === "aws-gap") gaps.push(event.gap);
	}
	mkdirSync(folder, { recursive: true });
	const recording = { account, regions, api: items, gaps };
	writeFileSync(join(folder, "items.json"), `${JSON.stringify(recording, null, "\t")}\n`);
	writeFileSync(join(folder, "applied.json"), `${JSON.stringify(applied, null, "\t")}\n`);
}

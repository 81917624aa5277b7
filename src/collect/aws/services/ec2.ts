import type * as Ec2 from "@aws-sdk/client-ec2";
import type { EC2Client } from "@aws-sdk/client-ec2";
import type { Json } from "../../../model/json.ts";
import { tags, text, value } from "../../../normalize/aws/read.ts";
import type { AwsCollector, AwsItemParts, AwsSession } from "../collector.ts";

/** How things of one kind are listed by EC2. */
export interface Ec2Kind {
	/** Of the collector. */
	name: string;
	type: string;
	/** The SDK's operation; the IAM action has the same name. */
	operation: string;
	/** Member of the answer that holds the id: `VpcId`. */
	id: string;
	/** What comes before the id in the ARN: `vpc`. */
	resource: string;
	pages(sdk: typeof Ec2, client: EC2Client): AsyncIterable<object[]>;
	/** What is added to an item beside EC2's answer. */
	more?(entry: object): Partial<AwsItemParts>;
}

/** A collector that turns EC2's answers about one kind of thing into items, page by page. */
export function ec2Collector(kind: Ec2Kind): AwsCollector {
	return {
		name: kind.name,
		types: [kind.type],
		scope: "region",
		calls: { [kind.operation]: `ec2:${kind.operation}` },
		async *collect(session) {
			const sdk = await import("@aws-sdk/client-ec2");
			for await (const page of kind.pages(sdk, session.client(sdk.EC2Client))) {
				for (const entry of page) {
					const item = ec2Item(session, kind, entry);
					if (item !== null) yield item;
				}
			}
		},
	};
}

/** The item of one of EC2's answers; null where it has no id. */
export function ec2Item(session: AwsSession, kind: Pick<Ec2Kind, "type" | "id" | "resource" | "more">, entry: object) {
	const answer = entry as Json;
	const id = text(answer, kind.id);
	if (id === null) return null;
	const labels = tags(value(answer, "Tags"));
	return session.item({
		type: kind.type,
		id,
		name: labels.Name ?? id,
		arn: `arn:${session.partition}:ec2:${session.region}:${session.account}:${kind.resource}/${id}`,
		configuration: entry,
		tags: labels,
		...kind.more?.(entry),
	});
}

/** A collector of one setting of the region, answered by one call of EC2. */
export function ec2Setting(
	name: string,
	type: string,
	operation: string,
	ask: (sdk: typeof Ec2, client: EC2Client) => Promise<object>,
): AwsCollector {
	return {
		name,
		types: [type],
		scope: "region",
		calls: { [operation]: `ec2:${operation}` },
		async *collect(session) {
			const sdk = await import("@aws-sdk/client-ec2");
			yield session.item({ type, id: "settings", configuration: await ask(sdk, session.client(sdk.EC2Client)) });
		},
	};
}

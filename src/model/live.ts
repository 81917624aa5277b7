import type { AwsGap, AwsItem } from "./aws.ts";
import type { Diagnostic, Document, Gap } from "./resource.ts";

/** What a live source tells while it is read. */
export type LiveEvent =
	/** First of an account: everything that other things look up, and what of it could not be read. */
	| { kind: "aws-account"; account: string; regions: string[]; items: AwsItem[]; gaps: AwsGap[] }
	/** A bounded batch of things nothing else looks up, all of one region. */
	| { kind: "aws-items"; account: string; region: string; items: AwsItem[] }
	/** Found while the batches were read. */
	| { kind: "aws-gap"; gap: AwsGap }
	/** Everything of one unit of work (`123456789012/eu-west-1/AWS::EC2::Volume`) has been told: a run that is cut short later need not read it again; with `failed`, not everything, and a later run must. */
	| { kind: "unit-end"; unit: string; failed?: true }
	/** Last of an account. */
	| { kind: "aws-account-end"; account: string }
	/** A whole cluster, and what of it could not be read. */
	| {
			kind: "kubernetes";
			/** Name of the context or host. */
			cluster: string;
			documents: Extract<Document, { kind: "kubernetes" }>[];
			gaps: Gap[];
			/** What namespaces were left out on purpose, as a reason; absent where all were wanted. What is in them counts as not there, but for routes that attach to what was read. */
			partial?: string;
			/** When it was read: ISO 8601. */
			at: string | null;
	  }
	| { kind: "diagnostic"; diagnostic: Diagnostic };

/** Something live to scan: cloud accounts or clusters. */
export interface LiveSource {
	/** `aws`, `kubernetes`. */
	name: string;
	/** Which part of the world it reads, as its options say: a journal holds for one such. */
	scope?: string;
	/**
	 * Reads it. Trouble with parts of it comes as gaps and diagnostics; an abort ends it early with gaps for the rest.
	 * @param done units of work that an earlier run finished and that are to be left out.
	 */
	read(done: ReadonlySet<string>, signal: AbortSignal): AsyncIterable<LiveEvent>;
}

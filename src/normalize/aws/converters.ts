import type { AwsConverter } from "./converter.ts";
import { accountConverters } from "./services/account.ts";
import { aiConverters } from "./services/ai.ts";
import { auditConverters } from "./services/audit.ts";
import { computeConverters } from "./services/compute.ts";
import { databaseConverters } from "./services/database.ts";
import { edgeConverters } from "./services/edge.ts";
import { identityConverters } from "./services/identity.ts";
import { networkConverters } from "./services/network.ts";
import { storageConverters } from "./services/storage.ts";

/** What Assay can read of an AWS account, one converter for each type of thing. */
export const converters: AwsConverter[] = [
	...storageConverters,
	...identityConverters,
	...accountConverters,
	...auditConverters,
	...networkConverters,
	...computeConverters,
	...edgeConverters,
	...databaseConverters,
	...aiConverters,
];

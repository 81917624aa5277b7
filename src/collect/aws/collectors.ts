import type { AwsCollector } from "./collector.ts";
import { accountCollectors } from "./services/account.ts";
import { aiCollectors } from "./services/ai.ts";
import { auditCollectors } from "./services/audit.ts";
import { computeCollectors } from "./services/compute.ts";
import { databaseCollectors } from "./services/database.ts";
import { edgeCollectors } from "./services/edge.ts";
import { identityCollectors } from "./services/identity.ts";
import { networkCollectors } from "./services/network.ts";
import { storageCollectors } from "./services/storage.ts";

/** All that is read by direct calls. `docs/aws.md` lists the permissions they need. */
export const collectors: AwsCollector[] = [
	...storageCollectors,
	...identityCollectors,
	...accountCollectors,
	...auditCollectors,
	...networkCollectors,
	...computeCollectors,
	...edgeCollectors,
	...databaseCollectors,
	...aiCollectors,
];

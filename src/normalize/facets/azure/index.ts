import type { Facets } from "../../../model/facets.ts";
import type { FacetComputer } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { azureTlsPolicy, azureWebApplicationFirewall } from "./application_gateway.ts";
import { azureCacheTls, azureDatabaseAudit, azureDatabaseCopies, azureDatabaseTls } from "./databases.ts";
import { azureDiagnostics } from "./diagnostics.ts";
import { azureEncryptionAtRest } from "./encryption_at_rest.ts";
import { azureFlowLogs } from "./flow_logs.ts";
import { azurePublicAddress } from "./interfaces.ts";
import { azureLogRetention } from "./log_retention.ts";
import { azurePublicNetwork } from "./network.ts";
import { azureNetworkOpenings } from "./openings.ts";
import { azureDataLocation } from "./places.ts";
import { azurePolicyEngine } from "./policy_engine.ts";
import { azureBucket, azureBucketExposure, azurePublicGrants } from "./storage.ts";

/** Facets of the Azure provider's resources (`azurerm_…`), in the order they are computed. */
export const azureFacets: FacetComputer<keyof Facets, PlanContext>[] = [
	azureBucket,
	azureBucketExposure,
	azureCacheTls,
	azureDataLocation,
	azureDatabaseAudit,
	azureDatabaseCopies,
	azureDatabaseTls,
	azureDiagnostics,
	azureEncryptionAtRest,
	azureFlowLogs,
	azureLogRetention,
	azureNetworkOpenings,
	azurePolicyEngine,
	azurePublicAddress,
	azurePublicGrants,
	azurePublicNetwork,
	azureTlsPolicy,
	azureWebApplicationFirewall,
];

import type { Facets } from "../../../model/facets.ts";
import type { FacetComputer } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { googleAlarm } from "./alarm.ts";
import { googleBucket, googleBucketExposure, googleDataExpiry, googleObjectAccessLogs } from "./bucket.ts";
import { googleCacheTls } from "./cache_tls.ts";
import { googleDataLocation } from "./data_location.ts";
import { googleDatabaseAudit, googleDatabaseTls } from "./database.ts";
import { googleDatabaseCopies } from "./database_copies.ts";
import { googleEncryptionAtRest } from "./encryption_at_rest.ts";
import { googleFlowLogs } from "./flow_logs.ts";
import { googlePublicGrants, iamGrants } from "./iam.ts";
import { googleImageScanning } from "./image_scanning.ts";
import { googleInternetFacing } from "./internet_facing.ts";
import { googleListener, googleRequestLogs, tlsPolicy } from "./load_balancer.ts";
import { googleLogRetention } from "./log_retention.ts";
import { logSink } from "./log_sink.ts";
import { googleNetworkOpenings } from "./network_openings.ts";
import { googleOrgPolicy } from "./org_policy.ts";
import { googlePolicyEngine } from "./policy_engine.ts";
import { googlePublicAddress } from "./public_address.ts";
import { googleSecretRotation } from "./secret_rotation.ts";
import { googleServiceCount } from "./service_count.ts";
import { serviceIdentity } from "./service_identity.ts";
import { googleVaultLock } from "./vault_lock.ts";
import { googleWebApplicationFirewall } from "./web_application_firewall.ts";
import { googleWebIdentityTrust } from "./web_identity_trust.ts";
import { googleZoneSigning } from "./zone_signing.ts";

/** Facets of the Google provider's resources (`google_…`), in the order they are computed. */
export const googleFacets: FacetComputer<keyof Facets, PlanContext>[] = [
	googleEncryptionAtRest,
	googleLogRetention,
	googleDataLocation,
	googleDatabaseCopies,
	googleImageScanning,
	googleInternetFacing,
	googleNetworkOpenings,
	googleOrgPolicy,
	googlePolicyEngine,
	googlePublicAddress,
	googleServiceCount,
	googleVaultLock,
	googleWebApplicationFirewall,
	googleZoneSigning,
	googlePublicGrants,
	iamGrants,
	serviceIdentity,
	googleDatabaseTls,
	googleDatabaseAudit,
	googleCacheTls,
	googleSecretRotation,
	googleBucketExposure,
	googleBucket,
	googleDataExpiry,
	googleObjectAccessLogs,
	googleAlarm,
	logSink,
	googleListener,
	tlsPolicy,
	googleRequestLogs,
	googleWebIdentityTrust,
	googleFlowLogs,
];

import type { Facets } from "../../model/facets.ts";
import type { FacetComputer } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import { accessAnalyzers } from "./access_analyzers.ts";
import { agentGuardrail } from "./agent_guardrail.ts";
import { aiOptOut } from "./ai_opt_out.ts";
import { alarm } from "./alarm.ts";
import { attachedPolicies } from "./attached_policies.ts";
import { auditTrail } from "./audit_trail.ts";
import { azureFacets } from "./azure/index.ts";
import { backupCoverage } from "./backup_coverage.ts";
import { bucket } from "./bucket.ts";
import { bucketExposure, publicGrants } from "./bucket_exposure.ts";
import { cacheTls } from "./cache_tls.ts";
import { cloudflareFacets } from "./cloudflare/index.ts";
import { configRecorder } from "./config_recorder.ts";
import { contentSecrets } from "./content_secrets.ts";
import { copyDestinations } from "./copy_destinations.ts";
import { dataEvents } from "./data_events.ts";
import { dataExpiry } from "./data_expiry.ts";
import { dataLocation } from "./data_location.ts";
import { databaseAudit } from "./database_audit.ts";
import { databaseCopies } from "./database_copies.ts";
import { databaseTls } from "./database_tls.ts";
import { defaultGroup } from "./default_group.ts";
import { destruction } from "./destruction.ts";
import { directGrants } from "./direct_grants.ts";
import { encryptionAtRest } from "./encryption_at_rest.ts";
import { endpointPolicy } from "./endpoint_policy.ts";
import { environmentSecrets } from "./environment_secrets.ts";
import { failover } from "./failover.ts";
import { fileBackup } from "./file_backup.ts";
import { findingRoute, findingRoutes } from "./finding_route.ts";
import { flowLogs } from "./flow_logs.ts";
import { functionUrl } from "./function_url.ts";
import { given } from "./given.ts";
import { googleFacets } from "./google/index.ts";
import { hardcodedSecrets } from "./hardcoded_secrets.ts";
import { imageScanning } from "./image_scanning.ts";
import { instanceMetadata } from "./instance_metadata.ts";
import { internetFacing } from "./internet_facing.ts";
import { invocationLogging } from "./invocation_logging.ts";
import { listener } from "./listener.ts";
import { loadBalanced } from "./load_balanced.ts";
import { logMasking } from "./log_masking.ts";
import { logRetention } from "./log_retention.ts";
import { modelMonitoring } from "./model_monitoring.ts";
import { networkOpenings } from "./network_openings.ts";
import { objectAccessLogs } from "./object_access_logs.ts";
import { planContents } from "./plan_contents.ts";
import { policyDocuments } from "./policy_documents.ts";
import { policyEngine } from "./policy_engine.ts";
import { promptLogs } from "./prompt_logs.ts";
import { publicAddress } from "./public_address.ts";
import { requestLogs } from "./request_logs.ts";
import { restoreTesting } from "./restore_testing.ts";
import { secretRotation } from "./secret_rotation.ts";
import { securityHub } from "./security_hub.ts";
import { serviceCount } from "./service_count.ts";
import { serviceRole } from "./service_role.ts";
import { taskContainers } from "./task_containers.ts";
import { threatFeatures } from "./threat_features.ts";
import { vaultLock } from "./vault_lock.ts";
import { vpcEndpoints } from "./vpc_endpoints.ts";
import { vulnerabilityScanning } from "./vulnerability_scanning.ts";
import { webApplicationFirewall } from "./web_application_firewall.ts";
import { webIdentityTrust } from "./web_identity_trust.ts";
import { zoneSigning } from "./zone_signing.ts";
import { zones } from "./zones.ts";

/**
 * Facets of Terraform resources, in the order they are computed: a later one may read an earlier one. The files beside
 * this one know the AWS provider; a facet of the same name for another provider's types lies in that provider's folder.
 */
export const terraformFacets: FacetComputer<keyof Facets, PlanContext>[] = [
	policyDocuments,
	encryptionAtRest,
	agentGuardrail,
	bucketExposure,
	publicGrants,
	dataLocation,
	given,
	imageScanning,
	instanceMetadata,
	networkOpenings,
	planContents,
	publicAddress,
	secretRotation,
	securityHub,
	vpcEndpoints,
	webApplicationFirewall,
	auditTrail,
	bucket,
	configRecorder,
	databaseCopies,
	databaseTls,
	failover,
	flowLogs,
	listener,
	logRetention,
	attachedPolicies,
	environmentSecrets,
	invocationLogging,
	promptLogs,
	serviceRole,
	aiOptOut,
	modelMonitoring,
	hardcodedSecrets,
	accessAnalyzers,
	cacheTls,
	contentSecrets,
	directGrants,
	functionUrl,
	webIdentityTrust,
	alarm,
	dataEvents,
	dataExpiry,
	databaseAudit,
	defaultGroup,
	endpointPolicy,
	findingRoute,
	findingRoutes,
	internetFacing,
	objectAccessLogs,
	policyEngine,
	requestLogs,
	threatFeatures,
	vulnerabilityScanning,
	zoneSigning,
	destruction,
	zones,
	loadBalanced,
	serviceCount,
	taskContainers,
	copyDestinations,
	vaultLock,
	logMasking,
	fileBackup,
	restoreTesting,
	backupCoverage,
	...googleFacets,
	...azureFacets,
	...cloudflareFacets,
];

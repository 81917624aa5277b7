import type { Facets } from "../../model/facets.ts";
import type { FacetComputer } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import { agentGuardrail } from "./agent_guardrail.ts";
import { attachedPolicies } from "./attached_policies.ts";
import { auditTrail } from "./audit_trail.ts";
import { bucket } from "./bucket.ts";
import { bucketExposure, publicGrants } from "./bucket_exposure.ts";
import { configRecorder } from "./config_recorder.ts";
import { dataLocation } from "./data_location.ts";
import { databaseCopies } from "./database_copies.ts";
import { databaseTls } from "./database_tls.ts";
import { encryptionAtRest } from "./encryption_at_rest.ts";
import { environmentSecrets } from "./environment_secrets.ts";
import { failover } from "./failover.ts";
import { flowLogs } from "./flow_logs.ts";
import { given } from "./given.ts";
import { hardcodedSecrets } from "./hardcoded_secrets.ts";
import { imageScanning } from "./image_scanning.ts";
import { instanceMetadata } from "./instance_metadata.ts";
import { invocationLogging } from "./invocation_logging.ts";
import { listener } from "./listener.ts";
import { logRetention } from "./log_retention.ts";
import { networkOpenings } from "./network_openings.ts";
import { planContents } from "./plan_contents.ts";
import { policyDocuments } from "./policy_documents.ts";
import { publicAddress } from "./public_address.ts";
import { secretRotation } from "./secret_rotation.ts";
import { securityHub } from "./security_hub.ts";
import { vpcEndpoints } from "./vpc_endpoints.ts";
import { webApplicationFirewall } from "./web_application_firewall.ts";

/** Facets of Terraform resources, in the order they are computed: a later one may read an earlier one. */
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
	hardcodedSecrets,
];

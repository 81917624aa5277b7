import type { Facets } from "../../model/facets.ts";
import type { FacetComputer } from "../facet.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { accountUseFacet } from "./account_use.ts";
import { admissionPolicyFacet } from "./admission_policy.ts";
import { aiGatewayFacet } from "./ai_gateway.ts";
import { aiWorkloadFacet } from "./ai_workload.ts";
import { apiServerFacet } from "./api_server.ts";
import { appArmorFacet } from "./app_armor.ts";
import { autoscalerFacet } from "./autoscaler.ts";
import { claimStorageFacet } from "./claim_storage.ts";
import { cloudIdentityFacet } from "./cloud_identity.ts";
import { defaultDenyFacet } from "./default_deny.ts";
import { disruptionBudgetFacet, disruptionBudgetsFacet } from "./disruption.ts";
import { entryTlsFacet } from "./entry_tls.ts";
import { exposureFacet } from "./exposure.ts";
import { gatewayRoutesFacet, ingressAuthFacet, ingressSnippetsFacet } from "./ingress_controls.ts";
import { meshTlsFacet } from "./mesh_tls.ts";
import { namespaceBoundsFacet } from "./namespace_bounds.ts";
import { networkIsolationFacet } from "./network_isolation.ts";
import { networkPeersFacet } from "./network_peers.ts";
import { networkPolicyFacet } from "./network_policy.ts";
import { plaintextSecretsFacet } from "./plaintext_secrets.ts";
import { podFacet } from "./pod.ts";
import { podSecurityFacet } from "./pod_security.ts";
import { rbacBindingFacet, rbacRoleFacet } from "./rbac.ts";
import { rbacGrantFacet } from "./rbac_grant.ts";
import { replicasFacet } from "./replicas.ts";
import { resourcesFacet } from "./resources.ts";
import { secretDataFacet } from "./secret_data.ts";
import { secretSourcesFacet } from "./secret_sources.ts";
import { serviceFacet } from "./service.ts";
import { serviceAccountFacet } from "./service_account.ts";
import { serviceBackendFacet } from "./service_backend.ts";
import { spreadFacet } from "./spread.ts";

/** Facets of Kubernetes resources, in the order they are computed: a later one may read an earlier one. */
export const kubernetesFacets: FacetComputer<keyof Facets, KubernetesContext>[] = [
	podFacet,
	networkPolicyFacet,
	networkPeersFacet,
	networkIsolationFacet,
	defaultDenyFacet,
	serviceFacet,
	exposureFacet,
	entryTlsFacet,
	rbacBindingFacet,
	rbacGrantFacet,
	rbacRoleFacet,
	podSecurityFacet,
	aiWorkloadFacet,
	aiGatewayFacet,
	replicasFacet,
	serviceAccountFacet,
	accountUseFacet,
	disruptionBudgetsFacet,
	disruptionBudgetFacet,
	resourcesFacet,
	spreadFacet,
	serviceBackendFacet,
	plaintextSecretsFacet,
	secretDataFacet,
	appArmorFacet,
	namespaceBoundsFacet,
	autoscalerFacet,
	admissionPolicyFacet,
	claimStorageFacet,
	secretSourcesFacet,
	cloudIdentityFacet,
	meshTlsFacet,
	ingressSnippetsFacet,
	ingressAuthFacet,
	gatewayRoutesFacet,
	apiServerFacet,
];

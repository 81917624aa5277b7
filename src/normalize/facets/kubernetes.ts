import type { Facets } from "../../model/facets.ts";
import type { FacetComputer } from "../facet.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { accountUseFacet } from "./account_use.ts";
import { aiWorkloadFacet } from "./ai_workload.ts";
import { defaultDenyFacet } from "./default_deny.ts";
import { disruptionBudgetFacet, disruptionBudgetsFacet } from "./disruption.ts";
import { entryTlsFacet } from "./entry_tls.ts";
import { exposureFacet } from "./exposure.ts";
import { networkIsolationFacet } from "./network_isolation.ts";
import { networkPolicyFacet } from "./network_policy.ts";
import { plaintextSecretsFacet } from "./plaintext_secrets.ts";
import { podFacet } from "./pod.ts";
import { podSecurityFacet } from "./pod_security.ts";
import { rbacBindingFacet, rbacRoleFacet } from "./rbac.ts";
import { replicasFacet } from "./replicas.ts";
import { resourcesFacet } from "./resources.ts";
import { secretDataFacet } from "./secret_data.ts";
import { serviceFacet } from "./service.ts";
import { serviceAccountFacet } from "./service_account.ts";
import { serviceBackendFacet } from "./service_backend.ts";
import { spreadFacet } from "./spread.ts";

/** Facets of Kubernetes resources, in the order they are computed: a later one may read an earlier one. */
export const kubernetesFacets: FacetComputer<keyof Facets, KubernetesContext>[] = [
	podFacet,
	networkPolicyFacet,
	networkIsolationFacet,
	defaultDenyFacet,
	serviceFacet,
	exposureFacet,
	entryTlsFacet,
	rbacBindingFacet,
	rbacRoleFacet,
	podSecurityFacet,
	aiWorkloadFacet,
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
];

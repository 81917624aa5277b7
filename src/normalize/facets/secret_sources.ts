import type { SecretSource } from "../../model/facets.ts";
import type { AttributePath, Json } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer } from "../facet.ts";
import { listAt, textAt, unknownAt, valueAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { candidates, memberOf } from "./joins.ts";
import { podSpecPath } from "./pod.ts";
import { secretDataFacet } from "./secret_data.ts";

type Origin = SecretSource["origin"];

/**
 * Kinds that make a Secret, and where they state its name; null: it is that of the object. Sources: external-secrets.io
 * (`spec.target.name`), Vault Secrets Operator (`spec.destination.name`), Secrets Store CSI driver (`spec.secretObjects`),
 * Sealed Secrets (`spec.template.metadata.name`, by default its own name), cert-manager (`spec.secretName`).
 */
const MAKERS: readonly { type: string; names: (maker: Resource) => (string | null)[]; origin: Origin }[] = [
	{
		type: "external-secrets.io/ExternalSecret",
		names: (maker) => [textAt(maker.attributes, ["spec", "target", "name"]) ?? maker.name],
		origin: "store",
	},
	...["VaultStaticSecret", "VaultDynamicSecret", "VaultPKISecret"].map((kind) => ({
		type: `secrets.hashicorp.com/${kind}`,
		names: (maker: Resource) => [textAt(maker.attributes, ["spec", "destination", "name"])],
		origin: "store" as const,
	})),
	{
		type: "secrets-store.csi.x-k8s.io/SecretProviderClass",
		names: (maker) => listAt(maker.attributes, ["spec", "secretObjects"]).map((item) => textAt(item, ["secretName"])),
		origin: "store",
	},
	{
		type: "bitnami.com/SealedSecret",
		names: (maker) => [textAt(maker.attributes, ["spec", "template", "metadata", "name"]) ?? maker.name],
		origin: "store",
	},
	{ type: "onepassword.com/OnePasswordItem", names: (maker) => [maker.name], origin: "store" },
	{
		type: "cert-manager.io/Certificate",
		names: (maker) => [textAt(maker.attributes, ["spec", "secretName"])],
		origin: "cluster",
	},
];

/** The `secret_sources` facet of workloads. */
export const secretSourcesFacet: FacetComputer<"secret_sources", KubernetesContext> = {
	name: "secret_sources",
	compute(resource, context) {
		const spec = podSpecPath(resource.type, resource.attributes);
		if (spec === null) return undefined;
		const used = secretsUsed(resource, spec);
		const hidden = unknownAt(resource, spec) === null ? null : hiddenName(resource, spec);
		if (used.size === 0) return hidden === null ? undefined : { unknown: hidden };
		const value = [...used].map(([name, path]) => ({ name, path, origin: originOf(name, resource, context) }));
		return { value, unknown: hidden === null ? [] : [{ path: [], reason: hidden }] };
	},
};

/** Why the name of a Secret cannot be known, or null. */
function hiddenName(resource: Resource, spec: AttributePath): string | null {
	const found = resource.unknown.find(({ path }) => {
		const at = path.slice(1);
		if (path[0] !== "attributes" || !spec.every((step, index) => step === at[index])) return false;
		return at.some(
			(step) => step === "secretKeyRef" || step === "secretRef" || step === "secret" || step === "secretName",
		);
	});
	return found?.reason ?? null;
}

/** Names of the Secrets that containers and volumes name, with the first place of each. Credentials for pulling images never reach a container. */
function secretsUsed(workload: Resource, spec: AttributePath): Map<string, AttributePath> {
	const used = new Map<string, AttributePath>();
	const add = (from: Json | undefined, below: AttributePath, at: AttributePath) => {
		const name = textAt(from, below);
		if (name !== null && !used.has(name)) used.set(name, [...at, ...below]);
	};
	for (const list of ["initContainers", "containers"]) {
		for (const [index, container] of listAt(workload.attributes, [...spec, list]).entries()) {
			const at = [...spec, list, index];
			for (const [entry, item] of listAt(container, ["env"]).entries())
				add(item, ["valueFrom", "secretKeyRef", "name"], [...at, "env", entry]);
			for (const [entry, item] of listAt(container, ["envFrom"]).entries())
				add(item, ["secretRef", "name"], [...at, "envFrom", entry]);
		}
	}
	for (const [index, volume] of listAt(workload.attributes, [...spec, "volumes"]).entries()) {
		const at = [...spec, "volumes", index];
		add(volume, ["secret", "secretName"], at);
		for (const [entry, source] of listAt(volume, ["projected", "sources"]).entries())
			add(source, ["secret", "name"], [...at, "projected", "sources", entry]);
	}
	return used;
}

/** Only what is shown is concluded from; nothing shows what else makes Secrets in a cluster. */
function originOf(name: string, workload: Resource, context: KubernetesContext): Origin {
	for (const { type, names, origin } of MAKERS) {
		for (const maker of candidates(context.shownOfType(type), workload)) {
			if (memberOf(maker, workload, context) === "yes" && names(maker).includes(name)) return origin;
		}
	}
	// A Secret made for the whole cluster names its namespaces by labels.
	for (const maker of context.shownOfType("external-secrets.io/ClusterExternalSecret")) {
		const target = textAt(maker.attributes, ["spec", "externalSecretSpec", "target", "name"]);
		const own = textAt(maker.attributes, ["spec", "externalSecretName"]) ?? maker.name;
		if ((target ?? own) === name) return "store";
	}
	for (const secret of candidates(context.shownOfType("core/Secret"), workload)) {
		if (secret.name !== name || memberOf(secret, workload, context) !== "yes") continue;
		const data = secretDataFacet.compute(secret, context);
		if (data !== undefined && "value" in data && data.value.plain.length > 0) return "manifest";
		if (valueAt(secret.attributes, ["type"]) === "kubernetes.io/service-account-token") return "cluster";
		if (isEncrypted(secret)) return "store";
	}
	return "unshown";
}

/** SOPS leaves its own record in the object. */
function isEncrypted(secret: Resource): boolean {
	return valueAt(secret.attributes, ["sops"]) !== undefined;
}

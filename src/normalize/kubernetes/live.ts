import type { Facets } from "../../model/facets.ts";
import type { LiveEvent } from "../../model/live.ts";

/** What normalizing has to know of a cluster beside its objects. */
export type LiveCluster = Pick<Extract<LiveEvent, { kind: "kubernetes" }>, "cluster" | "gaps" | "partial" | "at">;

/**
 * What stands before the keys of everything in a cluster, so that the same object in two clusters, or in a file, is told
 * apart: `kubernetes/prod`. Anything in the name but word characters, dots, dashes, colons and @ is escaped as in URLs.
 */
export function clusterKey(cluster: string): string {
	const name = cluster.replace(/[^\w.:@-]/gu, (character) => {
		// A lone surrogate has no bytes.
		return character.isWellFormed() ? encodeURIComponent(character).replace(/[!'()*]/g, percent) : "%EF%BF%BD";
	});
	return `kubernetes/${/^\.+$/.test(name) ? name.replaceAll(".", "%2E") : name}`;
}

function percent(character: string): string {
	return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** Facets that ask how something is written down in a file; what runs in a cluster does not carry them. */
export const MANIFEST_FACETS: readonly (keyof Facets)[] = ["secret_data", "secret_sources"];

/**
 * Types that objects of one namespace look up in others, and the namespaces in which they are found; null: in any.
 * Routes attach to Gateways elsewhere; what lies in Istio's root namespace holds for the whole mesh.
 */
export const LOOKED_UP_ELSEWHERE: Readonly<Record<string, string | null>> = {
	"gateway.networking.k8s.io/HTTPRoute": null,
	"networking.istio.io/Sidecar": "istio-system",
	"security.istio.io/AuthorizationPolicy": "istio-system",
	"security.istio.io/PeerAuthentication": "istio-system",
};

import type { AttributePath, Json, JsonObject } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { Parameters } from "../../model/rule.ts";
import { isObject, valueAt } from "../../normalize/json.ts";
import type { Operation } from "./operations.ts";

/** What a fix must not break and no rule looks at. */
export interface Surroundings {
	/** All that was scanned. */
	resources: readonly Resource[];
	parameters: Parameters;
}

/**
 * Why a change of a workload is left to a person, one clause; null where nothing speaks against it.
 * @param after the object with the change, and with those made before it.
 */
export function objection(
	resource: Resource,
	after: JsonObject,
	operations: readonly Operation[],
	{ resources, parameters }: Surroundings,
): string | null {
	const path = resource.facets.pod?.path;
	if (path === undefined) return null;
	const pod = valueAt(after, path);
	const before = valueAt(resource.attributes, path);
	if (!isObject(pod) || !isObject(before)) return null;
	const names = operations.flatMap((operation) => operation.path.slice(-1));
	return (
		runsCluster(resource, before, parameters) ??
		(isWindows(before) ? "it runs on Windows, which does not know the setting" : null) ??
		(names.includes("allowPrivilegeEscalation") ? privilegesKept(pod) : null) ??
		(names.includes("runAsNonRoot") ? startsAsRoot(before, operations, path) : null) ??
		(names.includes("automountServiceAccountToken") ? needsToken(resource, before, path, resources) : null)
	);
}

/** Agents on nodes and the parts of the cluster need rights that applications do not. */
function runsCluster(resource: Resource, pod: JsonObject, parameters: Parameters): string | null {
	const { privileged_namespaces: namespaces } = parameters;
	if (Array.isArray(namespaces) && namespaces.includes(resource.scope)) {
		return `what runs in the namespace ${resource.scope} may need its rights`;
	}
	const shares =
		["hostNetwork", "hostPID", "hostIPC"].some((name) => pod[name] === true) ||
		containersOf(pod).some((container) => valueAt(container, ["securityContext", "privileged"]) === true);
	const volumes = Array.isArray(pod.volumes) ? pod.volumes : [];
	const mounts = volumes.some((volume) => isObject(volume) && isObject(volume.hostPath));
	// One on every node is an agent by either; elsewhere, what shares the node and reads its files is.
	const isAgent = resource.type === "apps/DaemonSet" ? shares || mounts : shares && mounts;
	return isAgent ? "what works on its node may need its rights" : null;
}

function isWindows(pod: JsonObject): boolean {
	const names = [valueAt(pod, ["os", "name"]), valueAt(pod, ["nodeSelector", "kubernetes.io/os"])];
	// The rules know pods that say so; host processes are Windows' own, and losing that is the fix.
	return names[0] !== "windows" && names[1] === "windows";
}

/** The API server refuses containers that are privileged, or get CAP_SYS_ADMIN, and must not gain privileges. */
function privilegesKept(pod: JsonObject): string | null {
	for (const container of containersOf(pod)) {
		const context = container.securityContext;
		if (!isObject(context) || context.allowPrivilegeEscalation !== false) continue;
		if (context.privileged === true) return "the API server refuses it for a container that stays privileged";
		const added = valueAt(context, ["capabilities", "add"]);
		if (Array.isArray(added) && added.some((name) => /^(?:CAP_)?SYS_ADMIN$/i.test(String(name)))) {
			return "the API server refuses it for a container that adds SYS_ADMIN";
		}
	}
	return null;
}

/** Who adds these starts as root, to become another user or to hand files to one. */
const BECOMING_ANOTHER = /^(?:CAP_)?(?:SETUID|SETGID|CHOWN)$/i;

function startsAsRoot(pod: JsonObject, operations: readonly Operation[], path: AttributePath): string | null {
	for (const operation of operations) {
		const container = valueAt(pod, operation.path.slice(path.length, -2));
		const added = valueAt(container, ["securityContext", "capabilities", "add"]);
		const found = Array.isArray(added) ? added.find((name) => BECOMING_ANOTHER.test(String(name))) : undefined;
		if (found !== undefined) return `a container adds ${found}, which programs use that start as root`;
	}
	return null;
}

/** Annotations of what signs in with the account's token on behalf of a pod. */
const INJECTED = /^(?:vault\.hashicorp\.com\/agent-inject|consul\.hashicorp\.com\/connect-inject)$/;

/** Whether something shows that the program talks to the API, or signs in elsewhere with the token. */
function needsToken(
	resource: Resource,
	pod: JsonObject,
	path: AttributePath,
	resources: readonly Resource[],
): string | null {
	if (pod.automountServiceAccountToken === true) return "the pod asks for the token itself";
	const annotations = valueAt(resource.attributes, [...path.slice(0, -1), "metadata", "annotations"]);
	if (isObject(annotations) && Object.keys(annotations).some((name) => INJECTED.test(name))) {
		return "an agent in the pod signs in with the token";
	}
	const name = resource.facets.service_account?.name;
	const binding = resources.find((other) => BINDINGS.has(other.type) && binds(other.attributes.subjects, name));
	return binding === undefined ? null : "a role is bound to its account, so the program may talk to the API";
}

const BINDINGS: ReadonlySet<string> = new Set([
	"rbac.authorization.k8s.io/RoleBinding",
	"rbac.authorization.k8s.io/ClusterRoleBinding",
]);

/** Whether subjects name an account, in whatever namespace, or all of them. */
function binds(subjects: Json | undefined, account: string | undefined): boolean {
	if (!Array.isArray(subjects)) return false;
	return subjects.some((subject) => {
		if (!isObject(subject)) return false;
		if (subject.kind === "ServiceAccount") return subject.name === account;
		return subject.kind === "Group" && String(subject.name).startsWith("system:serviceaccounts");
	});
}

function containersOf(pod: JsonObject): JsonObject[] {
	return ["containers", "initContainers", "ephemeralContainers"]
		.flatMap((name) => (Array.isArray(pod[name]) ? (pod[name] as Json[]) : []))
		.filter(isObject);
}

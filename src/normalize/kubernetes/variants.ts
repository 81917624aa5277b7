import type { Resource } from "../../model/resource.ts";

/**
 * Answers whether an object of a namespace holds for a dependent one there (a policy for its pods, a Service for its
 * backends). Of objects that the input holds several times (`base/` and `release/`, two clusters) a namespace gets
 * one, so the copies that lie closest belong together: in the same file, else where the paths share most folders.
 * `no`: another copy of `provider` lies closer to the dependent. `depends`: another copy of the dependent lies closer
 * to the provider, and what stands in for it here is not shown; or the provider is part of a kustomize component, and
 * the dependent is deployed without it as well.
 */
export function createVariants(
	resources: Resource[],
): (provider: Resource, dependent: Resource) => "yes" | "no" | "depends" {
	/** Only of objects that are there more than once. */
	const copiesOf = new Map<Resource, Resource[]>();
	const groups = new Map<string, Resource[]>();
	for (const resource of resources) {
		const group = groups.get(identity(resource));
		if (group === undefined) groups.set(identity(resource), [resource]);
		else group.push(resource);
	}
	for (const group of groups.values()) {
		if (group.length > 1) for (const resource of group) copiesOf.set(resource, group);
	}
	const best = new WeakMap<Resource, Map<Resource[], number>>();
	/** Whether another copy of `peer` lies closer to `from`. */
	const outdone = (from: Resource, peer: Resource): boolean => {
		const group = copiesOf.get(peer);
		if (group === undefined) return false;
		const known = best.get(from) ?? new Map<Resource[], number>();
		best.set(from, known);
		let most = known.get(group);
		if (most === undefined) {
			most = group.reduce((sofar, copy) => Math.max(sofar, closeness(from, copy)), 0);
			known.set(group, most);
		}
		return closeness(from, peer) < most;
	};
	return (provider, dependent) => {
		// A scope resource stands for all that is in its namespace.
		if (isScope(provider) || isScope(dependent)) return "yes";
		if (outdone(dependent, provider)) return "no";
		if (isOptional(provider, dependent)) return "depends";
		return outdone(provider, dependent) ? "depends" : "yes";
	};
}

function identity({ type, scope, name }: Resource): string {
	return `${type}/${scope}/${name}`;
}

/** Whether a kustomization may take in the dependent and leave out the component that the provider is in. */
function isOptional(provider: Resource, dependent: Resource): boolean {
	const { component } = provider.anchor;
	return component !== undefined && !dependent.anchor.uri.startsWith(component === "." ? "" : `${component}/`);
}

function isScope({ type }: Resource): boolean {
	return type.startsWith("scope/");
}

/** Number of leading steps two files share; the file itself counts as a step. */
function closeness(a: Resource, b: Resource): number {
	const [left, right] = [a.anchor.uri.split("/"), b.anchor.uri.split("/")];
	let shared = 0;
	while (shared < left.length && left[shared] === right[shared]) shared++;
	return shared;
}

import type { JsonObject } from "../../model/json.ts";
import { isObject, listAt, textAt } from "../../normalize/json.ts";
import { ApiError, type KubernetesApi } from "./client.ts";
import { CONSTRAINT_GROUP, NAMESPACE, otherKind, READ_KINDS, type ReadKind } from "./kinds.ts";

/** A kind as one cluster serves it. */
export interface ServedKind extends ReadKind {
	/** `/apis/apps/v1`. */
	base: string;
	/** `apps/v1`. */
	apiVersion: string;
	/** `deployments`. */
	plural: string;
	namespaced: boolean;
}

/** What a cluster serves of what is to be read, in the order to read it, and what could not be asked. */
export interface Discovered {
	kinds: ServedKind[];
	failed: { kind: ReadKind; error: ApiError }[];
}

/**
 * Asks a cluster which of the kinds it serves and in which version: the group's preferred one, else the next that has
 * the kind. A kind that the cluster does not serve is left out: there can be nothing of it.
 * @param extra types beside those that are always read.
 * @throws ApiError when the cluster does not answer at all.
 */
export async function discover(api: KubernetesApi, extra: string[]): Promise<Discovered> {
	const wanted = [NAMESPACE, ...READ_KINDS];
	for (const type of extra) {
		if (!wanted.some((kind) => kind.type === type)) wanted.push(otherKind(type));
	}
	const groups = new Map<string, string[]>([["", ["v1"]]]);
	for (const group of listAt(await api.get("/apis"), ["groups"])) {
		const name = textAt(group, ["name"]);
		if (name !== null) groups.set(name, versionsOf(group));
	}
	const kinds: ServedKind[] = [];
	const failed: Discovered["failed"] = [];
	for (const group of [...new Set(wanted.map((kind) => kind.group)), CONSTRAINT_GROUP]) {
		const versions = groups.get(group);
		if (versions === undefined) continue;
		const open = new Map(wanted.filter((kind) => kind.group === group).map((kind) => [kind.kind, kind]));
		for (const version of versions) {
			if (open.size === 0 && group !== CONSTRAINT_GROUP) break;
			const apiVersion = group === "" ? version : `${group}/${version}`;
			const base = group === "" ? `/api/${version}` : `/apis/${apiVersion}`;
			let answer: JsonObject;
			try {
				answer = await api.get(base);
			} catch (error) {
				if (!(error instanceof ApiError) || error.trouble === "kubernetes-stopped") throw error;
				// A cluster without its core group is no cluster; an add-on may be broken.
				if (group === "") throw error;
				for (const kind of open.values()) failed.push({ kind, error });
				break;
			}
			for (const resource of listAt(answer, ["resources"])) {
				const served = readResource(resource, group, open, kinds);
				if (served !== null) kinds.push({ ...served, base, apiVersion });
			}
		}
	}
	const order = new Map(wanted.map(({ type }, index) => [type, index]));
	const place = ({ type }: ServedKind) => order.get(type) ?? wanted.length;
	kinds.sort((left, right) => place(left) - place(right) || (left.type < right.type ? -1 : 1));
	return { kinds, failed };
}

function readResource(resource: unknown, group: string, open: Map<string, ReadKind>, kinds: ServedKind[]) {
	if (!isObject(resource)) return null;
	const { name, kind: named, namespaced, verbs } = resource;
	if (typeof name !== "string" || typeof named !== "string" || name.includes("/")) return null;
	if (!Array.isArray(verbs) || !verbs.includes("list")) return null;
	let kind = open.get(named);
	if (kind === undefined && group === CONSTRAINT_GROUP) {
		const made = otherKind(`${group}/${named}`);
		if (!kinds.some(({ type }) => type === made.type)) kind = made;
	}
	if (kind === undefined) return null;
	open.delete(named);
	return { ...kind, plural: name, namespaced: namespaced === true };
}

/** The preferred version first. */
function versionsOf(group: unknown): string[] {
	if (!isObject(group)) return [];
	const versions = listAt(group, ["versions"]).flatMap((version) => textAt(version, ["version"]) ?? []);
	const preferred = textAt(group, ["preferredVersion", "version"]);
	return preferred === null ? versions : [...new Set([preferred, ...versions])];
}

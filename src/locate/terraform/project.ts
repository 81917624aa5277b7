import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { AttributePath, Json, JsonObject } from "../../model/json.ts";
import type { Location } from "../../model/report.ts";
import { parseAddress, splitModules, tokenize, within } from "../../normalize/terraform/address.ts";
import { isExpression, type ModuleNode, referencesOf } from "../../normalize/terraform/configuration.ts";
import { asList, asObject, asString, child } from "../../normalize/terraform/json.ts";
import type { Located } from "../located.ts";
import type { CodeFiles } from "./code-files.ts";
import { type FollowContext, follow, type Hop, type Site } from "./follow.ts";
import { type Definition, ModuleCode, nestedType } from "./module-code.ts";
import type { RootNames } from "./plan-names.ts";
import { type Reached, reach } from "./reach.ts";
import { boundaryOf, isDownloaded, type Root } from "./roots.ts";
import type { SnapshotModules } from "./snapshot.ts";
import type { Sought } from "./sources.ts";
import { literalOf, type Span } from "./syntax.ts";

/** Modules within modules deeper than this are not followed. */
const MAX_DEPTH = 64;
const MAX_MANIFEST_BYTES = 16 * 1024 * 1024;

/** What a project is opened with. */
export interface ProjectOptions {
	root: Root;
	plan: JsonObject;
	names: RootNames;
	files: CodeFiles;
	cwd: string;
	/** Code for modules that are not on disk. */
	snapshot: SnapshotModules | null;
}

interface LocalSite extends Site {
	caller: { site: LocalSite; name: string } | null;
	/** Null where it is not known. */
	folder: string | null;
	node: ModuleNode | null;
}

/** The code of one plan: its root module and the modules it calls, read as they are asked for. */
export class Project {
	readonly #options: ProjectOptions;
	readonly #boundary: string;
	readonly #root: LocalSite;
	readonly #sites = new Map<string, LocalSite | null>();
	readonly #context: FollowContext;
	#manifest: Map<string, string> | null = null;
	#valueFiles: ReturnType<FollowContext["valueFiles"]> | null = null;

	constructor(options: ProjectOptions) {
		const { root, plan, names, cwd } = options;
		this.#options = options;
		this.#boundary = boundaryOf(root.folder, cwd);
		const node = names.configuration?.root ?? null;
		this.#root = { path: "", caller: null, code: root.code, own: true, folder: root.folder, node };
		options.files.claim(root.folder, true);
		const variables = asObject(plan.variables) ?? {};
		this.#context = {
			rootVariable: (name) => (Object.hasOwn(variables, name) ? (asObject(variables[name])?.value ?? null) : undefined),
			valueFiles: () => (this.#valueFiles ??= this.#readValueFiles()),
		};
	}

	/** Finds all modules that the plan's configuration shows, so that the files of the user's own are known. */
	openAll(): void {
		const open: string[][] = [[]];
		for (let names = open.pop(); names !== undefined; names = open.pop()) {
			const site = this.#site(names);
			if (!site?.own) continue;
			for (const name of site.node?.children.keys() ?? []) open.push([...names, name]);
		}
	}

	locate({ address, path, values, types }: Sought): Located | null {
		if (address.startsWith("scope/")) return this.#locateScope(path, types);
		const parsed = parseAddress(address);
		if (parsed === null) return null;
		const { modules, mode, type, name, key } = parsed;
		const site = this.#site(modules.map((step) => step.name));
		if (site === null) return null;
		const local = `${mode === "data" ? "data." : ""}${type}.${name}`;
		const definition = site.code?.resource(local) ?? null;
		if (definition === null) {
			const expression = this.#configured(site, local, path);
			return this.#atCall(site, expression === null ? [] : follow(expression, this.#context), null);
		}
		const reached = reach(definition, path, values);
		const each = { definition, key };
		const hops = follow({ value: reached.value, rest: reached.rest, site, each }, this.#context);
		if (!site.own) return this.#atCall(site, hops, reached);
		const location = this.#location(reached.uri, reached.span, reached.precision);
		return {
			location,
			related: distinct(location, [...this.#calls(site), ...this.#hops(hops), ...this.#policyDocument(reached, site)]),
			scopes: reached.scopes,
		};
	}

	/**
	 * The call, in the user's own code, that brings in a module: its argument where the value comes from one.
	 * @param inside the place in the module, where its code is there.
	 */
	#atCall(site: LocalSite, hops: Hop[], inside: Reached | null): Located | null {
		let called = site;
		// Outwards, to code that is the user's own and shows the call.
		for (let at: LocalSite | null = site; at !== null; at = at.caller?.site ?? null) {
			if (!at.own) called = at;
		}
		if (called.caller === null) return null;
		const { site: caller, name } = called.caller;
		const call = caller.code?.call(name) ?? null;
		if (call === null) return caller.caller === null ? null : this.#atCall(caller, hops, null);
		const argument = hops.find((hop) => hop.isArgument && hop.site === caller && lies(hop, call));
		const { uri, span, scopes } = argument ?? { uri: call.uri, span: call.block.span, scopes: [] };
		const location = this.#location(uri, span, "module-call");
		const within: Located["related"] = [];
		if (inside !== null) {
			const message = `the resource in ${site.path}`;
			within.push({ message, location: this.#location(inside.uri, inside.span, inside.precision) });
		}
		const rest = hops.filter((hop) => hop !== argument);
		return {
			location,
			related: distinct(location, [...within, ...this.#calls(caller), ...this.#hops(rest)]),
			scopes,
		};
	}

	/**
	 * What is missing from a plan stands where its provider is set up; a secret outside of resources where it is written (the paths
	 * are those of `hardcoded_secrets`).
	 */
	#locateScope(path: AttributePath, types: string[]): Located | null {
		const [module, inside] = path[0] === "modules" ? [String(path[1]), path.slice(2)] : ["", path];
		const [kind, name, ...rest] = inside;
		if (typeof name === "string") {
			if (kind === "providers") return this.#locateProvider(name, rest);
			if (kind === "variables") return this.#locateDefault(module, name, rest);
			if (kind === "arguments") return this.#locateArgument(module, [name, ...rest]);
		}
		const names = [...new Set(types.filter((type) => !type.startsWith("scope/")).map((type) => type.split("_")[0]!))];
		const code = this.#root.code!;
		for (const provider of names.map((each) => code.provider(each))) {
			if (provider !== null) return this.#placed(reach(provider, [], undefined));
		}
		const settings = code.settings(names[0] ?? "");
		return settings === null ? null : this.#placed(reach(settings, [], undefined));
	}

	/** @param key as in the plan's `provider_config`: `aws`, `aws.west`, `module.a:aws`. */
	#locateProvider(key: string, path: AttributePath): Located | null {
		const [module, own] = key.includes(":")
			? [key.slice(0, key.lastIndexOf(":")), key.slice(key.lastIndexOf(":") + 1)]
			: ["", key];
		const site = this.#siteAt(module);
		const [name, alias] = own.split(".");
		const provider = site?.code?.provider(name!, alias) ?? null;
		if (site === null) return null;
		if (provider === null || !site.own) return this.#atCall(site, [], null);
		return this.#placed(reach(provider, path, undefined));
	}

	#locateDefault(module: string, name: string, path: AttributePath): Located | null {
		const site = this.#siteAt(module);
		if (site === null) return null;
		const variable = site.code?.variable(name) ?? null;
		if (variable === null || !site.own) return this.#atCall(site, [], null);
		return this.#placed(reach(variable, ["default", ...path], undefined), site);
	}

	#locateArgument(module: string, path: AttributePath): Located | null {
		const caller = this.#siteAt(module)?.caller;
		if (!caller) return null;
		const call = caller.site.code?.call(caller.name) ?? null;
		if (call === null || !caller.site.own) return this.#atCall(caller.site, [], null);
		return this.#placed(reach(call, path, undefined), caller.site);
	}

	#placed(reached: Reached, site: LocalSite = this.#root): Located {
		const location = this.#location(reached.uri, reached.span, reached.precision);
		return { location, related: distinct(location, this.#calls(site)), scopes: reached.scopes };
	}

	/** Where the variable goes in that a plan's configuration names for an argument of a module that is not there. */
	#configured(site: LocalSite, local: string, path: AttributePath) {
		let expression: Json | undefined = site.node?.resources.get(local)?.expressions;
		for (const [index, step] of path.entries()) {
			expression = child(expression, step);
			if (!isExpression(expression)) continue;
			const names = referencesOf(expression);
			const outer = names.filter((name) => !names.some((other) => other !== name && other.startsWith(`${name}.`)));
			const [name, ...others] = outer;
			if (name === undefined || others.length > 0 || !name.startsWith("var.")) return null;
			const span: Span = { start: 0, end: 0, startLine: 0, startColumn: 0, endLine: 0, endColumn: 0 };
			const value = { kind: "reference" as const, steps: name.split("."), span };
			return { value, rest: path.slice(index + 1), site, each: null };
		}
		return null;
	}

	/** The statement of a policy document that the code builds as a data source. */
	#policyDocument({ value, rest }: Reached, site: LocalSite): Located["related"] {
		if (value?.kind !== "reference" || value.steps[0] !== "data") return [];
		const definition = site.code?.resource(`data.${value.steps[1]}.${value.steps[2]}`) ?? null;
		if (definition === null) return [];
		const statements = definition.blocks.filter(({ item }) => nestedType(item) === "statement");
		const whole = !statements.some(({ item }) => item.type === "dynamic") && !isMerged(definition);
		const statement = whole && rest[0] === "Statement" && typeof rest[1] === "number" ? statements[rest[1]] : undefined;
		const [uri, span] =
			statement === undefined ? [definition.uri, definition.block.span] : [statement.uri, statement.item.span];
		return [{ message: "set here", location: this.#location(uri, span, "block") }];
	}

	/** The calls on the way from the root to a module, innermost first. */
	#calls(site: LocalSite): Located["related"] {
		const related: Located["related"] = [];
		for (let at: LocalSite = site; at.caller !== null; at = at.caller.site) {
			const call = at.caller.site.code?.call(at.caller.name) ?? null;
			if (call === null) continue;
			related.push({
				message: `${at.path} called here`,
				location: this.#location(call.uri, call.block.span, "module-call"),
			});
		}
		return related;
	}

	#hops(hops: Hop[]): Located["related"] {
		return hops.map(({ message, uri, span, precision }) => ({
			message,
			location: this.#location(uri, span, precision),
		}));
	}

	/** One line of a span: from its start to its end, or to the end of what stands on the line. */
	#location(uri: string, span: Span, precision: Location["precision"]): Location {
		const { startLine, startColumn } = span;
		let { endColumn } = span;
		if (span.endLine !== startLine) {
			const text = this.#options.files.get(uri)?.text ?? "";
			const end = text.indexOf("\n", span.start);
			endColumn = startColumn + text.slice(span.start, end === -1 ? text.length : end).trimEnd().length;
		}
		return { uri, startLine, startColumn, endLine: startLine, endColumn, precision };
	}

	/** @param path `module.a.module.b`, empty for the root. */
	#siteAt(path: string): LocalSite | null {
		return this.#site(splitModules(tokenize(path)).modules.map((step) => step.name));
	}

	#site(names: string[]): LocalSite | null {
		if (names.length > MAX_DEPTH) return null;
		let site: LocalSite = this.#root;
		for (const name of names) {
			const path = within(site.path, `module.${name}`);
			let next = this.#sites.get(path);
			if (next === undefined) {
				next = this.#open(site, name, path);
				this.#sites.set(path, next);
			}
			if (next === null) return null;
			site = next;
		}
		return site;
	}

	#open(parent: LocalSite, name: string, path: string): LocalSite | null {
		const node = parent.node?.children.get(name) ?? null;
		const call = parent.code?.call(name) ?? null;
		const written = call?.attributes.get("source")?.item.value;
		const source = asString(node?.call?.source) ?? (written === undefined ? null : literalOf(written));
		const key = path
			.split(".")
			.filter((_, index) => index % 2 === 1)
			.join(".");
		const { root, files, snapshot } = this.#options;
		const isLocal = typeof source === "string" && /^\.\.?(?:[\\/]|$)/.test(source);
		const listed = this.#folders().get(key) ?? snapshot?.get(key)?.directory;
		const folder =
			isLocal && parent.folder !== null
				? resolve(parent.folder, source.replaceAll("\\", "/"))
				: listed === undefined
					? null
					: resolve(root.folder, listed);
		const own = parent.own && isLocal && folder !== null && !isDownloaded(folder, root.folder);
		if (call === null && node === null) return null;
		if (folder !== null) files.claim(folder, own);
		const read = () => (folder === null ? null : this.#read(folder, key));
		let code: ModuleCode | null | undefined;
		return {
			...{ path, caller: { site: parent, name }, own, folder, node },
			get code() {
				code ??= read();
				return code;
			},
		};
	}

	#read(folder: string, key: string): ModuleCode | null {
		const { files, snapshot } = this.#options;
		const onDisk = ModuleCode.read(folder, this.#boundary, files);
		const kept = snapshot?.get(key);
		if (onDisk !== null || kept === undefined) return onDisk;
		files.provide(folder, kept.files);
		return ModuleCode.read(folder, this.#boundary, files);
	}

	/** Folders of downloaded modules, by the names of the calls that lead to them. */
	#folders(): Map<string, string> {
		this.#manifest ??= readManifest(join(this.#options.root.folder, ".terraform", "modules", "modules.json"));
		return this.#manifest;
	}

	/** Terraform reads them in this order: https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence */
	#readValueFiles(): ReturnType<FollowContext["valueFiles"]> {
		const { root, files } = this.#options;
		const names = files.valueFiles(root.folder, this.#boundary);
		return names.map((path) => ({ uri: files.uri(path), attributes: files.beside(path)?.body.attributes ?? [] }));
	}
}

function isMerged({ attributes }: Definition): boolean {
	return ["source_json", "override_json", "source_policy_documents", "override_policy_documents"].some((name) =>
		attributes.has(name),
	);
}

function lies({ uri, span }: Hop, call: Definition): boolean {
	return [...call.attributes.values()].some(
		({ uri: other, item }) => uri === other && item.span.start <= span.start && item.span.end >= span.end,
	);
}

function distinct(location: Location, related: Located["related"]): Located["related"] {
	const seen = new Set([placeOf(location)]);
	return related.filter((entry) => {
		const place = placeOf(entry.location);
		return !seen.has(place) && seen.add(place);
	});
}

function placeOf({ uri, startLine, startColumn }: Location): string {
	return `${startLine}:${startColumn} ${uri}`;
}

function readManifest(path: string): Map<string, string> {
	const folders = new Map<string, string>();
	try {
		const stat = existsSync(path) ? statSync(path) : null;
		if (stat === null || !stat.isFile() || stat.size > MAX_MANIFEST_BYTES) return folders;
		const manifest = asObject(JSON.parse(readFileSync(path, "utf8")));
		for (const entry of asList(manifest?.Modules)) {
			const { Key: key, Dir: directory } = asObject(entry) ?? {};
			if (typeof key === "string" && typeof directory === "string") folders.set(key, directory);
		}
	} catch {
		// Damaged: modules are where their calls say, or not found.
	}
	return folders;
}

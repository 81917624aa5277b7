import type { CodeFiles, ModuleFile } from "./code-files.ts";
import { type Attribute, type Block, type Body, literalOf } from "./syntax.ts";

/** Something of a file. */
export interface Placed<T> {
	uri: string;
	item: T;
	/** The top-level block it stands in. */
	owner: Block;
}

/** A block of a module as Terraform sees it: with what override files change in it. */
export interface Definition {
	uri: string;
	block: Block;
	attributes: Map<string, Placed<Attribute>>;
	blocks: Placed<Block>[];
}

/**
 * What the files of one folder define. Names that stand in several blocks, where only one may, are left out: which of them
 * the plan was made from cannot be told.
 */
export class ModuleCode {
	readonly files: ModuleFile[];
	/** `aws_s3_bucket.this`, `data.aws_region.current`. */
	readonly #resources: Map<string, Definition>;
	readonly #calls: Map<string, Definition>;
	readonly #variables: Map<string, Definition>;
	readonly #outputs: Map<string, Definition>;
	readonly #locals = new Map<string, Placed<Attribute>>();
	readonly #others: { uri: string; block: Block }[] = [];

	constructor(files: ModuleFile[]) {
		this.files = files;
		this.#resources = define(files, (block) => resourceName(block));
		this.#calls = define(files, labelled("module"));
		this.#variables = define(files, labelled("variable"));
		this.#outputs = define(files, labelled("output"));
		for (const { uri, body } of files) {
			for (const block of body.blocks) {
				if (block.type === "provider" || block.type === "terraform") this.#others.push({ uri, block });
				if (block.type !== "locals" || block.broken) continue;
				for (const item of block.body.attributes) this.#locals.set(item.name, { uri, item, owner: block });
			}
		}
	}

	static read(path: string, boundary: string, files: CodeFiles): ModuleCode | null {
		const found = files.folder(path, boundary);
		return found.length === 0 ? null : new ModuleCode(found);
	}

	/** Number of resources, data sources and module calls. */
	get size(): number {
		return this.#resources.size + this.#calls.size;
	}

	get variables(): string[] {
		return [...this.#variables.keys()];
	}

	/** @param local the address inside the module, without instance key. */
	resource(local: string): Definition | null {
		return this.#resources.get(local) ?? null;
	}

	call(name: string): Definition | null {
		return this.#calls.get(name) ?? null;
	}

	variable(name: string): Definition | null {
		return this.#variables.get(name) ?? null;
	}

	output(name: string): Definition | null {
		return this.#outputs.get(name) ?? null;
	}

	local(name: string): Placed<Attribute> | null {
		return this.#locals.get(name) ?? null;
	}

	/** The configuration of a provider: the one with this alias, the plain one, or the first. */
	provider(name: string, alias?: string): Definition | null {
		const all = this.#others.filter(({ block }) => block.type === "provider" && block.labels[0] === name);
		const aliased = (wanted: string | undefined) =>
			all.find(({ block }) => {
				const value = block.body.attributes.find((attribute) => attribute.name === "alias")?.value;
				return (value === undefined ? undefined : literalOf(value)) === wanted;
			});
		const found = alias === undefined ? (aliased(undefined) ?? all[0]) : aliased(alias);
		return found === undefined ? null : definition(found);
	}

	/** The `terraform` block that asks for a provider, else the first. */
	settings(provider: string): Definition | null {
		const all = this.#others.filter(({ block }) => block.type === "terraform");
		const asks = ({ attributes, blocks }: Body): boolean =>
			attributes.some(
				({ name, value }) =>
					name === provider || (value.kind === "object" && value.members.some((member) => member.name === provider)),
			) || blocks.some((block) => block.type === "required_providers" && asks(block.body));
		const found = all.find(({ block }) => asks(block.body)) ?? all[0];
		return found === undefined ? null : definition(found);
	}
}

/** The address inside its module of what a block defines; null for other blocks. */
function resourceName({ type, labels }: Block): string | null {
	if (labels.length !== 2 || (type !== "resource" && type !== "data")) return null;
	return `${type === "data" ? "data." : ""}${labels[0]}.${labels[1]}`;
}

function labelled(type: string): (block: Block) => string | null {
	return (block) => (block.type === type && block.labels.length === 1 ? block.labels[0]! : null);
}

function define(files: ModuleFile[], nameOf: (block: Block) => string | null): Map<string, Definition> {
	const found = new Map<string, Definition>();
	const twice = new Set<string>();
	for (const { uri, override, body } of files) {
		for (const block of body.blocks) {
			const name = nameOf(block);
			if (name === null) continue;
			const known = found.get(name);
			if (known === undefined) found.set(name, definition({ uri, block }));
			else if (override) applyOverride(known, { uri, block });
			else twice.add(name);
		}
	}
	for (const name of twice) found.delete(name);
	return found;
}

function definition({ uri, block }: { uri: string; block: Block }): Definition {
	const place = <T>(item: T): Placed<T> => ({ uri, item, owner: block });
	return {
		...{ uri, block },
		attributes: new Map(block.body.attributes.map((attribute) => [attribute.name, place(attribute)])),
		blocks: block.body.blocks.map(place),
	};
}

/**
 * Merges as Terraform does (https://developer.hashicorp.com/terraform/language/files/override): arguments one by one; nested blocks
 * take the place of all of their type, dynamic ones included.
 */
function applyOverride(known: Definition, { uri, block }: { uri: string; block: Block }): void {
	for (const item of block.body.attributes) {
		known.attributes.set(item.name, { uri, item, owner: block });
		// In JSON a nested block looks like an argument.
		known.blocks = known.blocks.filter(({ item: other }) => nestedType(other) !== item.name);
	}
	const types = new Set(block.body.blocks.map(nestedType));
	known.blocks = [
		...known.blocks.filter(({ item }) => !types.has(nestedType(item))),
		...block.body.blocks.map((item) => ({ uri, item, owner: block })),
	];
	for (const type of types) known.attributes.delete(type);
}

/** The type of block that a nested block gives: that of a dynamic one is its label. */
export function nestedType({ type, labels }: Block): string {
	return type === "dynamic" && labels.length === 1 ? labels[0]! : type;
}

import {
	type Document,
	isAlias,
	isMap,
	isScalar,
	isSeq,
	type Node,
	type Pair,
	type ParsedNode,
	type YAMLMap,
} from "yaml";

export type MapPair = Pair<ParsedNode, ParsedNode | null>;
export type ParsedMap = YAMLMap.Parsed;

/** What an alias stands for; any other node itself. */
export function dereference(node: Node | null | undefined, document: Document.Parsed): Node | null {
	if (node === null || node === undefined || !isAlias(node)) return node ?? null;
	const found = node.resolve(document) ?? null;
	return isScalar(found) || isMap(found) || isSeq(found) ? found : null;
}

/** Whether other places of the document may name a node. */
export function isShared(node: Node): boolean {
	return !isAlias(node) && "anchor" in node && node.anchor !== undefined;
}

/** Whether a node is written in brackets or braces. */
export function isFlow(node: Node | null): boolean {
	return (isMap(node) || isSeq(node)) && node.flow === true;
}

/** Nothing at all, or a word for it. */
export function isBlank(node: Node | null): node is ParsedNode & { range: [number, number, number] } {
	return (
		node === null ||
		(isScalar(node) &&
			node.type === "PLAIN" &&
			/^(?:~|null|Null|NULL)?$/.test(node.source ?? "") &&
			node.tag === undefined &&
			node.anchor === undefined)
	);
}

/** Nothing, or an object without members. */
export function isEmpty(node: ParsedNode | null): boolean {
	return isBlank(node) || emptyMap(node) !== null;
}

/** An object in braces without members. */
export function emptyMap(node: ParsedNode | null): ParsedMap | null {
	return isMap(node) && node.items.length === 0 && node.anchor === undefined ? (node as ParsedMap) : null;
}

/** A value on one line. */
export function isSingle(node: ParsedNode | null): boolean {
	return isScalar(node) && node.type !== "BLOCK_FOLDED" && node.type !== "BLOCK_LITERAL";
}

/** A range of addresses, both ends included. */
interface Range {
	first: bigint;
	last: bigint;
}

/** A parsed CIDR. */
export interface Cidr extends Range {
	family: 4 | 6;
}

/** Ranges that are never routed on the internet: IANA special-purpose registries (RFC 6890), multicast and class E. */
const NOT_PUBLIC_V4 = [
	"0.0.0.0/8",
	"10.0.0.0/8",
	"100.64.0.0/10",
	"127.0.0.0/8",
	"169.254.0.0/16",
	"172.16.0.0/12",
	"192.168.0.0/16",
	"198.18.0.0/15",
	"224.0.0.0/3",
];

/** IPv6 global unicast (RFC 4291); everything else is local, multicast or reserved. */
const PUBLIC_V6 = "2000::/3";

/** Reads `10.0.0.0/8` or `2001:db8::/32`; null for anything else. Host bits may be set, as the Kubernetes API allows. */
export function parseCidr(text: string): Cidr | null {
	const match = /^([0-9A-Fa-f.:]{2,45})\/(\d{1,3})$/.exec(text);
	if (match === null) return null;
	const family = match[1]!.includes(":") ? 6 : 4;
	const bits = family === 4 ? 32 : 128;
	const prefix = Number(match[2]);
	const address = family === 4 ? parseV4(match[1]!) : parseV6(match[1]!);
	if (address === null || prefix > bits) return null;
	const length = 1n << BigInt(bits - prefix);
	const first = (address / length) * length;
	return { family, first, last: first + length - 1n };
}

/**
 * The part (0-1) of the public addresses of a family that blocks cover together. What a block excepts is not
 * covered by it; blocks of the other family count nothing.
 */
export function publicShare(family: 4 | 6, blocks: readonly { cidr: Cidr; except: readonly Cidr[] }[]): number {
	let covered: Range[] = [];
	for (const { cidr, except } of blocks) {
		if (cidr.family === family)
			covered.push(
				...subtract(
					[cidr],
					except.filter((hole) => hole.family === family),
				),
			);
	}
	covered = union(covered);
	const all = PUBLIC[family];
	return Number((size(intersect(covered, all)) * 1_000_000n) / size(all)) / 1_000_000;
}

function parseV4(text: string): bigint | null {
	const parts = text.split(".");
	if (parts.length !== 4) return null;
	let address = 0n;
	for (const part of parts) {
		if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return null;
		address = address * 256n + BigInt(part);
	}
	return address;
}

function parseV6(text: string): bigint | null {
	const halves = text.split("::");
	if (halves.length > 2) return null;
	const [head, tail] = halves.map((half) => (half === "" ? [] : half.split(":")));
	const missing = tail === undefined ? 0 : 8 - head!.length - tail.length;
	if (missing < 0 || (tail !== undefined && missing === 0)) return null;
	const groups = [...head!, ...Array<string>(missing).fill("0"), ...(tail ?? [])];
	if (groups.length !== 8) return null;
	let address = 0n;
	for (const group of groups) {
		if (!/^[0-9A-Fa-f]{1,4}$/.test(group)) return null;
		address = (address << 16n) + BigInt(`0x${group}`);
	}
	return address;
}

function subtract(ranges: Range[], holes: readonly Range[]): Range[] {
	let left = ranges;
	for (const hole of holes) {
		left = left.flatMap(({ first, last }) => {
			if (hole.last < first || hole.first > last) return [{ first, last }];
			const parts: Range[] = [];
			if (hole.first > first) parts.push({ first, last: hole.first - 1n });
			if (hole.last < last) parts.push({ first: hole.last + 1n, last });
			return parts;
		});
	}
	return left;
}

function union(ranges: Range[]): Range[] {
	const merged: Range[] = [];
	for (const { first, last } of ranges.toSorted((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))) {
		const previous = merged.at(-1);
		if (previous === undefined || first > previous.last + 1n) merged.push({ first, last });
		else if (last > previous.last) previous.last = last;
	}
	return merged;
}

function intersect(left: Range[], right: Range[]): Range[] {
	const common: Range[] = [];
	for (const a of left) {
		for (const b of right) {
			if (a.last < b.first || b.last < a.first) continue;
			// Of the four ends of two ranges that overlap, the inner two bound what they share.
			const [, first, last] = [a.first, a.last, b.first, b.last].sort((x, y) => (x < y ? -1 : x > y ? 1 : 0));
			common.push({ first: first!, last: last! });
		}
	}
	return common;
}

function size(ranges: Range[]): bigint {
	return ranges.reduce((sum, { first, last }) => sum + last - first + 1n, 0n);
}

const PUBLIC: Readonly<Record<4 | 6, Range[]>> = {
	4: subtract(
		[parseCidr("0.0.0.0/0")!],
		NOT_PUBLIC_V4.map((cidr) => parseCidr(cidr)!),
	),
	6: [parseCidr(PUBLIC_V6)!],
};

import { expect, test } from "vitest";
import { parseCidr, publicShare } from "../../../src/normalize/address-ranges.ts";

const block = (cidr: string, ...except: string[]) => ({
	cidr: parseCidr(cidr)!,
	except: except.map((hole) => parseCidr(hole)!),
});

test("reads ranges of both families, host bits ignored", () => {
	expect(parseCidr("10.1.2.3/8")).toEqual({ family: 4, first: 0x0a000000n, last: 0x0affffffn });
	expect(parseCidr("::/0")).toEqual({ family: 6, first: 0n, last: (1n << 128n) - 1n });
	expect(parseCidr("2001:db8::1/128")?.first).toBe(0x20010db8000000000000000000000001n);
	expect(parseCidr("1:2:3:4:5:6:7:8/128")?.first).toBe(0x00010002000300040005000600070008n);
});

test("anything else is no range", () => {
	for (const text of [
		"",
		"10.0.0.0",
		"10.0.0.0/33",
		"10.0.0/8",
		"256.0.0.0/8",
		"1.2.3.4.5/8",
		"::/129",
		"1::2::3/64",
		"1:2:3:4:5:6:7:8::/64",
		"12345::/16",
		"1:2:3/64",
		"{{ .Values.cidr }}",
	]) {
		expect(parseCidr(text), text).toBeNull();
	}
});

test("the whole, two halves, and the world without private ranges are all of the internet", () => {
	expect(publicShare(4, [block("0.0.0.0/0")])).toBe(1);
	expect(publicShare(4, [block("0.0.0.0/1"), block("128.0.0.0/1")])).toBe(1);
	expect(publicShare(4, [block("0.0.0.0/0", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")])).toBe(1);
	expect(publicShare(6, [block("::/0")])).toBe(1);
	expect(publicShare(6, [block("2000::/3", "fc00::/7")])).toBe(1);
});

test("overlapping blocks count once, holes only in their own block", () => {
	expect(publicShare(4, [block("0.0.0.0/1"), block("64.0.0.0/2")])).toBe(publicShare(4, [block("0.0.0.0/1")]));
	expect(publicShare(4, [block("0.0.0.0/0", "0.0.0.0/1"), block("0.0.0.0/1")])).toBe(1);
	const [low, high] = [publicShare(4, [block("0.0.0.0/1")]), publicShare(4, [block("128.0.0.0/1")])];
	expect(low + high).toBeCloseTo(1, 5);
});

test("private ranges and the other family are no part of it", () => {
	expect(publicShare(4, [block("10.0.0.0/8"), block("192.168.0.0/16"), block("224.0.0.0/4")])).toBe(0);
	expect(publicShare(6, [block("fd00::/8"), block("0.0.0.0/0")])).toBe(0);
	expect(publicShare(4, [block("8.0.0.0/8")])).toBeLessThan(0.01);
	expect(publicShare(4, [])).toBe(0);
});

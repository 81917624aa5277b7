import { expect, test } from "vitest";
import { fingerprint } from "../../../src/locate/fingerprint.ts";

const containers = (...names: string[]) => ({ spec: { containers: names.map((name) => ({ name, image: "i" })) } });
const path = (index: number) => ["spec", "containers", index, "image"];

test("the same container keeps its fingerprint when others come before it", () => {
	const alone = fingerprint("r", "k", path(0), containers("web"));
	expect(fingerprint("r", "k", path(1), containers("sidecar", "web"))).toBe(alone);
	expect(fingerprint("r", "k", path(0), containers("sidecar", "web"))).not.toBe(alone);
});

test("rule, resource and path each tell findings apart", () => {
	const all = [
		fingerprint("r", "k", ["a"], {}),
		fingerprint("s", "k", ["a"], {}),
		fingerprint("r", "l", ["a"], {}),
		fingerprint("r", "k", ["b"], {}),
		fingerprint("r", "k", [], {}),
	];
	expect(new Set(all).size).toBe(all.length);
	for (const each of all) expect(each).toMatch(/^[0-9a-f]{32}$/);
});

test("elements that share a name fall back to their index", () => {
	const twins = containers("web", "web");
	expect(fingerprint("r", "k", path(0), twins)).not.toBe(fingerprint("r", "k", path(1), twins));
});

test("a path that leads nowhere, or through junk, still has a fingerprint", () => {
	expect(fingerprint("r", "k", ["spec", 3, "x"], { spec: "junk" })).toMatch(/^[0-9a-f]{32}$/);
});

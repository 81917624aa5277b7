import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { AttributePath, Json, JsonObject } from "../../../../src/model/json.ts";
import { isObject } from "../../../../src/normalize/json.ts";
import { open, tree } from "./tree.ts";

const fixture = fileURLToPath(new URL("../../../../fixtures/places", import.meta.url));
const plan = JSON.parse(readFileSync(`${fixture}/plan.json`, "utf8")) as JsonObject;
const files = Object.fromEntries(
	["main.tf", "database_override.tf", "queue.tf.json", "modules/service/main.tf", "modules/service/store/main.tf"].map(
		(name) => [name, readFileSync(`${fixture}/${name}`, "utf8")],
	),
);
const resources = (
	plan.resource_changes as { address: string; type: string; name: string; change: { after: JsonObject } }[]
).map(({ address, type, name, change }) => ({ address, type, name, values: change.after }));

function* pathsIn(value: Json, path: AttributePath = []): Generator<AttributePath> {
	yield path;
	const entries = Array.isArray(value) ? value.entries() : isObject(value) ? Object.entries(value) : [];
	for (const [step, inner] of entries) yield* pathsIn(inner, [...path, step]);
}

/** A cut, or something put in its place. */
const damage = fc.record({
	file: fc.constantFrom(...Object.keys(files)),
	at: fc.double({ min: 0, max: 1, noNaN: true }),
	length: fc.integer({ min: 0, max: 40 }),
	put: fc.constantFrom("", "{", "}", '"', "<<EOT\n", "[", "/*", "\n", 'resource "aws_vpc" "main" {\n', "\0", "😀"),
});

test("whatever becomes of the code, a place names what it holds, or there is none", async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(damage, { minLength: 0, maxLength: 3 }), async (cuts) => {
			const damaged = { ...files };
			for (const { file, at, length, put } of cuts) {
				const text = damaged[file]!;
				const start = Math.floor(at * text.length);
				damaged[file] = text.slice(0, start) + put + text.slice(start + length);
			}
			const { at } = await open(tree(damaged), plan);
			for (const { address, type, name, values } of resources) {
				for (const path of pathsIn(values)) {
					const found = at(address, path, values);
					if (found !== null)
						expect(holds(found, { type, name, path }), `${address} ${path.join(".")}: ${found}`).toBe(true);
				}
			}
		}),
		{ numRuns: 60, seed: 6 },
	);
}, 120_000);

function holds(found: string, { type, name, path }: { type: string; name: string; path: AttributePath }): boolean {
	const [, precision, file, text = ""] = /^(\S+) (\S+):\d+ ([\s\S]*)$/.exec(found) ?? [];
	const names = path.filter((step) => typeof step === "string");
	if (precision === "module-call") return /^(?:module "\w+"|\w+\s*=)/.test(text);
	if (precision === "block") {
		const nested = /^(?:dynamic "(\w+)"|(\w+))/.exec(text);
		return (
			text.startsWith(file!.endsWith(".json") ? `"${name}"` : `resource "${type}" "${name}"`) ||
			names.includes(nested?.[1] ?? nested?.[2] ?? "")
		);
	}
	// An item of a list stands on a line of its own.
	return (
		names.includes(/^"?([\w.-]+)"?\s*[=:]/.exec(text)?.[1] ?? "") ||
		(typeof path.at(-1) === "number" && /^"/.test(text))
	);
}

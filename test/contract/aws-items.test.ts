import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { MADE_TYPES, madeItems, sampleItems } from "../servers/config-items.ts";

/** The properties of a value, as AWS's lists write them: `configuration.attachments.device`. */
function paths(value: unknown, prefix: string): string[] {
	if (Array.isArray(value)) return value.flatMap((entry) => paths(entry, prefix));
	if (typeof value !== "object" || value === null) return [prefix];
	return Object.entries(value).flatMap(([name, entry]) => paths(entry, `${prefix}.${name}`));
}

test.each(MADE_TYPES)("generated items of %s have only properties that AWS lists", (type) => {
	const file = `../fixtures/aws-config/properties/${type.replaceAll("::", "-")}.json`;
	const known = Object.keys(JSON.parse(readFileSync(fileURLToPath(new URL(file, import.meta.url)), "utf8")));
	const used = madeItems(type, 20, "123456789012", "eu-west-1").flatMap(
		({ configuration, supplementaryConfiguration }) => [
			...paths(JSON.parse(configuration), "configuration"),
			...Object.entries(supplementaryConfiguration).flatMap(([name, text]) =>
				paths(JSON.parse(text), `supplementaryConfiguration.${name}`),
			),
		],
	);
	expect(used.length).toBeGreaterThan(0);
	expect(used.filter((path) => !known.includes(path))).toEqual([]);
});

test("recorded items are on the wire as AWS Config sends them", () => {
	const items = sampleItems("123456789012", "eu-west-1");
	expect(items.length).toBeGreaterThanOrEqual(20);
	for (const item of items) {
		expect(typeof JSON.parse(item.configuration)).toBe("object");
		expect(item.configurationItemCaptureTime).toBeGreaterThan(1_400_000_000);
		expect(Object.values(item.supplementaryConfiguration).every((text) => typeof text === "string")).toBe(true);
	}
});

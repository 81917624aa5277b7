import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import type { Log } from "sarif";
import { expect } from "vitest";

const schema = JSON.parse(readFileSync(new URL("schemas/sarif-2.1.0.json", import.meta.url), "utf8"));
// The published schema is draft-04; what differs for ajv is the name of its id.
const { $schema: _, id, ...rest } = schema;
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
(addFormats as unknown as (ajv: Ajv) => void)(ajv);
const validate = ajv.compile({ ...rest, $id: id });

/** Parses SARIF and expects it to follow the OASIS schema. */
export function validSarif(text: string): Log {
	const log = JSON.parse(text) as Log;
	validate(log);
	expect(validate.errors ?? []).toEqual([]);
	return log;
}

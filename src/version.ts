import { readFileSync } from "node:fs";

/** Version of this package; replaced by a constant when bundled. */
export const VERSION: string =
	process.env.ASSAY_VERSION ??
	(JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string }).version;

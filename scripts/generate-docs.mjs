// Writes docs/rules/ and docs/parameters.md from what was built: `npm run build && npm run docs`.
import { load } from "./bundle.mjs";

const { generate } = await load("scripts/generate-docs.ts");
await generate();

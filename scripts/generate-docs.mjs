// Writes docs/rules/ from the built policy set: `npm run build && npm run docs`.
import { load } from "./bundle.mjs";

const { generate } = await load("scripts/generate-docs.ts");
await generate();

// Proposes fixtures/rules/<domain>/<rule>/mutations.json for rules that have none; `?` in it is for a person to explain.
//   node scripts/mutations.mjs [rule-id…]
import { fileURLToPath } from "node:url";
import { load } from "./bundle.mjs";

const root = fileURLToPath(new URL("../fixtures/rules", import.meta.url));
const { proposeMutations } = await load("scripts/mutations.ts");
const assets = process.env.ASSAY_ASSETS ?? fileURLToPath(new URL("../dist/assets", import.meta.url));
await proposeMutations(root, { assets, rules: process.argv.slice(2), write: true });

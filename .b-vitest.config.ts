import { defineConfig } from "vitest/config";
export default defineConfig({ root: "/work/main", test: { testTimeout: 120_000, maxWorkers: 1, include: ["test/contract/sarif*.test.ts"] } });

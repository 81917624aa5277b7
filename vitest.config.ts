import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		testTimeout: 60_000,
		// Each worker holds a compiled policy set; more workers only compete for memory.
		maxWorkers: 2,
		projects: [
			{ test: { name: "unit", include: ["test/unit/**/*.test.ts"], testTimeout: 60_000 } },
			{
				test: {
					name: "whole",
					include: ["test/{golden,property,contract,e2e}/**/*.test.ts"],
					globalSetup: ["test/setup.ts"],
					testTimeout: 120_000,
				},
			},
			// Against servers that need more than Node; each skips what is not installed.
			{
				test: {
					name: "live",
					include: ["test/live/**/*.test.ts"],
					globalSetup: ["test/setup.ts"],
					testTimeout: 300_000,
					hookTimeout: 120_000,
					// Servers on a busy machine may be slower than a client waits.
					retry: 1,
				},
			},
		],
	},
});

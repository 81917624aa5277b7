import { describe, expect, test } from "vitest";
import { scan, unknownOf } from "./kubernetes.ts";

const gateway = (env: string, name = "llm-gateway") =>
	`{apiVersion: apps/v1, kind: Deployment, metadata: {name: ${name}, namespace: ai}, spec: {template: {metadata: {labels: {app: gw}}, spec: {containers: [{name: a, image: gw:1, env: [${env}]}]}}}}\n---\n`;
const facet = (env: string) => scan(gateway(env))("Deployment/ai/llm-gateway").facets.ai_gateway;
const positive = (name: string, value: string) =>
	facet(`{name: ${name}, value: ${JSON.stringify(value)}}`)?.limits.map((limit) => limit.positive);

describe("an AI gateway", () => {
	test("is told from other gateways by its name", () => {
		expect(scan(gateway("", "api-gateway"))("Deployment/ai/api-gateway").facets.ai_gateway).toBeUndefined();
		expect(facet("")).toBeDefined();
	});

	test("declares limits by settings that hold numbers", () => {
		expect(positive("RATE_LIMIT_RPM", "300")).toEqual([true]);
		expect(positive("RATE_LIMIT_CONFIG", "tier1: {rpm: 60}")).toEqual([true]);
		expect(positive("RATE_LIMIT_CONFIG", '{"requests": "20"}')).toEqual([true]);
		expect(positive("RATE_LIMIT_RPM", "0")).toEqual([false]);
		expect(positive("RATE_LIMIT_RPM", "unlimited")).toEqual([false]);
	});

	test("declares none by a window, a store or a switch", () => {
		expect(positive("RATE_LIMIT_WINDOW", "60")).toEqual([]);
		expect(positive("RATE_LIMIT_REDIS_URL", "redis://cache:6379")).toEqual([]);
		expect(positive("RATE_LIMIT_CONFIG", "window: 60")).toEqual([false]);
		expect(positive("RATE_LIMIT_CONFIG", "enabled: false\nrpm: 60")).toEqual([false]);
	});

	test("is watched or not for certain only where the input is everything", () => {
		const open = unknownOf(scan(gateway(""))("Deployment/ai/llm-gateway"), "ai_gateway");
		expect(Object.keys(open).sort()).toEqual(["alerts", "metrics"]);
	});
});

import { expect, test } from "vitest";
import type { JsonObject } from "../../../../src/model/json.ts";
import { listener } from "../../../../src/normalize/facets/listener.ts";
import { type Entry, planOf, refers } from "./plan-builder.ts";

const balancer: Entry = {
	unknown: { load_balancer_arn: true },
	expressions: { load_balancer_arn: refers("aws_lb.web.arn", "aws_lb.web") },
};

function facet(values: JsonObject, lb: JsonObject | null, entry: Entry = balancer) {
	const own = lb === null ? { values: { load_balancer_arn: "arn:elsewhere", ...values } } : { ...entry, values };
	const plan = planOf({
		"aws_lb_listener.l": own,
		...(lb === null ? {} : { "aws_lb.web": { values: lb, unknown: { arn: true } } }),
	});
	const result = plan.facet(listener, "aws_lb_listener.l");
	if (result === undefined || !("value" in result)) throw new Error("no facet");
	return { ...result.value, gaps: (result.unknown ?? []).map(({ path }) => path.join(".")) };
}

test("takes kind and scheme from the load balancer", () => {
	expect(facet({ protocol: "TCP" }, { load_balancer_type: "network", internal: true })).toEqual({
		load_balancer: "network",
		internal: true,
		protocol: "TCP",
		redirects_to_https: false,
		gaps: [],
	});
	expect(facet({ default_action: [{ type: "forward" }] }, { internal: false })).toMatchObject({
		load_balancer: "application",
		internal: false,
		protocol: "HTTP",
	});
	expect(facet({}, { load_balancer_type: "gateway" })).toMatchObject({ load_balancer: "gateway", protocol: "" });
});

test("tells the kind from the protocol when the load balancer is elsewhere", () => {
	expect(facet({ protocol: "HTTPS" }, null)).toMatchObject({ load_balancer: "application", internal: null });
	expect(facet({ protocol: "TLS" }, null)).toMatchObject({ load_balancer: "network", internal: null });
	expect(facet({}, null).gaps).toEqual(["load_balancer"]);
});

test("a redirect counts only when all actions lead to HTTPS", () => {
	const redirects = (...default_action: JsonObject[]) =>
		facet({ protocol: "HTTP", default_action }, {}).redirects_to_https;
	const toHttps = { type: "redirect", redirect: [{ protocol: "HTTPS" }] };
	expect(redirects(toHttps)).toBe(true);
	expect(redirects({ type: "redirect", redirect: [{ protocol: "#{protocol}" }] })).toBe(false);
	expect(redirects(toHttps, { type: "fixed-response" })).toBe(false);
	expect(redirects()).toBe(false);
});

test("what is not known stays open", () => {
	const later: Entry = {
		unknown: { ...balancer.unknown, protocol: true },
		expressions: { ...balancer.expressions, protocol: refers("local.protocol") },
	};
	expect(facet({ default_action: [{ type: "forward" }] }, {}, later).gaps).toEqual(["protocol"]);
});

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are templates of manifests, not of TypeScript.
import { expect, test } from "vitest";
import { scan, unknownOf, workload } from "./kubernetes.ts";

const service = (spec: string, namespace = "shop") =>
	`{apiVersion: v1, kind: Service, metadata: {name: svc${namespace && `, namespace: ${namespace}`}}, spec: {${spec}}}\n---\n`;
const pods = workload(
	"containers: [{name: web, ports: [{name: http, containerPort: 8080}]}, {name: agent, ports: [{containerPort: 9090}]}]",
);
const backend = (manifests: string) => scan(manifests)("Deployment/shop/web").facets.service_backend;
const container = (index: number) => ["spec", "template", "spec", "containers", index];

test("the containers that declare the target port, by name, number or the Service's own port", () => {
	expect(backend(pods + service("selector: {app: web}, ports: [{port: 80, targetPort: http}]"))).toEqual({
		services: ["svc"],
		open: [],
		containers: [container(0)],
	});
	expect(backend(pods + service("selector: {app: web}, ports: [{port: 80, targetPort: 9090}]"))?.containers).toEqual([
		container(1),
	]);
	expect(backend(pods + service("selector: {app: web}, ports: [{port: 9090}, {port: 8080}]"))?.containers).toEqual([
		container(0),
		container(1),
	]);
});

test("all containers where none declares the port", () => {
	expect(backend(pods + service("selector: {app: web}, ports: [{port: 1234}]"))?.containers).toEqual([
		container(0),
		container(1),
	]);
});

test("Services that select nothing, other pods or other namespaces do not count", () => {
	for (const other of [
		service("ports: [{port: 80}]"),
		service("selector: {}"),
		service("selector: {app: api}"),
		service("selector: {app: web}", "other"),
	]) {
		expect(backend(pods + other)).toEqual({ services: [], open: [], containers: [] });
	}
});

test("a Service in a namespace left open is kept apart", () => {
	expect(backend(pods + service("selector: {app: web}, ports: [{port: 8080}]", ""))).toEqual({
		services: [],
		open: ["svc"],
		containers: [container(0)],
	});
});

test("template labels are unknown", () => {
	const resource = scan(workload("containers: []").replace("app: web", 'app: "${APP}"'))("/web");
	expect(unknownOf(resource, "service_backend")).toHaveProperty("");
});

import {
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	realpathSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { render } from "../../../../src/collect/render/render.ts";
import { createReadText } from "../../../../src/collect/texts.ts";
import { createRenderedSources } from "../../../../src/locate/rendered.ts";
import type { AttributePath } from "../../../../src/model/json.ts";
import type { Document } from "../../../../src/model/resource.ts";
import { normalizeKubernetes } from "../../../../src/normalize/kubernetes/normalize.ts";
import { fakeProgram, recordedHelm, recordedKustomize } from "../../../programs.ts";

const ROOT = realpathSync(fileURLToPath(new URL("../../../..", import.meta.url)));
const RENDERED = "fixtures/rendered";

let work: string;
let programs: string;
let temporary: string;

beforeEach(() => {
	work = realpathSync(mkdtempSync(join(tmpdir(), "assay-render-test-")));
	programs = join(work, "programs");
	temporary = join(work, "tmp");
	mkdirSync(temporary);
	vi.stubEnv("PATH", programs);
	vi.stubEnv("TMPDIR", temporary);
});

afterEach(() => {
	vi.unstubAllEnvs();
	rmSync(work, { recursive: true, force: true });
});

const file = (name: string, text: string) => {
	mkdirSync(dirname(join(work, name)), { recursive: true });
	writeFileSync(join(work, name), text);
};
const chart = () => {
	file("chart/Chart.yaml", "apiVersion: v2\nname: chart\nversion: 1.0.0\n");
	file("chart/templates/pod.yaml", "kind: Pod\n");
};
const options = { kustomize: [], helm: [], values: [] };
const renderHelm = (more: object = {}) => render({ ...options, cwd: work, helm: ["chart"], ...more });

const objects = (documents: Document[]) =>
	normalizeKubernetes(
		documents.filter((document) => document.kind === "kubernetes"),
		{ parameters: {} },
	);

/** Where paths of objects of a rendering of the fixtures are written: `uri:line`, the line's text there, precision. */
async function places(what: { kustomize?: string[]; helm?: string[] }) {
	const { documents, diagnostics, renderings } = await render({ ...options, cwd: ROOT, ...what });
	expect(diagnostics).toEqual([]);
	const readText = createReadText(ROOT);
	const sources = createRenderedSources(renderings, readText);
	const resources = objects(documents);
	return (key: string, path: AttributePath) => {
		const resource = resources.find((other) => other.key === key);
		if (resource === undefined) throw new Error(`${key} is none of ${resources.map((other) => other.key)}`);
		const { location, related, scopes } = sources.locate(resource, path);
		const line = readText(location.uri)!.split("\n")[location.startLine - 1]!;
		return {
			at: `${location.uri.slice(RENDERED.length + 1)}:${location.startLine}`,
			text: line.slice(location.startColumn - 1, location.endColumn - 1),
			precision: location.precision,
			related: related.map(
				({ message, location: at }) => `${message}: ${at.uri.slice(RENDERED.length + 1)}:${at.startLine}`,
			),
			scopes,
		};
	};
}

const POD = ["spec", "template", "spec"];

describe("helm", () => {
	it("leads from what it renders to the lines of templates", async () => {
		fakeProgram(programs, "helm", recordedHelm(ROOT));
		const find = await places({ helm: [`${RENDERED}/helm/shop`] });
		const web = "apps/Deployment//release-name-web";
		const template = "helm/shop/templates/deployment.yaml";
		expect(find(web, [...POD, "containers", 0, "securityContext", "privileged"])).toMatchObject({
			...{ at: `${template}:28`, text: "privileged: true", precision: "attribute", related: [] },
			scopes: [27, 25, 24, 18, 12, 7, 2],
		});
		expect(find(web, ["spec", "replicas"])).toMatchObject({
			...{ at: `${template}:8`, text: "replicas: {{ .Values.replicas }}", precision: "attribute" },
		});
		// The value is not in the template: the line that writes it is.
		expect(find(web, [...POD, "securityContext", "runAsNonRoot"])).toMatchObject({
			...{ at: `${template}:20`, text: "securityContext:", precision: "parent" },
		});
		expect(find(web, [...POD, "containers", 1, "securityContext", "allowPrivilegeEscalation"])).toMatchObject({
			...{ at: `${template}:39`, precision: "parent" },
		});
		expect(find(web, ["metadata", "labels", "app.kubernetes.io/name"])).toMatchObject({
			...{ at: `${template}:6`, precision: "parent" },
		});
		// Differs between two renderings.
		expect(find(web, [...POD.slice(0, 2), "metadata", "annotations", "checksum/config"])).toMatchObject({
			...{ at: `${template}:14`, text: "annotations:", precision: "parent" },
		});
		expect(find(web, [])).toMatchObject({ at: `${template}:2`, precision: "object" });
		// The second object of a template.
		expect(find("core/Service//release-name-web", ["spec", "type"])).toMatchObject({
			...{ at: "helm/shop/templates/config.yaml:15", text: "type: LoadBalancer", precision: "attribute" },
		});
	});

	it("finds subcharts by name and alias, and names the dependency for packed ones", async () => {
		fakeProgram(programs, "helm", recordedHelm(ROOT));
		const find = await places({ helm: [`${RENDERED}/helm/shop`] });
		expect(find("batch/Job//plain", [...POD, "hostPID"])).toMatchObject({
			...{ at: "helm/shop/charts/plain/templates/job.yaml:9", text: "hostPID: true", precision: "attribute" },
		});
		expect(find("core/Pod//release-name-cache", ["spec", "hostIPC"])).toMatchObject({
			...{ at: "helm/shop/charts/cache-chart/templates/cache.yaml:5", text: "spec:", precision: "parent" },
		});
		expect(find("core/Pod//release-name-mailer", ["spec", "hostIPC"])).toMatchObject({
			...{ at: "helm/shop/Chart.yaml:11", text: "name: mailer", precision: "module-call" },
			related: ["rendered from shop/charts/mailer/templates/pod.yaml, which is packed: helm/shop/Chart.yaml:11"],
		});
	});

	it("claims no line where the second rendering does not come about", async () => {
		fakeProgram(programs, "helm", `if (args[1].includes("assay-render-")) process.exit(1);\n${recordedHelm(ROOT)}`);
		const find = await places({ helm: [`${RENDERED}/helm/shop`] });
		expect(find("apps/Deployment//release-name-web", ["spec", "replicas"])).toMatchObject({
			...{ at: "helm/shop/templates/deployment.yaml:1", precision: "file", text: "" },
		});
	});

	it("is called with fixed arguments, a small environment, and leaves nothing behind", async () => {
		chart();
		file("v,1.yaml", "a: 1\n");
		vi.stubEnv("SECRET_OF_CI", "x");
		vi.stubEnv("HELM_PLUGINS", "/plugins");
		const note = join(work, "note");
		fakeProgram(
			programs,
			"helm",
			`import { appendFileSync } from "node:fs";
appendFileSync(${JSON.stringify(note)}, JSON.stringify({ args, env: process.env, cwd: process.cwd() }) + "\\n");`,
		);
		const { diagnostics } = await renderHelm({ values: ["v,1.yaml"], helm: ["chart", "./chart/"] });
		expect(diagnostics).toEqual([expect.objectContaining({ code: "no-input", severity: "warning" })]);
		const [first, ...more] = readFileSync(note, "utf8")
			.trim()
			.split("\n")
			.map((line) => JSON.parse(line));
		expect(more).toHaveLength(1);
		expect(first.args).toEqual(["template", join(work, "chart"), "--values", `"${join(work, "v,1.yaml")}"`]);
		expect(first.env).not.toHaveProperty("SECRET_OF_CI");
		expect(first.env.HELM_PLUGINS).toMatch(/assay-render-/);
		expect(first.cwd).toContain("assay-render-");
		expect(readdirSync(temporary)).toEqual([]);
		expect(readFileSync(join(work, "chart/templates/pod.yaml"), "utf8")).toBe("kind: Pod\n");
	});

	it("says what to install where it is missing, and takes no program of a relative folder", async () => {
		chart();
		fakeProgram(join(work, "chart"), "helm", "");
		vi.stubEnv("PATH", `.:chart:${join(work, "nothing")}`);
		const { diagnostics, documents } = await renderHelm();
		expect(documents).toEqual([]);
		expect(diagnostics).toEqual([
			{
				...{ severity: "error", code: "renderer-missing", uri: "chart/Chart.yaml", line: null },
				message: expect.stringMatching(/helm is not installed/),
			},
		]);
	});

	it("tells why it failed, without secrets, folders of the machine or more than can be read", async () => {
		chart();
		fakeProgram(
			programs,
			"helm",
			`process.stderr.write("WARNING: be careful\\nError: in " + args[1] + "/x.yaml: password: hunter22 https://me:pw123@host/x ghp_${"a1".repeat(18)} \\u001b[31m" + "z".repeat(9000));
process.exit(1);`,
		);
		const [{ message, code } = { message: "", code: "" }] = (await renderHelm()).diagnostics;
		expect(code).toBe("render-failed");
		expect(message).toMatch(
			/^helm template failed: Error: in chart\/x\.yaml: password: \[masked\] https:\/\/\[masked\]@host/,
		);
		expect(message).not.toMatch(/hunter22|pw123|ghp_|careful/);
		expect(message.length).toBeLessThan(600);
	});

	it("is ended when it takes too long, also where its own children hold on, or writes too much", async () => {
		chart();
		fakeProgram(
			programs,
			"helm",
			`import { spawn } from "node:child_process";
spawn(process.execPath, ["-e", "setTimeout(() => {}, 20000)"], { stdio: "inherit" });
process.on("SIGTERM", () => {});
setTimeout(() => {}, 20000);`,
		);
		const started = performance.now();
		const slow = await renderHelm({ timeoutMs: 700 });
		expect(performance.now() - started).toBeLessThan(10_000);
		expect(slow.diagnostics).toEqual([
			expect.objectContaining({
				code: "render-timeout",
				message: "helm template took longer than 0.7 s and was ended",
			}),
		]);
		fakeProgram(programs, "helm", `const go = () => process.stdout.write("a: 1\\n".repeat(10000), go);\ngo();`);
		const long = await renderHelm({ maxBytes: 1024 * 1024 });
		expect(long.diagnostics).toEqual([
			expect.objectContaining({ code: "render-failed", message: expect.stringMatching(/limit of 1 MB/) }),
		]);
	});

	it("reports trouble in what was rendered by its line there, and keeps the rest", async () => {
		chart();
		const text = "---\n# Source: ../../etc/passwd\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\n---\na: [\n";
		fakeProgram(programs, "helm", `process.stdout.write(${JSON.stringify(text)});`);
		const { diagnostics, documents, renderings } = await renderHelm();
		expect(documents).toEqual([
			expect.objectContaining({
				uri: "chart/Chart.yaml",
				rendered: "helm",
				value: expect.objectContaining({ kind: "Pod" }),
			}),
		]);
		expect(diagnostics).toEqual([
			expect.objectContaining({
				severity: "error",
				line: null,
				message: expect.stringMatching(/^in what helm rendered, line \d+: /),
			}),
		]);
		const sources = createRenderedSources(renderings, createReadText(work));
		const [pod] = objects(documents);
		expect(sources.locate(pod!, ["spec"]).location).toMatchObject({
			uri: "chart/Chart.yaml",
			startLine: 1,
			precision: "file",
		});
		expect(sources.uris).toEqual(["chart/Chart.yaml"]);
	});

	it("takes no chart or values that are not there, and nothing that has to be fetched", async () => {
		chart();
		fakeProgram(programs, "helm", "process.exit(3);");
		const told = async (more: object) => (await renderHelm(more)).diagnostics.map(({ code, uri }) => `${code} ${uri}`);
		expect(await told({ values: ["https://example.com/v.yaml"] })).toEqual(["not-found https://example.com/v.yaml"]);
		expect(await told({ values: ["chart"] })).toEqual(["not-found chart"]);
		expect(await told({ helm: ["oci://example.com/c", "chart/templates"] })).toEqual([
			"not-found oci://example.com/c",
			"not-found chart/templates",
		]);
	});
});

describe("kustomize", () => {
	const OVERLAY = `${RENDERED}/kustomize/overlays/prod`;

	it.each(["kustomize", "kubectl"])("%s: leads to the files of resources and patches", async (program) => {
		fakeProgram(programs, program, recordedKustomize(ROOT));
		const find = await places({ kustomize: [OVERLAY] });
		const web = "apps/Deployment/shop/prod-web";
		const container = (index: number, ...steps: string[]) => [...POD, "containers", index, ...steps];
		const source = "kustomize/base/web.yaml";
		expect(find(web, container(0, "securityContext", "privileged"))).toMatchObject({
			...{ at: `${source}:21`, text: "privileged: true", precision: "attribute", related: [] },
		});
		// Both containers are privileged, one by a patch of a component.
		expect(find(web, container(1, "securityContext", "privileged"))).toMatchObject({
			...{ at: "kustomize/components/debug/debug.yaml:13", text: "privileged: true", precision: "attribute" },
			related: [`the object that is patched: ${source}:2`],
		});
		expect(find(web, container(1, "readinessProbe"))).toMatchObject({
			...{ at: "kustomize/components/debug/debug.yaml:10", text: "name: debug", precision: "parent" },
		});
		expect(find(web, container(0, "securityContext", "allowPrivilegeEscalation"))).toMatchObject({
			...{ at: "kustomize/overlays/prod/limits.yaml:12", precision: "attribute" },
		});
		expect(find(web, ["spec", "replicas"])).toMatchObject({ at: "kustomize/overlays/prod/limits.yaml:6" });
		// Set by a JSON patch and by `images`: where it belongs is known, where it is written is not.
		expect(find(web, [...POD, "hostPID"])).toMatchObject({ at: `${source}:15`, text: "spec:", precision: "parent" });
		expect(find(web, container(0, "image"))).toMatchObject({
			at: `${source}:18`,
			text: "name: web",
			precision: "parent",
		});
		expect(find("core/Service/shop/prod-web", ["spec", "type"])).toMatchObject({
			at: `${source}:28`,
			precision: "attribute",
		});
	});

	it("tells objects of one file apart whose names hold each other, members of lists too", async () => {
		fakeProgram(programs, "kubectl", recordedKustomize(ROOT));
		const find = await places({ kustomize: [OVERLAY] });
		const at = (name: string) => find(`core/Pod/shop/${name}`, ["metadata", "name"]).at;
		expect(at("prod-web-admin")).toBe("kustomize/base/admin.yaml:6");
		expect(at("prod-web")).toBe("kustomize/base/admin.yaml:14");
	});

	it("gives generated objects the generator of the kustomization they stand in", async () => {
		fakeProgram(programs, "kubectl", recordedKustomize(ROOT));
		const find = await places({ kustomize: [OVERLAY] });
		expect(find("core/ConfigMap/shop/prod-settings-4f65k96c5h", ["data", "DB_PASSWORD"])).toMatchObject({
			...{ at: "kustomize/base/kustomization.yaml:4", text: "configMapGenerator:", precision: "object" },
		});
	});

	it("gives the kustomization where it is not told where objects come from, or they come from elsewhere", async () => {
		const pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n";
		const remote = `${pod.replace("{name: a}", '{name: a, annotations: {config.kubernetes.io/origin: "path: x.yaml\\nrepo: https://example.com/r"}}')}`;
		const outside = remote.replace("path: x.yaml\\nrepo: https://example.com/r", "path: ../../../../nowhere.yaml");
		file("k/kustomization.yaml", "resources: []\n");
		for (const annotated of ["a: 1", "no: [yaml", pod, remote, outside]) {
			fakeProgram(
				programs,
				"kustomize",
				`process.stdout.write(args[1].includes("overlay") ? ${JSON.stringify(annotated)} : ${JSON.stringify(pod)});`,
			);
			const { documents, renderings, diagnostics } = await render({ ...options, cwd: work, kustomize: ["k"] });
			expect(diagnostics).toEqual([]);
			const [resource] = objects(documents);
			const { location } = createRenderedSources(renderings, createReadText(work)).locate(resource!, ["spec"]);
			expect(location).toMatchObject({ uri: "k/kustomization.yaml", startLine: 1, precision: "file" });
		}
	});

	it("is one input for a folder that is named twice, by a link too", async () => {
		file("k/Kustomization", "resources: []\n");
		symlinkSync("k", join(work, "link"));
		fakeProgram(programs, "kustomize", `process.stdout.write("apiVersion: v1\\nkind: Pod\\nmetadata: {name: a}\\n");`);
		const { documents } = await render({ ...options, cwd: work, kustomize: ["k", "link", "./k"] });
		expect(documents.map(({ uri }) => uri)).toEqual(["k/Kustomization"]);
	});
});

import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { filePatch } from "../../../src/cli/patch.ts";
import { loadAssets } from "../../../src/policy/assets.ts";
import { type FixResult, planFixes, writeFixes } from "../../../src/remediate/fix.ts";
import { type ScanOptions, scan } from "../../../src/scan.ts";

const assets = await loadAssets();
const scratch = mkdtempSync(join(tmpdir(), "assay-fix-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** A folder with files. */
function folder(files: Record<string, string>): string {
	const cwd = mkdtempSync(join(scratch, "case-"));
	for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
	return cwd;
}

const plan = (cwd: string, options: Partial<ScanOptions> = {}) =>
	planFixes({ targets: ["."], cwd, ...options }, assets);

/** The lines that a file gets and loses. */
const changes = ({ files }: FixResult) =>
	files.flatMap((file) =>
		filePatch(file, false)
			.split("\n")
			.filter((line) => /^[+-](?![+-]{2} )/.test(line)),
	);

const reasons = ({ withdrawn }: FixResult) =>
	Object.fromEntries(withdrawn.map(({ finding, reason }) => [`${finding.rule} ${finding.resource.name}`, reason]));

/** A hardened workload, with more in its pod, its container and beside it. */
function workload({ kind = "Deployment", pod = "", context = "", container = "", after = "" } = {}): string {
	return `apiVersion: apps/v1
kind: ${kind}
metadata:
  name: web
  namespace: shop
spec:
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      automountServiceAccountToken: false
${pod}      containers:
        - name: web
          image: registry.example.com/web:1.2.3
          securityContext:
            runAsNonRoot: true
            readOnlyRootFilesystem: true
            seccompProfile: {type: RuntimeDefault}
            capabilities: {drop: [ALL]}
${context}${container}${after}`;
}

const ALLOWED = "            allowPrivilegeEscalation: false\n";
const POLICY = `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  policyTypes: [Ingress, Egress]
`;

describe("what is made", () => {
	test("the host's namespaces and network go from an application", async () => {
		const pod = "      hostNetwork: true\n      hostPID: true # debugging\n";
		const result = await plan(folder({ "a.yaml": workload({ pod, context: ALLOWED, after: POLICY }) }));
		expect(changes(result)).toEqual(["-      hostNetwork: true", "-      hostPID: true # debugging"]);
		expect(result.withdrawn).toEqual([]);
	});

	test("also where another rule then has a question that the input does not answer", async () => {
		const result = await plan(folder({ "a.yaml": workload({ pod: "      hostNetwork: true\n", context: ALLOWED }) }));
		expect(changes(result)).toEqual(["-      hostNetwork: true"]);
	});

	test("only what the chosen rules find", async () => {
		const cwd = folder({ "a.yaml": workload({ pod: "      hostPID: true\n" }) });
		expect(changes(await plan(cwd, { rules: ["k8s-privilege-escalation"] }))).toEqual([
			"+            allowPrivilegeEscalation: false",
		]);
		expect(changes(await plan(cwd, { severityMin: "high", skipRules: ["k8s-host-namespaces"] }))).toEqual([
			"+            allowPrivilegeEscalation: false",
		]);
	});

	test("items of a List, in JSON", async () => {
		const pod = { containers: [{ name: "a", image: "a:1", securityContext: { privileged: true } }] };
		const list = {
			apiVersion: "v1",
			kind: "List",
			items: [{ apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec: pod }],
		};
		const cwd = folder({ "a.json": JSON.stringify(list, null, 4) });
		const result = await plan(cwd, { rules: ["k8s-privileged"] });
		expect(result.files[0]!.after).toBe(
			JSON.stringify(list, null, 4).replace('"privileged": true', '"privileged": false'),
		);
	});

	test("one object that several use through an anchor", async () => {
		const pod = (name: string, spec: string) =>
			`apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec:\n  containers:\n${spec}`;
		const text = pod(
			"a",
			"    - name: a\n      image: a:1\n      securityContext: &context\n        privileged: true\n    - name: b\n      image: b:1\n      securityContext: *context\n",
		);
		const result = await plan(folder({ "a.yaml": text }), { rules: ["k8s-privileged"] });
		expect(changes(result)).toEqual(["-        privileged: true", "+        privileged: false"]);
		expect(result.files[0]!.fixed).toHaveLength(2);
	});
});

describe("what is left", () => {
	test("a fix that another rule would pay for", async () => {
		const cwd = folder({
			"a.yaml": workload({ pod: "      hostNetwork: true\n", after: POLICY.replace("app: web", "app: other") }),
		});
		const result = await plan(cwd, { parameters: { manifests_complete: true } });
		// The rest of the object is mended all the same.
		expect(changes(result)).toEqual(["+            allowPrivilegeEscalation: false"]);
		expect(reasons(result)).toEqual({
			"k8s-host-network web": "k8s-netpol-covers-pod would then find: no network policy for ingress selects its pods",
		});
	});

	test.each([
		[
			"agents on nodes",
			workload({ kind: "DaemonSet", pod: "      hostPID: true\n", context: ALLOWED }),
			"k8s-host-namespaces",
		],
		[
			"the namespaces of the cluster itself",
			workload({ pod: "      hostPID: true\n", context: ALLOWED }).replace("namespace: shop", "namespace: kube-system"),
			"k8s-host-namespaces",
		],
	])("%s", async (_, text, rule) => {
		const result = await plan(folder({ "a.yaml": text }), { rules: [rule] });
		expect(changes(result)).toEqual([]);
		expect(reasons(result)[`${rule} web`]).toMatch(/may need its rights/);
	});

	test("what the API server refuses", async () => {
		const cwd = folder({ "a.yaml": workload({ context: "            privileged: true\n" }) });
		const alone = await plan(cwd, { rules: ["k8s-privilege-escalation"] });
		expect(changes(alone)).toEqual([]);
		expect(reasons(alone)).toEqual({
			"k8s-privilege-escalation web": "the API server refuses it for a container that stays privileged",
		});
		// Together with what stands in its way it is made.
		expect(changes(await plan(cwd))).toEqual([
			"-            privileged: true",
			"+            privileged: false",
			"+            allowPrivilegeEscalation: false",
		]);
	});

	test("a container that starts as root by its capabilities", async () => {
		const text = workload({ context: ALLOWED })
			.replace("runAsNonRoot: true", "runAsGroup: 5")
			.replace("{drop: [ALL]}", "{drop: [ALL], add: [SETUID]}");
		const result = await plan(folder({ "a.yaml": text }), { rules: ["k8s-run-as-nonroot"] });
		expect(reasons(result)).toEqual({
			"k8s-run-as-nonroot web": "a container adds SETUID, which programs use that start as root",
		});
	});

	test("the token of an account that a role is bound to", async () => {
		const account = "---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web, namespace: shop}\n";
		const binding = `---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: web, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: web}
subjects: [{kind: ServiceAccount, name: web, namespace: shop}]
`;
		const text = workload({ context: ALLOWED }).replace(
			"automountServiceAccountToken: false",
			"serviceAccountName: web",
		);
		const rules = ["k8s-sa-token-automount"];
		const free = await plan(folder({ "a.yaml": text + account }), { rules });
		expect(changes(free)).toEqual(["+      automountServiceAccountToken: false"]);
		const bound = await plan(folder({ "a.yaml": text + account + binding }), { rules });
		expect(changes(bound)).toEqual([]);
		expect(reasons(bound)["k8s-sa-token-automount web"]).toMatch(/a role is bound to its account/);
	});

	test("templates, and findings that people accepted", async () => {
		const accepted = workload({
			pod: '      # assay:ignore k8s-host-namespaces reason="needed"\n      hostPID: true\n',
			context: ALLOWED,
		});
		const result = await plan(folder({ "a.yaml": accepted }), { rules: ["k8s-host-namespaces"] });
		expect(result.files).toEqual([]);
		expect(result.suppressed.map(({ rule }) => rule)).toEqual(["k8s-host-namespaces"]);
		const template = workload({ pod: "      hostPID: true\n" }).replace(
			"name: web\n  namespace",
			"name: {{ x }}\n  namespace",
		);
		expect((await plan(folder({ "b.yaml": template }))).files).toEqual([]);
	});
});

describe("writing", () => {
	const text = workload();

	test("keeps the mode, the byte order mark and line ends", async () => {
		const windows = `\ufeff${text.replaceAll("\n", "\r\n")}`;
		const cwd = folder({ "a.yaml": windows });
		chmodSync(join(cwd, "a.yaml"), 0o640);
		const { files } = await plan(cwd);
		expect(await writeFixes(files, ["."], cwd)).toEqual([]);
		expect(readFileSync(join(cwd, "a.yaml"), "utf8")).toBe(
			windows.replace(/( *)readOnlyRootFilesystem: true\r\n/, "$&$1allowPrivilegeEscalation: false\r\n"),
		);
		expect(statSync(join(cwd, "a.yaml")).mode & 0o777).toBe(0o640);
		expect((await plan(cwd)).files).toEqual([]);
	});

	test("leaves a file that has changed since", async () => {
		const cwd = folder({ "a.yaml": text });
		const { files } = await plan(cwd);
		writeFileSync(join(cwd, "a.yaml"), `# new\n${text}`);
		expect(await writeFixes(files, ["."], cwd)).toEqual([
			{ uri: "a.yaml", reason: "it has changed since it was read" },
		]);
		expect(readFileSync(join(cwd, "a.yaml"), "utf8")).toBe(`# new\n${text}`);
	});

	test("follows no link out of the tree", async () => {
		const outside = folder({ "a.yaml": text });
		const cwd = folder({});
		symlinkSync(join(outside, "a.yaml"), join(cwd, "a.yaml"));
		const { files } = await plan(cwd, { targets: ["a.yaml"] });
		expect(files).toHaveLength(1);
		expect(await writeFixes(files, ["a.yaml"], cwd)).toEqual([
			{ uri: "a.yaml", reason: "it is a link that leads out of what was scanned" },
		]);
		expect(readFileSync(join(outside, "a.yaml"), "utf8")).toBe(text);
		// One that stays inside is what it leads to.
		mkdirSync(join(cwd, "base"));
		writeFileSync(join(cwd, "base/b.yaml"), text);
		symlinkSync("base/b.yaml", join(cwd, "b.yaml"));
		const inside = await plan(cwd, { targets: ["b.yaml"] });
		expect(await writeFixes(inside.files, ["b.yaml"], cwd)).toEqual([]);
		expect(readFileSync(join(cwd, "base/b.yaml"), "utf8")).toContain("allowPrivilegeEscalation: false");
	});
});

describe("what is shown", () => {
	const secret = `          env:
            - name: DB_PASSWORD
              value: hunter2-correct-horse
`;

	test("the patch masks secrets beside it", async () => {
		const text = workload({ container: secret }).replace(/ {12}(?:seccompProfile|capabilities).*\n/g, "");
		const { files } = await plan(folder({ "a.yaml": text }), { rules: ["k8s-privilege-escalation"] });
		const patch = filePatch(files[0]!, false);
		expect(patch).not.toContain("hunter2");
		expect(patch).toContain("               value: ***");
		expect(patch).toContain("+            allowPrivilegeEscalation: false");
	});

	test("the patch masks secrets on lines with carriage returns, and on lines that change", async () => {
		const flow = `apiVersion: v1
kind: Pod
metadata: {name: p, namespace: shop}
spec:
  containers:
    - {name: a, image: "x:1", env: [{name: DB_PASSWORD, value: hunter2-correct-horse}], securityContext: {privileged: true}}
    - name: b
      image: x:1
      env: [{name: DB_PASSWORD, value: hunter2-correct-horse}]
      securityContext: {privileged: true}
`;
		for (const text of [flow, flow.replaceAll("\n", "\r\n")]) {
			const { files } = await plan(folder({ "a.yaml": text }), { rules: ["k8s-privileged"] });
			expect(files[0]!.after.match(/privileged: false/g)).toHaveLength(2);
			const patch = filePatch(files[0]!, false);
			expect(patch).not.toContain("hunter2");
			expect(patch).toContain("+      securityContext: {privileged: false}");
			expect(patch.includes("\r")).toBe(text.includes("\r"));
		}
	});

	test("the report's fix is for one finding alone, and never shows a secret", async () => {
		const text = workload({ container: secret }).replace(/ {10}securityContext:\n(?: {12}.*\n)*/, "");
		const cwd = folder({ "a.yaml": `${text}      restartPolicy: Always\n` });
		const { findings } = await scan({ targets: ["."], cwd, fixes: true, frameworks: [], assets });
		const fixes = findings.flatMap(({ rule, fix }) => (fix === undefined ? [] : [{ rule, fix }]));
		expect(JSON.stringify(fixes)).not.toContain("hunter2");
		expect(fixes.find(({ rule }) => rule === "k8s-privilege-escalation")?.fix).toEqual({
			description: "Sets allowPrivilegeEscalation to false.",
			changes: [
				{
					uri: "a.yaml",
					startLine: 20,
					endLine: 20,
					text: "          securityContext:\n            allowPrivilegeEscalation: false\n      restartPolicy: Always\n",
				},
			],
		});
		expect(fixes.map(({ rule }) => rule).sort()).toEqual([
			"k8s-caps-drop-all",
			"k8s-privilege-escalation",
			"k8s-run-as-nonroot",
			"k8s-seccomp",
		]);
	});

	test("without the option there is none", async () => {
		const { findings } = await scan({ targets: ["."], cwd: folder({ "a.yaml": workload() }), frameworks: [], assets });
		expect(findings.filter(({ fix }) => fix !== undefined)).toEqual([]);
	});
});

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { assay, ROOT } from "./run.ts";

const scratch = mkdtempSync(join(tmpdir(), "assay-fix-"));
afterAll(() => rmSync(scratch, { recursive: true }));

function gateway(): string {
	const cwd = mkdtempSync(join(scratch, "case-"));
	cpSync(`${ROOT}fixtures/systems/ai-gateway`, cwd, { recursive: true });
	return cwd;
}

test("a dry run shows the patch, changes nothing, and exits with 1; a run makes it; a second one has nothing to do", async () => {
	const cwd = gateway();
	const before = readFileSync(join(cwd, "deployment.yaml"), "utf8");
	const dry = await assay(["fix", "--dry-run", "."], { cwd });
	expect(dry.code).toBe(1);
	expect(dry.stdout).toMatch(/^--- a\/deployment\.yaml\n\+\+\+ b\/deployment\.yaml\n@@ /);
	expect(dry.stderr).toContain("Would fix 4 of 19 findings in 1 file; nothing was written (dry run).\n");
	expect(dry.stderr).toContain("k8s-image-digest (1): the digest is known to the registry alone\n");
	expect(readFileSync(join(cwd, "deployment.yaml"), "utf8")).toBe(before);

	const run = await assay(["fix", "."], { cwd });
	expect(run.code).toBe(0);
	expect(run.stdout).toBe(dry.stdout);
	expect(run.stderr).toContain("Fixed 4 of 19 findings in 1 file.\n");
	const after = readFileSync(join(cwd, "deployment.yaml"), "utf8");
	expect(after.startsWith(before)).toBe(true);

	const again = await assay(["fix", "--dry-run", "."], { cwd });
	expect(again.code).toBe(0);
	expect(again.stdout).toBe("");
});

test("options choose rules as in a scan", async () => {
	const cwd = gateway();
	const { stdout } = await assay(["fix", "--dry-run", "--rule", "k8s-seccomp", "."], { cwd });
	expect(stdout.match(/^\+ .*/gm)).toEqual([
		"+          securityContext:",
		"+            seccompProfile:",
		"+              type: RuntimeDefault",
	]);
	expect((await assay(["fix", "--rule", "nonsense", "."], { cwd })).code).toBe(2);
});

test("trouble is an exit code of 2, and the rest is mended", async () => {
	const cwd = gateway();
	writeFileSync(join(cwd, "broken.yaml"), "apiVersion: v1\nkind: Pod\nmetadata: {name: [\n");
	const run = await assay(["fix", "."], { cwd });
	expect(run.code).toBe(2);
	expect(run.stderr).toContain("error: broken.yaml:");
	expect(readFileSync(join(cwd, "deployment.yaml"), "utf8")).toContain("runAsNonRoot: true");
	expect((await assay(["fix", "-"], { cwd, input: "" })).stderr).toContain("standard input cannot be changed");
	expect((await assay(["fix"], { cwd })).code).toBe(2);
});

test("scan --fixes tells each fix in JSON and Markdown", async () => {
	const cwd = gateway();
	const json = await assay(["scan", "--fixes", "--format", "json", "--fail-on", "never", "."], { cwd });
	const { findings } = JSON.parse(json.stdout);
	expect(findings.filter(({ fix }: { fix?: object }) => fix !== undefined)).toHaveLength(4);
	const { stdout } = await assay(["scan", "--fixes", "--format", "markdown", "--fail-on", "never", "."], { cwd });
	expect(stdout).toContain(
		[
			"Sets allowPrivilegeEscalation to false. (`k8s-privilege-escalation`)",
			"",
			"```diff",
			"@@ deployment.yaml:64 @@",
			"             periodSeconds: 5",
			"+          securityContext:",
			"+            allowPrivilegeEscalation: false",
			"```",
		].join("\n"),
	);
});

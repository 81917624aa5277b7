import { expect, test } from "vitest";
import { readInputs, readList } from "../../../src/action/inputs.ts";

test("lists: one item a line, which may hold blanks; else parted at white space", () => {
	expect(readList("")).toEqual([]);
	expect(readList(" a  b\tc ")).toEqual(["a", "b", "c"]);
	expect(readList("my dir/a.yaml\n")).toEqual(["my dir/a.yaml"]);
	expect(readList("a b\r\n\r\n  c d  \r\n")).toEqual(["a b", "c d"]);
});

test("nothing given is what action.yml says", () => {
	expect(readInputs({})).toMatchObject({
		...{ paths: [], plan: [], frameworks: [], config: undefined, failOn: undefined },
		...{ comment: "never", upload: false, onlyChanged: false, fixes: false, suggestions: false },
		...{ annotations: 30, sarifProfile: "github", sarifFile: undefined },
	});
});

test("values as the runner hands them over", () => {
	const inputs = readInputs({
		INPUT_FRAMEWORKS: "soc2, iso27001\nhipaa",
		"INPUT_FAIL-ON": " low ",
		INPUT_COMMENT: "On-Findings",
		INPUT_UPLOAD: "TRUE",
		"INPUT_SARIF-FILE": "out/a b.sarif",
		INPUT_PARAMS: "a=1 2\nb=3\n",
		INPUT_ANNOTATIONS: "0",
	});
	expect(inputs).toMatchObject({
		frameworks: ["soc2", "iso27001", "hipaa"],
		failOn: "low",
		comment: "on-findings",
		upload: true,
		sarifFile: "out/a b.sarif",
		params: ["a=1 2", "b=3"],
		annotations: 0,
	});
});

test("every fault is told at once", () => {
	const env = { INPUT_UPLOAD: "true", INPUT_COMMENT: "yes", INPUT_ANNOTATIONS: "1.5", "INPUT_ONLY-CHANGED": "1" };
	expect(() => readInputs(env)).toThrow(
		/comment: expected true, false, on-findings, got "yes"[\s\S]*annotations: [\s\S]*only-changed: [\s\S]*upload: there is no sarif-file/,
	);
});

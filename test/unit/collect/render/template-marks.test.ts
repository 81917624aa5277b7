import { describe, expect, it } from "vitest";
import { markTemplate } from "../../../../src/collect/render/template-marks.ts";

const mark = (text: string) => markTemplate(text, (line) => `#${line}`);

describe("markTemplate", () => {
	it("marks keys and items, with and without actions in them", () => {
		expect(mark('a: 1\nb:\n  - x\n  - "y": {{ .Values.y }}\n{{ .k }}: v\n')).toBe(
			'a: 1 #1\nb: #2\n  - x #3\n  - "y": {{ .Values.y }} #4\n{{ .k }}: v #5\n',
		);
	});

	it("leaves alone what is no key or item: separators, comments, continued text, actions", () => {
		const text = '---\n# a: 1\nsome text\n\n{{ toYaml . }}\n{{- if .x }}\n{{- end }}\n"a"\n';
		expect(mark(text)).toBe(text);
	});

	it("never writes into an action, whatever is quoted or commented in it", () => {
		const text = 'a: {{ include\n  "}}" (dict\n  b: `}}\nc: 1`) }}\n{{/* }} \nd: 1\n*/}}\ne: 1\n';
		expect(mark(text)).toBe('a: {{ include\n  "}}" (dict\n  b: `}}\nc: 1`) }}\n{{/* }} \nd: 1\n*/}}\ne: 1 #8\n');
		expect(mark("a: {{ open\nb: 1\n")).toBe("a: {{ open\nb: 1\n");
	});

	it("keeps line ends that are trimmed away, and those of Windows", () => {
		expect(mark("a: {{ .x -}}\nb: 1\r\nc: 2  \n")).toBe("a: {{ .x -}}\nb: 1 #2\r\nc: 2 #3  \n");
	});

	it("marks nothing in named templates, which are written elsewhere and often cut or hashed", () => {
		const text = '{{- define "x" -}}\na: 1\n{{- if .y }}\nb: 2\n{{- end }}\nc: 3\n{{- end }}\nd: 4\n';
		expect(mark(text)).toBe(text.replace("d: 4", "d: 4 #8"));
	});

	it("takes time by the length of the text", () => {
		const started = performance.now();
		mark(`${"{{".repeat(50_000)}\n${'a: "'.repeat(50_000)}\n${"- ".repeat(100_000)}\n${"a: {{ x }}\n".repeat(50_000)}`);
		expect(performance.now() - started).toBeLessThan(5000);
	});
});

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are templates of manifests, not of TypeScript.
import { expect, test } from "vitest";
import { scan } from "./kubernetes.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const plain = (body: string) =>
	scan(`apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n${body}`)("/s").facets.secret_data?.plain;

test("keys with readable values, per map", () => {
	expect(plain(`data: {b: ${base64("hunter22")}, a: ${base64("x")}}\nstringData: {user: web, pin: 1234}`)).toEqual([
		{ path: ["data"], keys: ["a", "b"] },
		{ path: ["stringData"], keys: ["pin", "user"] },
	]);
});

test("no values, placeholders, references, ciphertext and public material", () => {
	expect(plain("type: Opaque")).toEqual([]);
	expect(plain("data: null\nstringData: []")).toEqual([]);
	expect(plain('data: {a: "", b: null}')).toEqual([]);
	expect(plain(`data: {a: ${base64("changeme")}, b: "<set me>"}`)).toEqual([]);
	expect(plain('stringData: {a: "${DB_PASSWORD}", b: "{{ .Values.p }}", c: "vault:secret/db#password"}')).toEqual([]);
	expect(plain("data: {a: 'ENC[AES256_GCM,data:abcd,type:str]'}\nsops: {version: 3.11.0}")).toEqual([]);
	const pem = (kind: string) => `-----BEGIN ${kind}-----\nMIIabc\n-----END ${kind}-----\n`;
	expect(plain(`data: {ca.crt: ${base64(pem("CERTIFICATE"))}, tls.key: ${base64(pem("PRIVATE KEY"))}}`)).toEqual([
		{ path: ["data"], keys: ["tls.key"] },
	]);
});

test("a value left readable in a SOPS file counts", () => {
	expect(
		plain(`data: {a: 'ENC[AES256_GCM,data:abcd,type:str]', b: ${base64("hunter22")}}\nsops: {version: 3.11.0}`),
	).toEqual([{ path: ["data"], keys: ["b"] }]);
});

test("other kinds have none", () => {
	expect(
		scan("{apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: {name: s}, spec: {}}")("/s").facets
			.secret_data,
	).toBeUndefined();
});

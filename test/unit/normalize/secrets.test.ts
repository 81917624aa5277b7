// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are templates of manifests, not of TypeScript.
import { describe, expect, test } from "vitest";
import {
	detectForm,
	detectSecret,
	detectSecretsInText,
	isReference,
	isSecretName,
	secretFingerprint,
} from "../../../src/normalize/secrets.ts";

/** Joins the parts of a made-up credential, so that no scanner takes this file for a leak. */
const join = (...parts: string[]) => parts.join("");

describe("secrets", () => {
	test.each([
		["X", join("AKIA", "QWERTYUIOPASDFGH"), "aws-access-key-id"],
		["X", join("sk-", "ant-api03-AbCdEfGhIjKl1234567890"), "anthropic-api-key"],
		["X", join("gh", "p_abcdefghijklmnopqrstuvwxyz0123456789"), "github-token"],
		["X", join("xox", "b-1234567890-abcdefghij"), "slack-token"],
		["X", `${join("-----BEGIN RSA ", "PRIVATE KEY-----")}\nMIIE`, "private-key"],
		["X", join("eyJhbGciOiJIUzI1NiJ9", ".eyJzdWIiOiIxMjM0NTY3ODkwIn0", ".dozjgNryP4J3jVmNHl0w5N"), "json-web-token"],
		[
			"X",
			Buffer.from(`${join("-----BEGIN ", "PRIVATE KEY-----")}\nMIIEabcdef`.padEnd(60, "g")).toString("base64"),
			"private-key",
		],
		["DATABASE_URL", "postgres://app:hunter22@db:5432/app", "url-password"],
		["REDIS_URL", "redis://:p4ssw0rd@redis:6379", "url-password"],
		["DSN", "root:hunter22@tcp(db:3306)/app", "url-password"],
		["CONNECTION", "Server=db;User Id=sa;Password=P4ssw0rd;", "connection-string"],
		["CONNECTION", "host=db user=app password=P4ssw0rd", "connection-string"],
		["HEADER", "Bearer abcdef0123456789abcdef", "authorization-header"],
		["DB_PASSWORD", "hunter22", "secret-name"],
		["POSTGRES_PASSWORD", "postgres", "secret-name"],
		["PGPASSWORD", "secret99", "secret-name"],
		["spring.datasource.password", "welcome", "secret-name"],
		["JWT_SECRET", "supersecretkey", "secret-name"],
		["clientSecret", "8dyfuiRyq=vVc3RRr_edRk-fK__JItpZ", "secret-name"],
		["SIGNING_KEY", "9fceb02d0ae598e95dc970b74767f193", "secret-name"],
		["SALT", "9fceb02d0ae598e95dc970b74767f193", "secret-name"],
		["X", join("Xk29fLmQ8vRt71Zp", "Wc04sYdNbH63gJuE"), "high-entropy"],
	])("%s=%s", (name, value, detector) => {
		expect(detectSecret(name, value)?.detector).toBe(detector);
	});
});

describe("no secrets", () => {
	test.each([
		["TOKENIZER_PATH", "/models/tokenizer"],
		["KEYCLOAK_URL", "https://sso.example.com/auth"],
		["PASSWORD_FILE", "/run/secrets/password"],
		["DB_PASSWORD", "/run/secrets/password"],
		["SECRET_NAME", "shop-db-2f8a91"],
		["SECRET_BACKEND", "vault"],
		["TOKEN_TYPE", "bearer"],
		["MAX_TOKENS", "4096"],
		["TOKEN_TTL", "3600s"],
		["API_TOKEN", "3600"],
		["TLS_SECRET", "my-tls-cert"],
		["CLIENT_SECRET", "keycloak-client"],
		["PUBLIC_KEY", "9fceb02d0ae598e95dc970b74767f193"],
		["CACHE_KEY", "user:profile"],
		["PARTITION_KEY", "tenant-id"],
		["KEYSPACE", "orders_v2"],
		["KMS_KEY", "arn:aws:kms:us-east-1:123456789012:key/abcd"],
		["API_KEY_HEADER", "X-Api-Key"],
		["MYSQL_ALLOW_EMPTY_PASSWORD", "yes"],
		["MYSQL_RANDOM_ROOT_PASSWORD", "1"],
		["PWD", "app"],
		["AUTH_MODE", "oidc"],
		["ADMIN_TOKEN_EMAIL", "admin@example.com"],
		["SECRET", "admin@example.com"],
		["RUN_ID", "9b2e8f16-6f3d-4c7a-9c86-0d9a24e7f111"],
		["LOOKUP_KEY", "9b2e8f16-6f3d-4c7a-9c86-0d9a24e7f111"],
		["GIT_SHA", "9fceb02d0ae598e95dc970b74767f19372d61af8"],
		["BUILD_HASH", join("Xk29fLmQ8vRt71Zp", "Wc04sYdNbH63gJuE")],
		["IMAGE", "registry.example.com/shop/web:1.4.2"],
		["CA_BUNDLE", "-----BEGIN CERTIFICATE-----\nMIIabc\n-----END CERTIFICATE-----"],
		["CA", Buffer.from("-----BEGIN CERTIFICATE-----\nMIIabcdefghijkl\n-----END CERTIFICATE-----").toString("base64")],
		["JAVA_OPTS", "-Xmx512m -Djava.security.egd=file:/dev/./urandom"],
		["AWS_ACCESS_KEY_ID", join("AKIA", "IOSFODNN7EXAMPLE")],
		["DATABASE_URL", "postgres://app:$(DB_PASSWORD)@db/app"],
		["DATABASE_URL", "postgres://user:password@db/app"],
		["DB_PASSWORD", "$(DB_PASSWORD)"],
		["DB_PASSWORD", "${DB_PASSWORD}"],
		["DB_PASSWORD", "{{ .Values.password }}"],
		["DB_PASSWORD", "vault:secret/db#password"],
		["DB_PASSWORD", "changeme"],
		["DB_PASSWORD", "******"],
		["API_KEY", "<your-api-key>"],
		["API_KEY", "your-api-key-here"],
		["API_KEY", ""],
	])("%s=%s", (name, value) => {
		expect(detectSecret(name, value)).toBeNull();
	});
});

test("equal secrets have equal fingerprints wherever they stand, and never show the value", () => {
	const url = detectSecret("DATABASE_URL", "postgres://app:hunter22@db/app");
	expect(url?.fingerprint).toBe(detectSecret("DB_PASSWORD", "hunter22")?.fingerprint);
	expect(url?.fingerprint).toBe(secretFingerprint("hunter22"));
	expect(secretFingerprint("hunter22")).toMatch(/^[0-9a-f]{12}$/);
	expect(secretFingerprint("hunter23")).not.toBe(secretFingerprint("hunter22"));
});

test("names that announce a secret", () => {
	for (const name of ["API_KEY", "dbPassword", "GITHUB_TOKEN", "aws_secret_access_key", "PASSWORD_PROD"])
		expect(isSecretName(name)).toBe(true);
	for (const name of ["SECRET_NAME", "KEY", "TOKENIZER", "PUBLIC_KEY", ""]) expect(isSecretName(name)).toBe(false);
});

describe("in a text", () => {
	const names = (text: string) => detectSecretsInText(text).map(({ name }) => name);

	test("lines of YAML, properties and shell, without comments and code", () => {
		expect(
			names(
				`# password: one-1234\nspring:\n  datasource:\n    password: "hunter22" # here\n  list:\n    - token: q1w2e3r4\napi.secret=z0x9c8v7\nexport DB_PASSWORD='tiger 8731';\npassword = getPassword()\ntoken=$1\npassword: {a: b}\n`,
			),
		).toEqual(["password", "token", "api.secret", "DB_PASSWORD"]);
	});

	test("JSON, with names beside values", () => {
		expect(names('{"a": [{"name": "API_TOKEN", "value": "q1w2e3r4"}], "dbPassword": "hunter22", "n": 1}')).toEqual([
			"API_TOKEN",
			"dbPassword",
		]);
		expect(names("[broken\npassword: hunter22")).toEqual(["password"]);
	});

	test("known forms anywhere, each once", () => {
		const url = "connect to amqp://web:hunter22@mq/ and amqp://web:hunter22@mq2/";
		expect(detectSecretsInText(url)).toEqual([
			{ name: null, detector: "url-password", fingerprint: secretFingerprint("hunter22") },
		]);
		expect(detectForm("nothing here")).toBeNull();
	});

	test("long hostile text stays fast", () => {
		const start = performance.now();
		for (const text of [
			"a.".repeat(250_000),
			"a:".repeat(250_000),
			"password=".repeat(60_000),
			"eyJ".repeat(150_000),
			"x=y ".repeat(120_000),
		]) {
			detectSecretsInText(text);
		}
		expect(performance.now() - start).toBeLessThan(5_000);
	});

	test("expressions are references, also inside each other and with others beside them", () => {
		for (const value of ["$(cat $(ls))", "$(echo $HOME)", "x$(python -c 'print(1)')", "a-${A:-${B}}", "%(name)s"]) {
			expect([value, isReference(value)]).toEqual([value, true]);
		}
		for (const value of ["$($($(", "${", "a$b", "%(%("]) expect([value, isReference(value)]).toEqual([value, false]);
		const start = performance.now();
		for (const opening of ["${", "$(", "%("]) isReference(opening.repeat(500_000));
		expect(performance.now() - start).toBeLessThan(2_000);
	});
});

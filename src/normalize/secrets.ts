import { createHash } from "node:crypto";
import type { Json } from "../model/json.ts";
import { isObject } from "./json.ts";

/** What is told of a secret found in plain text. The value itself is never kept. */
export interface SecretMatch {
	/** Kebab-case name of what recognised it: `aws-access-key-id`, `url-password`, `secret-name` … */
	detector: string;
	/** First 12 hex digits of a SHA-256 of the secret: equal secrets can be told apart from different ones. */
	fingerprint: string;
}

/** A secret in a larger text, with the key it is assigned to, or null where there is none. */
export interface SecretInText extends SecretMatch {
	name: string | null;
}

/** Separates these hashes from other uses of SHA-256 over the same value. */
const FINGERPRINT_PREFIX = "assay:secret:";

/**
 * Credentials recognisable by their own form. All quantifiers are bounded or end at a character outside their class,
 * so that long hostile input stays linear. Forms as published by the issuers (token prefixes, key formats).
 */
const FORMS: readonly { detector: string; form: RegExp }[] = [
	{ detector: "private-key", form: /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----[^-]{0,8192}/ },
	{ detector: "age-secret-key", form: /AGE-SECRET-KEY-1[0-9A-Z]{50,64}/ },
	{ detector: "anthropic-api-key", form: /\bsk-ant-[A-Za-z0-9_-]{16,256}/ },
	{ detector: "openai-api-key", form: /\bsk-(?:proj-|svcacct-|admin-)?(?=[A-Za-z_-]{0,80}[0-9])[A-Za-z0-9_-]{32,256}/ },
	{ detector: "aws-access-key-id", form: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/ },
	{ detector: "github-token", form: /\bgh[opsur]_[A-Za-z0-9]{30,255}/ },
	{ detector: "github-token", form: /\bgithub_pat_[A-Za-z0-9_]{40,255}/ },
	{ detector: "gitlab-token", form: /\bgl(?:pat|ptt|dt|rt|cbt)-[A-Za-z0-9_-]{20,255}/ },
	{ detector: "slack-token", form: /\bxox[abeoprs]-[A-Za-z0-9-]{10,255}/ },
	{ detector: "slack-token", form: /\bxapp-[0-9]-[A-Za-z0-9-]{10,255}/ },
	{ detector: "slack-webhook", form: /hooks\.slack\.com\/(?:services|workflows)\/[A-Za-z0-9/_-]{20,255}/ },
	{ detector: "stripe-key", form: /\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,255}/ },
	{ detector: "google-api-key", form: /\bAIza[A-Za-z0-9_-]{35}/ },
	{ detector: "google-oauth-secret", form: /\bGOCSPX-[A-Za-z0-9_-]{24,64}/ },
	{ detector: "npm-token", form: /\bnpm_[A-Za-z0-9]{36}/ },
	{ detector: "pypi-token", form: /\bpypi-AgE[A-Za-z0-9_-]{40,1024}/ },
	{ detector: "sendgrid-key", form: /\bSG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{32,64}/ },
	{ detector: "digitalocean-token", form: /\bdo[opr]_v1_[a-f0-9]{64}/ },
	{ detector: "vault-token", form: /\bhv[sbr]\.[A-Za-z0-9_-]{20,255}/ },
	{ detector: "terraform-token", form: /\b[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{60,80}/ },
	{ detector: "hugging-face-token", form: /\bhf_[A-Za-z0-9]{30,64}/ },
	{ detector: "databricks-token", form: /\bdapi[a-f0-9]{32}\b/ },
	{ detector: "doppler-token", form: /\bdp\.(?:pt|st|ct|sa|scim|audit)\.[A-Za-z0-9._-]{40,64}/ },
	{ detector: "shopify-token", form: /\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}/ },
	{ detector: "atlassian-token", form: /\bATATT3[A-Za-z0-9_=-]{40,255}/ },
	{ detector: "telegram-token", form: /\b[0-9]{8,10}:AA[A-Za-z0-9_-]{33}\b/ },
	{ detector: "linear-key", form: /\blin_api_[A-Za-z0-9]{32,64}/ },
	{ detector: "new-relic-key", form: /\bNRAK-[A-Z0-9]{27}\b/ },
	{ detector: "grafana-token", form: /\bgl(?:sa|c)_[A-Za-z0-9+/=_]{32,255}/ },
	{ detector: "json-web-token", form: /\beyJ[A-Za-z0-9_-]{8,2048}\.eyJ[A-Za-z0-9_-]{8,4096}\.[A-Za-z0-9_-]{8,1024}/ },
	{ detector: "azure-storage-key", form: /\b(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{40,120}={0,2}/i },
	{ detector: "azure-sas-signature", form: /[?&]sig=[A-Za-z0-9%+/]{40,120}/ },
];

/** No form of `FORMS` is shorter: what is looked at most is a word or two. */
const SHORTEST_FORM = 15;

/** Passwords inside a longer value; the group is the password. `holds` is in every match, and quicker to look for. */
const EMBEDDED: readonly { detector: string; holds: string; form: RegExp }[] = [
	{
		detector: "url-password",
		holds: "@",
		form: /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s:@/?#"'<>]{0,128}:([^\s@/?#"'<>]{1,256})@/gi,
	},
	{ detector: "url-password", holds: "@", form: /(?:^|["'\s=])[\w.-]{1,64}:([^\s:@/"'<>]{1,128})@(?:tcp|unix)\(/g },
	{
		detector: "connection-string",
		holds: "=",
		form: /(?:;\s?|=[^\s;="']{1,64}\s)(?:password|pwd)=([^;"'\s(){}<>[\]]{1,256})/gi,
	},
	{ detector: "authorization-header", holds: "B", form: /\b(?:Bearer|Basic)\s{1,4}([A-Za-z0-9._~+/=-]{12,4096})/g },
];

const PASSWORD_WORDS = new Set(["password", "passwd", "pwd", "passphrase", "passcode", "pass", "pw"]);
const SECRET_WORDS = new Set([
	"secret",
	"token",
	"credential",
	"credentials",
	"apikey",
	"secretkey",
	"accesskey",
	"privatekey",
]);
const WEAK_WORDS = new Set([
	"key",
	"keys",
	"secrets",
	"tokens",
	"private",
	"auth",
	"salt",
	"pepper",
	"signing",
	"seed",
]);
/** Before `key` these make a name as telling as `secret`. */
const KEY_KINDS = new Set(
	"access account admin api app auth cipher cookie deploy encryption hmac jwt license master private root secret service session shared signing storage webhook".split(
		" ",
	),
);
/** After a secret's word these say that the value is about the secret, not the secret: PASSWORD_FILE, SECRET_NAME. */
const ABOUT = new Set(
	`age alg algorithm arn audience backend backends bits bucket class client cmd command config count cookie cost dir directory
	disabled duration enable enabled encoder encoding endpoint env exp expiration expire expires expiry field file filename format group hash hasher
	header headers host hint id ids index interval issuer issuers kind label length level lifetime limit location
	manager map max method min mode mount name names namespace num number param parameter path paths pattern period policy port
	prefix property provider realm ref reference refresh regex region regexp required requirements reset review role rotation
	rules schema scope scopes server service size source spec store strategy strength suffix timeout title topic ttl type types uri url
	urls usage user username validation validator validity var version volume window`.split(/\s+/),
);
/** Names whose long random-looking values are public. */
const PUBLIC_WORDS = new Set(
	`build ca cert certificate certs checksum commit digest etag fingerprint hash id ids image integrity md5 pub public revision
	sha sha1 sha256 sha512 sum thumbprint uid uuid version`.split(/\s+/),
);

const NOT_A_VALUE =
	/^(?:[01]|true|false|yes|no|on|off|null|nil|none|undefined|enabled|disabled|enable|disable|required|optional|string|str|text|bool|boolean|int|integer|number|object|bytes|default|auto|bearer|basic|jwt|opaque)$/i;
const PLACEHOLDER =
	/^(?:<.{0,200}>|\[.{0,200}\]|[*x.#?_-]{3,}|(?:to[-_ ]?do|tbd|fix[-_ ]?me|change[-_ ]?(?:me|it|this)|replace|your|insert|fill|enter|put|add|set[-_ ]?me|not[-_ ]?set|unset|dummy|placeholder|example|sample|fake|redacted|masked|hidden|n\/a)(?![a-z]).{0,200})$|change[-_]?me|replace[-_]?me|placeholder|[-_ ]here$|^your(?:api|secret|password|token|key)|EXAMPLE(?:KEY|TOKEN)?$/i;
/** Words that people put where a secret belongs and then deploy. */
const COMMON_SECRET = /(?:super|very|top)[-_]?secret|s3cr3t|1234|qwerty|letmein/i;
const DEFAULT_PASSWORD = /^(?:change[-_]?(?:me|it|this)|dummy|example|fake|sample)[\w-]{0,64}$/i;
/**
 * A value that stands for another: shell, Kubernetes and template expressions, references to secret stores, SOPS. Of
 * expressions inside each other the innermost is enough, so that a text full of openings is read only once.
 */
const REFERENCE =
	/\$\((?:[^)$]|\$(?!\()){1,200}\)|\$\{(?:[^}$]|\$(?!\{)){1,200}\}|\{\{|%\([^()]{1,100}\)s|^%[A-Z_]{1,100}%$|^\$[A-Za-z_]\w{0,100}$|^ENC\[|^(?:vault|op|sm|ref\+\w{1,20}|awssm|gcpsm|azurekv|secretref|secret|file|env):|^@Microsoft\.KeyVault\(|^(?:arn|projects):?[:/]/;

/**
 * Whether a named value is a secret in plain text: by the form of a known credential, by what the name says, or by its
 * randomness. Returns what recognised it and a fingerprint, or null. References, templates and placeholders are no secrets;
 * nor are plain words, paths and URLs unless the name says password.
 */
export function detectSecret(name: string, value: string): SecretMatch | null {
	const text = value.trim();
	if (text === "") return null;
	const form = detectForm(text) ?? detectForm(decodedText(text) ?? "");
	if (form !== null) return form;
	if (isReference(text) || isPlaceholder(text)) return null;
	const detector = detectByName(words(name), text);
	return detector === null ? null : { detector, fingerprint: secretFingerprint(text) };
}

/**
 * A password that was meant to be replaced and is in use as it stands (`changeme`, `fake_password`): for values that a
 * program really gets. In other places such words only mark where a secret goes.
 */
export function detectDefaultPassword(name: string, value: string): SecretMatch | null {
	const text = value.trim();
	if (gradeName(words(name)) !== "password" || !DEFAULT_PASSWORD.test(text)) return null;
	return { detector: "secret-name", fingerprint: secretFingerprint(text) };
}

/**
 * Secrets in a file-like text: JSON is read as such; of YAML, properties, INI and shell, the `key: value` and `key=value`
 * lines are. Values that look like code are left alone. Each secret is reported once, in the order of the text.
 */
export function detectSecretsInText(text: string): SecretInText[] {
	const found = new Map<string, SecretInText>();
	const add = (name: string | null, match: SecretMatch | null) => {
		if (match !== null && !found.has(match.fingerprint)) found.set(match.fingerprint, { name, ...match });
	};
	const json = parseJson(text);
	if (json !== undefined) {
		for (const [name, value] of leaves(json)) add(name, detectSecret(name, value));
		return [...found.values()];
	}
	for (const { name, value } of assignments(text)) add(name, detectSecret(name, value));
	for (const match of allForms(text)) add(null, match);
	return [...found.values()];
}

/** The credential of a known form in a text, or null: what can be told without a name. */
export function detectForm(text: string): SecretMatch | null {
	for (const match of allForms(text)) return match;
	return null;
}

/** First 12 hex digits of a SHA-256 over a fixed prefix and the secret. */
export function secretFingerprint(secret: string): string {
	return createHash("sha256").update(FINGERPRINT_PREFIX).update(secret).digest("hex").slice(0, 12);
}

/** Whether a text only marks where a secret goes: `changeme`, `<your key>`, `****`. */
export function isPlaceholder(text: string): boolean {
	return PLACEHOLDER.test(text.trim());
}

/** Whether a text stands for a value held elsewhere: `$(VAR)`, `{{ .Values.x }}`, `vault:secret/db#password`, SOPS. */
export function isReference(text: string): boolean {
	return REFERENCE.test(text.trim());
}

/** Whether a name announces a secret by itself: `DB_PASSWORD`, `apiKey`, `CLIENT_SECRET`, not `SECRET_NAME`. */
export function isSecretName(name: string): boolean {
	const grade = gradeName(words(name));
	return grade === "password" || grade === "secret";
}

function* allForms(text: string): Generator<SecretMatch> {
	for (const { detector, form } of text.length < SHORTEST_FORM ? [] : FORMS) {
		const match = form.exec(text)?.[0];
		if (match === undefined || isPlaceholder(match)) continue;
		yield { detector, fingerprint: secretFingerprint(match) };
	}
	for (const { detector, holds, form } of EMBEDDED) {
		if (!text.includes(holds)) continue;
		for (const { 0: whole, 1: secret } of text.matchAll(form)) {
			if (secret === undefined || isReference(secret) || isPlaceholder(secret) || secret.includes("$")) continue;
			if (NOT_A_VALUE.test(secret)) continue;
			if (/\b(?:user|username):(?:pass|password|pwd|secret)@/i.test(whole)) continue;
			if (detector === "authorization-header" && !looksRandom(secret, 12)) continue;
			yield { detector, fingerprint: secretFingerprint(secret) };
		}
	}
}

function detectByName(name: string[], value: string): string | null {
	if (NOT_A_VALUE.test(value) || isAddress(value) || isPublicMaterial(value)) return null;
	const grade = gradeName(name);
	if (grade === "password") return "secret-name";
	if (/^[\d.,:]+\s?[a-z]{0,3}$/i.test(value) || /^[^\s@]+@[^\s@]+\.[a-z]{2,20}$/i.test(value)) return null;
	if (grade === "secret") {
		if (COMMON_SECRET.test(value)) return "secret-name";
		return isPlainWords(value) || value.length < 6 ? null : "secret-name";
	}
	if (isUuid(value)) return null;
	if (grade === "weak") return looksRandom(value, 16) ? "secret-name" : null;
	if (name.some((word) => PUBLIC_WORDS.has(word))) return null;
	return looksRandom(value, 32) && entropy(value) >= 4.2 && /[a-z]/.test(value) && /[A-Z]/.test(value)
		? "high-entropy"
		: null;
}

/** How much a name says: a password (people choose plain words), a secret, a hint, or nothing. */
function gradeName(name: string[]): "password" | "secret" | "weak" | "none" {
	if (name.includes("public") || name.includes("pub")) return "none";
	for (let index = name.length - 1; index >= 0; index--) {
		const word = name[index]!;
		const before = name[index - 1] ?? "";
		if (isPasswordWord(word, name)) return "password";
		if (SECRET_WORDS.has(word) || (word === "key" && KEY_KINDS.has(before))) return "secret";
		if (WEAK_WORDS.has(word)) return "weak";
		if (ABOUT.has(word)) return "none";
	}
	return "none";
}

function isPasswordWord(word: string, name: string[]): boolean {
	// PWD alone is the working directory of a shell.
	if (word === "pwd" || word === "pw" || word === "pass") return name.length > 1 && name.at(-1) === word;
	return PASSWORD_WORDS.has(word) || /^.{1,20}(?:password|passwd)$/.test(word);
}

/** `spring.datasource.dbPassword` → spring, datasource, db, password. */
function words(name: string): string[] {
	return name
		.slice(0, 256)
		.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
		.replaceAll(/([A-Z])([A-Z][a-z])/g, "$1 $2")
		.toLowerCase()
		.split(/[^a-z0-9]+/)
		.map((word) => (word.length > 2 ? word.replace(/\d+$/, "") || word : word))
		.filter((word) => word !== "");
}

/** A path, or a URL (whose password, if any, was looked for before). */
function isAddress(value: string): boolean {
	if (/^[a-z][a-z0-9+.-]{0,30}:\/\//i.test(value)) return true;
	if (/^[a-z]:\\/i.test(value)) return true;
	if (!value.includes("/") || /[\s,;]/.test(value)) return false;
	return value.split("/").every((segment) => segment === "" || /^[.~]+$/.test(segment) || isPlainWords(segment));
}

/** Words as people write them, alone or joined by hyphens, dots, underscores or blanks, with at most three digits at the end of each. */
function isPlainWords(value: string): boolean {
	return value
		.split(/[-_.:\s/]+/)
		.every((word) => /^(?:[A-Z]?[a-z]{0,24}(?:[A-Z][a-z]{1,24}){0,6}|[A-Z]{1,24}|v?)\d{0,3}$/.test(word));
}

function isUuid(value: string): boolean {
	return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}

/** Certificates, public keys and content hashes, which look random and are meant to be seen. */
function isPublicMaterial(value: string): boolean {
	if (/-----BEGIN (?:TRUSTED )?(?:CERTIFICATE|PUBLIC KEY|RSA PUBLIC KEY|CERTIFICATE REQUEST)-----/.test(value))
		return true;
	if (/^(?:MII|AAAA[BCE]3|ssh-(?:rsa|ed25519) |sha(?:1|256|384|512)[-:])/.test(value)) return true;
	const decoded = decodedText(value);
	return decoded?.includes("-----BEGIN CERTIFICATE") ?? false;
}

function looksRandom(value: string, length: number): boolean {
	if (value.length < length || value.length > 4096 || !/^[\w+/=.~-]+$/.test(value)) return false;
	if (!/\d/.test(value) || !/[A-Za-z]/.test(value) || isPlainWords(value)) return false;
	return entropy(value) >= 3;
}

/** Shannon entropy of the characters, in bits per character. */
function entropy(value: string): number {
	const counts = new Map<string, number>();
	for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
	let bits = 0;
	for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
	return bits;
}

/** The text a base64 value holds, or null where it is no base64 or no readable text. */
function decodedText(value: string): string | null {
	if (value.length < 32 || value.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return null;
	const decoded = Buffer.from(value, "base64").toString("utf8");
	return /^[\t\n\r\x20-\x7e]+$/.test(decoded) ? decoded : null;
}

function parseJson(text: string): Json | undefined {
	if (!/^\s*[[{]/.test(text)) return undefined;
	try {
		return JSON.parse(text) as Json;
	} catch {
		return undefined;
	}
}

/** All strings of a JSON value with the name they carry: their key, or the `name` beside a `value`. */
function* leaves(root: Json): Generator<[string, string]> {
	const open: [string, Json][] = [["", root]];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const [name, value] = next;
		if (typeof value === "string") yield [name, value];
		else if (Array.isArray(value)) open.push(...value.map((item): [string, Json] => [name, item]).reverse());
		else if (isObject(value)) {
			const label = typeof value.name === "string" ? value.name : "value";
			const entries = Object.entries(value).map(([key, item]): [string, Json] => [key === "value" ? label : key, item]);
			open.push(...entries.reverse());
		}
	}
}

/** The assignments of a line-based text. Comments, code and over-long lines are left out. */
function* assignments(text: string): Generator<{ name: string; value: string }> {
	for (const line of text.split(/\r?\n/)) {
		if (line.length > 2048 || /^\s*(?:#|\/\/|;)/.test(line)) continue;
		const match = /^\s*(?:- )?(?:export |set )?["']?([A-Za-z_][\w./-]{0,127})["']?\s{0,8}[:=]\s{0,8}(.+)$/.exec(line);
		if (match === null) continue;
		const value = unquote(match[2]!);
		if (value !== null) yield { name: match[1]!, value };
	}
}

/** The literal on the right of an assignment, or null where it is an expression or prose. */
function unquote(right: string): string | null {
	const quoted = /^(["'])(.*?)\1\s*[,;]?\s*(?:#.*)?$/.exec(right);
	if (quoted !== null) return quoted[2]!;
	const bare = right.replace(/\s+#.*$/, "").replace(/[,;\s]+$/, "");
	return /[\s(){}[\]<>$`|&"']/.test(bare) ? null : bare;
}

import { expect, test } from "vitest";
import { pins } from "../../../../../src/normalize/facets/google/web_identity_trust.ts";

const OWNER = /\b(?:repository_owner|repository|sub)\b/;

test.each([
	["assertion.repository_owner == 'example'", true],
	['assertion.repository_owner=="example" && assertion.ref == "refs/heads/main"', true],
	["(assertion.ref == 'a' || assertion.ref == 'b') && assertion.repository_owner == 'example'", true],
	["assertion.repository in ['example/shop', 'example/site']", true],
	["assertion.sub.startsWith('repo:example/')", true],
	["assertion.repository.matches('^example/.*$')", true],
	["(assertion.repository_owner == 'example')", true],
	["assertion.ref == 'refs/heads/main'", false],
	["assertion.ref == 'repository_owner'", false],
	["assertion.repository_owner == 'example' || assertion.ref == 'refs/heads/main'", false],
	["assertion.repository_owner.startsWith('exam')", false],
	["assertion.sub.startsWith('repo:')", false],
	["assertion.repository.matches('.*/shop')", false],
	["assertion.repository_owner != 'other'", false],
	["true", false],
	["!(assertion.repository_owner == 'other')", null],
])("the condition %s holds tokens to an owner: %s", (condition, expected) => {
	expect(pins(condition, OWNER)).toBe(expected);
});

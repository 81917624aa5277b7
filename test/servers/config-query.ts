/** A query of AWS Config's advanced query language, in the part of it that the stand-in understands. */
export interface Query {
	columns: string[];
	conditions: Condition[];
}

export interface Condition {
	property: string;
	test: (value: unknown) => boolean;
}

/** The query cannot be understood: answered as InvalidExpressionException, never as an empty result. */
export class InvalidExpression extends Error {}

/** Properties every item has. */
const TOP = new Set([
	...["accountId", "arn", "availabilityZone", "awsRegion", "configuration", "configurationItemCaptureTime"],
	...["configurationItemStatus", "configurationStateId", "relationships", "resourceCreationTime", "resourceId"],
	...["resourceName", "resourceType", "supplementaryConfiguration", "tags", "version"],
]);

/**
 * Parses `SELECT a, b WHERE c = 'x' AND d IN ('y', 'z') AND e LIKE 'w%'`.
 * @throws InvalidExpression for everything else.
 */
export function parseQuery(text: string): Query {
	const tokens = text.match(/'(?:[^']|'')*'|[\w.]+|[(),=]|\S/g) ?? [];
	let at = 0;
	const next = () => tokens[at++] ?? "";
	const word = (expected: string) => {
		const found = next();
		if (found.toUpperCase() !== expected)
			throw new InvalidExpression(`expected ${expected}, found ${found || "the end"}`);
	};
	const property = () => {
		const name = next();
		if (!TOP.has(name.split(".")[0]!)) throw new InvalidExpression(`unknown property ${name || "at the end"}`);
		return name;
	};
	const literal = (): string | number | boolean => {
		const found = next();
		if (/^'.*'$/s.test(found)) return found.slice(1, -1).replaceAll("''", "'");
		if (/^\d+$/.test(found)) return Number(found);
		if (found === "true" || found === "false") return found === "true";
		throw new InvalidExpression(`expected a value, found ${found || "the end"}`);
	};

	word("SELECT");
	const columns = [property()];
	while (tokens[at] === ",") {
		at++;
		columns.push(property());
	}
	const conditions: Condition[] = [];
	for (let first = true; at < tokens.length; first = false) {
		word(first ? "WHERE" : "AND");
		const name = property();
		const operator = next().toUpperCase();
		if (operator === "=") {
			const wanted = literal();
			conditions.push({ property: name, test: (value) => value === wanted });
		} else if (operator === "LIKE") {
			const pattern = String(literal());
			if (!/^[^%]*%$/.test(pattern)) throw new InvalidExpression("LIKE takes one % at its end");
			conditions.push({
				property: name,
				test: (value) => typeof value === "string" && value.startsWith(pattern.slice(0, -1)),
			});
		} else if (operator === "IN") {
			word("(");
			const wanted = [literal()];
			while (tokens[at] === ",") {
				at++;
				wanted.push(literal());
			}
			word(")");
			conditions.push({ property: name, test: (value) => wanted.includes(value as string) });
		} else throw new InvalidExpression(`unknown operator ${operator || "at the end"}`);
	}
	return { columns, conditions };
}

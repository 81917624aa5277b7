import { expect, test } from "vitest";
import type { JsonObject } from "../../../../src/model/json.ts";
import { databaseTls } from "../../../../src/normalize/facets/database_tls.ts";
import { type Entry, planOf, refers } from "./plan-builder.ts";

function facet(type: string, entry: Entry, others: Record<string, Entry> = {}) {
	const result = planOf({ [`${type}.db`]: entry, ...others }).facet(databaseTls, `${type}.db`);
	if (result === undefined) return undefined;
	return "value" in result ? result.value : "unknown";
}

test.each<[string, JsonObject, boolean | "unknown"]>([
	["aws_db_instance", { engine: "postgres", engine_version: "15.4" }, true],
	["aws_db_instance", { engine: "postgres", engine_version: "14" }, false],
	["aws_db_instance", { engine: "postgres" }, "unknown"],
	["aws_db_instance", { engine: "postgres", parameter_group_name: "default.postgres16" }, true],
	["aws_db_instance", { engine: "postgres", parameter_group_name: "ours" }, "unknown"],
	["aws_db_instance", { engine: "mysql" }, false],
	["aws_db_instance", { engine: "mariadb", engine_version: "10.11" }, false],
	["aws_db_instance", { engine: "mariadb", engine_version: "11.4" }, false],
	["aws_db_instance", { engine: "mariadb", engine_version: "11.8.3" }, true],
	["aws_db_instance", { engine: "mariadb", engine_version: "11.10" }, true],
	["aws_db_instance", { engine: "mariadb" }, "unknown"],
	["aws_db_instance", { engine: "sqlserver-se", engine_version: "15.00" }, false],
	["aws_db_instance", { engine: "oracle-ee" }, "unknown"],
	["aws_db_instance", {}, "unknown"],
	["aws_rds_cluster", { engine: "aurora-postgresql", engine_version: "16.4" }, false],
	["aws_rds_cluster", { engine: "aurora-postgresql", engine_version: "17.4" }, true],
	["aws_rds_cluster", { engine: "aurora-mysql" }, false],
	["aws_docdb_cluster", {}, true],
	["aws_redshift_cluster", {}, true],
	["aws_redshift_cluster", { cluster_parameter_group_name: "default.redshift-2.0" }, true],
	["aws_redshift_cluster", { cluster_parameter_group_name: "default.redshift-1.0" }, false],
	["aws_db_proxy", {}, false],
	["aws_db_proxy", { require_tls: true }, true],
])("%s %j by default: %s", (type, values, required) => {
	const found = facet(type, { values });
	expect(found === "unknown" ? found : found?.required).toBe(required);
});

const grouped: Entry = {
	values: { engine: "mysql" },
	unknown: { parameter_group_name: true },
	expressions: { parameter_group_name: refers("aws_db_parameter_group.ours.name", "aws_db_parameter_group.ours") },
};

test.each([
	["require_secure_transport", "1", true],
	["require_secure_transport", "ON", true],
	["require_secure_transport", "0", false],
	["max_connections", "100", false],
])("parameter %s = %s", (name, value, required) => {
	const group = { values: { name: "ours", family: "mysql8.0", parameter: [{ name, value }] } };
	expect(facet("aws_db_instance", grouped, { "aws_db_parameter_group.ours": group })).toMatchObject({
		required,
		setting: "require_secure_transport",
		path: ["parameter_group_name"],
	});
});

test("a parameter value that is not known leaves it open", () => {
	const group: Entry = {
		values: { name: "ours", family: "mysql8.0", parameter: [{ name: "require_secure_transport" }] },
		unknown: { parameter: [{ value: true }] },
		expressions: { parameter: [{ value: refers("local.value") }] },
	};
	expect(facet("aws_db_instance", grouped, { "aws_db_parameter_group.ours": group })).toBe("unknown");
});

test("other resources have no such facet", () => {
	expect(facet("aws_vpc", {})).toBeUndefined();
});

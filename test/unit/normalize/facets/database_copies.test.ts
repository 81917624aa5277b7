import { expect, test } from "vitest";
import { databaseCopies } from "../../../../src/normalize/facets/database_copies.ts";
import { type Entry, planOf, refers } from "./plan-builder.ts";

const member: Entry = {
	unknown: { cluster_identifier: true },
	expressions: { cluster_identifier: refers("aws_rds_cluster.main.id", "aws_rds_cluster.main") },
};

function cluster(values: NonNullable<Entry["values"]>, instances: number, complete = false) {
	const entries: Record<string, Entry> = { "aws_rds_cluster.main": { values, unknown: { id: true } } };
	for (let index = 0; index < instances; index++) entries[`aws_rds_cluster_instance.i${index}`] = member;
	return planOf(entries, { complete }).facet(databaseCopies, "aws_rds_cluster.main");
}

test("an instance has a standby when it says so", () => {
	const instance = (entry: Entry) =>
		planOf({ "aws_db_instance.main": entry }).facet(databaseCopies, "aws_db_instance.main");
	expect(instance({})).toMatchObject({ value: { standby: false, path: ["multi_az"] } });
	expect(instance({ values: { multi_az: true } })).toMatchObject({ value: { standby: true } });
	expect(instance({ unknown: { multi_az: true }, expressions: { multi_az: refers("local.x") } })).toHaveProperty(
		"unknown",
	);
});

test("a cluster needs two instances", () => {
	expect(cluster({ engine: "aurora-mysql" }, 2)).toMatchObject({ value: { standby: true, instances: 2 } });
	expect(cluster({ engine: "aurora-mysql" }, 1)).toMatchObject({ value: { standby: false, instances: 1 } });
});

test("a cluster without instances is open unless the plan is everything", () => {
	expect(cluster({ engine: "aurora-mysql" }, 0)).toHaveProperty("unknown");
	expect(cluster({ engine: "aurora-mysql" }, 0, true)).toMatchObject({ value: { standby: false } });
});

test("some clusters bring their own", () => {
	expect(cluster({ engine: "mysql", db_cluster_instance_class: "db.r6gd.large" }, 0)).toMatchObject({
		value: { standby: true },
	});
	expect(cluster({ engine: "aurora-mysql", engine_mode: "serverless" }, 0)).toMatchObject({ value: { standby: true } });
});

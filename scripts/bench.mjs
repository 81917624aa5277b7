// Prints cold start, throughput and peak memory: `npm run bench`. Measures whole processes; a figure is the median of the runs.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const cli = join(root, "dist/cli.js");
const work = mkdtempSync(join(tmpdir(), "assay-bench-"));

/** Runs node with the arguments; wall time in ms and peak resident memory in MB (Linux only). */
function run(args) {
	return new Promise((resolve, reject) => {
		const start = process.hrtime.bigint();
		const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"], cwd: root });
		let peak = 0;
		const poll = setInterval(() => {
			try {
				const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1];
				peak = Math.max(peak, Number(kilobytes ?? 0) / 1024);
			} catch {}
		}, 10);
		child.on("exit", (code) => {
			clearInterval(poll);
			if (code > 1 || code === null) return reject(new Error(`node ${args.join(" ")}: exit code ${code}`));
			resolve({ ms: Number(process.hrtime.bigint() - start) / 1e6, peak });
		});
	});
}

async function median(args, runs) {
	const results = [];
	for (let count = 0; count < runs; count++) results.push(await run(args));
	const middle = (key) =>
		results.map((result) => result[key]).sort((left, right) => left - right)[Math.floor(runs / 2)];
	return { ms: middle("ms"), peak: Math.max(...results.map(({ peak }) => peak)) };
}

const scan = (...targets) => [
	cli,
	"scan",
	...targets,
	"--format",
	`json=${join(work, "report.json")}`,
	"--fail-on",
	"never",
	"--no-fail-on-incomplete",
	"--quiet",
];
const row = (name, value) => console.log(`${name.padEnd(44)} ${value}`);
const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;

function deployment(index) {
	return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app-${index}
  namespace: team-${index % 50}
  labels: {app: app-${index}}
spec:
  replicas: ${(index % 3) + 1}
  selector: {matchLabels: {app: app-${index}}}
  template:
    metadata:
      labels: {app: app-${index}}
    spec:
      containers:
        - name: main
          image: registry.example.com/app-${index}:v${index}
          ports: [{containerPort: 8080}]
          env:
            - {name: LOG_LEVEL, value: info}
          resources:
            requests: {cpu: 100m, memory: 128Mi}
            limits: {memory: 256Mi}
          readinessProbe: {httpGet: {path: /ready, port: 8080}}
`;
}

/** A plan in the form terraform show -json prints, of buckets with satellites, databases, queues, security groups and roles. */
function plan(count) {
	const makers = [
		(name) => ["aws_s3_bucket", { bucket: name, tags_all: { team: "a" } }, {}],
		(name) => [
			"aws_s3_bucket_public_access_block",
			{
				bucket: name,
				block_public_acls: true,
				block_public_policy: true,
				ignore_public_acls: true,
				restrict_public_buckets: true,
			},
			{},
		],
		(name) => [
			"aws_db_instance",
			{
				identifier: name,
				engine: "postgres",
				storage_encrypted: true,
				multi_az: true,
				backup_retention_period: 7,
				publicly_accessible: false,
			},
			{ arn: true, kms_key_id: true },
		],
		(name) => ["aws_sqs_queue", { name, kms_master_key_id: "alias/queue" }, { arn: true, policy: true }],
		(name) => [
			"aws_security_group",
			{ name, ingress: [{ cidr_blocks: ["10.0.0.0/8"], from_port: 443, to_port: 443, protocol: "tcp" }], egress: [] },
			{ arn: true },
		],
		(name) => [
			"aws_iam_policy",
			{
				name,
				policy: JSON.stringify({
					Version: "2012-10-17",
					Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${name}/*` }],
				}),
			},
			{ arn: true },
		],
		(name) => ["aws_cloudwatch_log_group", { name: `/app/${name}`, retention_in_days: 365 }, { arn: true }],
		(name) => ["aws_dynamodb_table", { name, point_in_time_recovery: [{ enabled: true }] }, { arn: true }],
	];
	const changes = [];
	const configured = [];
	for (let index = 0; index < count; index++) {
		const [type, after, unknown] = makers[index % makers.length](`x-${index - (index % makers.length)}`);
		const name = `r${index}`;
		changes.push({
			address: `${type}.${name}`,
			mode: "managed",
			type,
			name,
			provider_name: "registry.terraform.io/hashicorp/aws",
			change: {
				actions: ["create"],
				before: null,
				after,
				after_unknown: { id: true, ...unknown },
				before_sensitive: false,
				after_sensitive: {},
			},
		});
		configured.push({
			address: `${type}.${name}`,
			mode: "managed",
			type,
			name,
			provider_config_key: "aws",
			schema_version: 0,
			expressions: Object.fromEntries(Object.entries(after).map(([key, value]) => [key, { constant_value: value }])),
		});
	}
	return {
		format_version: "1.2",
		terraform_version: "1.11.4",
		planned_values: { root_module: {} },
		resource_changes: changes,
		configuration: { root_module: { resources: configured } },
	};
}

writeFileSync(join(work, "one.yaml"), deployment(1));
mkdirSync(join(work, "manifests"));
for (let index = 0; index < 5000; index++) writeFileSync(join(work, "manifests", `${index}.yaml`), deployment(index));
writeFileSync(join(work, "plan.json"), JSON.stringify(plan(10_000)));

try {
	const bare = await median(["-e", "0"], 9);
	const cold = await median(scan(join(work, "one.yaml")), 9);
	row("node -e 0", `${bare.ms.toFixed(0)} ms`);
	row(
		"cold start, one Deployment",
		`${cold.ms.toFixed(0)} ms (${(cold.ms / bare.ms).toFixed(1)} x node -e 0), ${cold.peak.toFixed(0)} MB`,
	);
	for (const system of ["ai-gateway", "claude-aws", "claude-gcp", "claude-edge"]) {
		const result = await median(scan(join(root, "fixtures/systems", system)), 3);
		row(`fixtures/systems/${system}`, `${seconds(result.ms)}, ${result.peak.toFixed(0)} MB`);
	}
	const folder = await median(scan(join(work, "manifests")), 1);
	row(
		"folder of 5,000 documents",
		`${seconds(folder.ms)}, ${(5000 / (folder.ms / 1000)).toFixed(0)} documents/s, ${folder.peak.toFixed(0)} MB`,
	);
	const large = await median(scan(join(work, "plan.json")), 1);
	row(
		"plan of 10,000 resources",
		`${seconds(large.ms)}, ${(10_000 / (large.ms / 1000)).toFixed(0)} resources/s, ${large.peak.toFixed(0)} MB`,
	);
} finally {
	rmSync(work, { recursive: true, force: true });
}

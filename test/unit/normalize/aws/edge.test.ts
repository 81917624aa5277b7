import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../../../src/model/json.ts";
import { AwsNormalizer, converterOf } from "../../../../src/normalize/aws/normalize.ts";
import { computeConverters } from "../../../../src/normalize/aws/services/compute.ts";
import { edgeConverters } from "../../../../src/normalize/aws/services/edge.ts";
import { networkConverters } from "../../../../src/normalize/aws/services/network.ts";
import { apiItem } from "./item.ts";

const convert = (item: ReturnType<typeof apiItem>) => converterOf(item.type)?.convert(item) ?? [];

const REGION = "eu-west-1";
const STAGE = `arn:aws:apigateway:${REGION}::/restapis/abc/stages/prod`;
const stage = (configuration: JsonObject) => apiItem("AWS::ApiGateway::Stage", STAGE, { arn: STAGE, configuration });
const api = (type: string) =>
	apiItem("AWS::ApiGateway::RestApi", "abc", {
		configuration: { id: "abc", endpointConfiguration: { types: [type] } },
	});

function firewallOf(kept: ReturnType<typeof apiItem>[], judged: ReturnType<typeof apiItem>) {
	const normalizer = new AwsNormalizer("123456789012", [REGION]);
	normalizer.keep(kept, []);
	return normalizer.batch(REGION, [judged]).resources[0]?.facets.web_application_firewall;
}

test("a stage names its web ACL and is as public as its API", () => {
	const acl = { webAclArn: "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/a/1" };
	expect(firewallOf([api("REGIONAL")], stage({}))).toMatchObject({ attached: false, internet_facing: true });
	expect(firewallOf([api("REGIONAL")], stage(acl))).toMatchObject({ attached: true, internet_facing: true });
	expect(firewallOf([api("PRIVATE")], stage({}))).toMatchObject({ attached: false, internet_facing: false });
});

test("the APIs of a region that could not be read leave open how public a stage is", () => {
	const normalizer = new AwsNormalizer("123456789012", [REGION]);
	const gap = { types: ["AWS::ApiGateway::RestApi"], account: "123456789012", region: REGION, reason: "denied" };
	normalizer.keep([], [gap]);
	const [made] = normalizer.batch(REGION, [stage({})]).resources;
	expect(made?.unknown.map(({ path }) => path.join("."))).toContain("facets.web_application_firewall");
});

test("a listener finds its load balancer by its own ARN where nothing names it", () => {
	const arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2";
	const [made] = convert(apiItem("AWS::ElasticLoadBalancingV2::Listener", arn, { arn }));
	expect(made?.values.load_balancer_arn).toBe(
		"arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/50dc6c495c0c9188",
	);
});

test("a distribution that does not tell how it behaves is not known to be sound", () => {
	const [made] = convert(apiItem("AWS::CloudFront::Distribution", "E1", { configuration: { Id: "E1" } }));
	expect(made?.unknown?.map(({ path }) => path[0])).toEqual(["default_cache_behavior", "viewer_certificate", "origin"]);
});

const JUNK: Json[] = [
	null,
	true,
	7,
	"",
	"[1,",
	'{"a":1}',
	[],
	[null, 3, "x", [], {}],
	{},
	{ Items: [null], Statement: {} },
];
const NAMES = [
	"AliasTarget BlockDeviceMappings CacheBehaviors ContainerDefinitions CreateVolumePermissions DefaultActions",
	"DefaultCacheBehavior DefaultVersion DistributionConfig EncryptionConfig EncryptionConfiguration EndpointConfiguration",
	"Entries Environment HealthCheckConfig ImageScanningConfiguration IpPermissions IpPermissionsEgress Logging",
	"MetadataOptions NetworkConfiguration NetworkInterfaces Origins OwnerId Policy PolicyDocument RepositoryPolicy",
	"ResourceRecords ResourcesVpcConfig State ViewerCertificate repositoryFilters rules",
]
	.join(" ")
	.split(" ");

const all = [...networkConverters, ...computeConverters, ...edgeConverters];

test.each(all.map((converter) => [converter.type, converter] as const))(
	"%s takes any shape of an answer",
	(type, converter) => {
		for (const junk of JUNK) {
			const parts = Object.fromEntries(NAMES.map((name) => [name, junk]));
			const nested = Object.fromEntries(NAMES.map((name) => [name, [parts]]));
			const wrapped = Object.fromEntries(NAMES.map((name) => [name, parts]));
			for (const shape of [parts, nested, wrapped]) {
				const made = converter.convert(apiItem(type, "x", { configuration: shape, supplementary: shape }));
				for (const resource of made) expect(converter.yields).toContain(resource.type);
			}
		}
	},
);

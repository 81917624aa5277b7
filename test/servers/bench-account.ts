import { startConfigServer, type WireItem } from "./aws-config-server.ts";
import { MADE_TYPES, madeItems, sampleItems, workingRecorder } from "./config-items.ts";

// A process of its own that serves a large account: `bench-account <items>`. Tells its parent the environment to use.

const ACCOUNT = "123456789012";
const REGIONS = ["eu-central-1", "eu-west-1", "us-east-1"];

/** How many of a hundred items are of a type; the rest is shared by the other types. */
const SHARES: Record<string, number> = {
	"AWS::EC2::Volume": 25,
	"AWS::EC2::Instance": 20,
	"AWS::EC2::SecurityGroup": 8,
	"AWS::EC2::Subnet": 4,
	"AWS::S3::Bucket": 6,
};

const total = Number(process.argv[2] ?? 50_000);
const items: WireItem[] = sampleItems(ACCOUNT, "us-east-1");
const rest = MADE_TYPES.filter((type) => SHARES[type] === undefined);
const left = 100 - Object.values(SHARES).reduce((sum, share) => sum + share, 0);
for (const type of MADE_TYPES) {
	const share = SHARES[type] ?? left / rest.length;
	for (const region of REGIONS) {
		const count = Math.ceil((total * share) / 100 / REGIONS.length);
		// Buckets have names that are unique in the world.
		const made = madeItems(type, count, ACCOUNT, region);
		for (const item of made) items.push(type === "AWS::S3::Bucket" ? inRegion(item, region) : item);
	}
}

function inRegion(item: WireItem, region: string): WireItem {
	return JSON.parse(JSON.stringify(item).replaceAll(item.resourceId, `${region}-${item.resourceId}`)) as WireItem;
}

const standin = await startConfigServer({
	account: ACCOUNT,
	regions: REGIONS,
	recorders: Object.fromEntries(REGIONS.map((region) => [`${ACCOUNT}/${region}`, workingRecorder()])),
	items,
});
process.send?.(standin.env);
process.on("disconnect", () => process.exit());

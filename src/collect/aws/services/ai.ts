import type { AwsCollector } from "../collector.ts";
import { bedrockCollectors } from "./bedrock.ts";
import { sagemakerCollectors } from "./sagemaker.ts";

/** Bedrock and SageMaker. */
export const aiCollectors: AwsCollector[] = [...bedrockCollectors, ...sagemakerCollectors];

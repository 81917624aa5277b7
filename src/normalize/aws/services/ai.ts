import type { AwsConverter } from "../converter.ts";
import { bedrockConverters } from "./bedrock.ts";
import { sagemakerConverters } from "./sagemaker.ts";

/** Bedrock and SageMaker. */
export const aiConverters: AwsConverter[] = [...bedrockConverters, ...sagemakerConverters];

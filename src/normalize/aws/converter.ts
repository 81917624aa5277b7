import type { AwsItem, ConvertedResource } from "../../model/aws.ts";

/** Makes resources in the Terraform provider's shape from the items of one AWS type. */
export interface AwsConverter {
	/** `AWS::S3::Bucket`. */
	type: string;
	/** Every Terraform type it can make, the main one first. Where items of its type cannot be read, none of these is known. */
	yields: string[];
	/**
	 * True when no other resource's facets look these up, so that they can be judged batch by batch and forgotten. Items of
	 * other types are kept while their account is scanned.
	 */
	streamed: boolean;
	/**
	 * Whether AWS Config's item holds all that is needed; if not, only the service's own API is asked. `partly`: it leaves
	 * open some of it, which the converter marks unknown, so that it is used only where nothing but Config may be asked.
	 */
	fromConfig: boolean | "partly";
	/** Must not throw on odd input; what it cannot make sense of it leaves out. Empty for what is not the customer's to configure. */
	convert(item: AwsItem): ConvertedResource[];
}

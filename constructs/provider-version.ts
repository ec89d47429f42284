import type { TerraformResource } from "cdktf";

/** Returns the version of the provider that the bindings of a resource were generated from, like `5.100.0`. */
export const providerVersionOf = ({ terraformGeneratorMetadata }: TerraformResource): string =>
  terraformGeneratorMetadata?.providerVersion ?? "";

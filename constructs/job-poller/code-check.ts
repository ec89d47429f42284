import type { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { TerraformStack } from "cdktf";

/**
 * Adds a `check` block that warns in the next plan when the deployed code was changed outside Terraform. Terraform
 * itself compares only the last applied hash with the new one. A postcondition would block the plan that repairs the
 * function.
 *
 * The check also fails until new code is applied. Its name is the function's, so a plan reader can match the two.
 */
export function addCodeCheck(lambda: LambdaFunction): void {
  const name = lambda.friendlyUniqueId;
  const address = `${lambda.terraformResourceType}.${name}`;
  // cdktf 0.21 has no construct for check blocks with an assertion on managed resources.
  TerraformStack.of(lambda).addOverride(`check.${name}.assert`, {
    condition: `\${${address}.code_sha256 == ${address}.source_code_hash}`,
    error_message: `${lambda.functionNameInput ?? name} does not run the code that Terraform deployed; redeploy it with: terraform apply -replace=${address}`,
  });
}

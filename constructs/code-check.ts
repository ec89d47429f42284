import type { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { TerraformStack } from "cdktf";

/**
 * Makes code that was deployed by hand show up in the next plan: Terraform itself compares the hash that it deployed last
 * with the one to deploy, and never looks at what runs. A `check` warns; a postcondition would stop the repair.
 *
 * Until new code is applied, the check fails too. It has the name of the function, so that whoever reads a plan can tell
 * the two apart.
 */
export function addCodeCheck(lambda: LambdaFunction): void {
  const name = lambda.friendlyUniqueId;
  const address = `${lambda.terraformResourceType}.${name}`;
  // cdktf 0.21 has no construct for check blocks with an assertion on managed resources.
  TerraformStack.of(lambda).addOverride(`check.${name}.assert`, {
    condition: `\${${address}.code_sha256 == ${address}.source_code_hash}`,
    error_message: `${lambda.functionNameInput ?? name} does not run the code that was deployed from here; deploy it again with: terraform apply -replace=${address}`,
  });
}

import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { Testing } from "cdktf";
import { z } from "zod";
import { addCodeCheck } from "../../../constructs/job-poller/code-check";

const schema = z.object({
  check: z.record(z.string(), z.object({ assert: z.object({ condition: z.string(), error_message: z.string() }) })),
});

describe("addCodeCheck", () => {
  it("compares the deployed code hash with the applied one, in a check named after the function", () => {
    const { check } = schema.parse(
      JSON.parse(
        Testing.synthScope((scope) => {
          addCodeCheck(
            new LambdaFunction(scope, "submit-job", { functionName: "poller-dev-submit-job", role: "role" }),
          );
        }),
      ),
    );

    expect(check).toEqual({
      "submit-job": {
        assert: {
          condition: "${aws_lambda_function.submit-job.code_sha256 == aws_lambda_function.submit-job.source_code_hash}",
          error_message:
            "poller-dev-submit-job does not run the code that Terraform deployed; redeploy it with: terraform apply -replace=aws_lambda_function.submit-job",
        },
      },
    });
  });
});

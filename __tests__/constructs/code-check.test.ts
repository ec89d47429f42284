import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { Testing } from "cdktf";
import { z } from "zod";
import { addCodeCheck } from "../../constructs/code-check";

const schema = z.object({
  check: z.record(z.string(), z.object({ assert: z.object({ condition: z.string(), error_message: z.string() }) })),
});

describe("addCodeCheck", () => {
  it("compares the code that runs with the code that was deployed, under the function's own name", () => {
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
            "poller-dev-submit-job does not run the code that was deployed from here; deploy it again with: terraform apply -replace=aws_lambda_function.submit-job",
        },
      },
    });
  });
});

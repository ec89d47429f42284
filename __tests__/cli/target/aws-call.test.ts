import { S3Client } from "@aws-sdk/client-s3";
import { signCall } from "../../../cli/target/aws-call";

describe("signCall", () => {
  // Vectors post-vanilla and post-x-www-form-urlencoded of the Signature Version 4 test suite.
  it.each([
    ["without a body", {}, "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"],
    [
      "with a form",
      { "content-type": "application/x-www-form-urlencoded" },
      "Param1=value1",
      "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
    ],
  ])("signs the request of the AWS test suite %s", async (_what, headers, body, signature) => {
    const call = { url: "https://example.amazonaws.com", service: "service", region: "us-east-1", headers, body };
    const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };

    const { config } = new S3Client({ region: "us-east-1", credentials });

    const signed = await signCall(call, config, new Date("2015-08-30T12:36:00Z"));

    expect(signed["authorization"]).toContain(`Signature=${signature}`);
  });
});

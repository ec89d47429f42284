import { explainTerraformError } from "reviewed-terraform";
import { AWS_FAILURES } from "../../../cli/terraform/aws-failures";
import { placeOf } from "../../../cli/terraform/terraform-place";
import { BOOTSTRAP, ROWS } from "./aws-errors";

const place = (part: string) => placeOf({ name: `${part}-dev`, environment: "dev", part });

describe("errors of AWS", () => {
  it.each(ROWS)("explains %s", (_, text, start, advice) => {
    const explanation = explainTerraformError(text, place("batch"));

    expect(explanation).toMatch(start);
    expect(explanation).toContain(advice);
    expect(explanation).not.toContain("\n");
  });

  it("has a test for each row of the table", () => {
    const texts = ROWS.map(([, text]) => text.replaceAll(/\s+/g, " "));

    expect(AWS_FAILURES.filter(({ pattern }) => !texts.some((text) => pattern.test(text)))).toEqual([]);
  });

  it("explains each error of a run, and shows the unknown ones", () => {
    const texts = ROWS.filter(([name]) => /^(VpcLimitExceeded|role|OIDC)/.test(name)).map(([, text]) => text);
    const unknown = "Error: creating SQS Queue (x): api error Odd: something new";

    const lines = explainTerraformError([...texts, unknown, ...texts].join("\n\n"), place("batch"))?.split("\n");

    expect(lines).toHaveLength(4);
    expect(lines).toContain(unknown);
  });

  it("does not advise to import into the state of a bootstrap, which may still be local", () => {
    const [, text = ""] = ROWS.find(([name]) => name.startsWith("role")) ?? [];

    expect(explainTerraformError(text, place("state-backend"))).toBe(
      `aws_iam_role.a (job-dev) already exists, but is not in the state of state-backend-dev; if another team created it, set another POLLER_NAME; if an earlier bootstrap created it, delete it and run bootstrap again: ${BOOTSTRAP}`,
    );
  });

  it.each([
    "Error: deleting EventBridge Rule: Rule can't be deleted since it has targets",
    "Error: creating S3 Bucket: BucketAlreadyExists",
    "Error: creating S3 Bucket: BucketAlreadyOwnedByYou",
  ])("explains an error without a name: %s", (text) => {
    expect(explainTerraformError(text, place("batch"))).toMatch(/--rule NAME |the bucket of the states /);
  });

  it("leaves unknown errors to the caller", () => {
    expect(explainTerraformError("Error: creating SQS Queue (x): api error Odd: new", place("batch"))).toBeUndefined();
  });
});

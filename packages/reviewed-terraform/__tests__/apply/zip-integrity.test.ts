import { createHash } from "node:crypto";
import { parsePlan } from "../../src/terraform/terraform-plan";
import {
  checkDeployedCode,
  checkZips,
  findPlannedFunctions,
  type PlannedFunction,
} from "../../src/apply/zip-integrity";
import { givenPlan, readPlanText } from "../report/given-plan";

const ZIP = Buffer.from("code");
const HASH = createHash("sha256").update(ZIP).digest("base64");
const SUBMIT: PlannedFunction = { address: "aws_lambda_function.submit", filename: "submit.zip", sourceCodeHash: HASH };

const functionsOf = (plan: unknown) => findPlannedFunctions(parsePlan(JSON.stringify(plan), "the plan"));

describe("findPlannedFunctions", () => {
  it("finds all functions of a recorded plan, including unchanged ones", () => {
    expect(findPlannedFunctions(parsePlan(readPlanText("code"), "the plan"))).toEqual([
      {
        address: "aws_lambda_function.check-job_4542221B",
        filename: "job-status-poller-dev-check-job.zip",
        sourceCodeHash: "ll3pRw82hvKt6aS8X5QoYylGvoSZmuPrVMZsRnY/+8E=",
      },
      {
        address: "aws_lambda_function.submit-job_217AF778",
        filename: "job-status-poller-dev-submit-job.zip",
        sourceCodeHash: "Lkh0US4UsZJSdEXFA5uD62yF9tTF4mXOdOHXhgGpv9U=",
      },
    ]);
  });

  it("finds a layer version with a local zip, and ignores one from a bucket", () => {
    const layer = (after: object) => givenPlan({ type: "aws_lambda_layer_version", actions: ["create"], after });

    expect(functionsOf(layer({ filename: "layer.zip", source_code_hash: HASH }))).toEqual([
      { address: "aws_lambda_layer_version.it", filename: "layer.zip", sourceCodeHash: HASH },
    ]);
    expect(functionsOf(layer({ filename: null, s3_bucket: "layers", s3_key: "layer.zip" }))).toEqual([]);
    expect(() => functionsOf(layer({ filename: "layer.zip" }))).toThrow(
      "filename and source_code_hash of aws_lambda_layer_version.it are unknown in the plan",
    );
  });

  it("rejects a layer version with an unknown path", () => {
    const plan = givenPlan({
      type: "aws_lambda_layer_version",
      actions: ["create"],
      after: {},
      after_unknown: { filename: true, source_code_hash: true },
    });

    expect(() => functionsOf(plan)).toThrow("are unknown in the plan");
  });

  it.each([
    ["aws_s3_object", "source"],
    ["aws_s3_bucket_object", "source"],
    ["aws_synthetics_canary", "zip_file"],
    ["aws_gamelift_script", "zip_file"],
    ["aws_connect_contact_flow", "filename"],
    ["aws_rds_custom_db_engine_version", "filename"],
  ])("rejects a local file of another type: %s", (type, argument) => {
    const plan = givenPlan({ type, actions: ["create"], after: { [argument]: "a.zip" } });

    expect(() => functionsOf(plan)).toThrow(
      `${argument} of ${type}.it is a local file that cannot be verified; only functions and layers can upload files`,
    );
  });

  it("accepts a source that is not a file", () => {
    const plan = givenPlan({ type: "aws_pipes_pipe", actions: ["create"], after: { source: "arn:aws:sqs:x" } });

    expect(functionsOf(plan)).toEqual([]);
  });

  it("ignores a deleted function", () => {
    const plan = givenPlan({ type: "aws_lambda_function", actions: ["delete"], before: { filename: "a.zip" } });

    expect(functionsOf(plan)).toEqual([]);
  });

  it("rejects a function with unknown code", () => {
    const plan = givenPlan({
      type: "aws_lambda_function",
      actions: ["create"],
      after: { filename: "a.zip" },
      after_unknown: { source_code_hash: true },
    });

    expect(() => functionsOf(plan)).toThrow(
      "filename and source_code_hash of aws_lambda_function.it are unknown in the plan, so its code cannot be verified",
    );
  });
});

describe("checkZips", () => {
  it("accepts the planned zip", () => {
    expect(checkZips([SUBMIT], () => ZIP)).toEqual([]);
  });

  it("reports a missing zip and one with other content", () => {
    const other = Buffer.from("evil");
    const zips = new Map([["submit.zip", other]]);

    expect(checkZips([SUBMIT, { ...SUBMIT, filename: "b.zip" }], (filename) => zips.get(filename))).toEqual([
      `SHA-256 of submit.zip of aws_lambda_function.submit must be ${HASH} as planned, got ${createHash("sha256").update(other).digest("base64")}; nothing was applied; find out what changed the file and plan again`,
      "b.zip of aws_lambda_function.submit does not exist; plan again to create it",
    ]);
  });
});

describe("checkDeployedCode", () => {
  const planAfter = (values: Readonly<Record<string, unknown>>, address = SUBMIT.address) => ({
    prior_state: { values: { root_module: { resources: [{ address, values }] } } },
  });

  it("accepts the planned code", () => {
    expect(checkDeployedCode([SUBMIT], planAfter({ code_sha256: HASH }))).toEqual([]);
  });

  it.each([
    [{ code_sha256: "other" }, "as planned, got other;"],
    [{}, "as planned, got (unknown);"],
  ])("reports a function with the deployed values %j", (values, message) => {
    expect(checkDeployedCode([SUBMIT], planAfter(values))).toEqual([expect.stringContaining(message)]);
  });

  it.each([planAfter({}, "aws_lambda_function.other"), { prior_state: {} }, {}])(
    "reports a function that is missing in the state %#",
    (plan) => {
      expect(checkDeployedCode([SUBMIT], plan)).toEqual([
        "aws_lambda_function.submit is not in the state after the apply; apply again",
      ]);
    },
  );
});

import { createHash } from "node:crypto";
import { parsePlan } from "../../delivery/terraform-plan";
import { checkDeployedCode, checkZips, findPlannedFunctions, type PlannedFunction } from "../../delivery/zip-integrity";
import { givenPlan, readPlanText } from "./given-plan";

const ZIP = Buffer.from("code");
const HASH = createHash("sha256").update(ZIP).digest("base64");
const SUBMIT: PlannedFunction = { address: "aws_lambda_function.submit", filename: "submit.zip", sourceCodeHash: HASH };

const functionsOf = (plan: unknown) => findPlannedFunctions(parsePlan(JSON.stringify(plan), "the plan"));

describe("findPlannedFunctions", () => {
  it("finds all functions of a real plan, changed or not", () => {
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

  it("leaves out a function that is deleted", () => {
    const plan = givenPlan({ type: "aws_lambda_function", actions: ["delete"], before: { filename: "a.zip" } });

    expect(functionsOf(plan)).toEqual([]);
  });

  it("refuses a function whose code is known only later", () => {
    const plan = givenPlan({
      type: "aws_lambda_function",
      actions: ["create"],
      after: { filename: "a.zip" },
      after_unknown: { source_code_hash: true },
    });

    expect(() => functionsOf(plan)).toThrow(
      "the plan does not know filename and source_code_hash of aws_lambda_function.it, so its code cannot be checked",
    );
  });
});

describe("checkZips", () => {
  it("is content with the zip that was planned", () => {
    expect(checkZips([SUBMIT], () => ZIP)).toEqual([]);
  });

  it("names a zip that is not there, and one that holds something else", () => {
    const other = Buffer.from("evil");
    const zips = new Map([["submit.zip", other]]);

    expect(checkZips([SUBMIT, { ...SUBMIT, filename: "b.zip" }], (filename) => zips.get(filename))).toEqual([
      `submit.zip of aws_lambda_function.submit has the SHA-256 ${createHash("sha256").update(other).digest("base64")}, but ${HASH} was planned, so nothing was applied; plan again, and find out who changed the file`,
      "b.zip of aws_lambda_function.submit does not exist; plan again, which writes it",
    ]);
  });
});

describe("checkDeployedCode", () => {
  const planAfter = (values: Readonly<Record<string, unknown>>, address = SUBMIT.address) => ({
    prior_state: { values: { root_module: { resources: [{ address, values }] } } },
  });

  it("is content when AWS runs what was planned", () => {
    expect(checkDeployedCode([SUBMIT], planAfter({ code_sha256: HASH }))).toEqual([]);
  });

  it.each([
    [{ code_sha256: "other" }, "runs code with the SHA-256 other, but"],
    [{}, "runs code with the SHA-256 (unknown), but"],
  ])("names a function of which AWS says %j", (values, message) => {
    expect(checkDeployedCode([SUBMIT], planAfter(values))).toEqual([expect.stringContaining(message)]);
  });

  it.each([planAfter({}, "aws_lambda_function.other"), { prior_state: {} }, {}])(
    "names a function that is not in the state %#",
    (plan) => {
      expect(checkDeployedCode([SUBMIT], plan)).toEqual([
        "aws_lambda_function.submit is not in the state after the apply; apply again",
      ]);
    },
  );
});

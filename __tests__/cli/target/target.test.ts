import { findLocalEndpoints, openTarget } from "../../../cli/target/open-target";
import { explainAwsError } from "../../../cli/target/explain-aws-error";
import { givenContext } from "../memory-context";
import { composeExecutionArn, findExecutionParts, parseStateMachineArn } from "../../../cli/target/step-functions-arn";

const STATE_MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:poller-dev";
const EXECUTION = "arn:aws:states:eu-west-1:123456789012:execution:poller-dev:nightly-1";

describe("ARNs of Step Functions", () => {
  it("gives region and name of a state machine", () => {
    expect(parseStateMachineArn(STATE_MACHINE)).toEqual({ region: "eu-west-1", name: "poller-dev" });
  });

  it("refuses what is no ARN of a state machine, and shows it", () => {
    expect(() => parseStateMachineArn(EXECUTION)).toThrow(`got "${EXECUTION}"`);
  });

  it("finds the state machine of an execution", () => {
    expect(findExecutionParts(EXECUTION)).toEqual({
      region: "eu-west-1",
      name: "nightly-1",
      stateMachineArn: STATE_MACHINE,
    });
  });

  it("refuses an ARN of anything but an execution", () => {
    expect(() => findExecutionParts(STATE_MACHINE)).toThrow(`got "${STATE_MACHINE}"`);
  });

  it.each(["nightly-1", EXECUTION])("composes the ARN from %s", (execution) => {
    expect(composeExecutionArn(execution, STATE_MACHINE)).toBe(EXECUTION);
  });

  it("refuses a name that no execution can have", () => {
    expect(() => composeExecutionArn("a b", STATE_MACHINE)).toThrow('got " " in "a b"');
  });
});

describe("findLocalEndpoints", () => {
  const given = { AWS_ENDPOINT_URL_SFN: "http://127.0.0.1:1", AWS_ENDPOINT_URL_BATCH: "http://localhost:2" };

  it("uses the Batch endpoint for logs by default", () => {
    expect(findLocalEndpoints(given).logsUrl).toBe("http://localhost:2");
  });

  it("uses the given logs endpoint", () => {
    expect(findLocalEndpoints({ ...given, AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: "http://127.0.0.1:3" }).logsUrl).toBe(
      "http://127.0.0.1:3",
    );
  });

  it.each(["AWS_ENDPOINT_URL_SFN", "AWS_ENDPOINT_URL_BATCH"])(
    "names the missing variable %s, and the command to run",
    (variable) => {
      expect(() => findLocalEndpoints({ ...given, [variable]: undefined })).toThrow(
        `--local requires ${variable}; run "poller local"`,
      );
    },
  );

  it.each(["https://states.us-east-1.amazonaws.com", "nonsense"])("refuses %s, which is not on this machine", (url) => {
    expect(() => findLocalEndpoints({ ...given, AWS_ENDPOINT_URL_SFN: url })).toThrow(`got ${url}`);
  });
});

describe("openTarget", () => {
  it("refuses to guess", async () => {
    await expect(openTarget({}, givenContext())).rejects.toThrow("no target: give --state-machine-arn ARN, or --local");
  });

  it("thinks of the endpoints whose exports were taken over", async () => {
    const context = givenContext({ environment: { AWS_ENDPOINT_URL_SFN: "http://127.0.0.1:8083" } });

    await expect(openTarget({}, context)).rejects.toThrow(
      "no target: add --local for AWS_ENDPOINT_URL_SFN=http://127.0.0.1:8083, or give",
    );
  });

  it("reads region and state machine from an execution ARN", async () => {
    const target = await openTarget({}, givenContext(), EXECUTION);

    expect(target.stateMachineArn).toBe(STATE_MACHINE);
    await expect(target.clients.stepFunctions.config.region()).resolves.toBe("eu-west-1");
    target.clients.close();
  });
});

describe("explainAwsError", () => {
  const given = (name: string, message: string, properties: object = {}): Error =>
    Object.assign(new Error(message), { name, ...properties });

  it.each([
    [given("CredentialsProviderError", "x"), /^no AWS credentials; set AWS_PROFILE/],
    [given("ExpiredTokenException", "x", { $metadata: {} }), /^the AWS credentials have expired/],
    [
      given("AccessDeniedException", "not authorized to perform: states:StartExecution", { $metadata: {} }),
      /^AccessDeniedException: not authorized .* \(ask for this permission/,
    ],
    [given("InvalidClientTokenId", "x", { $metadata: {} }), /AWS_REGION is not enabled in the account$/],
    [given("InvalidName", "Invalid\nName", { $metadata: {} }), /^InvalidName: Invalid Name$/],
    [given("Odd", "", { $metadata: {} }), /^Odd: no message$/],
    [
      given("Error", "connect", { code: "ECONNREFUSED", address: "127.0.0.1", port: 9 }),
      /^cannot reach the endpoint \(ECONNREFUSED: 127\.0\.0\.1:9\)/,
    ],
    [given("Error", "x", { code: "ENOTFOUND", hostname: "states.aws" }), /\(ENOTFOUND: states\.aws\)/],
    [
      given("TimeoutError", "@smithy/node-http-handler - the socket did not connect", { $metadata: {} }),
      /^cannot reach the endpoint \(TimeoutError: the socket did not connect\)/,
    ],
    [given("ETIMEDOUT", "took too long"), /\(ETIMEDOUT: took too long\)/],
  ])("explains %s in one line", (error, expected) => {
    const line = explainAwsError(error);

    expect(line).toMatch(expected);
    expect(line).not.toContain("\n");
  });

  it.each([new Error("a bug"), "text"])("leaves %s to others", (error) => {
    expect(explainAwsError(error)).toBeUndefined();
  });
});

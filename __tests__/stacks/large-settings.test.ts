import { synthEnvironment } from "../../testing/given-deployment";

const policyOf = (length: number): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${"x".repeat(length)}` }],
  });
const SECRETS = JSON.stringify({ TOKEN: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:token-a1b2c3" });

describe("settings that exceed a limit of AWS", () => {
  it("names the settings that make the permissions boundary too long, the largest first", () => {
    expect(() => synthEnvironment({ JOB_SECRETS: SECRETS, JOB_ROLE_POLICY: policyOf(6_000) })).toThrow(
      /^policy job-status-poller-dev-boundary-eu-west-1 must have at most 6144 characters, has \d{4}; JOB_ROLE_POLICY adds 6091, JOB_SECRETS adds 163; shorten lists of ARNs/,
    );
  });

  it("names lists of queues and job definitions", () => {
    const names = Array.from({ length: 19 }, (_, index) => `${"x".repeat(120)}${index}`).join(",");

    expect(() => synthEnvironment({ JOB_QUEUE_ARNS: names, JOB_DEFINITION_ARNS: names })).toThrow(
      /has \d+; JOB_DEFINITION_ARNS adds \d+, JOB_QUEUE_ARNS adds \d+; shorten/,
    );
  });

  it("names the settings that make the job definition too large", () => {
    const settings = {
      JOB_COMMAND: JSON.stringify(["x".repeat(4_000)]),
      JOB_ENVIRONMENT: JSON.stringify({ TEXT: "é".repeat(12_000) }),
    };

    expect(() => synthEnvironment(settings)).toThrow(
      /^container properties of job definition job-status-poller-dev must have at most 24576 bytes, has \d{5}; JOB_ENVIRONMENT adds 24\d{3}, JOB_COMMAND adds 4002; shorten the command/,
    );
  });

  it("passes on other errors", () => {
    expect(() => synthEnvironment({ SCHEDULE_EXPRESSION: "rate(1 hour)", SCHEDULE_INPUT: '{"jobName":7}' })).toThrow(
      /jobName/,
    );
  });
});

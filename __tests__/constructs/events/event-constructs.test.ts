import { TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { ExecutionNotification, ObjectCreatedStart, PropsError, ScheduledStart } from "../../../constructs";
import { InvalidInputError } from "../../../workflow/input/execution-input";
import { GIVEN_LOCATION, onlyOf, synthConstruct } from "../synth-construct";

const STATE_MACHINE_ARN = "arn:aws:states:eu-west-1:123456789012:stateMachine:reports";
const COMMON = { location: GIVEN_LOCATION, name: "reports-start", stateMachineArn: STATE_MACHINE_ARN };
const JOB = { jobName: "import", jobDefinition: "d", jobQueue: "q" };
const SCHEDULE = { ...COMMON, expression: "rate(1 hour)", input: JOB };
const OBJECTS = { ...COMMON, objects: { bucket: "incoming" }, input: JOB };

/** Returns the problems of the PropsError that a construct throws; empty if it throws none. */
function problemsOf(make: (scope: Construct) => void): readonly string[] {
  let problems: readonly string[] = [];
  synthConstruct((scope) => {
    try {
      make(scope);
    } catch (error) {
      if (!(error instanceof PropsError)) throw error;
      expect(error.message).toMatch(
        /^(ScheduledStart|ObjectCreatedStart|ExecutionNotification) stack\/x has invalid properties:\n/,
      );
      problems = error.problems;
    }
  });
  return problems;
}

/** Returns properties without their types, as JavaScript callers pass them. */
function untyped<Props extends object>(props: Props, changes: object): Props {
  return { ...props, ...changes };
}

describe("event constructs", () => {
  it.each([
    [{ name: "with.dot" }, 'name must be 1 to 64 letters, digits, - or _, got "with.dot"'],
    [{ name: 7 }, "name must be of type string, got 7"],
    [
      { stateMachineArn: "reports" },
      /^stateMachineArn must be an ARN like arn:aws:states:eu-west-1:123456789012:stateM/,
    ],
    [
      { stateMachineArn: STATE_MACHINE_ARN.replace("eu-west-1", "us-east-1") },
      /^stateMachineArn must be an ARN like arn:aws:states:eu-west-1:/,
    ],
    [
      { location: { ...GIVEN_LOCATION, partition: "aws-cn" } },
      /^location.region must be a region of the partition aws-cn/,
    ],
    [{ alarmTopicArn: "" }, /^alarmTopicArn must be the ARN of a topic in eu-west-1/],
  ])("rejects invalid common properties: %j", (wrong, problem) => {
    const found = [
      problemsOf((scope) => new ScheduledStart(scope, "x", untyped(SCHEDULE, wrong))),
      problemsOf((scope) => new ObjectCreatedStart(scope, "x", untyped(OBJECTS, wrong))),
      problemsOf((scope) => new ExecutionNotification(scope, "x", untyped(COMMON, wrong))),
    ];

    for (const [first] of found)
      expect(first).toEqual(typeof problem === "string" ? problem : expect.stringMatching(problem));
  });

  it.each([
    [{ expression: "hourly" }, 'expression must be rate(...) or cron(...), like rate(1 hour), got "hourly"'],
    [{ input: JSON.stringify(JOB) }, expect.stringMatching(/^input must be of type object, got "/)],
    [{ input: null }, "input must be of type object, got null"],
  ])("rejects invalid properties of a schedule: %j", (wrong, problem) => {
    expect(problemsOf((scope) => new ScheduledStart(scope, "x", untyped(SCHEDULE, wrong)))).toEqual([problem]);
  });

  it.each([
    [{ objects: undefined }, "objects must be of type object, got undefined"],
    [{ objects: { bucket: "" } }, 'objects.bucket must be the name of a bucket, got ""'],
    [{ objects: { bucket: "b", prefix: "" } }, 'objects.prefix must be omitted for any key, or not empty, got ""'],
    [{ objects: { bucket: "b", suffix: "" } }, 'objects.suffix must be omitted for any key, or not empty, got ""'],
  ])("rejects invalid object filters: %j", (wrong, problem) => {
    expect(problemsOf((scope) => new ObjectCreatedStart(scope, "x", untyped(OBJECTS, wrong)))).toEqual([problem]);
  });

  it.each([
    [{ statuses: [] }, "statuses must be omitted for all statuses, or contain at least one, got []"],
    [{ statuses: ["FAIL"] }, 'statuses.0 must be SUCCEEDED or FAILED or TIMED_OUT or ABORTED, got "FAIL"'],
    [{ topicArn: "jobs" }, expect.stringMatching(/^topicArn must be the ARN of a topic in eu-west-1/)],
    [
      { topicArn: "arn:aws:sns:eu-west-1:123456789012:jobs", kmsKeyArn: "key" },
      'kmsKeyArn must be omitted with topicArn; an existing topic has its own key, got "key"',
    ],
    [
      { stateMachineArn: `${STATE_MACHINE_ARN}:live` },
      expect.stringMatching(/^stateMachineArn must be a literal ARN without version or alias/),
    ],
    [
      { stateMachineArn: "${aws_sfn_state_machine.theirs.arn}" },
      expect.stringMatching(/^stateMachineArn must be a literal ARN without version or alias/),
    ],
  ])("rejects invalid properties of a notification: %j", (wrong, problem) => {
    expect(problemsOf((scope) => new ExecutionNotification(scope, "x", untyped(COMMON, wrong)))).toEqual([problem]);
  });

  it("accepts a bucket, a queue and a state machine of the same app", () => {
    const { resource } = synthConstruct((scope) => {
      const theirs = (id: string) => new TerraformVariable(scope, id, {}).stringValue;
      const input = { ...JOB, jobQueue: theirs("queue"), jobDefinition: theirs("definition") };
      const stateMachineArn = theirs("machine");
      new ScheduledStart(scope, "schedule", { ...SCHEDULE, stateMachineArn, input });
      new ObjectCreatedStart(scope, "objects", {
        ...OBJECTS,
        name: "reports-objects",
        stateMachineArn,
        objects: { bucket: theirs("bucket"), prefix: "raw/", suffix: ".csv" },
        input: { ...input, parameters: { key: "<key>", script: "echo ${HOME}" } },
      });
    });

    const input = '"jobName":"import","jobDefinition":"${var.definition}","jobQueue":"${var.queue}"';
    expect(onlyOf(resource, "aws_scheduler_schedule")).toMatchObject({ target: { input: `{${input}}` } });
    expect(JSON.stringify(onlyOf(resource, "aws_cloudwatch_event_rule"))).toContain("${var.bucket}");
    expect(onlyOf(resource, "aws_cloudwatch_event_target")).toMatchObject({
      arn: "${var.machine}",
      input_transformer: {
        input_template: `{${input},"parameters":{"key":<key>,"script":"echo \\u0024{HOME}"}}`,
      },
    });
  });

  it("validates an input that contains a token", () => {
    synthConstruct((scope) => {
      const input = { ...JOB, jobName: "my job", jobQueue: new TerraformVariable(scope, "queue", {}).stringValue };

      expect(() => new ScheduledStart(scope, "x", { ...SCHEDULE, input })).toThrow(InvalidInputError);
      expect(() => new ObjectCreatedStart(scope, "y", { ...OBJECTS, input })).toThrow(/^jobName must start with/);
    });
  });
});

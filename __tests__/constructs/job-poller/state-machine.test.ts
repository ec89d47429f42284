import { StateMachine } from "../../../constructs/job-poller/state-machine";
import { GIVEN_LOCATION, onlyOf, synthConstruct } from "../synth-construct";

function synthStateMachine(definition: object): ReturnType<typeof synthConstruct> {
  return synthConstruct((scope) => {
    new StateMachine(scope, "state-machine", {
      location: GIVEN_LOCATION,
      name: "poller-dev",
      definition,
      statements: [],
      logRetentionDays: 30,
    });
  });
}

describe("StateMachine", () => {
  it("logs errors with execution data and has tracing enabled", () => {
    const { resource } = synthStateMachine({ StartAt: "Done" });

    expect(onlyOf(resource, "aws_sfn_state_machine")).toMatchObject({
      type: "STANDARD",
      definition: '{"StartAt":"Done"}',
      logging_configuration: {
        level: "ERROR",
        include_execution_data: true,
        log_destination: "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/states/poller-dev:*",
      },
      tracing_configuration: { enabled: true },
    });
  });

  it("can be assumed only on behalf of the state machine", () => {
    const { resource } = synthStateMachine({ StartAt: "Done" });

    const stateMachineArn = "arn:aws:states:eu-west-1:123456789012:stateMachine:poller-dev";
    expect(onlyOf(resource, "aws_iam_role")).toHaveProperty(
      "assume_role_policy",
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "states.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: {
              StringEquals: { "aws:SourceAccount": "123456789012" },
              ArnLike: { "aws:SourceArn": [stateMachineArn, `${stateMachineArn}:*`] },
            },
          },
        ],
      }),
    );
  });

  it.each(["${aws_lambda_function.x.arn}", "%{ if true }"])(
    "rejects a definition with a Terraform expression: %s",
    (text) => {
      expect(() => synthStateMachine({ Comment: text })).toThrow(
        `the definition of poller-dev must not contain Terraform expressions, got ${text}`,
      );
    },
  );
});

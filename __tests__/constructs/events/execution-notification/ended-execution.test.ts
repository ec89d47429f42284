import {
  endedExecutionMessage,
  endedExecutionPattern,
} from "../../../../constructs/events/execution-notification/ended-execution";
import { matchesEventPattern, parseEventPattern, parseInputTransformer } from "local-aws";
import { EXECUTION_SUCCEEDED } from "../aws-events";

const STATE_MACHINE_ARN = EXECUTION_SUCCEEDED.detail.stateMachineArn;
const withStatus = (status: string) => ({ ...EXECUTION_SUCCEEDED, detail: { ...EXECUTION_SUCCEEDED.detail, status } });

describe("endedExecutionPattern", () => {
  const STATUSES = ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE"];

  it.each([
    [undefined, ["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]],
    [["FAILED", "TIMED_OUT"] as const, ["FAILED", "TIMED_OUT"]],
  ])("matches the Step Functions event with one of the statuses %j", (statuses, matching) => {
    const pattern = parseEventPattern(JSON.stringify(endedExecutionPattern(STATE_MACHINE_ARN, statuses)));

    expect(STATUSES.filter((status) => matchesEventPattern(pattern, withStatus(status)))).toEqual(matching);
  });

  it("does not match executions of another state machine", () => {
    const pattern = parseEventPattern(JSON.stringify(endedExecutionPattern(`${STATE_MACHINE_ARN}-2`)));

    expect(matchesEventPattern(pattern, EXECUTION_SUCCEEDED)).toBe(false);
  });
});

describe("endedExecutionMessage", () => {
  it("contains a summary, a console link and the whole event", () => {
    const message = parseInputTransformer(endedExecutionMessage(STATE_MACHINE_ARN))(EXECUTION_SUCCEEDED);

    expect(message).toEqual({
      summary: "Execution execution-name of state-machine-name ended: SUCCEEDED",
      consoleUrl: `https://us-east-2.console.aws.amazon.com/states/home?region=us-east-2#/v2/executions/details/${EXECUTION_SUCCEEDED.detail.executionArn}`,
      event: EXECUTION_SUCCEEDED,
    });
  });
});

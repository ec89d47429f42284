import { findExecutionConsoleUrl } from "../../../workflow/console-url";
import type { InputTransformer } from "../event-rule";

/** Final statuses of an execution. */
export const END_STATUSES = ["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"] as const;

export type EndStatus = (typeof END_STATUSES)[number];

/** Returns the EventBridge pattern for ended executions of the state machine. */
export function endedExecutionPattern(stateMachineArn: string, statuses: readonly EndStatus[] = END_STATUSES) {
  return {
    source: ["aws.states"],
    "detail-type": ["Step Functions Execution Status Change"],
    detail: { stateMachineArn: [stateMachineArn], status: statuses },
  };
}

/**
 * Returns the notification about an ended execution: a summary, a console link, and the event. The JobResult is in
 * `detail.output` or `detail.cause` of the event. Both can be missing or null. EventBridge does not document the
 * value of a variable in that case, so the message contains the whole event.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function endedExecutionMessage(stateMachineArn: string): InputTransformer {
  const executionArn = `${stateMachineArn.replace(":stateMachine:", ":execution:")}:<name>`;
  const texts = {
    summary: `Execution <name> of ${stateMachineArn.split(":").at(-1) ?? ""} ended: <status>`,
    consoleUrl: findExecutionConsoleUrl(executionArn),
  };
  return {
    inputPaths: { name: "$.detail.name", status: "$.detail.status" },
    inputTemplate: `${JSON.stringify(texts).slice(0, -1)},"event":<aws.events.event.json>}`,
  };
}

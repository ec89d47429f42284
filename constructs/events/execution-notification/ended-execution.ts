import { executionArnOf, lastArnPart } from "../../../workflow/arn";
import { findExecutionConsoleUrl } from "../../../workflow/console-url";
import { END_STATUSES, EXECUTION_EVENT } from "../../../workflow/execution-status";
import type { InputTransformer } from "../event-rule";

/** Final status of an execution. */
export type EndStatus = (typeof END_STATUSES)[number];

/** Returns the EventBridge pattern for ended executions of the state machine. */
export function endedExecutionPattern(stateMachineArn: string, statuses: readonly EndStatus[] = END_STATUSES) {
  return {
    source: [EXECUTION_EVENT.source],
    "detail-type": [EXECUTION_EVENT.detailType],
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
  const texts = {
    summary: `Execution <name> of ${lastArnPart(stateMachineArn)} ended: <status>`,
    consoleUrl: findExecutionConsoleUrl(executionArnOf(stateMachineArn, "<name>")),
  };
  return {
    inputPaths: { name: "$.detail.name", status: "$.detail.status" },
    inputTemplate: `${JSON.stringify(texts).slice(0, -1)},"event":<aws.events.event.json>}`,
  };
}

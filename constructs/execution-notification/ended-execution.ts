import { findExecutionConsoleUrl } from "../../workflow/console-url";
import type { InputTransformer } from "../event-rule";

/** How an execution can end. */
export const END_STATUSES = ["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"] as const;

export type EndStatus = (typeof END_STATUSES)[number];

/** Events of the state machine's executions that have ended. */
export function endedExecutionPattern(stateMachineArn: string, statuses: readonly EndStatus[] = END_STATUSES) {
  return {
    source: ["aws.states"],
    "detail-type": ["Step Functions Execution Status Change"],
    detail: { stateMachineArn: [stateMachineArn], status: statuses },
  };
}

/**
 * The message on an execution that has ended: a line for people, a link, and the whole event, in which the JobResult is
 * `detail.output` or `detail.cause`. Either of them may be missing or null; EventBridge does not say what it then puts in
 * place of a variable, and so the event goes as one.
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

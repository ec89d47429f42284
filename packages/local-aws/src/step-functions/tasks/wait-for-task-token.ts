import type { Clock } from "../../clock";
import { jsonText } from "../json/json";
import type { CallbackTokens } from "./callback-tokens";
import { serviceTaskEvents } from "./task-events";
import type { TaskHandler } from "./task-handler";

/** Suffix of a task resource whose task ends when its token is returned. */
export const WAIT_FOR_TASK_TOKEN = ".waitForTaskToken";

interface CallbackTask {
  /** Integration without the suffix, such as `lambda:invoke` or `aws-sdk:dynamodb:putItem`. */
  readonly integration: string;
  /** Task that sends the request. Its result is the output of TaskSubmitted. */
  readonly request: TaskHandler;
  readonly tokens: CallbackTokens;
  /** Clock for TimeoutSeconds and HeartbeatSeconds. */
  readonly clock: Clock;
  readonly region: string;
}

/**
 * Creates the `.waitForTaskToken` form of an integration: sends the request, then waits for SendTaskSuccess or
 * SendTaskFailure. A token that is returned while the request runs ends the task after the request.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token
 */
export function waitForTaskToken({ integration, request, tokens, clock, region }: CallbackTask): TaskHandler {
  const separator = integration.lastIndexOf(":");
  const service = {
    resourceType: integration.slice(0, separator),
    resource: `${integration.slice(separator + 1)}${WAIT_FOR_TASK_TOKEN}`,
  };
  return {
    name: request.name,
    timeoutClock: clock,
    makeEvents: (history) => serviceTaskEvents(history, service, region),
    issueToken: (signal) => tokens.issue(signal),
    async run(call) {
      const response = await request.run(call);
      // No event may be written after the execution has ended.
      call.signal.throwIfAborted();
      call.events.submitted(jsonText(response));
      return call.callback === undefined ? response : call.callback.wait(call.heartbeatSeconds, call.signal);
    },
  };
}

import type { Construct } from "constructs";
import { Alarm, type AlarmProps } from "../alarm";
import { composeArn } from "../aws-location";
import type { JobCleanup } from "./job-cleanup";
import type { JobPollerSettings } from "./props";

/** What goes wrong with an execution, by metric: the end of the alarm's name, and what to do about it. */
const EXECUTION_ALARMS = [
  ["ExecutionsFailed", "executions-failed", "An execution failed: its Cause is the JobResult with the reason."],
  ["ExecutionsTimedOut", "executions-timed-out", "An execution ran into its time limit; its job was terminated."],
  [
    "ExecutionThrottled",
    "executions-throttled",
    "State transitions were throttled: jobs are noticed later than asked.",
  ],
] as const;

/** What goes wrong with a Lambda, by metric. */
const FUNCTION_ALARMS = [
  ["Errors", "errors", "ended with an error, after which it is called again: see the function's log."],
  ["Throttles", "throttles", "was throttled: the account's limit of Lambdas at the same time is reached."],
] as const;

/** What keeps jobs from being terminated with their execution: metric, end of the name, and what to do about it. */
function cleanupAlarms({ endRuleName, sweepRuleName, deadLetterQueueName }: JobCleanup): CleanupAlarm[] {
  const events = { namespace: "AWS/Events", metricName: "FailedInvocations" };
  return [
    {
      ending: "terminate-job-dead-letters",
      description: "An event could not be processed, and jobs may run on: see the messages in the queue.",
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: deadLetterQueueName },
    },
    {
      ending: "execution-ended-failed-invocations",
      description: "The Lambda terminate-job could not be called for an execution that ended; the next sweep will do.",
      ...events,
      dimensions: { RuleName: endRuleName },
    },
    {
      ending: "sweep-failed-invocations",
      description: "The Lambda terminate-job could not be called for a sweep.",
      ...events,
      dimensions: { RuleName: sweepRuleName },
    },
    {
      ending: "sweep-missing",
      description: "No sweep has begun for an hour: is its EventBridge rule there and enabled?",
      namespace: "AWS/Events",
      metricName: "Invocations",
      dimensions: { RuleName: sweepRuleName },
      goesOffAt: "silence",
    },
  ];
}

type CleanupAlarm = Omit<AlarmProps, "name" | "topicArn"> & { readonly ending: string };

export interface WatchedResources {
  readonly stateMachineArn: string;
  readonly functionNames: readonly string[];
  readonly cleanup: JobCleanup;
}

/**
 * Adds the alarms of a poller.
 * @returns their ARNs, composed
 */
export function addAlarms(scope: Construct, settings: JobPollerSettings, watched: WatchedResources): string[] {
  const { location, name, alarmTopicArn } = settings;
  const add = (id: string, props: Omit<AlarmProps, "topicArn">): string => {
    new Alarm(scope, id, { ...props, ...(alarmTopicArn ? { topicArn: alarmTopicArn } : {}) });
    return composeArn(location, "cloudwatch", `alarm:${props.name}`);
  };
  return [
    ...EXECUTION_ALARMS.map(([metricName, ending, description]) =>
      add(`${ending}-alarm`, {
        name: `${name}-${ending}`,
        description,
        namespace: "AWS/States",
        metricName,
        dimensions: { StateMachineArn: watched.stateMachineArn },
      }),
    ),
    ...watched.functionNames.flatMap((functionName) =>
      FUNCTION_ALARMS.map(([metricName, ending, description]) =>
        add(`${functionName.replace(`${name}-`, "")}-${ending}-alarm`, {
          name: `${functionName}-${ending}`,
          description: `The Lambda ${functionName} ${description}`,
          namespace: "AWS/Lambda",
          metricName,
          dimensions: { FunctionName: functionName },
        }),
      ),
    ),
    ...cleanupAlarms(watched.cleanup).map(({ ending, ...props }) =>
      add(`${ending}-alarm`, { name: `${name}-${ending}`, ...props }),
    ),
  ];
}

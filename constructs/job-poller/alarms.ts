import type { Construct } from "constructs";
import { Alarm, type AlarmProps } from "../monitoring/alarm";
import type { EventWaits } from "./event-waits";
import type { JobCleanup } from "./job-cleanup";
import type { JobPollerSettings } from "./props";

/** Alarms on executions: metric, suffix of the alarm name, description. */
const EXECUTION_ALARMS = [
  ["ExecutionsFailed", "executions-failed", "An execution failed: the JobResult in its Cause has the reason."],
  ["ExecutionsTimedOut", "executions-timed-out", "An execution timed out; its job was terminated."],
  ["ExecutionThrottled", "executions-throttled", "State transitions were throttled: job results are delayed."],
] as const;

/** Alarms on Lambda functions: metric, suffix of the alarm name, description. */
const FUNCTION_ALARMS = [
  ["Errors", "errors", "failed and is retried: see the function's log."],
  ["Throttles", "throttles", "was throttled: the account's concurrency limit is reached."],
] as const;

/** Returns the alarms on the cleanup of jobs whose execution has ended. */
function cleanupAlarms({ endRuleName, sweepRuleName, deadLetterQueue }: JobCleanup): OwnAlarm[] {
  const events = { namespace: "AWS/Events", metricName: "FailedInvocations" };
  return [
    {
      ending: "terminate-job-dead-letters",
      description: "An event could not be processed; jobs may still be running: see the messages in the queue.",
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: deadLetterQueue.queueName },
    },
    {
      ending: "execution-ended-failed-invocations",
      description:
        "The Lambda function terminate-job could not be invoked for an ended execution; the next sweep covers it.",
      ...events,
      dimensions: { RuleName: endRuleName },
    },
    {
      ending: "sweep-failed-invocations",
      description: "The Lambda function terminate-job could not be invoked for a sweep.",
      ...events,
      dimensions: { RuleName: sweepRuleName },
    },
    {
      ending: "sweep-missing",
      description: "No sweep started for one hour: check that its EventBridge rule exists and is enabled.",
      namespace: "AWS/Events",
      metricName: "Invocations",
      dimensions: { RuleName: sweepRuleName },
      alarmOn: "silence",
    },
  ];
}

/** Returns the alarms on the waits that events end. Without the events, jobs are noticed at the end of the waits. */
function eventWaitAlarms({ table, ruleNames, deadLetterQueue }: EventWaits): OwnAlarm[] {
  return [
    {
      ending: "end-wait-dead-letters",
      description:
        "An event could not be processed; the execution looks at its job at the end of the wait: see the messages in the queue.",
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: deadLetterQueue.queueName },
    },
    ...ruleNames.map((ruleName) => ({
      ending: `${ruleName.split("-").slice(-2).join("-")}-failed-invocations`,
      description:
        "The Lambda function end-wait could not be invoked; executions look at their jobs at the end of the wait.",
      namespace: "AWS/Events",
      metricName: "FailedInvocations",
      dimensions: { RuleName: ruleName },
    })),
    {
      ending: "waits-throttled",
      description: "The table of waits was throttled; the executions concerned look at their jobs every few minutes.",
      namespace: "AWS/DynamoDB",
      metricName: "WriteThrottleEvents",
      dimensions: { TableName: table.tableName },
    },
  ];
}

type OwnAlarm = Omit<AlarmProps, "location" | "name" | "topicArn"> & { readonly ending: string };

export interface WatchedResources {
  /** Literal ARN, so that the alarms can be planned before the state machine exists. */
  readonly stateMachineArn: string;
  /** Names of the Lambda functions. */
  readonly functionNames: readonly string[];
  /** Rules and dead-letter queue of the cleanup. */
  readonly cleanup: JobCleanup;
  /** Rules, queue and table of the waits that events end; undefined without. */
  readonly eventWaits: EventWaits | undefined;
}

/** Adds the alarms of a poller; none if `alarms` is false. */
export function addAlarms(scope: Construct, settings: JobPollerSettings, watched: WatchedResources): Alarm[] {
  const { location, namePrefix: name, alarms } = settings;
  if (alarms === false) return [];
  const add = (id: string, props: Omit<AlarmProps, "location" | "topicArn">): Alarm =>
    new Alarm(scope, id, { ...props, location, topicArn: alarms.topicArn });
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
          description: `The Lambda function ${functionName} ${description}`,
          namespace: "AWS/Lambda",
          metricName,
          dimensions: { FunctionName: functionName },
        }),
      ),
    ),
    ...[
      ...cleanupAlarms(watched.cleanup),
      ...(watched.eventWaits === undefined ? [] : eventWaitAlarms(watched.eventWaits)),
    ].map(({ ending, ...props }) => add(`${ending}-alarm`, { name: `${name}-${ending}`, ...props })),
  ];
}

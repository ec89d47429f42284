import { problemOf, type GivenSettings } from "./rules-between-settings";
import type { SettingProblem } from "./settings-error";
import { DEFAULT_POLLER_NAME } from "./settings-schema";

/**
 * Rules for what must exist already: naming there what the environment makes itself, as whoever copies an output does,
 * would take it away.
 */
export function problemsOnOwnNames(given: GivenSettings): SettingProblem[] {
  const { POLLER_NAME: pollerName = DEFAULT_POLLER_NAME, DEPLOY_ENVIRONMENT: environment = "" } = given;
  const name = `${pollerName}-${environment}`;
  const topic = `sns:${given["AWS_REGION"] ?? ""}:${given["AWS_ACCOUNT_ID"] ?? ""}:${name}-notification`;
  const isOurs = (variable: string, end: string): boolean =>
    given[variable]?.replace(/(:job-definition\/.*):\d+$/, "$1").endsWith(`:${end}`) === true;
  const problem = (variable: string, end: string, rule: string): SettingProblem[] =>
    isOurs(variable, end) ? [problemOf(variable, given, rule)] : [];
  return [
    ...problem("JOB_QUEUE_ARN", `job-queue/${name}`, "left out for the queue that we make"),
    ...problem("JOB_DEFINITION_ARN", `job-definition/${name}`, "left out for the job definition that we make"),
    ...problem("NOTIFICATION_TOPIC", topic, "create for the topic that we make"),
    // Its policy lets nobody publish but the rule.
    ...problem("ALARM_TOPIC_ARN", topic, "another topic: the one that we make for notifications takes no alarms"),
  ];
}

import { problemOf, type GivenSettings } from "./rules-between-settings";
import type { SettingProblem } from "./settings-error";
import { DEFAULT_POLLER_NAME } from "./settings-schema";

/**
 * Rejects ARNs of resources that this environment created, for example copied from its outputs: they would be
 * deleted.
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
    ...problem("JOB_QUEUE_ARN", `job-queue/${name}`, "left out to use the environment's own job queue"),
    ...problem("JOB_DEFINITION_ARN", `job-definition/${name}`, "left out to use the environment's own job definition"),
    ...problem("NOTIFICATION_TOPIC", topic, "create to use the environment's own topic"),
    // Its policy allows only the EventBridge rule to publish.
    ...problem(
      "ALARM_TOPIC_ARN",
      topic,
      "another topic, because the environment's notification topic does not accept alarms",
    ),
  ];
}

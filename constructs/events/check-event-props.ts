import * as z from "zod";
import {
  boundaryProblems,
  checkProp,
  checkTypes,
  keyProblems,
  PropsError,
  rolePathProblems,
  topicProblems,
} from "../check-props";
import { JobPollerBase } from "../job-poller/job-poller-base";

/** Common properties of the constructs that start executions or send notifications about them. */
export interface EventProps {
  /** Poller that the construct belongs to. */
  readonly jobPoller: JobPollerBase;
  /** Name of the rule or schedule. */
  readonly name: string;
  /** SNS topic of the alarm. @default none */
  readonly alarmTopicArn?: string;
  /** KMS key of the construct's resources. @default keys that AWS owns */
  readonly kmsKeyArn?: string;
  /** Permissions boundary of the roles. @default none */
  readonly permissionsBoundaryArn?: string;
  /** Prefix of the IAM path of the roles. @default "/" */
  readonly rolePath?: string;
}

const EVENT_PROPS = {
  jobPoller: z.custom((value) => value instanceof JobPollerBase, {
    error: "a JobPoller, or the result of JobPoller.fromStateMachineArn",
  }),
  name: z.string(),
  alarmTopicArn: z.string().optional(),
  kmsKeyArn: z.string().optional(),
  permissionsBoundaryArn: z.string().optional(),
  rolePath: z.string().optional(),
};

/** Maximum length of a rule or schedule name, in characters. */
const MAX_NAME_LENGTH = 64;

/**
 * Validates the common properties and those of one construct. Values known only to Terraform are not checked.
 * @param construct - type and path of the construct, for the message
 * @param types - types of the construct's additional properties
 * @param findMore - problems of the additional properties; called after the type check
 * @throws PropsError that lists every invalid property
 */
export function checkEventProps(
  construct: string,
  props: EventProps,
  types: z.ZodRawShape,
  findMore: () => readonly string[],
): void {
  checkTypes(construct, z.object({ ...EVENT_PROPS, ...types }), props);
  const { jobPoller, name, alarmTopicArn, kmsKeyArn, permissionsBoundaryArn, rolePath } = props;
  const problems = [
    // Also the prefix of queue names, and SQS does not allow dots.
    ...checkProp(
      /^[\w-]+$/.test(name) && name.length <= MAX_NAME_LENGTH,
      "name",
      name,
      "1 to 64 letters, digits, - or _",
    ),
    ...topicProblems("alarmTopicArn", alarmTopicArn, jobPoller.location),
    ...keyProblems(kmsKeyArn, jobPoller.location),
    ...boundaryProblems(permissionsBoundaryArn, jobPoller.location),
    ...rolePathProblems(rolePath),
    ...findMore(),
  ];
  if (problems.length > 0) throw new PropsError(construct, problems);
}

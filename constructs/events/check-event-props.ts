import * as z from "zod";
import type { AwsLocation } from "../aws-location";
import { LOCATION_SCHEMA, locationProblems, topicProblems } from "../check-location";
import { checkTypes, isForTerraform, PropsError, checkProp } from "../props-error";

/** Common properties of the constructs that start executions or send notifications about them. */
export interface EventProps {
  readonly location: AwsLocation;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly alarmTopicArn?: string;
}

const EVENT_PROPS = {
  location: LOCATION_SCHEMA,
  name: z.string(),
  stateMachineArn: z.string(),
  alarmTopicArn: z.string().optional(),
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
  const { location, name, stateMachineArn, alarmTopicArn } = props;
  const { partition, region, accountId } = location;
  const start = `arn:${partition}:states:${region}:${accountId}:stateMachine:`;
  const problems = [
    ...locationProblems(location),
    // Also the prefix of queue names, and SQS does not allow dots.
    ...checkProp(
      /^[\w-]+$/.test(name) && name.length <= MAX_NAME_LENGTH,
      "name",
      name,
      "1 to 64 letters, digits, - or _",
    ),
    ...checkProp(
      isForTerraform(stateMachineArn) || stateMachineArn.startsWith(start),
      "stateMachineArn",
      stateMachineArn,
      `an ARN like ${start}NAME`,
    ),
    ...topicProblems("alarmTopicArn", alarmTopicArn, location),
    ...findMore(),
  ];
  if (problems.length > 0) throw new PropsError(construct, problems);
}

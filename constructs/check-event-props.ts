import * as z from "zod";
import type { AwsLocation } from "./aws-location";
import { LOCATION_SCHEMA, locationProblems, topicProblems } from "./check-location";
import { checkTypes, isForTerraform, PropsError, unless } from "./props-error";

/** What all constructs that start executions or tell of their end are told. */
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

/** A rule's longest name, in characters; of a schedule, too. */
const LONGEST_NAME = 64;

/**
 * @param construct - its type and path, for the message
 * @param types - of the props that this type of construct has beside
 * @param findMore - what is wrong with those; they are of the right types then
 * @throws PropsError when a prop is wrong; what only Terraform will know is left to Terraform
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
    // Names of queues begin with it, and SQS takes no dots.
    ...unless(/^[\w-]+$/.test(name) && name.length <= LONGEST_NAME, "name", name, "1 to 64 letters, digits, - or _"),
    ...unless(
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

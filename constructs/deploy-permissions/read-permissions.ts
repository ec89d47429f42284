import { composeArn } from "../aws-location";
import type { PolicyStatement } from "../policy-document";
import { namedResources, type DeployTarget } from "./deploy-target";

/** Actions with which Terraform finds out what is there, and which AWS checks against no resource. */
const DESCRIBE_ALL = [
  "batch:DescribeComputeEnvironments",
  "batch:DescribeJobDefinitions",
  "batch:DescribeJobQueues",
  "ec2:DescribeAvailabilityZones",
  "ec2:DescribeInternetGateways",
  "ec2:DescribeNetworkAcls",
  "ec2:DescribeRouteTables",
  "ec2:DescribeSecurityGroupRules",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSubnets",
  "ec2:DescribeVpcs",
  "logs:DescribeLogGroups",
];

/** What `terraform plan` reads of an environment: named actions, on the environment's own resources where AWS allows. */
export function readEnvironmentStatements(target: DeployTarget): PolicyStatement[] {
  const named = namedResources(target);
  const anyOf = (service: string, resource: string): string => composeArn(target.location, service, resource);
  return [
    { sid: "DescribeAll", actions: DESCRIBE_ALL, resources: ["*"] },
    { sid: "FindAlarms", actions: ["cloudwatch:DescribeAlarms"], resources: [anyOf("cloudwatch", "alarm:*")] },
    {
      // What is checked is no state machine yet; AWS names this pattern when it refuses.
      sid: "CheckDefinition",
      actions: ["states:ValidateStateMachineDefinition"],
      resources: [anyOf("states", "stateMachine:*")],
    },
    {
      sid: "ReadVpc",
      actions: ["ec2:DescribeVpcAttribute"],
      resources: [anyOf("ec2", "vpc/*")],
    },
    {
      sid: "ReadRoles",
      actions: ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"],
      resources: [named.roles],
    },
    {
      sid: "ReadFunctions",
      // GetFunction leaves the tags out for who may not list them.
      actions: [
        "lambda:GetFunction",
        "lambda:GetFunctionCodeSigningConfig",
        "lambda:GetPolicy",
        "lambda:ListTags",
        "lambda:ListVersionsByFunction",
      ],
      resources: [named.functions],
    },
    {
      sid: "ReadStateMachine",
      actions: ["states:DescribeStateMachine", "states:ListStateMachineVersions", "states:ListTagsForResource"],
      resources: [named.stateMachine],
    },
    { sid: "ReadLogGroups", actions: ["logs:ListTagsForResource"], resources: named.logGroups },
    { sid: "ReadAlarms", actions: ["cloudwatch:ListTagsForResource"], resources: [named.alarms] },
    {
      sid: "ReadRules",
      actions: ["events:DescribeRule", "events:ListTagsForResource", "events:ListTargetsByRule"],
      resources: [named.rules],
    },
    {
      sid: "ReadDeadLetterQueue",
      actions: ["sqs:GetQueueAttributes", "sqs:ListQueueTags"],
      resources: [named.deadLetterQueues],
    },
    { sid: "ReadSchedule", actions: ["scheduler:GetSchedule"], resources: [named.schedules] },
    { sid: "ReadTopic", actions: ["sns:GetTopicAttributes", "sns:ListTagsForResource"], resources: [named.topics] },
    { sid: "ReadDashboard", actions: ["cloudwatch:GetDashboard"], resources: [named.dashboard] },
  ];
}

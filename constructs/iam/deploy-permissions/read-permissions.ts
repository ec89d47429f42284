import { composeArn } from "../../aws-location";
import type { PolicyStatement } from "../policy-document";
import { namedResources, type DeployTarget } from "./deploy-target";

/** Actions that Terraform uses to refresh state and that do not support resource-level permissions. */
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

/** Allows what `terraform plan` reads, limited to the environment's resources where AWS supports it. */
export function readEnvironmentStatements(target: DeployTarget): PolicyStatement[] {
  const named = namedResources(target);
  const anyOf = (service: string, resource: string): string => composeArn(target.location, service, resource);
  return [
    { sid: "DescribeAll", actions: DESCRIBE_ALL, resources: ["*"] },
    { sid: "FindAlarms", actions: ["cloudwatch:DescribeAlarms"], resources: [anyOf("cloudwatch", "alarm:*")] },
    {
      // The definition has no state machine ARN yet; AWS names this pattern in its AccessDenied message.
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
      // GetFunction returns tags only with lambda:ListTags.
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
    {
      sid: "ReadTables",
      actions: [
        "dynamodb:DescribeContinuousBackups",
        "dynamodb:DescribeTable",
        "dynamodb:DescribeTimeToLive",
        "dynamodb:ListTagsOfResource",
      ],
      resources: [named.tables],
    },
    { sid: "ReadTopic", actions: ["sns:GetTopicAttributes", "sns:ListTagsForResource"], resources: [named.topics] },
    ...readSubscriptionStatements(target),
    { sid: "ReadDashboard", actions: ["cloudwatch:GetDashboard"], resources: [named.dashboard] },
  ];
}

/** Allows what the provider reads of `aws_sns_topic_subscription`. */
function readSubscriptionStatements(target: DeployTarget): PolicyStatement[] {
  if (target.subscribesEmail !== true) return [];
  return [
    // The action does not support resource-level permissions.
    { sid: "ReadSubscription", actions: ["sns:GetSubscriptionAttributes"], resources: ["*"] },
  ];
}

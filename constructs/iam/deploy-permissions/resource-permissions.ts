import type { PolicyStatement } from "../policy-document";
import { useTableKeyStatements } from "../wait-permissions";
import { namedResources, type DeployTarget } from "./deploy-target";

/** Allows creating, changing and deleting the environment's resources by name, except network and IAM resources. */
export function resourceStatements(target: DeployTarget): PolicyStatement[] {
  return [
    ...batchStatements(target),
    ...computeStatements(target),
    ...eventStatements(target),
    ...tableStatements(target),
    ...watchStatements(target),
  ];
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html */
function batchStatements(target: DeployTarget): PolicyStatement[] {
  const { jobQueue, computeEnvironments, jobDefinition } = namedResources(target);
  const revisions = `${jobDefinition}:*`;
  return [
    {
      sid: "ChangeQueue",
      actions: [
        "batch:CreateComputeEnvironment",
        "batch:CreateJobQueue",
        "batch:DeleteComputeEnvironment",
        "batch:DeleteJobQueue",
        "batch:UpdateComputeEnvironment",
        "batch:UpdateJobQueue",
      ],
      resources: [jobQueue, computeEnvironments],
    },
    {
      sid: "ChangeJobDefinition",
      actions: ["batch:DeregisterJobDefinition", "batch:RegisterJobDefinition"],
      resources: [jobDefinition, revisions],
    },
    {
      sid: "TagBatch",
      actions: ["batch:TagResource", "batch:UntagResource"],
      resources: [jobQueue, computeEnvironments, jobDefinition, revisions],
    },
  ];
}

function computeStatements(target: DeployTarget): PolicyStatement[] {
  const { functions, stateMachine } = namedResources(target);
  return [
    {
      sid: "ChangeFunctions",
      actions: [
        "lambda:CreateFunction",
        "lambda:DeleteFunction",
        "lambda:GetFunctionConfiguration",
        "lambda:RemovePermission",
        "lambda:TagResource",
        "lambda:UntagResource",
        "lambda:UpdateFunctionCode",
        "lambda:UpdateFunctionConfiguration",
      ],
      resources: [functions],
    },
    {
      // Limits the function policy to one principal: EventBridge.
      sid: "LetRulesCall",
      actions: ["lambda:AddPermission"],
      resources: [functions],
      conditions: { StringEquals: { "lambda:Principal": "events.amazonaws.com" } },
    },
    {
      sid: "ChangeStateMachine",
      actions: [
        "states:CreateStateMachine",
        "states:DeleteStateMachine",
        "states:TagResource",
        "states:UntagResource",
        "states:UpdateStateMachine",
      ],
      resources: [stateMachine],
    },
  ];
}

function eventStatements(target: DeployTarget): PolicyStatement[] {
  const { rules, deadLetterQueues, schedules, topics } = namedResources(target);
  return [
    {
      sid: "ChangeEventRules",
      actions: [
        "events:DeleteRule",
        "events:PutRule",
        "events:PutTargets",
        "events:RemoveTargets",
        "events:TagResource",
        "events:UntagResource",
      ],
      resources: [rules],
    },
    {
      sid: "ChangeDeadLetterQueue",
      actions: ["sqs:CreateQueue", "sqs:DeleteQueue", "sqs:SetQueueAttributes", "sqs:TagQueue", "sqs:UntagQueue"],
      resources: [deadLetterQueues],
    },
    {
      sid: "ChangeSchedule",
      actions: ["scheduler:CreateSchedule", "scheduler:DeleteSchedule", "scheduler:UpdateSchedule"],
      resources: [schedules],
    },
    {
      sid: "ChangeTopic",
      actions: ["sns:CreateTopic", "sns:DeleteTopic", "sns:SetTopicAttributes", "sns:TagResource", "sns:UntagResource"],
      resources: [topics],
    },
    ...subscriptionStatements(target),
  ];
}

/**
 * Allows changing the table of waits. All integrations have the permission, so that a pipeline can switch between
 * them without a new `poller bootstrap`.
 */
function tableStatements(target: DeployTarget): PolicyStatement[] {
  return [
    {
      sid: "ChangeTables",
      actions: [
        "dynamodb:CreateTable",
        "dynamodb:DeleteTable",
        "dynamodb:TagResource",
        "dynamodb:UntagResource",
        "dynamodb:UpdateTable",
        "dynamodb:UpdateTimeToLive",
      ],
      resources: [namedResources(target).tables],
    },
    ...useTableKeyStatements(target.location, target.kmsKeyArn),
  ];
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_sns.html */
function subscriptionStatements(target: DeployTarget): PolicyStatement[] {
  if (target.subscribesEmail !== true) return [];
  return [
    {
      sid: "SubscribeEmail",
      actions: ["sns:Subscribe"],
      resources: [namedResources(target).topics],
      conditions: { StringEquals: { "sns:Protocol": "email" } },
    },
    // The action does not support resource-level permissions.
    { sid: "Unsubscribe", actions: ["sns:Unsubscribe"], resources: ["*"] },
  ];
}

function watchStatements(target: DeployTarget): PolicyStatement[] {
  const { logGroups, alarms, dashboard } = namedResources(target);
  return [
    {
      sid: "ChangeLogGroups",
      actions: [
        "logs:CreateLogGroup",
        "logs:DeleteLogGroup",
        "logs:PutRetentionPolicy",
        "logs:TagResource",
        "logs:UntagResource",
        ...(target.kmsKeyArn === undefined ? [] : ["logs:AssociateKmsKey", "logs:DisassociateKmsKey"]),
      ],
      resources: logGroups,
    },
    {
      sid: "ChangeAlarms",
      actions: [
        "cloudwatch:DeleteAlarms",
        "cloudwatch:PutMetricAlarm",
        "cloudwatch:TagResource",
        "cloudwatch:UntagResource",
      ],
      resources: [alarms],
    },
    {
      sid: "ChangeDashboard",
      actions: ["cloudwatch:DeleteDashboards", "cloudwatch:PutDashboard"],
      resources: [dashboard],
    },
  ];
}

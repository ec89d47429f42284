import type { PolicyStatement } from "./policy-document";

/**
 * Allows Step Functions to set up log delivery. These actions do not support resource-level permissions.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
 */
export const LOG_DELIVERY_STATEMENT: PolicyStatement = {
  sid: "DeliverLog",
  actions: [
    "logs:CreateLogDelivery",
    "logs:GetLogDelivery",
    "logs:UpdateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:DescribeResourcePolicies",
    "logs:DescribeLogGroups",
  ],
  resources: ["*"],
};

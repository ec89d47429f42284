import type { PolicyStatement } from "./policy-document";

/**
 * Allows sending traces to X-Ray. These actions do not support resource-level permissions.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
 */
export const TRACE_STATEMENT: PolicyStatement = {
  sid: "SendTraces",
  actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
  resources: ["*"],
};

/**
 * Allows reading X-Ray sampling rules. These actions do not support resource-level permissions.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html
 */
export const TRACE_SAMPLING_STATEMENT: PolicyStatement = {
  sid: "ReadTraceSampling",
  actions: ["xray:GetSamplingRules", "xray:GetSamplingTargets"],
  resources: ["*"],
};

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

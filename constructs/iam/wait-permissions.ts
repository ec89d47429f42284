import { composeArn, type AwsLocation } from "../aws-location";
import type { PolicyStatement } from "./policy-document";

/** Composes the ARN of the table in which the state machine stores its waits. */
export const waitTableArn = (location: AwsLocation, tableName: string): string =>
  composeArn(location, "dynamodb", `table/${tableName}`);

/** Allows storing waits. */
export const storeWaitsStatement = (tableArn: string): PolicyStatement => ({
  sid: "StoreWaits",
  actions: ["dynamodb:PutItem"],
  resources: [tableArn],
});

/** Allows finding the waits for a job, and deleting those that have ended. */
export const findWaitsStatement = (tableArn: string): PolicyStatement => ({
  sid: "FindWaits",
  actions: ["dynamodb:DeleteItem", "dynamodb:Query"],
  resources: [tableArn],
});

/**
 * Allows ending a wait, whose token the caller must have. The action does not support resource-level permissions.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
 */
export const END_WAITS_STATEMENT: PolicyStatement = {
  sid: "EndWaits",
  actions: ["states:SendTaskSuccess"],
  resources: ["*"],
};

/**
 * Allows using a table that a customer managed key encrypts. DynamoDB calls KMS for the caller, who needs all
 * permissions that DynamoDB documents as the minimum.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
export function useTableKeyStatements(location: AwsLocation, kmsKeyArn: string | undefined): PolicyStatement[] {
  if (kmsKeyArn === undefined) return [];
  return [
    {
      sid: "UseTableKey",
      actions: [
        "kms:CreateGrant",
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ],
      resources: [kmsKeyArn],
      conditions: { StringEquals: { "kms:ViaService": [`dynamodb.${location.region}.amazonaws.com`] } },
    },
  ];
}

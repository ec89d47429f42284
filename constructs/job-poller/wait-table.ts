import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { Construct } from "constructs";
import { setDependencyRoots } from "../aspects";
import type { AwsLocation } from "../aws-location";
import { useTableKeyStatements, waitTableArn } from "../iam/wait-permissions";
import type { PolicyStatement } from "../iam/policy-document";

export interface WaitTableProps {
  /** Partition, region and account. */
  readonly location: AwsLocation;
  /** Name of the table; 3 to 255 letters, digits, `-`, `_` or `.`. */
  readonly name: string;
  /** KMS key. @default a key that DynamoDB owns */
  readonly kmsKeyArn?: string | undefined;
}

/**
 * On-demand table in which the state machine stores its waits. It is empty when no execution waits. A lost table
 * loses no job: each execution then looks at its job at the end of its wait.
 */
export class WaitTable extends Construct {
  readonly tableName: string;
  /** Composed ARN, known before the table exists. Resources that use it must also depend on this construct. */
  readonly tableArn: string;
  readonly resource: DynamodbTable;
  /** Permissions that a role needs in addition to those on the table. */
  readonly keyStatements: readonly PolicyStatement[];

  constructor(scope: Construct, id: string, { location, name, kmsKeyArn }: WaitTableProps) {
    super(scope, id);
    this.tableName = name;
    this.tableArn = waitTableArn(location, name);
    this.resource = new DynamodbTable(this, "Resource", {
      name,
      billingMode: "PAY_PER_REQUEST",
      hashKey: "jobId",
      rangeKey: "executionArn",
      attribute: [
        { name: "jobId", type: "S" },
        { name: "executionArn", type: "S" },
      ],
      ttl: { attributeName: "expiresAt", enabled: true },
      ...(kmsKeyArn === undefined ? {} : { serverSideEncryption: { enabled: true, kmsKeyArn } }),
    });
    this.keyStatements = useTableKeyStatements(location, kmsKeyArn);
    setDependencyRoots(this, this.resource);
  }
}

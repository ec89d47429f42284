import { BatchClient, paginateDescribeJobQueues } from "@aws-sdk/client-batch";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { errorMessage } from "../error-properties";
import { explainAwsError } from "../target/explain-aws-error";
import { findNetworkUsers } from "./find-network-users";
import { call, each, form, matchAll, valuesOf, type Attributes, type Search } from "./obstacle-search";

/** Result of the search. */
interface Obstacles {
  /** Reasons why AWS does not delete a resource, each with the command that resolves it. */
  readonly found: readonly string[];
  /** Checks that AWS did not answer. */
  readonly unchecked: readonly string[];
}

/** Checks by what they look for. */
const CHECKS: readonly (readonly [what: string, find: (search: Search) => Promise<string[]>])[] = [
  ["targets of EventBridge rules", findTargets],
  ["policies of roles", findPolicies],
  ["job queues of compute environments", findQueues],
  ["users of the network", findNetworkUsers],
  ["deletion protection of tables", findProtectedTables],
  ["deletion protection of log groups", findProtectedLogGroups],
];

/**
 * Finds what AWS refuses to delete because of changes by others. Terraform repeats some of these deletions for
 * minutes before it fails. Jobs in a queue are no obstacle: Batch terminates them with the queue. Subscription
 * filters of a log group are deleted with it. `destroy` keeps the state bucket.
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_DeleteJobQueue.html
 */
export async function findObstacles(search: Search): Promise<Obstacles> {
  const ends = await Promise.all(
    CHECKS.map(async ([what, find]) => {
      try {
        return { found: await find(search), unchecked: [] };
      } catch (error) {
        search.interrupt.throwIfAborted();
        return { found: [], unchecked: [`${what}: ${explainAwsError(error) ?? errorMessage(error)}`] };
      }
    }),
  );
  return { found: ends.flatMap(({ found }) => found), unchecked: ends.flatMap(({ unchecked }) => unchecked) };
}

const targetsSchema = z.object({ Targets: z.array(z.object({ Id: z.string(), Arn: z.string() })).default([]) });

/** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteRule.html */
async function findTargets(search: Search): Promise<string[]> {
  const ours = search.known.get("aws_cloudwatch_event_target") ?? [];
  return each(valuesOf(search, "aws_cloudwatch_event_rule", "name"), async (rule) => {
    const reply = await call("events", search, {
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "AWSEvents.ListTargetsByRule" },
      body: JSON.stringify({ Rule: rule }),
    });
    const { Targets: targets } = targetsSchema.parse(reply === undefined ? {} : JSON.parse(reply));
    const foreign = targets.filter(
      ({ Id }) => !ours.some((target) => target["rule"] === rule && target["target_id"] === Id),
    );
    if (foreign.length === 0) return [];
    const ids = foreign.map(({ Id }) => Id).join(" ");
    return [
      `the EventBridge rule ${rule} has targets of others: ${foreign.map(({ Id, Arn }) => `${Id} (${Arn})`).join(", ")}; remove them with: aws events remove-targets --rule ${rule} --ids ${ids}`,
    ];
  });
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html */
async function findPolicies(search: Search): Promise<string[]> {
  const attached = search.known.get("aws_iam_role_policy_attachment") ?? [];
  const inline = search.known.get("aws_iam_role_policy") ?? [];
  return each(valuesOf(search, "aws_iam_role", "name"), async (role) => {
    const isOf = (attributes: Attributes): boolean => attributes["role"] === role;
    const query = (action: string): Promise<string | undefined> =>
      form("iam", search, { Action: action, Version: "2010-05-08", RoleName: role });
    const [arns, names] = await Promise.all([query("ListAttachedRolePolicies"), query("ListRolePolicies")]);
    const foreignArns = matchAll(arns, /<PolicyArn>([^<]+)<\/PolicyArn>/g).filter(
      (arn) => !attached.some((one) => isOf(one) && one["policy_arn"] === arn),
    );
    const foreignNames = matchAll(names, /<member>([^<]+)<\/member>/g).filter(
      (name) => !inline.some((one) => isOf(one) && one["name"] === name),
    );
    return [
      ...foreignArns.map(
        (arn) =>
          `the role ${role} has a policy of others: ${arn}; detach it with: aws iam detach-role-policy --role-name ${role} --policy-arn ${arn}`,
      ),
      ...foreignNames.map(
        (name) =>
          `the role ${role} has an inline policy of others: ${name}; delete it with: aws iam delete-role-policy --role-name ${role} --policy-name ${name}`,
      ),
    ];
  });
}

/** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_DeleteComputeEnvironment.html */
async function findQueues(search: Search): Promise<string[]> {
  const environments = valuesOf(search, "aws_batch_compute_environment", "arn");
  if (environments.length === 0) return [];
  const ours = valuesOf(search, "aws_batch_job_queue", "arn");
  const client = new BatchClient({ region: search.region });
  const found: string[] = [];
  try {
    for await (const { jobQueues = [] } of paginateDescribeJobQueues({ client }, {}))
      for (const { jobQueueArn = "", jobQueueName: queue = "", computeEnvironmentOrder: order = [] } of jobQueues) {
        const used = order.find(({ computeEnvironment = "" }) => environments.includes(computeEnvironment));
        if (used === undefined || ours.includes(jobQueueArn)) continue;
        found.push(
          `the job queue ${queue} of others uses the compute environment ${used.computeEnvironment ?? ""}; give it another one with: aws batch update-job-queue --job-queue ${queue} --compute-environment-order order=1,computeEnvironment=ARN`,
        );
      }
  } finally {
    client.destroy();
  }
  return found;
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html */
async function findProtectedTables(search: Search): Promise<string[]> {
  const tables = valuesOf(search, "aws_dynamodb_table", "name");
  const client = new DynamoDBClient({ region: search.region });
  try {
    return await each(tables, async (table) => {
      const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
      return Table?.DeletionProtectionEnabled === true
        ? [
            `the table ${table} has deletion protection; remove it with: aws dynamodb update-table --table-name ${table} --no-deletion-protection-enabled`,
          ]
        : [];
    });
  } finally {
    client.destroy();
  }
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html */
async function findProtectedLogGroups(search: Search): Promise<string[]> {
  const groups = valuesOf(search, "aws_cloudwatch_log_group", "name");
  const client = new CloudWatchLogsClient({ region: search.region });
  try {
    return await each(groups, async (name) => {
      const { logGroups = [] } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
      return logGroups.some((group) => group.logGroupName === name && group.deletionProtectionEnabled === true)
        ? [
            `the log group ${name} has deletion protection; remove it with: aws logs put-log-group-deletion-protection --log-group-identifier ${name} --no-deletion-protection-enabled`,
          ]
        : [];
    });
  } finally {
    client.destroy();
  }
}

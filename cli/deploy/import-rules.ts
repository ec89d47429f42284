import * as z from "zod";
import { formatArn } from "../../workflow/arn";
import { findPartition } from "../../workflow/partition";
import { CliError } from "../cli-error";
import type { SynthesizedStack } from "../state/synthesized-stack";

/** Region, account and tags of a stack's resources. */
export interface StackPlace {
  readonly region: string;
  readonly accountId: string;
  /** Tags common to all resources of the stack and to no others. */
  readonly tags: Readonly<Record<string, string>>;
}

const providerSchema = z.object({
  provider: z.object({
    aws: z.tuple([
      z.object({
        region: z.string(),
        allowed_account_ids: z.tuple([z.string()]),
        default_tags: z.tuple([
          z.object({ tags: z.record(z.string(), z.string()).refine((tags) => Object.keys(tags).length > 0) }),
        ]),
      }),
    ]),
  }),
});

/**
 * Reads the place from the provider configuration of a stack.
 * @throws CliError when it has no default tags, with which another team's resource could be taken for the stack's
 */
export function readPlace({ name, json }: SynthesizedStack): StackPlace {
  const parsed = providerSchema.safeParse(json);
  if (!parsed.success)
    throw new CliError([
      `the provider aws of ${name} must have one region, account and block of default_tags; without tags, resources of others could be taken for those of ${name}`,
    ]);
  const [{ region, allowed_account_ids: accounts, default_tags: defaults }] = parsed.data.provider.aws;
  return { region, accountId: accounts[0], tags: defaults[0].tags };
}

/** Planned attribute values that are known. */
export type Planned = Readonly<Record<string, unknown>>;

/** Rule to find a resource for import. A rule returns undefined until the required values are known. */
export type ImportRule =
  /** By an ID composed from the configuration. */
  | {
      readonly kind: "id";
      readonly isComposed: boolean;
      /**
       * Resource type that must exist first, matched by this attribute of both. Without it the provider fails with
       * an error that names no resource.
       */
      readonly needs?: { readonly type: string; readonly attribute: string };
      readonly find: (planned: Planned, place: StackPlace) => string | undefined;
    }
  /** By a data source. */
  | {
      readonly kind: "data";
      readonly source: string;
      readonly by: "tags" | "name";
      readonly result: string;
      readonly isList: boolean;
    }
  /** By the prefix of its name. */
  | { readonly kind: "prefix" };

const textSchema = z.string().min(1);

function attributes(planned: Planned, names: readonly string[]): readonly string[] | undefined {
  const values = names.map((name) => textSchema.safeParse(planned[name]).data);
  return values.every((value) => value !== undefined) ? values : undefined;
}

const named = (attribute: string): ImportRule => ({
  kind: "id",
  isComposed: false,
  find: (planned) => attributes(planned, [attribute])?.[0],
});
const composed = (
  names: readonly string[],
  separator: string,
  more: Pick<Extract<ImportRule, { kind: "id" }>, "needs"> = {},
): ImportRule => ({
  kind: "id",
  isComposed: true,
  ...more,
  find: (planned) => attributes(planned, names)?.join(separator),
});
const arn = (service: string, type: string): ImportRule => ({
  kind: "id",
  isComposed: false,
  find: (planned, { region, accountId }) => {
    const [name] = attributes(planned, ["name"]) ?? [];
    const partition = findPartition(region) ?? "aws";
    return name && formatArn({ partition, service, region, accountId, resource: `${type}${name}` });
  },
});
const tagged = (source: string, result = "ids"): ImportRule => ({
  kind: "data",
  source,
  by: "tags",
  result,
  isList: result === "ids",
});

/**
 * Import rules by resource type.
 * @see https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs, section Import of each type
 */
export const IMPORT_RULES: Readonly<Record<string, ImportRule>> = {
  aws_batch_compute_environment: { kind: "prefix" },
  aws_batch_job_definition: {
    kind: "data",
    source: "aws_batch_job_definition",
    by: "name",
    result: "arn",
    isList: false,
  },
  aws_batch_job_queue: arn("batch", "job-queue/"),
  aws_cloudwatch_dashboard: named("dashboard_name"),
  aws_cloudwatch_event_rule: named("name"),
  aws_cloudwatch_event_target: composed(["rule", "target_id"], "/"),
  aws_cloudwatch_log_group: named("name"),
  aws_cloudwatch_metric_alarm: named("alarm_name"),
  aws_dynamodb_table: named("name"),
  aws_iam_role: named("name"),
  aws_iam_role_policy: composed(["role", "name"], ":"),
  aws_iam_role_policy_attachment: composed(["role", "policy_arn"], "/"),
  aws_internet_gateway: tagged("aws_internet_gateway", "id"),
  aws_lambda_function: named("function_name"),
  aws_lambda_permission: composed(["function_name", "statement_id"], "/", {
    needs: { type: "aws_lambda_function", attribute: "function_name" },
  }),
  aws_route: composed(["route_table_id", "destination_cidr_block"], "_"),
  aws_route_table: tagged("aws_route_tables"),
  aws_route_table_association: composed(["subnet_id", "route_table_id"], "/"),
  aws_scheduler_schedule: composed(["group_name", "name"], "/"),
  aws_security_group: tagged("aws_security_groups"),
  aws_sfn_state_machine: arn("states", "stateMachine:"),
  aws_sns_topic: arn("sns", ""),
  // Only the journal knows the ID. A second Subscribe of the same address returns the first subscription.
  aws_sns_topic_subscription: { kind: "id", isComposed: false, find: () => undefined },
  aws_sqs_queue: {
    kind: "id",
    isComposed: false,
    find: (planned, { region, accountId }) => {
      const [name] = attributes(planned, ["name"]) ?? [];
      const suffix = findPartition(region) === "aws-cn" ? ".cn" : "";
      return name && `https://sqs.${region}.amazonaws.com${suffix}/${accountId}/${name}`;
    },
  },
  aws_subnet: tagged("aws_subnets"),
  aws_vpc: tagged("aws_vpcs"),
  aws_vpc_security_group_egress_rule: tagged("aws_vpc_security_group_rules"),
};

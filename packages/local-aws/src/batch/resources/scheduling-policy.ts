import { z } from "zod";
import { isArn, nameOf } from "../../arn";
import { takePage } from "../../paging";
import type { Tags } from "../../tags";
import type { BatchContext } from "../batch-context";
import { clientException } from "../endpoint/api-error";
import {
  nonEmptySchema,
  pagingSchema,
  resourceNameSchema,
  tagsSchema,
  toPageRequest,
} from "../endpoint/common-schemas";
import { defined, operation, type Operation } from "../endpoint/operation";
import type { JobQueueStore } from "./job-queue";

/**
 * Letters, digits, hyphens and underscores. A final `*` is a part of the 255 characters.
 * @see https://github.com/badmintoncryer/cdk-preflight/tree/main/rules/batch for the rules and messages of shares,
 *   measured on AWS
 */
export const shareIdentifierSchema = z
  .string()
  .regex(/^(?=.{1,255}$)(?:[A-Za-z0-9_-]+\*?)$/, "ShareIdentifier name should match a valid pattern.");

const WEIGHT_RULE = "Weight factor should be between 0.0001 and 999.9999.";
const shareSchema = z.strictObject({
  shareIdentifier: shareIdentifierSchema,
  weightFactor: z.number().min(0.0001, WEIGHT_RULE).max(999.9999, WEIGHT_RULE).optional(),
});

const fairsharePolicySchema = z.strictObject({
  shareDecaySeconds: z
    .int()
    .min(0, "must be between 0 and 604800")
    .max(604_800, "must be between 0 and 604800")
    .default(0),
  computeReservation: z.int().min(0, "must be between 0 and 99").max(99, "must be between 0 and 99").default(0),
  shareDistribution: z.array(shareSchema).max(500, "ShareDistribution size cannot be greater than 500.").default([]),
});

const createSchema = z.strictObject({
  name: resourceNameSchema,
  fairsharePolicy: fairsharePolicySchema.prefault({}),
  tags: tagsSchema.default({}),
});
const updateSchema = z.strictObject({ arn: nonEmptySchema, fairsharePolicy: fairsharePolicySchema.optional() });
const deleteSchema = z.strictObject({ arn: nonEmptySchema });
const describeSchema = z.strictObject({
  arns: z.array(z.string()).min(1, "must have at least 1 ARN").max(100, "must have at most 100 ARNs"),
});

interface SchedulingPolicy {
  readonly name: string;
  readonly arn: string;
  fairsharePolicy: z.output<typeof fairsharePolicySchema>;
  tags: Tags;
}

/** Scheduling policies by name. They have no effect on the order of jobs. */
export class SchedulingPolicyStore {
  private readonly byName = new Map<string, SchedulingPolicy>();

  add(policy: SchedulingPolicy): void {
    this.byName.set(policy.name, policy);
  }

  remove(policy: SchedulingPolicy): void {
    this.byName.delete(policy.name);
  }

  all(): SchedulingPolicy[] {
    return [...this.byName.values()];
  }

  find(arn: string): SchedulingPolicy | undefined {
    const found = isArn(arn) ? this.byName.get(nameOf(arn)) : undefined;
    return found?.arn === arn ? found : undefined;
  }

  findByName(name: string): SchedulingPolicy | undefined {
    return this.byName.get(name);
  }

  /** @throws BatchApiError (ClientException) if it does not exist */
  get(arn: string): SchedulingPolicy {
    const found = this.find(arn);
    if (found === undefined) throw clientException(`scheduling policy ${arn} does not exist`);
    return found;
  }
}

/** @throws BatchApiError (ClientException) if a share occurs twice, or if the prefix of a share matches another */
function checkShares({ shareDistribution }: z.output<typeof fairsharePolicySchema>): void {
  const identifiers = shareDistribution.map(({ shareIdentifier }) => shareIdentifier);
  if (new Set(identifiers).size < identifiers.length)
    throw clientException("Cannot have two or more identical shareIdentifiers.");
  for (const prefix of identifiers.filter((one) => one.endsWith("*"))) {
    const matched = identifiers.find((one) => one !== prefix && one.startsWith(prefix.slice(0, -1)));
    if (matched !== undefined)
      throw clientException(`Share identifier ${prefix} matches another share identifier ${matched}`);
  }
}

/** The operations of scheduling policies. */
export function schedulingPolicyOperations(
  { arns }: BatchContext,
  policies: SchedulingPolicyStore,
  queues: JobQueueStore,
): Operation[] {
  return [
    operation("CreateSchedulingPolicy", createSchema, (input) => {
      if (policies.findByName(input.name) !== undefined) throw clientException("Object already exists");
      checkShares(input.fairsharePolicy);
      const policy: SchedulingPolicy = { ...input, arn: arns.schedulingPolicy(input.name) };
      policies.add(policy);
      return { name: policy.name, arn: policy.arn };
    }),
    operation("UpdateSchedulingPolicy", updateSchema, (input) => {
      const policy = policies.get(input.arn);
      if (input.fairsharePolicy !== undefined) checkShares(input.fairsharePolicy);
      policy.fairsharePolicy = input.fairsharePolicy ?? policy.fairsharePolicy;
      return {};
    }),
    operation("DeleteSchedulingPolicy", deleteSchema, ({ arn }) => {
      const policy = policies.get(arn);
      if (queues.usesSchedulingPolicy(arn))
        throw clientException("Cannot delete, found existing JobQueue relationship");
      policies.remove(policy);
      return {};
    }),
    operation("DescribeSchedulingPolicies", describeSchema, (input) => ({
      schedulingPolicies: input.arns.flatMap((arn) => policies.find(arn) ?? []).map((policy) => ({ ...policy })),
    })),
    operation("ListSchedulingPolicies", pagingSchema, (input) => {
      const { items, nextToken } = takePage(policies.all(), toPageRequest(input, 100));
      return defined({ schedulingPolicies: items.map(({ arn }) => ({ arn })), nextToken });
    }),
  ];
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { findDifferences, type Difference } from "./support/find-differences";
import { installCdktn, ROOT, synthesize, type PackageMap } from "./support/synthesize";
import { typeCheck } from "./support/type-check";

/** Replaces only cdktf with its fork, and keeps the provider bindings of the project. */
const FORK: PackageMap = { cdktf: "cdktn", constructs: "constructs" };
const FORK_AND_PROVIDERS: PackageMap = {
  ...FORK,
  "@cdktf/provider-archive": "@cdktn/provider-archive",
  "@cdktf/provider-aws": "@cdktn/provider-aws",
};

const LEAST = { DEPLOY_ENVIRONMENT: "dev", AWS_REGION: "us-east-1", AWS_ACCOUNT_ID: "123456789012" };
/** Settings that create other resources than the minimum settings. */
const OTHERS = {
  ...LEAST,
  DEPLOY_ENVIRONMENT: "prod",
  WAIT_INTEGRATION: "sync",
  CAPACITY_TYPE: "FARGATE_SPOT",
  CAPACITY_FALLBACK: "FARGATE",
  VPC_ID: "vpc-0a1b2c3d",
  SUBNET_IDS: "subnet-0a1b2c3d,subnet-0a1b2c3e",
  ALARM_TOPIC_ARN: "arn:aws:sns:us-east-1:123456789012:alarms",
  SCHEDULE_EXPRESSION: "rate(1 hour)",
  SCHEDULE_INPUT: '{"jobName":"hourly"}',
  S3_START_BUCKET: "incoming-reports",
  S3_START_INPUT: '{"jobName":"report"}',
  NOTIFICATION_TOPIC: "create",
  GITHUB_REPOSITORY: "acme/poller",
};

interface KnownDifference {
  readonly path: RegExp;
  readonly reason: string;
}

const OF_THE_FORK: readonly KnownDifference[] = [
  { path: /^manifest\.json version$/, reason: "version of the tool" },
  { path: /^stacks\/\S+ \/\/ metadata version$/, reason: "version of the tool, in a comment" },
];
const OF_THE_PROVIDERS: readonly KnownDifference[] = [
  {
    path: / terraform required_providers (?:aws|archive) version$/,
    reason: "the fork has bindings for AWS provider 6 and a later archive provider",
  },
  {
    path: / terraform required_providers aws source$/,
    reason: "aws is short for hashicorp/aws",
  },
  {
    path: / resource aws_batch_compute_environment \S+ compute_environment_name_prefix$/,
    reason: "renamed to name_prefix in AWS provider 6; bindings omit unknown arguments",
  },
];

let folder: string;
beforeAll(async () => {
  folder = await installCdktn();
}, 600_000);

async function compare(packages: PackageMap): Promise<Difference[]> {
  const found = await Promise.all(
    [LEAST, OTHERS].map(async (settings) =>
      findDifferences(await synthesize(folder, {}, settings), await synthesize(folder, packages, settings)),
    ),
  );
  return found.flat();
}

const show = (value: unknown): string => (value === undefined ? "nothing" : JSON.stringify(value));
const render = ({ path, left, right }: Difference): string => `${path}: ${show(left)} -> ${show(right)}`;

/**
 * Prints the known differences with their reasons.
 * @returns unknown differences, and known ones that no longer occur
 */
function judge(differences: readonly Difference[], known: readonly KnownDifference[]): string[] {
  const problems = differences.filter((each) => !known.some(({ path }) => path.test(each.path))).map(render);
  for (const { path, reason } of known) {
    const [first, ...others] = differences.filter((each) => path.test(each.path));
    if (first === undefined) problems.push(`known difference no longer occurs: ${String(path)}`);
    else process.stderr.write(`  ${render(first)}\n    and ${others.length} more; ${reason}\n`);
  }
  return problems;
}

describe("stacks on CDK Terrain", () => {
  it("synthesizes the same Terraform configuration as CDKTF, with the project's provider bindings", async () => {
    expect(judge(await compare(FORK), OF_THE_FORK)).toEqual([]);
  });

  it("synthesizes the same configuration except for renames in AWS provider 6, with the fork's bindings", async () => {
    expect(judge(await compare(FORK_AND_PROVIDERS), [...OF_THE_FORK, ...OF_THE_PROVIDERS])).toEqual([]);
  });

  it("compiles with the project's provider bindings", async () => {
    expect(await typeCheck(folder, FORK)).toEqual([]);
  });

  it("does not compile where AWS provider 6 renames a property, with the fork's bindings", async () => {
    expect(await typeCheck(folder, FORK_AND_PROVIDERS)).toEqual([
      expect.stringMatching(
        /^constructs\/job-environment\/compute-environment\.ts.* 'computeEnvironmentNamePrefix' does not exist in type/,
      ),
    ]);
  });
});

it("uses the constructs version of the project", () => {
  const packages = z.object({ constructs: z.string() });
  const read = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), "utf8"));

  const theirs = z.object({ dependencies: packages }).parse(read("tools/cdktn/package.json"));
  const ours = z.object({ devDependencies: packages }).parse(read("package.json"));
  expect(theirs.dependencies).toEqual(ours.devDependencies);
});

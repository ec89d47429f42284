import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import cdkTerrain from "../../tools/providers/cdk-terrain.json";
import { findDifferences, type Difference } from "./support/find-differences";
import { installProviders, ROOT, synthesize, type PackageMap } from "./support/synthesize";
import { findUnknownArguments } from "./support/find-unknown-arguments";
import { typeCheck } from "./support/type-check";

/** Bindings of AWS provider 6 for CDKTF. cdktf is the one that they require. */
const PROVIDER_6: PackageMap = { cdktf: "cdktf", constructs: "constructs", "@cdktf/provider-aws": "provider-aws-6" };
/** Replaces only cdktf with its fork, and keeps the provider bindings of the project. */
const FORK: PackageMap = { cdktf: "cdktn", constructs: "constructs" };
const FORK_AND_PROVIDERS: PackageMap = { ...FORK, ...cdkTerrain };

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

const EVENTS = { ...LEAST, WAIT_INTEGRATION: "events", NOTIFICATION_TOPIC: "create", NOTIFICATION_ENDS: "all,jobs" };
const ALL_SETTINGS = [LEAST, OTHERS, EVENTS];

interface KnownDifference {
  readonly path: RegExp;
  readonly reason: string;
}

const OF_THE_FORK: readonly KnownDifference[] = [
  { path: /^manifest\.json version$/, reason: "version of the tool" },
  { path: /^stacks\/\S+ \/\/ metadata version$/, reason: "version of the tool, in a comment" },
];
const OF_PROVIDER_6: readonly KnownDifference[] = [
  { path: / terraform required_providers aws version$/, reason: "AWS provider 6" },
  {
    path: / resource aws_batch_compute_environment \S+ (?:compute_environment_)?name_prefix$/,
    reason: "renamed to name_prefix in AWS provider 6",
  },
  {
    path: / \/\/ metadata overrides aws_batch_compute_environment \d$/,
    reason: "the same rename, in a comment: the code writes the argument that the provider has",
  },
  { path: / resource aws_lambda_function \S+ runtime$/, reason: "the latest runtime that the provider accepts" },
];
const OF_THE_FORKS_PROVIDERS: readonly KnownDifference[] = [
  { path: / terraform required_providers archive version$/, reason: "a later archive provider" },
  { path: / terraform required_providers aws source$/, reason: "aws is short for hashicorp/aws" },
];

let folder: string;
beforeAll(async () => {
  folder = await installProviders();
}, 600_000);

async function compare(packages: PackageMap): Promise<Difference[]> {
  const found = await Promise.all(
    ALL_SETTINGS.map(async (settings) =>
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

describe.each([
  ["AWS provider 6 on CDKTF", PROVIDER_6, OF_PROVIDER_6],
  ["CDK Terrain with the project's bindings", FORK, OF_THE_FORK],
  [
    "CDK Terrain with its own bindings",
    FORK_AND_PROVIDERS,
    [...OF_THE_FORK, ...OF_PROVIDER_6, ...OF_THE_FORKS_PROVIDERS],
  ],
] as const)("stacks with %s", (_name, packages, known) => {
  it("synthesizes the same Terraform configuration, except for the listed differences", async () => {
    expect(judge(await compare(packages), known)).toEqual([]);
  });

  it("compiles", async () => {
    expect(await typeCheck(folder, packages)).toEqual([]);
  });

  it("writes only arguments that the bindings have", async () => {
    for (const settings of ALL_SETTINGS)
      expect(findUnknownArguments(folder, packages, await synthesize(folder, packages, settings))).toEqual([]);
  });
});

it("uses the constructs version of the project", () => {
  const packages = z.object({ constructs: z.string() });
  const read = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), "utf8"));

  const theirs = z.object({ dependencies: packages }).parse(read("tools/providers/package.json"));
  const ours = z.object({ devDependencies: packages }).parse(read("package.json"));
  expect(theirs.dependencies).toEqual(ours.devDependencies);
});

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { readCompanyPolicy } from "../documents/company-policies";
import { LEGITIMATE_CLAIMS } from "../github-workflows/claims";
import { isWithin } from "../stacks/policies";
import { makeClone, type Clone } from "./support/clone";
import { ACCOUNT_ID, REGION, startCloud, type Cloud } from "./support/cloud";
import { runOrThrow, type CommandEnd } from "./support/command";
import { startOrganization, type Organization } from "./support/organization";
import { installEmulators } from "./support/python";
import { step } from "./support/steps";

const ROOT = join(__dirname, "..", "..");
const DEV = ["--environment", "dev"];
const MINUTE_MS = 60_000;
const TAG = ["audit:owner", "platform"] as const;
const OURS = "orders-dev";
const ROLE_PATH = "/team-a/";
/** Access key of the person who runs our bootstrap. */
const ADMINISTRATOR = { AWS_ACCESS_KEY_ID: "administrator" };

let cloud: Cloud;
let organization: Organization | undefined;
let clone: Clone;
let theirClone: Clone;
/** Answers of the platform team to questions of docs/company-accounts.md, by setting. */
let answers: Record<string, string>;
/** Settings of our team, to which each advice adds. */
let settings: Record<string, string>;

/** Runs a command of support/company_account.py. */
async function company(...args: readonly string[]): Promise<string> {
  const python = join(await installEmulators(), "python");
  const command = [join(__dirname, "support", "company_account.py"), ...args];
  return runOrThrow(python, command, { cwd: __dirname, environment: (organization ?? cloud).environment });
}

/** Asks the platform team a question of docs/company-accounts.md, and sets its answer. */
async function ask(page: string, question: string): Promise<void> {
  const rows = (await readFile(join(ROOT, page), "utf8")).split("\n");
  const [, , names = ""] = rows.find((row) => row.startsWith(`| ${question}`))?.split("|") ?? [];
  for (const [, name = ""] of names.matchAll(/`([A-Z_]+)`/g))
    if (answers[name] !== undefined) settings[name] = answers[name];
}

const poller = async (...args: readonly string[]): Promise<string> => outputOf(await clone.poller(args, settings));

/** Returns the output of a successful command. @throws Error with the output if the command fails */
function outputOf({ exitCode, output }: CommandEnd): string {
  if (exitCode !== 0) throw new Error(`exit code ${String(exitCode)}:\n${output}`);
  return output;
}

/** Advice in errors, and how to follow it literally. */
const ADVICE: Readonly<Record<string, readonly [RegExp, (...groups: string[]) => Promise<unknown>]>> = {
  "existing provider": [
    /set (GITHUB_OIDC_PROVIDER)=(\w+) and run bootstrap again/,
    (name = "", value = "") => Promise.resolve((settings[name] = value)),
  ],
  "denied role": [
    /AWS denies iam:CreateRole, because a service control policy .*; ask the platform team .*: (docs\S+\.md)/,
    (page = "") => ask(page, "Must every role have a permissions boundary?"),
  ],
  "denied VPC": [
    /AWS denies ec2:CreateVpc, because a service control policy .*; ask the platform team .*: (docs\S+\.md)/,
    (page = "") => ask(page, "Which VPC and subnets must be used?"),
  ],
  "taken rule": [
    /(aws_cloudwatch_event_rule\S+): the name (\S+) is taken [^]*import each: npm run state -- (import ADDRESS NAME .*)/,
    (address = "", name = "", command = "") =>
      poller("state", ...command.replace("ADDRESS", address).replace("NAME", name).split(" ")),
  ],
  "taken log group": [
    /import it: npm run state -- (import aws_cloudwatch_log_group.*), and deploy again/,
    (command = "") => poller("state", ...command.split(" ")),
  ],
  "foreign target": [
    /remove them with: aws (events remove-targets .*)/,
    (command = "") => company("aws", ...command.split(" ")),
  ],
  "foreign policy": [
    /detach it with: aws (iam detach-role-policy .*)/,
    (command = "") => company("aws", ...command.split(" ")),
  ],
};

/** Repeats a command until it succeeds, and follows the advice of each error. @returns the advice of each run */
async function follow(args: readonly string[], person = {}): Promise<string[][]> {
  const followed: string[][] = [];
  for (;;) {
    const end = await clone.poller(args, { ...settings, ...person });
    if (end.exitCode === 0) return followed;
    const given = Object.entries(ADVICE).flatMap(([name, [pattern, act]]) => {
      const match = pattern.exec(end.output);
      return match === null ? [] : [{ name, act: () => act(...match.slice(1)) }];
    });
    if (given.length === 0 || followed.length > 2) throw new Error(`no advice ends this:\n${end.output}`);
    for (const { act } of given) await act();
    followed.push(given.map(({ name }) => name));
  }
}

beforeAll(async () => {
  cloud = await startCloud();
  answers = z.record(z.string(), z.string()).parse(JSON.parse(await company("prepare", OURS)));
  const { PERMISSIONS_BOUNDARY_ARN: boundaryArn = "", KMS_KEY_ARN = "" } = answers;
  organization = await startOrganization(cloud, { boundaryArn, denied: "ec2:CreateVpc", tag: TAG });
  clone = await makeClone(organization.environment, "022");
  theirClone = await makeClone(organization.environment, "022");
  const rules = { TAGS: '{"CostCenter":"4711"}', IGNORE_TAGS: "audit:*", ROLE_PATH, KMS_KEY_ARN };
  settings = { ...rules, POLLER_NAME: "orders" };
}, 5 * MINUTE_MS);

afterAll(async () => {
  await Promise.all([clone.remove(), theirClone.remove(), organization?.stop()]);
  await cloud.stop();
});

/** AWS requires no permission for these. */
const WITHOUT_PERMISSION = ["sts:GetCallerIdentity"];

/** Documented actions that this test does not call: later changes, tags of a create, and the key, which S3 uses. */
const NOT_CALLED = [
  "iam:DeleteRole",
  "iam:DeleteRolePolicy",
  "iam:DetachRolePolicy",
  "iam:ListInstanceProfilesForRole",
  "iam:PutRolePermissionsBoundary",
  "iam:TagRole",
  "iam:UntagRole",
  "iam:UpdateRole",
  "iam:UpdateRoleDescription",
  "iam:DeletePolicy",
  "iam:DeletePolicyVersion",
  "iam:TagPolicy",
  "iam:UntagPolicy",
  "iam:GetOpenIDConnectProvider",
  "iam:TagOpenIDConnectProvider",
  "iam:UntagOpenIDConnectProvider",
  "kms:Decrypt",
  "kms:GenerateDataKey",
];

const tokenSchema = z.object({
  Credentials: z.object({ AccessKeyId: z.string(), SecretAccessKey: z.string(), SessionToken: z.string() }),
});

describe("account of a company", () => {
  let others: string;

  step(
    "bootstraps with the advice of each error, while another team bootstraps and deploys",
    async () => {
      const theirs = { ...settings, ...answers, GITHUB_OIDC_PROVIDER: "existing", GITHUB_REPOSITORY: "team-b/poller" };
      const deployTheirs = async (): Promise<void> => {
        const own = { ...theirs, POLLER_NAME: "" };
        outputOf(await theirClone.poller(["bootstrap", ...DEV, "--yes"], own));
        outputOf(await theirClone.poller(["deploy", ...DEV, "--yes"], own));
      };
      const before = await company("others", OURS);

      const [followed] = await Promise.all([follow(["bootstrap", ...DEV, "--yes"], ADMINISTRATOR), deployTheirs()]);

      expect(followed).toEqual([["existing provider"], ["denied role"]]);
      others = await company("others", OURS);
      expect(others.split("\n")).toEqual(expect.arrayContaining(before.split("\n")));
    },
    15 * MINUTE_MS,
  );

  step(
    "refuses to take over the other team's roles, and has nothing to change with the advised POLLER_NAME",
    async () => {
      const { POLLER_NAME, ...forgotten } = settings;
      const refused = await clone.poller(["bootstrap", ...DEV, "--yes"], forgotten);
      const [, name = ""] = /set another (\w+) and bootstrap again/.exec(refused.output) ?? [];
      const again = await clone.poller(["bootstrap", ...DEV], { ...forgotten, [name]: POLLER_NAME });

      expect(refused.output).toMatch(/trusts the repository team-b\/poller, not acme\/poller/);
      expect(outputOf(again)).toContain("state-backend-dev: nothing to change");
      expect(await company("others", OURS)).toBe(others);
    },
    5 * MINUTE_MS,
  );

  step(
    "deploys with the advice of each error",
    async () => {
      expect(await follow(["deploy", ...DEV, "--yes"])).toEqual([["taken rule"], ["denied VPC", "taken log group"]]);
      expect(await company("others", OURS)).toBe(others);
    },
    15 * MINUTE_MS,
  );

  step(
    "applies a change as the pipeline does",
    async () => {
      settings["JOB_TIMEOUT_SECONDS"] = "7200";
      await poller("ci", "synth", ...DEV);
      await poller("ci", "plan", ...DEV);
      await poller("ci", "review", ...DEV, "--reports", "build/reports");

      expect(await poller("ci", "apply")).toMatch(/batch-dev: the plan is the approved one/);
    },
    10 * MINUTE_MS,
  );

  step(
    "refuses the token of the drift workflow like AWS, and finds no drift after the advice of docs/delivery.md",
    async () => {
      const found = z.array(z.object({ Arn: z.string() })).parse(JSON.parse(await company("roles", OURS)));
      const [roleArn = ""] = found.map(({ Arn }) => Arn).filter((arn) => arn.includes("-drift-"));
      const claims = JSON.stringify(LEGITIMATE_CLAIMS["drift"]?.[0]).replaceAll("acme/poller", "Acme/Poller");
      const token = `e30.${Buffer.from(claims).toString("base64url")}.`;
      const names = ["--role-arn", roleArn, "--role-session-name", "drift"];
      const assume = () =>
        company("aws", "sts", "assume-role-with-web-identity", ...names, "--web-identity-token", token);
      const refusal = "Not authorized to perform sts:AssumeRoleWithWebIdentity";
      await expect(assume()).rejects.toThrow(refusal);
      const [, advice = ""] = (await readFile(join(ROOT, "docs", "delivery.md"), "utf8")).split(
        `AWS answers \`${refusal}`,
      );
      const [, command = ""] = /Correct the setting, run `npm run poller -- (.+?)`/.exec(advice) ?? [];
      expect(advice).toMatch(/^.*:\n[^]*The name in `GITHUB_REPOSITORY` had another letter case than on GitHub/);
      settings["GITHUB_REPOSITORY"] = "Acme/Poller";
      outputOf(await clone.poller([...command.split(" "), "--yes"], { ...settings, ...ADMINISTRATOR }));

      const { Credentials } = tokenSchema.parse(JSON.parse(await assume()));
      const role = {
        AWS_ACCESS_KEY_ID: Credentials.AccessKeyId,
        AWS_SECRET_ACCESS_KEY: Credentials.SecretAccessKey,
        AWS_SESSION_TOKEN: Credentials.SessionToken,
      };
      for (const stack of ["batch-dev", "job-poller-dev"])
        expect(outputOf(await clone.poller(["ci", "drift", stack], { ...settings, ...role }))).toContain("no drift");
    },
    5 * MINUTE_MS,
  );

  step("has created each role with the boundary, and below the path; the company has tagged each", async () => {
    const { PERMISSIONS_BOUNDARY_ARN } = settings;
    const role = z.object({
      Path: z.string().startsWith(`${ROLE_PATH}job-status-poller`),
      PermissionsBoundary: z.object({ PermissionsBoundaryArn: z.literal(PERMISSIONS_BOUNDARY_ARN) }),
      Tags: z.array(z.object({ Key: z.string(), Value: z.string() })),
    });
    const roles = z.array(role).parse(JSON.parse(await company("roles", OURS)));
    const tags = [["CostCenter", "4711"], TAG].map(([Key, Value]) => ({ Key, Value }));

    expect(roles.length).toBeGreaterThan(8);
    for (const { Tags } of roles) expect(Tags).toEqual(expect.arrayContaining(tags));
  });

  it("has bootstrapped with the permissions of docs/company-accounts.md", () => {
    const policy = readCompanyPolicy("Bootstrap", {
      ACCOUNT: ACCOUNT_ID,
      KEY_ARN: settings["KMS_KEY_ARN"] ?? "",
      ROLE_PATH,
      STATE_BUCKET: `${OURS}-state-${ACCOUNT_ID}-${REGION}`,
    });
    const calls = (organization?.calls ?? []).filter(
      ({ accessKeyId, action }) =>
        accessKeyId === ADMINISTRATOR.AWS_ACCESS_KEY_ID && !WITHOUT_PERMISSION.includes(action),
    );
    const isAllowed = ({ action, resource }: (typeof calls)[number]): boolean =>
      policy.some(({ Action, Resource }) => Action.includes(action) && isWithin(resource, [Resource].flat().join()));
    const called = calls.map(({ action }) => action);

    expect(calls.filter((call) => !isAllowed(call))).toEqual([]);
    expect(policy.flatMap(({ Action }) => Action).filter((action) => !called.includes(action))).toEqual(NOT_CALLED);
  });

  step(
    "destroys the environment with the advice about what others have added, and changes nothing of others",
    async () => {
      const [, role = ""] = /"RoleName": "(orders-dev-submit-job[^"]*)"/.exec(await company("roles", OURS)) ?? [];
      const policy = ["--policy-arn", answers["PERMISSIONS_BOUNDARY_ARN"] ?? ""];
      await company("aws", "iam", "attach-role-policy", "--role-name", role, ...policy);

      expect(await follow(["destroy", ...DEV, "--yes"])).toEqual([["foreign target", "foreign policy"]]);
      expect(await company("others", OURS)).toBe(others);
    },
    5 * MINUTE_MS,
  );
});

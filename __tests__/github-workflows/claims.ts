import * as z from "zod";
import { GITHUB_AUDIENCE, GITHUB_ISSUER } from "../../constructs/iam/github-trust";
import { WORKFLOWS } from "./workflow-files";

/** Claims of a GitHub token that AWS STS compares. */
export type Claims = Readonly<Record<string, string>>;

const trustSchema = z.strictObject({
  Version: z.literal("2012-10-17"),
  Statement: z.tuple([
    z.strictObject({
      Effect: z.literal("Allow"),
      Principal: z.strictObject({ Federated: z.string() }),
      Action: z.literal("sts:AssumeRoleWithWebIdentity"),
      // Only this operator: others accept a token without the claim, or with another value.
      Condition: z.strictObject({ StringEquals: z.record(z.string(), z.union([z.string(), z.array(z.string())])) }),
    }),
  ]),
});

/** Evaluates a trust policy like AWS STS. A claim that the token does not have never matches. */
export function isTrusted(policy: string, token: Claims): boolean {
  const [{ Condition }] = trustSchema.parse(JSON.parse(policy)).Statement;
  const required = Object.entries(Condition.StringEquals);
  return required.every(([key, values]) => {
    const claim = token[key.replace(`${GITHUB_ISSUER}:`, "")];
    return claim !== undefined && [values].flat().includes(claim);
  });
}

const REPOSITORY = "acme/poller";
const IDS = { repository_id: "22", repository_owner_id: "11" };
const MAIN = "refs/heads/main";

const FILES = Object.keys(WORKFLOWS);
/** Files that a workflow of any branch or repository can call in the version of main. */
const CALLABLE = FILES.filter((file) => "workflow_call" in (WORKFLOWS[file]?.on ?? {}));
const ENVIRONMENTS = ["dev", "dev-unreviewed", "prod", "prod-unreviewed"];

interface Source {
  readonly repository?: string;
  readonly ids?: Claims;
  /** Last part of `sub`, unless the job has an environment. */
  readonly subject: string;
  readonly ref: string;
  /** Version of the file that holds the job. */
  readonly version: string;
  /** Repository of that file. @default the repository of the run */
  readonly holder?: string;
}

function givenToken(source: Source, file: string, environment?: string): Claims {
  const { repository = REPOSITORY, ids = IDS, subject, ref, version, holder = repository } = source;
  return {
    aud: GITHUB_AUDIENCE,
    sub: `repo:${repository}:${environment === undefined ? subject : `environment:${environment}`}`,
    repository,
    ...ids,
    ref,
    job_workflow_ref: `${holder}/.github/workflows/${file}@${version}`,
    ...(environment === undefined ? {} : { environment }),
  };
}

/** Sources of runs whose workflow somebody else than the reviewers of main has written. */
const HOSTILE: Readonly<Record<string, Omit<Source, "version" | "holder">>> = {
  "edited workflow of a pull request": { subject: "pull_request", ref: "refs/pull/5/merge" },
  "pull request of Dependabot": { subject: "pull_request", ref: "refs/pull/6/merge" },
  "merge queue": {
    subject: "ref:refs/heads/gh-readonly-queue/main/pr-5",
    ref: "refs/heads/gh-readonly-queue/main/pr-5",
  },
  "dispatched branch": { subject: "ref:refs/heads/evil", ref: "refs/heads/evil" },
  "tag with the name main": { subject: "ref:refs/tags/main", ref: "refs/tags/main" },
  "branch with main in its name": { subject: "ref:refs/heads/x/refs/heads/main", ref: "refs/heads/x/refs/heads/main" },
  "pull request in a fork": {
    repository: "stranger/poller",
    ids: { repository_id: "33", repository_owner_id: "44" },
    subject: "pull_request",
    ref: "refs/pull/1/merge",
  },
  "main of a fork": {
    repository: "stranger/poller",
    ids: { repository_id: "33", repository_owner_id: "44" },
    subject: "ref:refs/heads/main",
    ref: MAIN,
  },
};

interface HostileClaims {
  readonly who: string;
  readonly token: Claims;
}

/**
 * Tokens that code of others can request, or with which it can call a workflow of main: every file, in the version
 * of the run and, if it can be called, in that of main, in each environment.
 */
export const HOSTILE_CLAIMS: readonly HostileClaims[] = Object.entries(HOSTILE).flatMap(([who, source]) =>
  [undefined, ...ENVIRONMENTS].flatMap((environment) =>
    [
      ...FILES.map((file) => givenToken({ ...source, version: source.ref }, file, environment)),
      ...CALLABLE.map((file) => givenToken({ ...source, version: MAIN, holder: REPOSITORY }, file, environment)),
    ]
      .filter((token) => !isPlanOfPullRequest(token))
      .map((token) => ({ who: `${who}: ${token["job_workflow_ref"] ?? ""} as ${token["sub"] ?? ""}`, token })),
  ),
);

/** A job of plan.yml on main runs only code of main, also for a hostile caller: this is what the plan role is for. */
function isPlanOfPullRequest({ job_workflow_ref: file, sub }: Claims): boolean {
  return file === `${REPOSITORY}/.github/workflows/plan.yml@${MAIN}` && sub === `repo:${REPOSITORY}:pull_request`;
}

/**
 * Token of a job in a file of `acme/poller` that a run of another repository calls.
 * @param version - ref of the called file
 * @param ref - ref of the run
 */
export const givenCalledToken = (file: string, version: string, ref: string, environment?: string): Claims =>
  givenToken(
    {
      repository: "acme/orders",
      ids: { repository_id: "55", repository_owner_id: "11" },
      subject: ref.startsWith("refs/pull/") ? "pull_request" : `ref:${ref}`,
      ref,
      version,
      holder: REPOSITORY,
    },
    file,
    environment,
  );

const onMain = (file: string, environment?: string): Claims =>
  givenToken({ subject: "ref:refs/heads/main", ref: MAIN, version: MAIN }, file, environment);

/** Tokens of the jobs that use each role. */
export const LEGITIMATE_CLAIMS: Readonly<Record<string, readonly Claims[]>> = {
  plan: [givenToken({ subject: "pull_request", ref: "refs/pull/5/merge", version: MAIN }, "plan.yml")],
  "main-plan": ["apply.yml", "destroy.yml", "operate.yml"].map((file) => onMain(file)),
  apply: [
    onMain("apply.yml", "dev"),
    onMain("apply.yml", "dev-unreviewed"),
    onMain("destroy.yml", "dev"),
    onMain("operate.yml", "dev"),
  ],
  smoke: [onMain("smoke.yml")],
  drift: [onMain("drift.yml")],
};

import * as z from "zod";
import { GITHUB_ISSUER } from "../../constructs/iam/github-trust";
import { synthEnvironment } from "../../testing/given-deployment";
import { JOBS, usesAction, WORKFLOWS, type NamedJob } from "./workflow-files";

const REPOSITORY = "our-team/poller";
const BASE = "${{ github.event.pull_request.base.sha }}";
const CREDENTIALS = "aws-actions/configure-aws-credentials";

const trustSchema = z.object({
  Statement: z.tuple([
    z.object({
      Condition: z.object({ StringEquals: z.record(z.string(), z.union([z.string(), z.array(z.string())])) }),
    }),
  ]),
});

/** `sub` suffixes of the tokens that each role of dev accepts. */
function trustedSubjects(): Record<string, string[]> {
  const roles = synthEnvironment({ GITHUB_REPOSITORY: REPOSITORY }).stateBackend.resource["aws_iam_role"] ?? {};
  return Object.fromEntries(
    Object.entries(roles).map(([id, { assume_role_policy: policy }]) => {
      const [statement] = trustSchema.parse(JSON.parse(z.string().parse(policy))).Statement;
      const subjects = [statement.Condition.StringEquals[`${GITHUB_ISSUER}:sub`] ?? []].flat();
      return [id.split("-")[0] ?? "", subjects.map((subject) => subject.replace(`repo:${REPOSITORY}:`, ""))];
    }),
  );
}

/** Returns the role that a job assumes, like `plan`. */
function roleOf({ job }: NamedJob): string | undefined {
  const role = job.steps.find((step) => usesAction(step, CREDENTIALS))?.with["role-to-assume"];
  return /^\$\{\{ steps\.set-up\.outputs\.(\w+)-role-arn \}\}$/.exec(String(role))?.[1];
}

/** Returns the `sub` suffix of a job's token, as GitHub composes it: the environment, or the event without one. */
function subjectOf({ file, job }: NamedJob): string {
  if (job.environment !== undefined)
    return `environment:${job.environment.replace("${{ inputs.environment }}", "dev")}`;
  return file === "plan.yml" ? "pull_request" : "ref:refs/heads/main";
}

const withRole = JOBS.filter((job) => job.job.steps.some((step) => usesAction(step, CREDENTIALS)));

it("assumes the intended role in each job", () => {
  expect(Object.fromEntries(withRole.map((job) => [job.id, roleOf(job)]))).toEqual({
    "plan.yml/plan": "plan",
    "apply-wave.yml/apply": "apply",
    "smoke.yml/smoke": "smoke",
    "drift.yml/look": "drift",
    "state.yml/state": "drift",
    "unlock.yml/unlock": "apply",
    "destroy.yml/destroy": "apply",
  });
});

it.each(withRole)("sends a token that the role accepts: $id", (job) => {
  expect(trustedSubjects()[roleOf(job) ?? ""]).toContain(subjectOf(job));
});

it("has a job for each subject that a role trusts, except smoke tests in an environment", () => {
  const sent = new Set(withRole.map((job) => `${roleOf(job) ?? ""} ${subjectOf(job)}`));

  const trusted = Object.entries(trustedSubjects()).flatMap(([role, subjects]) =>
    subjects.map((end) => `${role} ${end}`),
  );
  expect(trusted.filter((one) => !sent.has(one))).toEqual(["smoke environment:dev"]);
});

it("allows the plan role only in pull requests, and the roles of an environment only on main", () => {
  const callersOf = (file: string): string[] =>
    JOBS.filter(({ job }) => job.uses === `./.github/workflows/${file}`).map(({ file: caller }) => caller);

  expect(callersOf("plan.yml")).toEqual(["pull-request.yml"]);
  expect(Object.keys(WORKFLOWS["plan.yml"]?.on ?? {})).toEqual(["workflow_call"]);
  expect(callersOf("apply.yml")).toEqual(["deploy.yml", "deploy.yml"]);
  expect(WORKFLOWS["deploy.yml"]?.on).toMatchObject({ push: { branches: ["main"] } });
});

describe("pull request workflow", () => {
  const jobs = JOBS.filter(
    ({ file, job }) => ["pull-request.yml", "plan.yml"].includes(file) && job.uses === undefined,
  );
  const runsItsCode = ({ job }: NamedJob): boolean =>
    job.steps.some((step) => usesAction(step, "actions/checkout") && step.with["ref"] !== BASE);

  it("runs code of the pull request only without credentials", () => {
    expect(jobs.filter(runsItsCode).map(({ id, job }) => [id, job.permissions])).toEqual([
      ["plan.yml/synth", { contents: "read" }],
      ["pull-request.yml/check", { contents: "read" }],
    ]);
  });

  it("runs the firewall of the base commit before it gets credentials", () => {
    const steps = WORKFLOWS["plan.yml"]?.jobs["plan"]?.steps ?? [];
    const position = (pattern: RegExp): number =>
      steps.findIndex(({ uses = "", run = "" }) => pattern.test(`${uses}${run}`));

    const order = [/checkout@/, /set-up$/, /download-artifact@/, /ci -- firewall/, /configure-aws-cred/, /ci -- plan/];
    const found = order.map(position);
    expect(found).toEqual([0, 1, 2, 3, 4, 5]);
    expect(steps[0]?.with["ref"]).toBe(BASE);
  });

  it("keeps artefacts in separate folders, because pull request code can create artefacts", () => {
    const downloads = jobs.flatMap(({ job }) =>
      job.steps.filter((step) => usesAction(step, "actions/download-artifact")),
    );

    expect(downloads.map((step) => [step.with["name"] ?? step.with["pattern"], step.with["merge-multiple"]])).toEqual([
      ["synth-${{ inputs.environment }}", undefined],
      ["plan-*", undefined],
    ]);
  });

  it("plans and comments only for branches of this repository, except those of Dependabot", () => {
    for (const name of ["plan", "outdated"]) {
      const condition = WORKFLOWS["pull-request.yml"]?.jobs[name]?.if;
      expect(condition).toContain("github.event.pull_request.head.repo.full_name == github.repository");
      expect(condition).toContain("github.event.pull_request.user.login != 'dependabot[bot]'");
    }
    expect(WORKFLOWS["pull-request.yml"]?.jobs["comment"]?.if).toContain("needs.plan.result != 'skipped'");
  });
});

it("gets credentials for an apply only after the firewall", () => {
  const scripts = (WORKFLOWS["apply-wave.yml"]?.jobs["apply"]?.steps ?? []).map(
    ({ uses = "", run = "" }) => uses || run,
  );

  const [firewall, credentials, apply] = [/ci -- firewall/, /configure-aws-credentials/, /ci -- apply/].map((pattern) =>
    scripts.findIndex((script) => pattern.test(script)),
  );
  expect(firewall).toBeGreaterThan(0);
  expect(credentials).toBeGreaterThan(firewall ?? 0);
  expect(apply).toBeGreaterThan(credentials ?? 0);
});

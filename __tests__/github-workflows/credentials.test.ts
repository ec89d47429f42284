import * as z from "zod";
import { synthEnvironment } from "../../testing/given-deployment";
import { givenCalledToken, HOSTILE_CLAIMS, isTrusted, LEGITIMATE_CLAIMS } from "./claims";
import { JOBS, usesAction, WORKFLOWS, type NamedJob } from "./workflow-files";

const CREDENTIALS = "aws-actions/configure-aws-credentials";

/** Trust policy of each role of dev, with other settings than the repository or without. */
function trustPolicies(others: Readonly<Record<string, string>> = {}): Record<string, string> {
  const settings = { GITHUB_REPOSITORY: "acme/poller", ...others };
  const roles = synthEnvironment(settings).stateBackend.resource["aws_iam_role"] ?? {};
  return Object.fromEntries(
    Object.entries(roles).map(([id, { assume_role_policy: policy }]) => [
      id.replace(/-role_.*$|-role$/, ""),
      z.string().parse(policy),
    ]),
  );
}

/** Returns the role that a job assumes, like `plan`. */
function roleOf({ job }: NamedJob): string {
  const role = job.steps.find((step) => usesAction(step, CREDENTIALS))?.with["role-to-assume"];
  return /^\$\{\{ steps\.set-up\.outputs\.([\w-]+)-role-arn \}\}$/.exec(String(role))?.[1] ?? "";
}

const withRole = JOBS.filter((job) => job.job.steps.some((step) => usesAction(step, CREDENTIALS)));

it("assumes the intended role in each job", () => {
  expect(Object.fromEntries(withRole.map((job) => [job.id, roleOf(job)]))).toEqual({
    "plan.yml/plan": "plan",
    "apply.yml/plan": "main-plan",
    "apply.yml/apply": "apply",
    "smoke.yml/smoke": "smoke",
    "drift.yml/look": "drift",
    "operate.yml/state": "main-plan",
    "operate.yml/show": "main-plan",
    "operate.yml/unlock": "apply",
    "destroy.yml/show": "main-plan",
    "destroy.yml/destroy": "apply",
  });
});

describe.each([
  ["without the IDs of the repository", trustPolicies()],
  ["with them", trustPolicies({ GITHUB_REPOSITORY_OWNER_ID: "11", GITHUB_REPOSITORY_ID: "22" })],
])("trust policies %s", (_what, policies) => {
  it.each(Object.keys(LEGITIMATE_CLAIMS))("accepts the tokens of the jobs that use the role: %s", (role) => {
    expect(LEGITIMATE_CLAIMS[role]?.filter((token) => !isTrusted(policies[role] ?? "", token))).toEqual([]);
  });

  it.each(Object.entries(policies))("accepts no token that code of others can get: %s", (_role, policy) => {
    expect(HOSTILE_CLAIMS.length).toBeGreaterThan(500);
    expect(HOSTILE_CLAIMS.filter(({ token }) => isTrusted(policy, token)).map(({ who }) => who)).toEqual([]);
  });

  it.each(Object.entries(policies))("accepts no token of a job with another role: %s", (role, policy) => {
    const others = Object.entries(LEGITIMATE_CLAIMS).filter(([other]) => other !== role);

    expect(others.filter(([, tokens]) => tokens.some((token) => isTrusted(policy, token)))).toEqual([]);
  });

  it("covers all roles", () => {
    expect(Object.keys(policies).sort()).toEqual(Object.keys(LEGITIMATE_CLAIMS).sort());
  });
});

describe("roles of a repository that calls the workflows of another one", () => {
  const policies = trustPolicies({
    GITHUB_REPOSITORY: "acme/orders",
    GITHUB_REPOSITORY_OWNER_ID: "11",
    GITHUB_REPOSITORY_ID: "55",
    GITHUB_WORKFLOWS: "acme/poller@refs/tags/v1",
  });
  const [v1, main, pull] = ["refs/tags/v1", "refs/heads/main", "refs/pull/5/merge"];
  const isTrustedBy = (role: string, ...token: Parameters<typeof givenCalledToken>): boolean =>
    isTrusted(policies[role] ?? "", givenCalledToken(...token));

  it("accept the tokens of their jobs", () => {
    expect(isTrustedBy("plan", "plan.yml", v1, pull)).toBe(true);
    expect(isTrustedBy("main-plan", "apply.yml", v1, main)).toBe(true);
    expect(isTrustedBy("apply", "apply.yml", v1, main, "dev")).toBe(true);
    expect(isTrustedBy("apply", "destroy.yml", v1, main, "dev")).toBe(true);
    expect(isTrustedBy("drift", "drift.yml", v1, main)).toBe(true);
  });

  it("reject another version of the called files, and calls from a pull request or a branch", () => {
    expect(isTrustedBy("plan", "plan.yml", main, pull)).toBe(false);
    expect(isTrustedBy("plan", "plan.yml", "refs/heads/v1", pull)).toBe(false);
    expect(isTrustedBy("main-plan", "apply.yml", v1, pull)).toBe(false);
    expect(isTrustedBy("main-plan", "apply.yml", v1, "refs/heads/evil")).toBe(false);
    expect(isTrustedBy("apply", "apply.yml", v1, "refs/heads/evil", "dev")).toBe(false);
    expect(isTrustedBy("apply", "apply.yml", v1, main, "prod")).toBe(false);
  });

  it.each(Object.entries(policies))("reject all runs of the called repository, and of forks: %s", (_role, policy) => {
    const own = Object.values(LEGITIMATE_CLAIMS).flat();

    expect([...own, ...HOSTILE_CLAIMS.map(({ token }) => token)].filter((token) => isTrusted(policy, token))).toEqual(
      [],
    );
  });
});

it("rejects tokens of a later repository of the same name", () => {
  const policies = trustPolicies({ GITHUB_REPOSITORY_OWNER_ID: "11", GITHUB_REPOSITORY_ID: "99" });

  const accepted = Object.entries(LEGITIMATE_CLAIMS).filter(([role, tokens]) =>
    tokens.some((token) => isTrusted(policies[role] ?? "", token)),
  );
  expect(accepted).toEqual([]);
});

it("names in the trust policies exactly the files that hold the jobs of each role", () => {
  const holders = withRole.map((job) => `${roleOf(job)} ${job.file}`);
  const trusted = Object.entries(LEGITIMATE_CLAIMS).flatMap(([role, tokens]) =>
    tokens.map(({ job_workflow_ref: file }) => `${role} ${/([\w-]+\.yml)@/.exec(file ?? "")?.[1] ?? ""}`),
  );

  expect([...new Set(trusted)].sort()).toEqual([...new Set(holders)].sort());
});

it("calls plan.yml in the version of main only, and the jobs of an environment only on main", () => {
  const callersOf = (file: RegExp): string[] =>
    JOBS.filter(({ job }) => file.test(job.uses ?? "")).map(({ id, job }) => `${id} ${job.uses ?? ""}`);

  expect(callersOf(/plan\.yml/)).toEqual([
    expect.stringMatching(/^pull-request\.yml\/plan [\w.-]+\/[\w.-]+\/\.github\/workflows\/plan\.yml@main$/),
  ]);
  expect(Object.keys(WORKFLOWS["plan.yml"]?.on ?? {})).toEqual(["workflow_call"]);
  expect(callersOf(/apply\.yml/).map((caller) => caller.split("/")[0])).toEqual(["deploy.yml", "deploy.yml"]);
  expect(WORKFLOWS["deploy.yml"]?.on).toMatchObject({ push: { branches: ["main"] } });
});

describe("pull request workflow", () => {
  const jobs = JOBS.filter(
    ({ file, job }) => ["pull-request.yml", "plan.yml", "synth.yml"].includes(file) && job.uses === undefined,
  );
  const runsItsCode = ({ job }: NamedJob): boolean =>
    job.steps.some(
      (step) =>
        usesAction(step, "actions/checkout") &&
        !["${{ job.workflow_sha }}", "${{ github.event.pull_request.base.sha }}"].includes(String(step.with["ref"])),
    );

  it("runs code of the pull request only without credentials", () => {
    expect(jobs.filter(runsItsCode).map(({ id, job }) => [id, job.permissions])).toEqual([
      ["synth.yml/synth", { contents: "read" }],
    ]);
  });

  it("runs the firewall of main before it gets credentials", () => {
    const steps = WORKFLOWS["plan.yml"]?.jobs["plan"]?.steps ?? [];
    const position = (pattern: RegExp): number =>
      steps.findIndex(({ uses = "", run = "" }) => pattern.test(`${uses}${run}`));

    const order = [/checkout@/, /set-up$/, /download-artifact@/, /ci firewall/, /configure-aws-cred/, /ci plan/];
    expect(order.map(position)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(steps[0]?.with["ref"]).toBe("${{ job.workflow_sha }}");
  });

  it("plans only pull requests to main from branches of this repository, except those of Dependabot", () => {
    const conditions = [WORKFLOWS["plan.yml"]?.jobs["plan"]?.if, WORKFLOWS["pull-request.yml"]?.jobs["synth"]?.if];
    for (const condition of conditions) {
      expect(condition).toContain("github.event.pull_request.head.repo.full_name == github.repository");
      expect(condition).toContain("github.event.pull_request.user.login != 'dependabot[bot]'");
    }
    expect(conditions[0]).toContain("github.event_name == 'pull_request' && github.base_ref == 'main'");
    expect(WORKFLOWS["pull-request.yml"]?.jobs["plan"]?.if).toContain("needs.synth.result != 'skipped'");
  });
});

it.each([
  ["plan", /ci review/],
  ["apply", /ci apply/],
])("gets credentials for a deployment only after the firewall: %s", (name, pattern) => {
  const scripts = (WORKFLOWS["apply.yml"]?.jobs[name]?.steps ?? []).map(({ uses = "", run = "" }) => uses || run);

  const [firewall, credentials, use] = [/ci firewall/, /configure-aws-credentials/, pattern].map((one) =>
    scripts.findIndex((script) => one.test(script)),
  );
  expect(firewall).toBeGreaterThan(0);
  expect(credentials).toBeGreaterThan(firewall ?? 0);
  expect(use).toBeGreaterThan(credentials ?? 0);
});

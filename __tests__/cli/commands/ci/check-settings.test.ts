import { checkSettings } from "../../../../cli/commands/ci/check-settings";
import { givenClock, startMockGithub, type MockGithub } from "reviewed-terraform/testing";
import { givenContext } from "../../memory-context";

const WORKFLOW = "jobs:\n  plan:\n    uses: acme/poller/.github/workflows/plan.yml@main\n";
const REVIEW = {
  require_code_owner_review: true,
  dismiss_stale_reviews_on_push: true,
  require_last_push_approval: true,
};
const CHECKS = { strict_required_status_checks_policy: true, required_status_checks: [{ context: "Check" }] };
const REVIEWERS = { type: "required_reviewers", prevent_self_review: true, reviewers: [{ type: "User" }] };

const environmentOf = (rules: readonly object[], canBypass = false): object => ({
  can_admins_bypass: canBypass,
  deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
  protection_rules: rules,
});
const ONLY_MAIN = { branch_policies: [{ name: "main", type: "branch" }] };
const tagRuleset = (include: string, more: object = {}): object => ({
  enforcement: "active",
  conditions: { ref_name: { include: [include], exclude: [] } },
  rules: [{ type: "creation" }],
  ...more,
});

/** Answers of a repository with all settings of docs/delivery.md. */
const COMPLETE: readonly (readonly [string, unknown])[] = [
  ["", { full_name: "Acme/poller" }],
  ["/contents/.github/workflows/pull-request.yml", { content: Buffer.from(WORKFLOW).toString("base64") }],
  ["/codeowners/errors", { errors: [] }],
  ["/actions/permissions", { enabled: true, allowed_actions: "all" }],
  ["/actions/permissions/workflow", { default_workflow_permissions: "read", can_approve_pull_request_reviews: false }],
  [
    "/rules/branches/main",
    [
      { type: "deletion" },
      { type: "pull_request", parameters: REVIEW },
      { type: "required_status_checks", parameters: CHECKS },
    ],
  ],
  ["/rulesets", [{ id: 5 }]],
  ["/rulesets/5", tagRuleset("refs/tags/main")],
  ["/environments/prod", environmentOf([REVIEWERS, { type: "branch_policy" }])],
  ["/environments/prod/deployment-branch-policies", ONLY_MAIN],
  ["/actions/variables/SETTINGS_PROD", { value: "AWS_REGION=us-east-1" }],
  ["/environments/dev", environmentOf([], true)],
  ["/environments/dev/deployment-branch-policies", ONLY_MAIN],
  ["/actions/variables/SETTINGS_DEV", { value: "AWS_REGION=us-east-1" }],
];

let mock: MockGithub;
beforeEach(async () => {
  mock = await startMockGithub();
  for (const [path, json] of COMPLETE) mock.settings.set(path, json);
});
afterEach(() => mock.close());

async function check(
  environment = "prod",
  json = false,
  variables: Readonly<Record<string, string>> = mock.environment,
) {
  const context = givenContext({ environment: variables });
  const exitCode = await checkSettings({ environment, color: false, json }, context, givenClock());
  return { exitCode, lines: context.stdout.text.trim().split("\n") };
}

/** Returns the lines of settings that are not made. */
const problems = async (environment = "prod"): Promise<string[]> =>
  (await check(environment)).lines.filter((line) => !line.startsWith("ok "));

it("prints a line for each setting and ends with 0 if all are made", async () => {
  expect(await check()).toEqual({
    exitCode: 0,
    lines: [
      "ok       Actions are enabled",
      "ok       Actions cannot approve pull requests",
      "ok       pull-request.yml calls plan.yml of this repository",
      "ok       CODEOWNERS names existing owners",
      "ok       main: a pull request is required",
      "ok       main: a review from code owners is required",
      "ok       main: a push dismisses approvals",
      "ok       main: the most recent push must be approved",
      "ok       main: the check Check is required",
      "ok       main: branches must be up to date",
      "ok       no tag can have the name main",
      "ok       variable SETTINGS_PROD",
      "ok       environment prod: only the branch main",
      "ok       environment prod: required reviewers",
      "ok       environment prod: no self-review",
      "ok       environment prod: no bypass by administrators",
    ],
  });
  expect(mock.requests.filter((request) => !request.startsWith("GET "))).toEqual([]);
});

it("requires no reviewers for dev", async () => {
  expect(await check("dev")).toMatchObject({ exitCode: 0 });
});

it("lists what to do if nothing is set, and ends with 2", async () => {
  for (const path of [...mock.settings.keys()].filter(Boolean)) mock.settings.delete(path);

  const { exitCode, lines } = await check();

  expect(exitCode).toBe(2);
  expect(lines).toHaveLength(16);
  expect(lines.every((line) => /^missing {2}.+: .{10}/.test(line))).toBe(true);
  expect(lines).toContain(
    "missing  main: the check Check is required: Settings, Rules, Rulesets, ruleset of main: select Require status checks to pass, and add Check",
  );
  expect(lines).toContainEqual(expect.stringContaining("gh variable set SETTINGS_PROD --body"));
});

it.each<readonly [string, string, unknown, string]>([
  ["another repository", "/contents/.github/workflows/pull-request.yml", { content: "" }, "pull-request.yml calls"],
  ["an unknown owner", "/codeowners/errors", { errors: [{ line: 2 }] }, "CODEOWNERS"],
  ["disabled Actions", "/actions/permissions", { enabled: false }, "Actions are enabled"],
  [
    "approving Actions",
    "/actions/permissions/workflow",
    { can_approve_pull_request_reviews: true },
    "Actions cannot approve",
  ],
  [
    "only a branch pattern",
    "/environments/prod/deployment-branch-policies",
    {
      branch_policies: [...ONLY_MAIN.branch_policies, { name: "release/*" }],
    },
    "environment prod: only",
  ],
  [
    "a tag",
    "/environments/prod/deployment-branch-policies",
    {
      branch_policies: [{ name: "main", type: "tag" }],
    },
    "environment prod: only",
  ],
  [
    "any branch",
    "/environments/prod",
    { protection_rules: [REVIEWERS], can_admins_bypass: false },
    "environment prod: only",
  ],
  ["an empty variable", "/actions/variables/SETTINGS_PROD", { value: "\n" }, "variable SETTINGS_PROD"],
  ["an inactive ruleset", "/rulesets/5", tagRuleset("refs/tags/main", { enforcement: "evaluate" }), "no tag"],
  ["other tags", "/rulesets/5", tagRuleset("refs/tags/v*"), "no tag"],
  ["other rules", "/rulesets/5", tagRuleset("~ALL", { rules: [{ type: "deletion" }] }), "no tag"],
  [
    "an exception",
    "/rulesets/5",
    tagRuleset("~ALL", {
      conditions: { ref_name: { include: ["~ALL"], exclude: ["refs/tags/main"] } },
    }),
    "no tag",
  ],
  ["no conditions", "/rulesets/5", { enforcement: "active", rules: [{ type: "creation" }] }, "no tag"],
])("finds a wrong setting: %s", async (_what, path, json, name) => {
  mock.settings.set(path, json);

  expect(await problems()).toEqual([expect.stringMatching(new RegExp(`^missing {2}${name}.*: `))]);
});

it("accepts a ruleset for all tags, and rules in several rulesets", async () => {
  mock.settings.set("/rulesets/5", tagRuleset("~ALL"));
  mock.settings.set("/rules/branches/main", [
    { type: "pull_request", parameters: { ...REVIEW, require_last_push_approval: false } },
    { type: "pull_request", parameters: { require_last_push_approval: true } },
    { type: "required_status_checks", parameters: CHECKS },
  ]);

  expect(await problems()).toEqual([]);
});

/** Branch protection rule as GitHub returns it. */
const PROTECTION = {
  required_pull_request_reviews: {
    dismiss_stale_reviews: true,
    require_code_owner_reviews: true,
    require_last_push_approval: true,
    required_approving_review_count: 1,
  },
  required_status_checks: { strict: true, contexts: ["Check"], checks: [{ context: "Check", app_id: 15368 }] },
  enforce_admins: { enabled: true },
};

describe("branch protection rule", () => {
  const path = "/branches/main/protection";

  it("counts like a ruleset", async () => {
    mock.settings.set("/rules/branches/main", []);
    mock.settings.set(path, PROTECTION);

    expect(await problems()).toEqual([]);
  });

  it("counts together with a ruleset", async () => {
    mock.settings.set("/rules/branches/main", [{ type: "required_status_checks", parameters: CHECKS }]);
    mock.settings.set(path, { required_pull_request_reviews: PROTECTION.required_pull_request_reviews });

    expect(await problems()).toEqual([]);
  });

  it("names what is missing in both", async () => {
    mock.settings.set("/rules/branches/main", []);
    mock.settings.set(path, { required_pull_request_reviews: {}, required_status_checks: {} });

    expect((await problems()).map((line) => line.split(": ").slice(0, 2).join(": "))).toEqual([
      "missing  main: a review from code owners is required",
      "missing  main: a push dismisses approvals",
      "missing  main: the most recent push must be approved",
      "missing  main: the check Check is required",
      "missing  main: branches must be up to date",
    ]);
  });

  it.each([
    [403, "Resource not accessible by integration"],
    [404, "Not Found"],
  ])("makes settings unknown without administrator rights, except those of rulesets: %d", async (status, message) => {
    mock.failures.push({ request: /protection$/, times: 2, status, message });
    expect(await problems()).toEqual([]);

    mock.settings.set("/rules/branches/main", [{ type: "pull_request", parameters: REVIEW }]);
    const lines = await problems();
    expect(lines.map((line) => line.split(": ").slice(0, 2).join(": "))).toEqual([
      "unknown  main: the check Check is required",
      "unknown  main: branches must be up to date",
    ]);
    expect(lines[0]).toContain(
      `: GitHub answers ${status} to GET /repos/{owner}/{repo}/branches/{branch}/protection: `,
    );
    expect(lines[0]).toMatch(new RegExp(`: ${message}.*; use the token of an administrator`));
  });

  it("fails if GitHub is down", async () => {
    mock.failures.push({ request: /protection$/, times: 9, status: 503, message: "down" });

    await expect(check()).rejects.toThrow("answers 503");
  });
});

it("names each missing part of the approval of prod", async () => {
  mock.settings.set("/environments/prod", environmentOf([{ type: "required_reviewers", reviewers: [] }], true));

  expect((await problems()).map((line) => line.split(": ").slice(0, 2).join(": "))).toEqual([
    "missing  environment prod: required reviewers",
    "missing  environment prod: no self-review",
    "missing  environment prod: no bypass by administrators",
  ]);
});

it("checks the environment for plans that were not reviewed, if it exists", async () => {
  mock.settings.set("/environments/dev-unreviewed", { protection_rules: [] });

  expect((await problems("dev")).map((line) => line.split(": ").slice(0, 2).join(": "))).toEqual([
    "missing  environment dev-unreviewed: only the branch main",
    "missing  environment dev-unreviewed: required reviewers",
  ]);
});

it.each([
  ["/actions/permissions/workflow", "unknown  Actions cannot approve pull requests: "],
  ["/rulesets", "unknown  no tag can have the name main: "],
  ["/rulesets/5", "unknown  no tag can have the name main: "],
  ["/environments/prod", "unknown  environment prod: required reviewers: "],
])("explains a setting that the token cannot read: %s", async (path, line) => {
  const message = "Resource not accessible by integration";
  mock.failures.push({ request: new RegExp(`^GET /repos/acme/poller${path}(\\?|$)`), times: 1, status: 403, message });

  const found = await problems();

  expect(found).toContainEqual(
    expect.stringMatching(
      new RegExp(`^${line}GitHub answers 403 to GET .*: ${message}.*; use the token of an administrator`),
    ),
  );
  expect((await check()).exitCode).toBe(0);
});

it.each([404, 401])("fails if the token cannot read the repository: %d", async (status) => {
  mock.failures.push({ request: /poller$/, times: 1, status });

  await expect(check()).rejects.toThrow("GitHub does not show the repository to this token: check GITHUB_REPOSITORY");
});

it("fails if GitHub is down", async () => {
  mock.failures.push({ request: /codeowners/, times: 9, status: 503, message: "down" });

  await expect(check()).rejects.toThrow("answers 503");
});

it("rejects an unknown environment", async () => {
  await expect(check("qa")).rejects.toThrow("--environment must be dev or prod");
});

it("prints JSON, and uses GH_TOKEN like gh", async () => {
  const { GITHUB_TOKEN: token = "", ...rest } = mock.environment;

  const { exitCode, lines } = await check("dev", true, { ...rest, GH_TOKEN: token });

  expect(exitCode).toBe(0);
  expect(JSON.parse(lines[0] ?? "")).toContainEqual({ name: "variable SETTINGS_DEV", state: "ok", advice: "" });
});

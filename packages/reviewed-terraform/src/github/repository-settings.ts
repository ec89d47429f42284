import * as z from "zod";
import { DeliveryError } from "../delivery-error";
import { readBranchRules, type RuleParameters } from "./branch-rules";
import type { Github } from "./github";
import { judge, judgeAny, readAnswer, type Answer, type Setting } from "./setting";

const repositorySchema = z.object({ full_name: z.string() });
const contentSchema = z.object({ content: z.string() });
const ownersSchema = z.object({ errors: z.array(z.unknown()) });
const actionsSchema = z.object({ enabled: z.boolean() });
const tokenSchema = z.object({ can_approve_pull_request_reviews: z.boolean() });
const rulesetSchema = z.object({
  enforcement: z.string(),
  conditions: z
    .object({ ref_name: z.object({ include: z.array(z.string()), exclude: z.array(z.string()) }).optional() })
    .nullish(),
  rules: z.array(z.object({ type: z.string() })).default([]),
});

const RULESET = "Settings, Rules, Rulesets, ruleset of main:";
/** Rules that a ruleset or a branch protection rule of main can contain: name, type, test of parameters, advice. */
const MAIN_RULES: readonly (readonly [string, string, (parameters: RuleParameters) => boolean, string])[] = [
  ["a pull request is required", "pull_request", () => true, "select Require a pull request before merging"],
  [
    "a review from code owners is required",
    "pull_request",
    (parameters) => parameters.require_code_owner_review === true,
    "select Require review from Code Owners",
  ],
  [
    "a push dismisses approvals",
    "pull_request",
    (parameters) => parameters.dismiss_stale_reviews_on_push === true,
    "select Dismiss stale pull request approvals when new commits are pushed",
  ],
  [
    "the most recent push must be approved",
    "pull_request",
    (parameters) => parameters.require_last_push_approval === true,
    "select Require approval of the most recent reviewable push",
  ],
  [
    "the check Check is required",
    "required_status_checks",
    ({ required_status_checks: checks = [] }) => checks.some(({ context }) => context === "Check"),
    "select Require status checks to pass, and add Check",
  ],
  [
    "branches must be up to date",
    "required_status_checks",
    (parameters) => parameters.strict_required_status_checks_policy === true,
    "select Require branches to be up to date before merging",
  ],
];

/**
 * Checks the settings of a repository that all its environments share.
 * @throws DeliveryError when the token cannot read the repository
 */
export async function checkRepositorySettings(github: Github): Promise<Setting[]> {
  const repository = await readAnswer(github, "GET /repos/{owner}/{repo}", repositorySchema);
  if (!("value" in repository) || repository.value === undefined)
    throw new DeliveryError([
      "GitHub does not show the repository to this token: check GITHUB_REPOSITORY, and that the token can read it",
    ]);
  const { full_name: name } = repository.value;
  const path = ".github/workflows/pull-request.yml";
  const [workflow, owners, actions, token, rules, tags] = await Promise.all([
    readAnswer(github, "GET /repos/{owner}/{repo}/contents/{path}", contentSchema, { path }),
    readAnswer(github, "GET /repos/{owner}/{repo}/codeowners/errors", ownersSchema),
    readAnswer(github, "GET /repos/{owner}/{repo}/actions/permissions", actionsSchema),
    readAnswer(github, "GET /repos/{owner}/{repo}/actions/permissions/workflow", tokenSchema),
    readBranchRules(github, "main"),
    readTagRulesets(github),
  ]);
  return [
    judge("Actions are enabled", actions, ({ enabled }) => enabled, "Settings, Actions, General: allow actions"),
    judge(
      "Actions cannot approve pull requests",
      token,
      ({ can_approve_pull_request_reviews: can }) => !can,
      "Settings, Actions, General: clear Allow GitHub Actions to create and approve pull requests",
    ),
    judge(
      "pull-request.yml calls plan.yml of this repository",
      workflow,
      ({ content }) => callsPlanOf(name, Buffer.from(content, "base64").toString("utf8")),
      `write uses: ${name}/.github/workflows/plan.yml@main into ${path}`,
    ),
    judge(
      "CODEOWNERS names existing owners",
      owners,
      ({ errors }) => errors.length === 0,
      "replace @OWNER in .github/CODEOWNERS by users or teams with write access",
    ),
    ...MAIN_RULES.map(([rule, type, isMade, advice]) =>
      judgeAny(
        `main: ${rule}`,
        rules,
        (all) => all.some((one) => one.type === type && isMade(one.parameters ?? {})),
        `${RULESET} ${advice}`,
      ),
    ),
    judge(
      "no tag can have the name main",
      tags,
      (rulesets) => rulesets.some(forbidsTagMain),
      "Settings, Rules, Rulesets, New tag ruleset: status Active, target main, select Restrict creations",
    ),
  ];
}

/** Whether a workflow calls plan.yml of the repository. GitHub does not distinguish the case of letters. */
const callsPlanOf = (repository: string, workflow: string): boolean =>
  workflow.toLowerCase().includes(`uses: ${repository.toLowerCase()}/.github/workflows/plan.yml@main`);

async function readTagRulesets(github: Github): Promise<Answer<z.infer<typeof rulesetSchema>[]>> {
  const route = "GET /repos/{owner}/{repo}/rulesets";
  const listed = await readAnswer(github, route, z.array(z.object({ id: z.number() })), {
    targets: "tag",
    per_page: 100,
  });
  if (!("value" in listed)) return listed;
  const rulesets: z.infer<typeof rulesetSchema>[] = [];
  for (const { id } of listed.value ?? []) {
    const answer = await readAnswer(github, `${route}/{ruleset_id}`, rulesetSchema, { ruleset_id: id });
    if (!("value" in answer)) return answer;
    if (answer.value !== undefined) rulesets.push(answer.value);
  }
  return { value: rulesets };
}

const TAG = "refs/tags/main";
const ALL_TAGS = ["~ALL", "refs/tags/*", "refs/tags/**", "refs/tags/**/*"];

function forbidsTagMain({ enforcement, conditions, rules }: z.infer<typeof rulesetSchema>): boolean {
  const { include = [], exclude = [] } = conditions?.ref_name ?? {};
  return (
    enforcement === "active" &&
    rules.some(({ type }) => type === "creation") &&
    include.some((pattern) => pattern === TAG || ALL_TAGS.includes(pattern)) &&
    exclude.length === 0
  );
}

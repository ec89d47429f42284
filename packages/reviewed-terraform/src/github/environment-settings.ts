import * as z from "zod";
import type { Github } from "./github";
import { judge, readAnswer, type Answer, type Setting } from "./setting";

const environmentSchema = z.object({
  can_admins_bypass: z.boolean().default(true),
  deployment_branch_policy: z.object({ custom_branch_policies: z.boolean() }).nullish(),
  protection_rules: z
    .array(
      z.object({
        type: z.string(),
        prevent_self_review: z.boolean().default(false),
        reviewers: z.array(z.unknown()).default([]),
      }),
    )
    .default([]),
});
const policiesSchema = z.object({
  branch_policies: z.array(z.object({ name: z.string(), type: z.string().default("branch") })),
});
const variableSchema = z.object({ value: z.string() });

const ROUTE = "GET /repos/{owner}/{repo}/environments/{environment_name}";

interface EnvironmentAnswer {
  readonly name: string;
  readonly environment: Answer<EnvironmentSettings>;
  readonly policies: Answer<z.infer<typeof policiesSchema>>;
}

/**
 * Checks the settings of an environment: its GitHub environments `NAME` and `NAME-unreviewed`, and its variable.
 * @param needsReviewers - whether each deployment requires an approval
 */
export async function checkEnvironmentSettings(
  github: Github,
  name: string,
  needsReviewers: boolean,
): Promise<Setting[]> {
  const variable = `SETTINGS_${name.toUpperCase()}`;
  const [deployed, unreviewed, settings] = await Promise.all([
    readEnvironment(github, name),
    readEnvironment(github, `${name}-unreviewed`),
    readAnswer(github, "GET /repos/{owner}/{repo}/actions/variables/{name}", variableSchema, { name: variable }),
  ]);
  return [
    judge(
      `variable ${variable}`,
      settings,
      ({ value }) => value.trim() !== "",
      `gh variable set ${variable} --body "$(printf '%s\\n' AWS_REGION=... AWS_ACCOUNT_ID=...)"`,
    ),
    checkBranches(deployed),
    ...(needsReviewers ? checkReviewers(deployed) : []),
    // GitHub creates an environment that does not exist without protection, but Deploy asks for its reviewers first.
    ...(isAbsent(unreviewed) ? [] : [checkBranches(unreviewed), ...checkReviewers(unreviewed).slice(0, 1)]),
  ];
}

/**
 * Returns whether a GitHub environment has required reviewers. An environment that does not exist has none: GitHub
 * would create it, without protection, for the first job that uses it.
 * @throws GithubError when GitHub does not answer
 */
export async function hasReviewers(github: Github, name: string): Promise<boolean> {
  const answer = await readAnswer(github, ROUTE, environmentSchema, { environment_name: name });
  if ("refused" in answer) throw answer.refused;
  return answer.value !== undefined && asksReviewers(answer.value);
}

type EnvironmentSettings = z.infer<typeof environmentSchema>;
const reviewRules = ({ protection_rules: rules }: EnvironmentSettings): EnvironmentSettings["protection_rules"] =>
  rules.filter(({ type }) => type === "required_reviewers");
const asksReviewers = (environment: EnvironmentSettings): boolean =>
  reviewRules(environment).some(({ reviewers }) => reviewers.length > 0);

async function readEnvironment(github: Github, name: string): Promise<EnvironmentAnswer> {
  const [environment, policies] = await Promise.all([
    readAnswer(github, ROUTE, environmentSchema, { environment_name: name }),
    readAnswer(github, `${ROUTE}/deployment-branch-policies`, policiesSchema, {
      environment_name: name,
      per_page: 100,
    }),
  ]);
  return { name, environment, policies };
}

const isAbsent = ({ environment }: EnvironmentAnswer): boolean =>
  "value" in environment && environment.value === undefined;

function checkBranches({ name, environment, policies }: EnvironmentAnswer): Setting {
  const isRestricted = "value" in environment && environment.value?.deployment_branch_policy?.custom_branch_policies;
  return judge(
    `environment ${name}: only the branch main`,
    "refused" in environment ? environment : policies,
    ({ branch_policies: branches }) =>
      isRestricted === true &&
      branches.length > 0 &&
      branches.every((branch) => branch.name === "main" && branch.type === "branch"),
    `Settings, Environments, ${name}, Deployment branches and tags: Selected branches and tags, only the branch main`,
  );
}

function checkReviewers({ name, environment }: EnvironmentAnswer): Setting[] {
  const place = `Settings, Environments, ${name}:`;
  return [
    judge(
      `environment ${name}: required reviewers`,
      environment,
      asksReviewers,
      `${place} select Required reviewers, and add some`,
    ),
    judge(
      `environment ${name}: no self-review`,
      environment,
      (one) => reviewRules(one).some(({ prevent_self_review: isPrevented }) => isPrevented),
      `${place} select Prevent self-review`,
    ),
    judge(
      `environment ${name}: no bypass by administrators`,
      environment,
      ({ can_admins_bypass: can }) => !can,
      `${place} clear Allow administrators to bypass configured protection rules`,
    ),
  ];
}

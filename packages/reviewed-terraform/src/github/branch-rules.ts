import * as z from "zod";
import type { Github } from "./github";
import { GithubError } from "./github-error";
import { readAnswer, type Answer } from "./setting";

const ruleSchema = z.object({
  type: z.string(),
  parameters: z
    .object({
      require_code_owner_review: z.boolean(),
      dismiss_stale_reviews_on_push: z.boolean(),
      require_last_push_approval: z.boolean(),
      strict_required_status_checks_policy: z.boolean(),
      required_status_checks: z.array(z.object({ context: z.string() })),
    })
    .partial()
    .optional(),
});

/** Rule of a ruleset. */
type BranchRule = z.infer<typeof ruleSchema>;
export type RuleParameters = NonNullable<BranchRule["parameters"]>;

/** @see https://docs.github.com/en/rest/branches/branch-protection#get-branch-protection */
const protectionSchema = z.object({
  required_pull_request_reviews: z
    .object({
      require_code_owner_reviews: z.boolean().default(false),
      dismiss_stale_reviews: z.boolean().default(false),
      require_last_push_approval: z.boolean().default(false),
    })
    .optional(),
  required_status_checks: z
    .object({ strict: z.boolean().default(false), contexts: z.array(z.string()).default([]) })
    .optional(),
});

/** Reads the rules of a branch: those of rulesets, and those of a branch protection rule in the same form. */
export const readBranchRules = (github: Github, branch: string): Promise<readonly Answer<BranchRule[]>[]> =>
  Promise.all([
    readAnswer(github, "GET /repos/{owner}/{repo}/rules/branches/{branch}", z.array(ruleSchema), { branch }),
    readProtection(github, branch),
  ]);

/**
 * GitHub answers 404 "Branch not protected" without a branch protection rule, 404 "Not Found" to a user who is not an
 * administrator, and 403 to the token of a workflow.
 * @see https://github.com/ossf/scorecard/issues/138
 */
async function readProtection(github: Github, branch: string): Promise<Answer<BranchRule[]>> {
  try {
    const reply = await github.request("GET /repos/{owner}/{repo}/branches/{branch}/protection", { branch });
    return { value: toRules(protectionSchema.parse(reply)) };
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    if (error.status === 404 && error.message.includes("Branch not protected")) return { value: undefined };
    if (error.status === 401 || error.status === 403 || error.status === 404) return { refused: error };
    throw error;
  }
}

const toRules = ({
  required_pull_request_reviews: reviews,
  required_status_checks: checks,
}: z.infer<typeof protectionSchema>): BranchRule[] => [
  ...(reviews === undefined
    ? []
    : [
        {
          type: "pull_request",
          parameters: {
            require_code_owner_review: reviews.require_code_owner_reviews,
            dismiss_stale_reviews_on_push: reviews.dismiss_stale_reviews,
            require_last_push_approval: reviews.require_last_push_approval,
          },
        },
      ]),
  ...(checks === undefined
    ? []
    : [
        {
          type: "required_status_checks",
          parameters: {
            strict_required_status_checks_policy: checks.strict,
            required_status_checks: checks.contexts.map((context) => ({ context })),
          },
        },
      ]),
];

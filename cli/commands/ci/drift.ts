import {
  codeBlock,
  COMMENT_LIMIT_BYTES,
  isEmpty,
  type PlanReport,
  renderPlanSummary,
  type RetryClock,
} from "reviewed-terraform";
import { createScaledClock } from "local-aws";
import type { CliContext } from "../../cli-context";
import { createScreen } from "../../screen";
import { isWorkflowStep } from "../../github-log-commands";
import { CI_EXIT_CODE } from "./ci-exit-code";
import type { OutDirOptions } from "./ci-options";
import { keepIssue } from "./keep-issue";
import { planReadOnly, prepareStack } from "./make-plan";
import { readStackFolder } from "./stack-folder";
import { appendSummary } from "./step-output";

/**
 * Detects drift of a stack and keeps one issue about it: opens, updates and closes it.
 * @returns exit code; 2 for drift
 * @throws GithubError when there is drift and the issue cannot be written
 */
export async function findDrift(
  stackName: string,
  options: OutDirOptions,
  context: CliContext,
  clock: RetryClock = createScaledClock(1),
): Promise<number> {
  const folder = await readStackFolder(stackName, options, context);
  const { report } = await planReadOnly(await prepareStack(folder, context));
  const screen = createScreen(context, options);
  const isSame = isEmpty(report);
  screen.say(isSame ? `${stackName}: no drift` : `${stackName}: drift`);
  const text = isSame ? "" : renderDrift(report, folder.stack.environment);
  if (!isSame && !(await appendSummary(context, text))) context.stdout.write(text);
  if (isOnGithub(context)) {
    const title = `Drift: ${stackName} differs from its code`;
    const issue = { topic: `drift:${stackName}`, title, text, closing: `${stackName} no longer has drift.` };
    screen.say(await keepIssue(issue, context, clock));
  }
  return isSame ? CI_EXIT_CODE.succeeded : CI_EXIT_CODE.endedOtherwise;
}

const isOnGithub = (context: CliContext): boolean =>
  isWorkflowStep(context) || (context.environment["GITHUB_TOKEN"] ?? "") !== "";

function renderDrift(report: PlanReport, environment: string): string {
  const inputs = [
    `environment=${environment}`,
    ...(report.guarded.length === 0 ? [] : [`'allow-destroy=${report.guarded.join(" ")}'`]),
  ];
  const intro = [
    `The resources of ${report.stack} on AWS differ from the code on main. A deployment would make the changes below. Add intended manual changes to the code. To undo the changes instead, deploy main again:`,
    codeBlock("", ["gh workflow run deploy.yml --ref main", ...inputs].join(" --field ")),
    `Deploy plans all stacks of ${environment}, shows the plans, and applies them after the required reviewers of ${environment} have approved. If there are none, those of ${environment}-unreviewed decide. This issue is updated by the workflow Drift, and is closed when there is no drift.`,
  ].join("\n\n");
  return `${intro}\n\n${renderPlanSummary(report, COMMENT_LIMIT_BYTES - Buffer.byteLength(intro))}`;
}

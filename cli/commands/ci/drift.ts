import { COMMENT_LIMIT_BYTES } from "../../../delivery/render-comment";
import { renderPlanSummary } from "../../../delivery/render-plan-summary";
import type { PlanReport } from "../../../delivery/plan-report";
import { createScaledClock } from "../../../local/clock";
import type { CliContext } from "../../cli-context";
import { closeDriftIssue, putDriftIssue } from "../../github/drift-issue";
import { openGithub, type RetryClock } from "../../github/github";
import { parseGithubPlace } from "../../github/github-place";
import { createScreen } from "../../screen";
import { isWorkflowStep } from "../../workflow-commands";
import { CI_EXIT_CODE } from "./ci-exit-code";
import type { OutDirOptions } from "./ci-options";
import { isEmpty } from "./judge-plan";
import { withPlan } from "./make-plan";
import { readStackFolder } from "./stack-folder";
import { appendSummary } from "./step-output";

/**
 * Looks whether a stack still is as it was deployed, and keeps one issue about it: opened, brought up to date and closed.
 * @returns exit code: 2 for drift
 * @throws GithubError when there is drift and the issue cannot be written
 */
export async function findDrift(
  stackName: string,
  options: OutDirOptions,
  context: CliContext,
  clock: RetryClock = createScaledClock(1),
): Promise<number> {
  const folder = await readStackFolder(stackName, options, context);
  const report = await withPlan(folder, { lock: false }, context, (made) => Promise.resolve(made.report));
  const screen = createScreen(context, options);
  const isSame = isEmpty(report);
  screen.say(isSame ? `${stackName}: no drift` : `${stackName}: drift`);
  const text = isSame ? "" : renderDrift(report);
  if (!isSame && !(await appendSummary(context, text))) context.stdout.write(text);
  if (isOnGithub(context)) screen.say(await keepIssue(stackName, text, context, clock));
  return isSame ? CI_EXIT_CODE.succeeded : CI_EXIT_CODE.endedOtherwise;
}

const isOnGithub = (context: CliContext): boolean =>
  isWorkflowStep(context) || (context.environment["GITHUB_TOKEN"] ?? "") !== "";

function renderDrift(report: PlanReport): string {
  const intro = `AWS, or the code on main, is not as ${report.stack} was deployed. A deployment would make the changes below; what was changed by hand on purpose belongs into the code. This issue is kept up to date, and is closed when nothing differs any more.`;
  return `${intro}\n\n${renderPlanSummary(report, COMMENT_LIMIT_BYTES - Buffer.byteLength(intro))}`;
}

/** @param text - empty when there is no drift */
async function keepIssue(stackName: string, text: string, context: CliContext, clock: RetryClock): Promise<string> {
  const github = await openGithub(parseGithubPlace(context), clock, context.interrupt);
  if (text === "") {
    const closed = await closeDriftIssue(github, stackName, `${stackName} is as it was deployed again.`);
    return closed === undefined ? "there is no issue about it" : `issue closed: ${closed.url}`;
  }
  const { what, url } = await putDriftIssue(github, stackName, `Drift: ${stackName} is not as it was deployed`, text);
  return `issue ${what}: ${url}`;
}

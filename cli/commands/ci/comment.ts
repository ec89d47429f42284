import {
  COMMENT_LIMIT_BYTES,
  COMMENT_MARKER,
  codeSpan,
  commentMarker,
  DeliveryError,
  type Github,
  GithubError,
  type PullRequestEvent,
  type RetryClock,
  SUMMARY_LIMIT_BYTES,
  fetchHeadSha,
  findRunUrl,
  findStickyComments,
  firstOf,
  isAbout,
  markOutdated,
  openGithub,
  parseGithubPlace,
  putStickyComment,
  readPullRequestEvent,
  renderComment,
  updateComment,
} from "reviewed-terraform";
import { createScaledClock } from "local-aws";
import type { CliContext } from "../../cli-context";
import { describeIdleCost } from "../../estimate/idle-cost";
import { EXIT_CODE } from "../../exit-code";
import { resolveGivenPath } from "../../input/resolve-given-path";
import { createScreen } from "../../screen";
import { isWorkflowStep } from "../../github-log-commands";
import type { EnvironmentOptions } from "./ci-options";
import { readReports } from "./reports";
import { appendSummary, warn } from "./step-output";

export interface CommentOptions extends EnvironmentOptions {
  /** Folder of the reports written by `ci plan`. */
  readonly reports: string;
  /** Only marks the existing comments as outdated, of all environments. */
  readonly outdated?: boolean | undefined;
  /** Adds a note that not every stack could be planned. */
  readonly incomplete?: boolean | undefined;
  /** New findings of checkov, one per line, or `none`; empty if checkov failed. @default not shown */
  readonly findings?: string | undefined;
}

/** Maximum number of findings of checkov, and their maximum size in bytes. */
const MAX_FINDINGS = 50;
const MAX_FINDINGS_BYTES = 6_000;

/**
 * Writes the plans of all stacks of an environment into one comment on the pull request. When the comment cannot be
 * written, the plans go to the job summary, with a warning.
 * @returns exit code; 0 also when GitHub rejects the comment
 */
export async function commentPlans(
  options: CommentOptions,
  context: CliContext,
  clock: RetryClock = createScaledClock(1),
): Promise<number> {
  const event = await readPullRequestEvent(context.environment);
  if (options.outdated === true) await tryOnGithub(event, context, clock, markOldComment, undefined);
  else await writeComment(options, event, context, clock);
  return EXIT_CODE.succeeded;
}

async function writeComment(
  { reports: folder, incomplete, findings, ...options }: CommentOptions,
  event: PullRequestEvent | undefined,
  context: CliContext,
  clock: RetryClock,
): Promise<void> {
  const reports = await readReports(resolveGivenPath(folder, context.environment));
  const view = {
    environment: options.environment,
    reports,
    isIncomplete: incomplete === true || reports.length === 0,
    headSha: event?.headSha,
    runUrl: findRunUrl(context.environment),
    remarks: [
      ...reports.filter(({ changes }) => changes.length > 0).map(describeIdleCost),
      ...describeFindings(findings),
    ],
  };
  if (event === undefined && !isWorkflowStep(context)) {
    createScreen(context, options).say("this run has no pull request; its comment would be:");
    context.stdout.write(renderComment({ ...view, limitBytes: COMMENT_LIMIT_BYTES }));
    return;
  }
  const put = async (github: Github, { number, headSha }: PullRequestEvent): Promise<string> => {
    if ((await fetchHeadSha(github, number)) !== headSha)
      return "skipped: a newer commit was pushed and has its own run";
    const body = renderComment({ ...view, limitBytes: COMMENT_LIMIT_BYTES });
    return `comment ${await putStickyComment(github, number, commentMarker(options.environment), body)}`;
  };
  const done = await tryOnGithub(event, context, clock, put, "the plans are in the summary of this job instead");
  if (done !== undefined) {
    createScreen(context, options).say(done);
    return;
  }
  const text = renderComment({ ...view, limitBytes: SUMMARY_LIMIT_BYTES });
  if (!(await appendSummary(context, text))) context.stdout.write(text);
}

function describeFindings(findings = "none"): string[] {
  if (findings === "none") return [];
  if (findings === "")
    return ["checkov failed, so new findings are unknown; see the log of the job Findings of checkov."];
  const lines = firstOf(findings.split("\n").map(codeSpan), MAX_FINDINGS, MAX_FINDINGS_BYTES);
  return [["Findings of checkov that `main` does not have:", ...lines].join("\n  - ")];
}

async function markOldComment(github: Github, { number, headSha }: PullRequestEvent): Promise<string> {
  const comments = await findStickyComments(github, number, COMMENT_MARKER);
  for (const { id, body } of comments.filter((comment) => !isAbout(comment.body, headSha))) {
    const marked = markOutdated(body, headSha);
    if (marked !== body) await updateComment(github, id, marked);
  }
  return "comments about earlier pushes marked as outdated";
}

type Act = (github: Github, event: PullRequestEvent) => Promise<string>;

/** @returns a description of the change; undefined, after a warning, when there is no comment */
async function tryOnGithub(
  event: PullRequestEvent | undefined,
  context: CliContext,
  clock: RetryClock,
  act: Act,
  instead: string | undefined,
): Promise<string | undefined> {
  const why = event === undefined ? "this run has no pull request" : describeRights(event);
  const ending = instead === undefined ? "" : `; ${instead}`;
  if (event === undefined || why !== undefined) {
    warn(context, `no comment: ${why ?? ""}${ending}`);
    return undefined;
  }
  try {
    return await act(await openGithub(parseGithubPlace(context.environment), clock, context.interrupt), event);
  } catch (error) {
    if (!(error instanceof GithubError || error instanceof DeliveryError)) throw error;
    warn(context, `no comment: ${error.message}${ending}`);
    return undefined;
  }
}

function describeRights({ withoutRights }: PullRequestEvent): string | undefined {
  if (withoutRights === undefined) return undefined;
  const whose = withoutRights === "fork" ? "a pull request from a fork" : "a pull request of Dependabot";
  return `${whose} gets no credentials and its token cannot write comments; a maintainer can push the change to a branch of this repository`;
}

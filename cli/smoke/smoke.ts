import { appendFile } from "node:fs/promises";
import { ExecutionModel } from "../../console/model/execution-model";
import { lastArnPart } from "../../workflow/arn";
import type { CliContext } from "../cli-context";
import { CliError } from "../cli-error";
import { makeInputFail } from "../commands/make-input-fail";
import { startExecution } from "../commands/start-execution";
import { EXIT_CODE } from "../exit-code";
import { checkExecutionInput, checkExecutionName, readExecutionInput } from "../input/read-execution-input";
import { createScreen, type CommonOptions, type Screen } from "../screen";
import type { EnvironmentOutputs } from "../state/environment-outputs";
import { fetchEventsAfter } from "../watch/fetch-events";
import { followToEnd, type SmokeTarget } from "./follow-to-end";
import { renderMarkdown } from "./render-markdown";

export interface SmokeOptions extends CommonOptions {
  readonly environment: string;
  readonly expect: "SUCCEEDED" | "FAILED";
  /** Time after which the execution is stopped, in seconds. */
  readonly timeout: number;
  readonly input?: string | undefined;
  readonly name?: string | undefined;
  /** Overrides the input's pause between two polls, in seconds. */
  readonly waitTime?: number | undefined;
}

/**
 * Runs a job on a deployed environment and checks its result.
 * @returns exit code; 0 when the execution ended as expected, or 2
 * @throws CliError when nothing was started
 */
export async function smoke(options: SmokeOptions, target: SmokeTarget, context: CliContext): Promise<number> {
  const screen = createScreen(context, options);
  const input = await findInput(options, target.deployed, context);
  const name = checkExecutionName(options.name ?? smokeName(context.environment, options.expect, new Date()));
  const { stepFunctions } = target.clients;
  const executionArn = await startExecution(stepFunctions, target.deployed.stateMachineArn, input, name);
  const cutShort = await followToEnd(executionArn, options.timeout, target, context, screen);
  return judge(executionArn, cutShort, options, target, context, screen);
}

async function findInput(
  { input, expect, waitTime }: SmokeOptions,
  { sampleInput, failingInput }: EnvironmentOutputs,
  context: CliContext,
): Promise<Readonly<Record<string, unknown>>> {
  const sample = (): Readonly<Record<string, unknown>> =>
    expect === "FAILED" ? (failingInput ?? makeInputFail(sampleInput)) : sampleInput;
  const given = input === undefined ? sample() : await readExecutionInput(input, context);
  return checkExecutionInput(waitTime === undefined ? given : { ...given, wait_time: waitTime });
}

async function judge(
  executionArn: string,
  cutShort: string | undefined,
  { environment, expect: expected }: SmokeOptions,
  { deployed, clients }: SmokeTarget,
  context: CliContext,
  screen: Screen,
): Promise<number> {
  const executionName = lastArnPart(executionArn);
  const events = await fetchEventsAfter(clients.stepFunctions, executionArn, 0);
  const model = new ExecutionModel({ executionArn });
  model.append(events);
  const { end } = model;
  if (end === undefined)
    throw new CliError([`execution ${executionName} was stopped, but has not ended yet`], {
      exitCode: EXIT_CODE.endedOtherwise,
    });
  const { GITHUB_STEP_SUMMARY: summaryFile = "" } = context.environment;
  const markdown = renderMarkdown({
    environment,
    expected,
    cutShort,
    model,
    end,
    consoleUrl: deployed.consoleUrl,
  });
  if (summaryFile !== "") await appendFile(summaryFile, markdown);
  const asExpected = cutShort === undefined && end.status === expected;
  const verdict = asExpected ? "as expected" : `expected ${expected}. ${cutShort ?? ""}`.trim();
  screen.say(
    `\n${screen.paint(asExpected ? "good" : "bad", `Smoke test of ${environment}: ${end.status}, ${verdict}`)}`,
  );
  return asExpected ? EXIT_CODE.succeeded : EXIT_CODE.endedOtherwise;
}

/**
 * Name of a smoke test's execution. On GitHub it contains run ID and attempt: a retry within an attempt finds the
 * same execution, and a rerun starts a new one.
 */
export function smokeName(
  environment: Readonly<Record<string, string | undefined>>,
  expected: string,
  now: Date,
): string {
  const { GITHUB_RUN_ID: runId = "", GITHUB_RUN_ATTEMPT: attempt = "1" } = environment;
  const suffix = expected === "SUCCEEDED" ? "" : `-${expected.toLowerCase()}`;
  const when = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-");
  return `smoke-${runId === "" ? when : `${runId}-${attempt}`}${suffix}`;
}

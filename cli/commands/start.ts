import { randomUUID } from "node:crypto";
import { findJobId, isBatchJobId, JOB_ID_RULE } from "../../workflow/input/job-id";
import { CliError } from "../cli-error";
import type { CliContext } from "../cli-context";
import { errorMessage } from "../error-properties";
import { EXIT_CODE } from "../exit-code";
import { checkPlace } from "../input/check-place";
import { checkExecutionInput, checkExecutionName, readExecutionInput } from "../input/read-execution-input";
import { SAMPLE_INPUT_FILE } from "../local/project-root";
import type { Screen } from "../screen";
import { explainAwsError } from "../target/explain-aws-error";
import type { Target } from "../target/open-target";
import { startExecution } from "./start-execution";
import { followOnTarget, type WatchOptions } from "./watch";
import { withTarget } from "./with-target";

type Input = Readonly<Record<string, unknown>>;

export interface StartOptions extends WatchOptions {
  readonly name?: string | undefined;
  /** Follows the execution to its end. */
  readonly watch?: boolean | undefined;
}

/**
 * Starts an execution.
 * @param options.input - file, or `-`; by default the sample input of the environment or of this project
 * @returns exit code
 * @throws CliError when the input or the name is invalid; nothing was started
 */
export async function start(
  options: StartOptions & { readonly input?: string | undefined },
  context: CliContext,
): Promise<number> {
  const { input, environment } = options;
  // A deployed environment has a sample input of its own.
  if (input === undefined && environment !== undefined)
    return startWith(({ sampleInput }) => checkExecutionInput(sampleInput), options, context);
  const given = await readExecutionInput(input ?? SAMPLE_INPUT_FILE, context);
  return startWith(() => given, options, context);
}

/**
 * Starts an execution that waits for an existing job.
 * @param job - AWS Batch job ID or ARN
 * @throws CliError when it is neither, or of another region or account; nothing was started
 */
export async function attach(
  job: string,
  options: StartOptions & { readonly waitTime?: number | undefined },
  context: CliContext,
): Promise<number> {
  const { waitTime } = options;
  const input = checkExecutionInput({ jobId: job, ...(waitTime === undefined ? {} : { wait_time: waitTime }) });
  const jobId = findJobId(job);
  if (jobId === undefined || !isBatchJobId(jobId))
    throw new CliError([`input: jobId ${JOB_ID_RULE}, got ${JSON.stringify(job)}`]);
  return startWith(() => ({ ...input, jobId }), options, context, { inputAsGiven: input });
}

/**
 * Starts an execution.
 * @param findInput - returns the checked input for the target
 * @param given.inputAsGiven - input with the ARNs that the user gave, if it is not that of `findInput`
 * @param given.execution - execution given by ARN or name, whose ARN contains the state machine
 */
export async function startWith(
  findInput: (target: Target, screen: Screen) => Input | Promise<Input>,
  options: StartOptions,
  context: CliContext,
  { inputAsGiven, execution }: { readonly inputAsGiven?: Input; readonly execution?: string } = {},
): Promise<number> {
  const name = checkExecutionName(options.name ?? randomUUID());
  return withTarget(options, context, execution, async (target, screen) => {
    const input = await findInput(target, screen);
    const { clients, stateMachineArn, optionsShown } = target;
    checkPlace(inputAsGiven ?? input, stateMachineArn);
    const executionArn = await startExecution(clients.stepFunctions, stateMachineArn, input, name, {
      abortSignal: context.interrupt,
    }).catch((error: unknown) => {
      throw context.interrupt.aborted ? sayMaybeStarted(name, optionsShown, error) : error;
    });
    if (options.watch === true) {
      // An attached job may have started long ago.
      const log = options.log ? ("jobId" in input ? "recent" : "all") : "none";
      return followOnTarget(executionArn, target, context, screen, log).catch(markStarted);
    }
    if (screen.json) screen.result({ executionArn });
    else context.stdout.write(`${executionArn}\n`);
    return EXIT_CODE.succeeded;
  });
}

/** Error for an interrupted request, which may have reached AWS. */
const sayMaybeStarted = (name: string, optionsShown: string, cause: unknown): CliError =>
  new CliError([`interrupted; execution ${name} may have been started, see: npm run poller -- list ${optionsShown}`], {
    exitCode: EXIT_CODE.endedOtherwise,
    cause,
  });

/** Rethrows an error with the exit code of a started execution. */
function markStarted(error: unknown): never {
  const lines = error instanceof CliError ? error.lines : [explainAwsError(error) ?? errorMessage(error)];
  throw new CliError(lines, { exitCode: EXIT_CODE.endedOtherwise, cause: error });
}

import { DescribeExecutionCommand, DescribeStateMachineCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { createScaledClock, type Clock } from "local-aws";
import { formatDuration } from "../../console/format/format-duration";
import { lastArnPart } from "../../workflow/arn";
import { STATE } from "../../workflow/definitions/poll-definition";
import { CliError } from "../cli-error";
import type { CliContext } from "../cli-context";
import { startExecution } from "../commands/start-execution";
import { withTarget } from "../commands/with-target";
import { confirm } from "../confirm";
import { errorMessage } from "../error-properties";
import { EXIT_CODE } from "../exit-code";
import { readExecutionInput } from "../input/read-execution-input";
import { SAMPLE_INPUT_FILE } from "../local/project-root";
import type { CommonOptions, Screen } from "../screen";
import { explainAwsError } from "../target/explain-aws-error";
import type { Target, TargetOptions } from "../target/open-target";
import { answerQuestions, renderFindings } from "./answer-questions";
import { observeRun, type ObservedRun } from "./observe-run";
import { countJobs, estimateProbe, planProbes, type PlannedProbe } from "./plan-probe";
import { readReceivedEvents, type ReceivedEvent } from "./read-received-events";

export interface ProbeOptions extends CommonOptions, TargetOptions {
  /** Number of single jobs whose delay is measured. */
  readonly jobs: number;
  /** Time after which executions that still run are stopped, in seconds. */
  readonly timeout: number;
  readonly yes?: boolean | undefined;
  readonly input?: string | undefined;
}

/** Intervals of the probe, in milliseconds. */
interface ProbePace {
  /** Between two rounds of DescribeExecution. */
  readonly lookMs: number;
  /** Longest time for which the log may lag behind. */
  readonly logLagMs: number;
}

/** CloudWatch Logs shows a line some seconds after it was written. */
const AWS_PROBE_PACE: ProbePace = { lookMs: 5_000, logLagMs: 60_000 };
const LOCAL_PROBE_PACE: ProbePace = { lookMs: 200, logLagMs: 2_000 };

interface StartedProbe extends PlannedProbe {
  readonly executionArn: string;
}

/** Execution of a probe and the tools to watch it. */
interface Probing {
  readonly target: Target;
  readonly context: CliContext;
  readonly screen: Screen;
  readonly clock: Pick<Clock, "now" | "sleep">;
  readonly pace: ProbePace;
}

/**
 * Runs jobs on an environment with the integration `events`, and prints what its events were like as a table.
 * @returns exit code; 2 when an execution did not end in time
 * @throws CliError when nothing was started
 */
export async function probeEvents(
  options: ProbeOptions,
  context: CliContext,
  clock: Pick<Clock, "now" | "sleep"> = createScaledClock(1),
): Promise<number> {
  return withTarget(options, context, undefined, (target, screen) => {
    const pace = target.isLocal ? LOCAL_PROBE_PACE : AWS_PROBE_PACE;
    return probe(options, { target, context, screen, clock, pace });
  });
}

/** Runs the probe on an open target. */
export async function probe(options: ProbeOptions, probing: Probing): Promise<number> {
  const { target, context, screen, clock } = probing;
  await checkIntegration(target, context);
  const given =
    options.input === undefined && target.sampleInput !== undefined
      ? target.sampleInput
      : await readExecutionInput(options.input ?? SAMPLE_INPUT_FILE, context);
  const startedAtMs = clock.now();
  const planned = planProbes(given, options.jobs, `probe-${new Date(startedAtMs).toISOString().replace(/\D/gu, "")}`);
  await approve(options, probing, planned.length);
  const started: StartedProbe[] = [];
  let isStopped = true;
  try {
    for (const plan of planned) {
      // A request in flight is not aborted: its execution would be left running.
      if (context.interrupt.aborted) break;
      started.push({ ...plan, executionArn: await start(plan, target) });
    }
    screen.say(`Started ${started.length} executions`);
    isStopped = await awaitEnds(started, options.timeout, probing);
  } catch (error) {
    if (started.length === 0) throw error;
    throw new CliError([explainAwsError(error) ?? errorMessage(error)], {
      exitCode: EXIT_CODE.endedOtherwise,
      cause: error,
    });
  } finally {
    if (isStopped) await stopRunning(started, probing);
  }
  const runs = await Promise.all(started.map((one) => observeRun(one, target.clients, new AbortController().signal)));
  const findings = answerQuestions(runs, await readEvents(runs, startedAtMs, probing));
  if (screen.json) screen.result(findings);
  else context.stdout.write(renderFindings(findings));
  return isStopped ? EXIT_CODE.endedOtherwise : EXIT_CODE.succeeded;
}

/** @throws CliError when the state machine has no wait that an event can end */
async function checkIntegration({ clients, stateMachineArn, isLocal }: Target, context: CliContext): Promise<void> {
  const { definition = "" } = await clients.stepFunctions.send(new DescribeStateMachineCommand({ stateMachineArn }), {
    abortSignal: context.interrupt,
  });
  if (definition.includes(JSON.stringify(STATE.waitForEvent))) return;
  const cure = isLocal ? 'restart "poller local" with --integration events' : "deploy it with WAIT_INTEGRATION=events";
  throw new CliError([`state machine ${lastArnPart(stateMachineArn)} does not wait for events; ${cure}`]);
}

/** @throws CliError without approval */
async function approve({ jobs, timeout, yes }: ProbeOptions, probing: Probing, executions: number): Promise<void> {
  const { screen, target, context } = probing;
  screen.say(
    `Starts ${executions} executions of ${lastArnPart(target.stateMachineArn)} with ${countJobs(jobs)} jobs, children and attempts included.`,
  );
  if (target.isLocal) return;
  screen.say(
    `This costs about $${estimateProbe(jobs).toFixed(2)} with the sample job, and takes a few minutes, at most ${formatDuration(timeout)}.`,
  );
  const noTerminal = "nothing was started: approval requires a terminal; to approve without one, add --yes";
  if (yes === true || (await confirm("Start the executions?", noTerminal, context))) return;
  throw new CliError(["cancelled; nothing was started"]);
}

const start = ({ input, name }: PlannedProbe, { clients, stateMachineArn }: Target): Promise<string> =>
  startExecution(clients.stepFunctions, stateMachineArn, input, name);

/** Waits until all executions have ended. @returns whether some were still running at the deadline or on Ctrl-C */
async function awaitEnds(started: readonly StartedProbe[], timeoutSeconds: number, probing: Probing): Promise<boolean> {
  const { clock, pace, screen, context } = probing;
  const deadlineMs = clock.now() + timeoutSeconds * 1_000;
  let running = started;
  while (running.length > 0) {
    if (clock.now() >= deadlineMs || context.interrupt.aborted) return true;
    await clock.sleep(pace.lookMs, context.interrupt).catch(() => undefined);
    const before = running.length;
    running = await findRunning(running, probing);
    if (running.length < before) screen.say(`${started.length - running.length} of ${started.length} have ended`);
  }
  return false;
}

/** Returns the executions that still run. */
async function findRunning(
  started: readonly StartedProbe[],
  { target: { clients } }: Probing,
): Promise<readonly StartedProbe[]> {
  const running: StartedProbe[] = [];
  // One after the other: an account has 15 DescribeExecution calls per second.
  for (const one of started) {
    const { executionArn } = one;
    const { status } = await clients.stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
    if (status === "RUNNING") running.push(one);
  }
  return running;
}

/** Stops the executions that still run. Their jobs are then terminated, as those of every stopped execution. */
async function stopRunning(started: readonly StartedProbe[], probing: Probing): Promise<void> {
  const { screen, target } = probing;
  for (const { executionArn } of await findRunning(started, probing)) {
    screen.say(`Stopping ${lastArnPart(executionArn)}`);
    await target.clients.stepFunctions.send(
      new StopExecutionCommand({ executionArn, error: "Probe.Stopped", cause: "The probe has ended." }),
    );
  }
}

/** Reads the log of `end-wait` until it has an event of every job, or has had enough time. */
async function readEvents(runs: readonly ObservedRun[], sinceMs: number, probing: Probing): Promise<ReceivedEvent[]> {
  const { clock, pace, screen, target } = probing;
  const group = `/aws/lambda/${lastArnPart(target.stateMachineArn)}-end-wait`;
  const jobIds = runs.flatMap(({ result }) => result?.jobId ?? []);
  const deadlineMs = clock.now() + pace.logLagMs;
  try {
    // One more look when every job has an event, for duplicates.
    for (let isComplete = false; ;) {
      const received = await readReceivedEvents(target.clients.logs, group, sinceMs, new AbortController().signal);
      if (isComplete || clock.now() >= deadlineMs) return received;
      isComplete = jobIds.every((id) => received.some(({ jobId }) => jobId === id));
      await clock.sleep(pace.lookMs);
    }
  } catch (error) {
    screen.say(`cannot read the log group ${group}: ${explainAwsError(error) ?? errorMessage(error)}`);
    return [];
  }
}

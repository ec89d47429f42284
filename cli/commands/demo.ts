import { formatDuration } from "../../console/format/format-duration";
import type { CliContext } from "../cli-context";
import { CliError } from "../cli-error";
import { EXIT_CODE } from "../exit-code";
import { checkExecutionInput, checkExecutionName, readExecutionInput } from "../input/read-execution-input";
import type { RunnerOptions } from "../local/choose-runner";
import {
  FARGATE_TIMES,
  openLocalEnvironment,
  sayOpening,
  type OpenedEnvironment,
} from "../local/open-local-environment";
import { SAMPLE_INPUT_FILE } from "../local/project-root";
import type { WaitIntegration } from "../../workflow/integration";
import { makeReport } from "../report/make-report";
import { checkReportFile, findFormat, writeReport, type ReportFile } from "../report/report-file";
import { createScreen, type CommonOptions, type Screen } from "../screen";
import { createLocalClients } from "../target/aws-clients";
import { followExecution } from "../watch/follow-execution";
import { localPace } from "../watch/watch-pace";
import { makeInputFail } from "./make-input-fail";
import { startExecution } from "./start-execution";

interface DemoOptions extends CommonOptions, RunnerOptions {
  /** File, or `-`. @default the sample input */
  readonly input?: string | undefined;
  readonly name?: string | undefined;
  /** Makes the job fail. */
  readonly fail?: boolean | undefined;
  /** Report file. */
  readonly report?: string | undefined;
  /** Whether the report may replace an existing file. */
  readonly force?: boolean | undefined;
  readonly realTime?: boolean | undefined;
  /** Shows the log of the job. */
  readonly log: boolean;
  /** Seconds that pass on the endpoints in one real second. */
  readonly speed: number;
  readonly integration: WaitIntegration;
  readonly cdktfOut?: string | undefined;
}

/**
 * Runs a job on the local endpoints and shows its progress.
 * @returns exit code
 * @throws CliError when the input or the name is invalid; nothing was started
 */
export async function demo(options: DemoOptions, context: CliContext): Promise<number> {
  const screen = createScreen(context, options);
  const given =
    options.input === undefined ? await readSample(options, context) : await readExecutionInput(options.input, context);
  const input = options.fail === true ? checkExecutionInput(makeInputFail(given)) : given;
  const name = checkExecutionName(options.name ?? makeName(new Date()));
  const reportFile = findReportFile(options);
  if (reportFile !== undefined) checkReportFile(reportFile, context);
  const speed = options.realTime === true ? 1 : options.speed;
  sayOpening(screen, options.cdktfOut);
  const { integration, cdktfOut, runner, secret } = options;
  const environment = await openLocalEnvironment(
    { speed, integration, cdktfOut, runner, secret, lifeCycle: FARGATE_TIMES },
    context,
    screen,
  );
  try {
    sayPace(screen, speed);
    const exitCode = await run({ environment, input, name, speed, log: options.log, reportFile, context, screen });
    if (!context.interrupt.aborted) sayNext(screen, options, exitCode);
    return exitCode;
  } finally {
    await environment.close();
  }
}

/** Reads the sample input; with `events` without its wait_time, because no event ends a wait of a minute. */
async function readSample(
  { integration }: DemoOptions,
  context: CliContext,
): Promise<Readonly<Record<string, unknown>>> {
  const sample = await readExecutionInput(SAMPLE_INPUT_FILE, context);
  return integration === "events" ? { ...sample, wait_time: null } : sample;
}

interface Run {
  readonly environment: OpenedEnvironment;
  readonly input: Readonly<Record<string, unknown>>;
  readonly name: string;
  readonly speed: number;
  readonly log: boolean;
  readonly reportFile: ReportFile | undefined;
  readonly context: CliContext;
  readonly screen: Screen;
}

async function run({ environment, input, name, speed, log, reportFile, context, screen }: Run): Promise<number> {
  const { stepFunctionsUrl, batchUrl, region, stateMachineArn } = environment;
  const clients = createLocalClients(region, { stepFunctionsUrl, batchUrl, logsUrl: batchUrl });
  try {
    const executionArn = await startExecution(clients.stepFunctions, stateMachineArn, input, name, {
      abortSignal: context.interrupt,
    });
    const exitCode = await followExecution({
      clients,
      executionArn,
      clock: environment.clock,
      pace: localPace(speed),
      showLinks: false,
      context,
      screen,
      log: log ? "all" : "none",
      onInterrupt: ["Interrupted: the execution, its job and both endpoints are stopped."],
    });
    if (reportFile !== undefined && !context.interrupt.aborted) {
      const now = new Date(environment.clock.now());
      const request = { clients, executionArn, format: reportFile.format, showLinks: false, now };
      await writeReport(reportFile, (await makeReport(request, context)).text, context);
      screen.say(`Wrote ${reportFile.given}.`);
    }
    return exitCode;
  } finally {
    clients.close();
  }
}

/** @throws CliError for a report on standard output, which carries the JobResult */
function findReportFile({ report: given, force = false }: DemoOptions): ReportFile | undefined {
  if (given === "-")
    throw new CliError(["--report requires a file, because the demo prints its JobResult on standard output"]);
  return given === undefined ? undefined : { given, format: findFormat(given), force };
}

/** `demo-20261122-080503` */
const makeName = (now: Date): string =>
  `demo-${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-")}`;

function sayPace(screen: Screen, speed: number): void {
  const shortened = [
    `Waits are shortened ${speed} times; --real-time keeps them.`,
    `Times below are those of the endpoints, where a minute passes in ${formatDuration(60 / speed)}.`,
  ];
  const lines = speed === 1 ? ["Waits take as long as on AWS."] : shortened;
  for (const line of lines) screen.say(screen.paint("quiet", line));
  screen.say("");
}

function sayNext(screen: Screen, { input, fail }: DemoOptions, exitCode: number): void {
  const hints = [
    fail === true || exitCode !== EXIT_CODE.succeeded
      ? `npm run demo                  the ${input === undefined ? "same" : "sample"} job, ending well`
      : "npm run demo -- --fail        how a failing job ends",
    "npm run local                 both endpoints, for any AWS client, until Ctrl-C",
    "npm run poller -- --help      all commands",
  ];
  screen.say(
    screen.paint(
      "quiet",
      "\nNot on AWS: the console links in the JobResult have the form of real ones, but lead nowhere.",
    ),
  );
  screen.say(screen.paint("quiet", ["\nNext:", ...hints.map((hint) => `  ${hint}`)].join("\n")));
}

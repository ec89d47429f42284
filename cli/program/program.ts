import { Command, Option } from "commander";
import * as z from "zod";
import packageJson from "../../package.json";
import type { CliContext } from "../cli-context";
import {
  addCommonOptions,
  addLogOption,
  addQuietOption,
  addSynthesisOptions,
  addTargetOptions,
  commonOptionsSchema,
  logOptionsSchema,
  synthesisOptionsSchema,
  targetOptionsSchema,
  type Finish,
} from "../commands/common-options";
import { parsePort, parseSpeed, parseWaitTime } from "../commands/option-values";
import { EXIT_CODE_HELP } from "../exit-code";
import { addCompletionCommands } from "./completion-program";
import { addConsoleCommand } from "./console-program";
import { addDeliveryCommands } from "./delivery-program";
import { addEstimateCommand } from "./estimate-program";
import { addListCommand } from "./list-program";
import { addLogsCommand } from "./logs-program";
import { addOpenCommand } from "./open-program";
import { addProbeCommand } from "./probe-program";
import { addReportCommand } from "./report-program";
import { addRetryCommand } from "./retry-program";
import { addRunCommand } from "./run-program";
import { addWatchCommand } from "./watch-program";

const DEMO_SPEED = 30;
const LOCAL_VERBOSE_HELP =
  "show the logs of the Lambda functions (none with --integration sync) and the stack traces of errors";

/** Help for --no-log of commands that follow an execution only with --watch. */
const WATCH_LOG = "with --watch, do not show the log of the job";

const text = z.string().optional();
const flag = z.boolean().optional();
const startSchema = z.object({
  ...commonOptionsSchema.shape,
  ...targetOptionsSchema.shape,
  ...logOptionsSchema.shape,
  name: text,
  watch: flag,
});

/**
 * Creates the command line. Options are validated here; a command's code is loaded only when it runs, because
 * loading all commands takes three times as long as starting without them.
 */
export function createProgram(context: CliContext, finish: Finish): Command {
  const program = createCommands(context, finish);
  addCompletionCommands(program, () => createCommands(context, finish), finish);
  return program;
}

function createCommands(context: CliContext, finish: Finish): Command {
  const program = new Command("poller")
    .version(
      `poller ${packageJson.version}, Node ${process.versions.node}`,
      "-V, --version",
      "print the versions of poller and Node",
    )
    .description("Runs AWS Batch jobs under AWS Step Functions, on AWS and on this machine.")
    .addHelpText(
      "after",
      `\n"poller COMMAND --help" has examples. Through npm: npm run poller -- COMMAND\n\n${EXIT_CODE_HELP}`,
    );
  addDemo(program, context, finish);
  addLocal(program, context, finish);
  addConsoleCommand(program, context, finish);
  addStart(program, context, finish);
  addRunCommand(program, context, finish);
  addWatchCommand(program, context, finish);
  addStop(program, context, finish);
  addListCommand(program, context, finish);
  addLogsCommand(program, context, finish);
  addRetryCommand(program, context, finish);
  addOpenCommand(program, context, finish);
  addAttach(program, context, finish);
  addReportCommand(program, context, finish);
  addEstimateCommand(program, context, finish);
  addProbeCommand(program, context, finish);
  addDeliveryCommands(program, context, finish);
  return program;
}

function addDemo(program: Command, context: CliContext, finish: Finish): void {
  const command = program
    .command("demo")
    .description("run a job on local endpoints; requires only Node")
    .option("--fail", "make the job fail: ends with BatchJob.UserError and exit code 2")
    .option("--report <file>", "write a report at the end, as HTML or, for a .md file, as Markdown")
    .option("--force", "let --report replace an existing file")
    .option("--input <file>", "execution input, - for standard input (default: sample-job/execution-input.json)")
    .option("--name <name>", "name of the execution (default: demo- and the time)")
    .option("--real-time", "do not shorten waits")
    .addOption(
      new Option("--speed <n>", "shorten waits by this factor; the job itself runs in real time")
        .argParser(parseSpeed)
        .default(DEMO_SPEED)
        .conflicts("realTime"),
    );
  addCommonOptions(
    addQuietOption(addSynthesisOptions(addLogOption(command))),
    [
      "npm run demo",
      "npm run demo -- --fail --report report.html",
      "npm run demo -- --input my-input.json --name nightly-1",
      "npm run --silent demo -- --json | jq .status",
    ],
    LOCAL_VERBOSE_HELP,
  ).action(async (options: unknown) => {
    const schema = z.object({
      ...commonOptionsSchema.shape,
      ...synthesisOptionsSchema.shape,
      ...logOptionsSchema.shape,
      input: text,
      name: text,
      fail: flag,
      report: text,
      force: flag,
      realTime: flag,
      speed: z.number(),
    });
    const { demo } = await import("../commands/demo.ts");
    finish(await demo(schema.parse(options), context));
  });
}

function addLocal(program: Command, context: CliContext, finish: Finish): void {
  const command = program
    .command("local")
    .description("serve local endpoints of Step Functions, Batch and CloudWatch Logs for any AWS client, until Ctrl-C")
    .option("--speed <n>", "shorten waits by this factor; jobs themselves run in real time", parseSpeed, 1)
    .option("--sfn-port <port>", "port of Step Functions; 0 means any free port", parsePort, 0)
    .option("--batch-port <port>", "port of Batch and CloudWatch Logs; 0 means any free port", parsePort, 0)
    .option("--faults <file>", "fault script for Batch (docs/local-faults.md)");
  addCommonOptions(
    addQuietOption(addSynthesisOptions(command)),
    [
      "npm run local",
      "npm run local -- --speed 30 --sfn-port 8083 --batch-port 8084",
      "npm run --silent local -- --json",
    ],
    LOCAL_VERBOSE_HELP,
  ).action(async (options: unknown) => {
    const schema = z.object({
      ...commonOptionsSchema.shape,
      ...synthesisOptionsSchema.shape,
      speed: z.number(),
      sfnPort: z.number(),
      batchPort: z.number(),
      faults: z.string().optional(),
    });
    const { local } = await import("../commands/local.ts");
    finish(await local(schema.parse(options), context));
  });
}

function addStart(program: Command, context: CliContext, finish: Finish): void {
  const command = program
    .command("start")
    .description("start an execution and print its ARN")
    .option("--input <file>", "execution input, - for standard input (default: sample-job/execution-input.json)")
    .option("--name <name>", "name of the execution (default: one is generated)")
    .option("--watch", "follow it to its end");
  addCommonOptions(addQuietOption(addTargetOptions(addLogOption(command, WATCH_LOG))), [
    "poller start --local --watch",
    "poller start --state-machine-arn ARN --input my-input.json --name nightly-1",
    'echo \'{"jobName":"my-job","jobDefinition":"d","jobQueue":"q"}\' | poller start --local --input -',
  ]).action(async (options: unknown) => {
    const { start } = await import("../commands/start.ts");
    finish(await start(startSchema.extend({ input: text }).parse(options), context));
  });
}

function addStop(program: Command, context: CliContext, finish: Finish): void {
  const command = program
    .command("stop")
    .description("stop an execution")
    .argument("<execution>", "ARN, or a name together with a target")
    .option("--reason <text>", "cause of the stopped execution", "stopped with poller stop");
  addCommonOptions(addQuietOption(addTargetOptions(command)), [
    'poller stop nightly-1 --local --reason "wrong input"',
    "poller stop arn:aws:states:us-east-1:123456789012:execution:job-status-poller-dev:nightly-1",
  ]).action(async (execution: string, options: unknown) => {
    const schema = z.object({ ...commonOptionsSchema.shape, ...targetOptionsSchema.shape, reason: z.string() });
    const { stop } = await import("../commands/stop.ts");
    finish(await stop(execution, schema.parse(options), context));
  });
}

function addAttach(program: Command, context: CliContext, finish: Finish): void {
  const command = program
    .command("attach")
    .description("start an execution that waits for an existing job")
    .argument("<job-id>", "ID or ARN of the job, with :INDEX or #NODE for a child")
    .option("--wait-time <seconds>", "pause between two polls (default: 60)", parseWaitTime)
    .option("--name <name>", "name of the execution (default: one is generated)")
    .option("--watch", "follow it to its end");
  addCommonOptions(addQuietOption(addTargetOptions(addLogOption(command, WATCH_LOG))), [
    "poller attach 876da822-4198-45f2-a252-6cea32512ea8 --local --watch",
    "poller attach 876da822-4198-45f2-a252-6cea32512ea8 --state-machine-arn ARN --wait-time 300",
  ]).action(async (jobId: string, options: unknown) => {
    const { attach } = await import("../commands/start.ts");
    finish(await attach(jobId, startSchema.extend({ waitTime: z.number().optional() }).parse(options), context));
  });
}

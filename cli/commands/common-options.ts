import { Option, type Command } from "commander";
import * as z from "zod";
import { INTEGRATIONS } from "../../workflow/integration";
import { EXIT_CODE_HELP } from "../exit-code";
import { collectSecret, collectVariable, parseMemoryMiB, parseVcpus } from "./option-values";

/** Receives the exit code of the command. */
export type Finish = (exitCode: number) => void;

export const commonOptionsSchema = z.object({
  json: z.boolean().optional(),
  color: z.boolean().default(true),
  verbose: z.boolean().optional(),
  quiet: z.boolean().optional(),
});

export const logOptionsSchema = z.object({ log: z.boolean() });

/** Changes of the container, of `run` and `retry`. */
export const containerOptionsSchema = z.object({
  env: z.array(z.string()).optional(),
  vcpus: z.number().optional(),
  memory: z.number().optional(),
});

/** Option that selects the integration. */
export const integrationOption = (): Option =>
  new Option(
    "--integration <kind>",
    "how the state machine waits: by polling, with the .sync integration, or by polling until an event of Batch",
  )
    .choices(INTEGRATIONS)
    .default("poll");

/** Ways to run a job on this machine; `auto` is Docker, Podman or a process, in this order. */
export const RUNNERS = ["process", "docker", "podman", "auto"] as const;

export const synthesisOptionsSchema = z.object({
  runner: z.enum(RUNNERS),
  secret: z.array(z.string()).optional(),
  integration: z.enum(INTEGRATIONS),
  cdktfOut: z.string().optional(),
});

export const targetOptionsSchema = z.object({
  stateMachineArn: z.string().optional(),
  local: z.boolean().optional(),
  environment: z.string().optional(),
});

/**
 * Adds the options and the help text that all commands share.
 * @param verboseHelp - description of --verbose
 * @param exitCodeHelp - description of the exit codes
 */
export function addCommonOptions(
  command: Command,
  examples: readonly string[],
  verboseHelp = "show the stack traces of errors",
  exitCodeHelp = EXIT_CODE_HELP,
): Command {
  return command
    .option("--json", "print only the result, as one line of JSON on stdout")
    .option("--no-color", "disable colors; the same as NO_COLOR")
    .option("--verbose", verboseHelp)
    .addHelpText("after", `\nExamples:\n${examples.map((line) => `  ${line}`).join("\n")}\n\n${exitCodeHelp}`);
}

/** Adds the option that hides progress, for commands that ask for no approval. */
export function addQuietOption(command: Command): Command {
  return command.addOption(new Option("--quiet", "print only the result and errors: no progress, log or hints"));
}

/** Adds the option that turns the live log off. */
export function addLogOption(command: Command, help = "do not show the log of the job"): Command {
  return command.option("--no-log", help);
}

/**
 * Adds the options that change the container of a job.
 * @param origin - source of the values that are not given
 */
export function addContainerOptions(command: Command, origin: string): Command {
  return command
    .option("--env <name=value>", "environment variable; repeatable; visible to readers of the job", collectVariable)
    .option("--vcpus <n>", `vCPUs (default: ${origin})`, parseVcpus)
    .option("--memory <mib>", `memory in MiB (default: ${origin})`, parseMemoryMiB);
}

/** Adds the options that select a state machine. */
export function addTargetOptions(command: Command): Command {
  return command
    .option(
      "--environment <name>",
      "deployed environment, dev or prod, read from its remote state (docs/settings.md); cannot be combined with other targets",
    )
    .option(
      "--state-machine-arn <arn>",
      "deployed state machine; with --local, one of several local state machines; uses the standard AWS credentials",
    )
    .addOption(
      new Option(
        "--local",
        'running "poller local", found by AWS_ENDPOINT_URL_SFN and AWS_ENDPOINT_URL_BATCH; selects its only state machine',
      ),
    );
}

/** Adds the options of local endpoints that the command starts. */
export function addSynthesisOptions(command: Command): Command {
  return command
    .addOption(integrationOption())
    .option(
      "--cdktf-out <folder>",
      "use the stacks synthesized in this folder (environment dev) instead of synthesizing them",
    )
    .addOption(
      new Option(
        "--runner <kind>",
        "how jobs run: as a process of this machine, or in a container (docs/containers.md)",
      )
        .choices(RUNNERS)
        .default("process"),
    )
    .option("--secret <name=value>", "value of a secret of the job definition; repeatable", collectSecret);
}

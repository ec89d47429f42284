import {
  createContainerEngine,
  createContainerRunner,
  createProcessRunner,
  ENGINE_NAMES,
  EngineError,
  readEngineInfo,
  removeLeftoverContainers,
  type Clock,
  type ContainerEngine,
  type EngineInfo,
  type EngineName,
  type JobRunner,
} from "local-aws";
import type { CliContext } from "../cli-context";
import { CliError } from "../cli-error";
import type { RUNNERS } from "../commands/common-options";
import { splitAssignment } from "../input/split-assignment";
import type { Screen } from "../screen";

export interface RunnerOptions {
  /** @default "process" */
  readonly runner?: (typeof RUNNERS)[number] | undefined;
  /** Values of secrets, as `NAME=VALUE`. @default none */
  readonly secret?: readonly string[] | undefined;
}

/** Creates the runner of a Batch endpoint with its clock. */
export type CreateRunner = (clock: Clock) => JobRunner;

interface FoundEngine {
  readonly engine: ContainerEngine;
  readonly info: EngineInfo;
}

/**
 * Chooses the runner, prints it with the reason in one line, and removes containers of endpoints that no longer
 * exist.
 * @throws CliError if the requested engine is not installed or does not answer
 */
export async function chooseRunner(
  { runner: choice = "process", secret = [] }: RunnerOptions,
  context: CliContext,
  screen: Screen,
): Promise<CreateRunner> {
  const secrets = new Map(secret.map(splitAssignment));
  const say = (line: string): void => {
    screen.say(screen.paint("quiet", line));
  };
  if (choice === "process") {
    say("Jobs run as processes of this machine (default); --runner docker or podman runs their images.");
    return (clock) => createProcessRunner({ clock, secrets });
  }
  const problems: string[] = [];
  for (const name of choice === "auto" ? ENGINE_NAMES : [choice]) {
    const found = await findEngine(name, context).catch((error: unknown) => {
      if (!(error instanceof EngineError)) throw error;
      problems.push(error.message);
      return undefined;
    });
    if (found === undefined) continue;
    say(`Jobs run as containers of ${name} ${found.info.version} (--runner ${choice}${listed(problems)}).`);
    return (clock) =>
      createContainerRunner({ clock, ...found, runArguments: split(context, "LOCAL_CONTAINER_RUN_ARGS"), secrets });
  }
  if (choice !== "auto")
    throw new CliError([`${problems.join("; ")}; start ${choice}, or use --runner process to run jobs without it`]);
  say(`Jobs run as processes of this machine (--runner auto${listed(problems)}).`);
  return (clock) => createProcessRunner({ clock, secrets });
}

async function findEngine(name: EngineName, context: CliContext): Promise<FoundEngine> {
  const engine = createContainerEngine({
    name,
    engineArguments: split(context, "LOCAL_CONTAINER_ENGINE_ARGS"),
    environment: context.environment,
  });
  const info = await readEngineInfo(engine);
  await removeLeftoverContainers(engine);
  return { engine, info };
}

const listed = (problems: readonly string[]): string => problems.map((problem) => `; ${problem}`).join("");

const split = ({ environment }: CliContext, name: string): string[] =>
  (environment[name] ?? "").split(/\s+/).filter((word) => word !== "");

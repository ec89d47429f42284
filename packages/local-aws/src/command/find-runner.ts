import type { Clock } from "../clock";
import { createContainerEngine, ENGINE_NAMES } from "../batch/runner/container-engine";
import { removeLeftoverContainers } from "../batch/runner/container-owner";
import { createContainerRunner } from "../batch/runner/container-runner";
import { readEngineInfo } from "../batch/runner/engine-info";
import type { JobRunner } from "../batch/runner/runner";

/**
 * Finds the runner of a name: `process`, `docker` or `podman`. LOCAL_CONTAINER_ENGINE_ARGS and
 * LOCAL_CONTAINER_RUN_ARGS add options to the engine and to each container.
 * @returns undefined for `process`, the default of the endpoints
 * @throws Error if the name is unknown or the engine does not answer
 */
export async function findRunner(
  runner: string,
  environment: NodeJS.ProcessEnv,
): Promise<((clock: Clock) => JobRunner) | undefined> {
  if (runner === "process") return undefined;
  const name = ENGINE_NAMES.find((known) => known === runner);
  if (name === undefined) throw new Error(`--runner must be process, ${ENGINE_NAMES.join(" or ")}, got ${runner}`);
  const engineArguments = splitWords(environment["LOCAL_CONTAINER_ENGINE_ARGS"]);
  const engine = createContainerEngine({ name, engineArguments, environment });
  const info = await readEngineInfo(engine);
  await removeLeftoverContainers(engine);
  const runArguments = splitWords(environment["LOCAL_CONTAINER_RUN_ARGS"]);
  return (clock) => createContainerRunner({ clock, engine, info, runArguments });
}

const splitWords = (text = ""): string[] => text.split(/\s+/).filter((word) => word !== "");

import { z } from "zod";
import { EngineError, type ContainerEngine } from "./container-engine";
import { parseJson } from "./engine-info";
import { JobStartError, type JobRun } from "./runner";

/** Maximum time of a pull, in milliseconds. */
const PULL_TIMEOUT_MS = 1_800_000;

export interface ContainerImage {
  readonly architecture: string;
  /** Signal that asks the container to stop. */
  readonly stopSignal: string;
}

const imageSchema = z
  .object({ Architecture: z.string(), Config: z.object({ StopSignal: z.string().optional() }).nullish() })
  .transform(({ Architecture: architecture, Config }) => ({
    architecture,
    // ECS sends the image's STOPSIGNAL if it has one.
    stopSignal: Config?.StopSignal === undefined || Config.StopSignal === "" ? "SIGTERM" : Config.StopSignal,
  }));

/**
 * Returns the image of a job, and pulls it if the engine does not have it. A Fargate job requires an image for its
 * `cpuArchitecture`, by default X86_64. An EC2 job runs on any architecture.
 * @throws JobStartError (CannotPullContainerError) if there is no such image
 * @throws EngineError if the engine does not answer
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
 */
export async function openImage(engine: ContainerEngine, run: JobRun, signal: AbortSignal): Promise<ContainerImage> {
  const { image, runtimePlatform } = run.container;
  const required = runtimePlatform?.cpuArchitecture === "ARM64" ? "arm64" : "amd64";
  const expected = run.platform === "FARGATE" ? required : undefined;
  const found = (await findImage(engine, image)) ?? (await pullImage(engine, run, expected, signal));
  if (expected !== undefined && found.architecture !== expected)
    throw cannotPull(
      run,
      `image Manifest does not contain descriptor matching platform 'linux/${expected}': ${image} is for linux/${found.architecture}; build it with --platform linux/${expected}, or change the job definition's cpuArchitecture`,
    );
  return found;
}

/** Returns undefined if the engine does not have the image. @throws EngineError if the engine does not answer */
async function findImage(engine: ContainerEngine, image: string): Promise<ContainerImage | undefined> {
  try {
    const inspected = parseJson(await engine.run(["image", "inspect", "--format", "{{json .}}", "--", image]));
    // podman returns a list of one image.
    return imageSchema.parse(Array.isArray(inspected) ? inspected[0] : inspected);
  } catch (error) {
    if (error instanceof EngineError && !error.timedOut) return undefined;
    throw error;
  }
}

async function pullImage(
  engine: ContainerEngine,
  run: JobRun,
  architecture: string | undefined,
  signal: AbortSignal,
): Promise<ContainerImage> {
  const { image } = run.container;
  const platform = architecture === undefined ? [] : ["--platform", `linux/${architecture}`];
  try {
    await engine.run(["pull", "--quiet", ...platform, "--", image], { timeoutMs: PULL_TIMEOUT_MS, signal });
  } catch (error) {
    throw cannotPull(run, error instanceof Error ? error.message : String(error));
  }
  const pulled = await findImage(engine, image);
  if (pulled === undefined) throw cannotPull(run, `${image} cannot be inspected after its pull`);
  return pulled;
}

/** On EC2 the container's `reason` contains the error. On Fargate it is the task's stopped reason. */
function cannotPull({ platform }: JobRun, message: string): JobStartError {
  const text = `CannotPullContainerError: ${message}`;
  return platform === "FARGATE" ? new JobStartError(undefined, text) : new JobStartError(text);
}

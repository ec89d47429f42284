import { findRequirement, type ContainerProperties } from "../resources/container-schemas";
import type { ContainerEngine } from "./container-engine";
import type { EngineInfo } from "./engine-info";
import { OWNER_LABEL } from "./container-owner";
import { JobStartError, type JobRun } from "./runner";

/** Label with the ID of the job. */
export const JOB_LABEL = "local-aws.batch.job";

/**
 * Log that is read if the attached output is empty. It is limited, so that it cannot fill the disk, and removed with
 * the container. Docker and Podman both have the driver `json-file`; for Podman it is another name of `k8s-file`.
 * @see https://docs.docker.com/engine/logging/drivers/json-file/
 * @see https://docs.podman.io/en/latest/markdown/podman-create.1.html#log-driver-driver
 */
const LOG_OPTIONS = ["--log-driver", "json-file", "--log-opt", "max-size=1m"];

export interface CreateFacts {
  readonly engine: Pick<ContainerEngine, "name" | "environment">;
  readonly info: Pick<EngineInfo, "cpus">;
  /** Name of the container. */
  readonly name: string;
  readonly owner: string;
  /** Additional options of the engine's `create`, behind those of the job. */
  readonly runArguments: readonly string[];
  /** Values of secrets by the name of their environment variable. */
  readonly secrets: ReadonlyMap<string, string>;
}

export interface CreateCommand {
  readonly args: readonly string[];
  /** Secrets, which other users of the machine could read in the arguments. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Renders the engine's `create` subcommand for one attempt. The job's command replaces the image's CMD, and the
 * ENTRYPOINT is kept.
 * @throws JobStartError (CannotCreateContainerError) that names every member that is not available locally
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerProperties.html
 */
export function renderCreate(run: JobRun, facts: CreateFacts): CreateCommand {
  const problems = listProblems(run.container, facts.secrets);
  if (problems.length > 0)
    throw new JobStartError(`CannotCreateContainerError: not available locally: ${problems.join("; ")}`);
  const { args: secretArguments, environment } = renderSecrets(run.container, facts);
  const args = [
    "create",
    ...["--name", facts.name],
    ...["--label", `${OWNER_LABEL}=${facts.owner}`, "--label", `${JOB_LABEL}=${run.jobId}`],
    ...LOG_OPTIONS,
    // podman's rm --force otherwise waits 10 s for the container.
    ...["--stop-timeout", "0"],
    // podman otherwise passes the proxy variables of its caller.
    ...(facts.engine.name === "podman" ? ["--http-proxy=false"] : []),
    ...renderResources(run.container, facts.info.cpus),
    ...renderContainer(run.container),
    ...Object.entries(run.environment).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
    ...secretArguments,
    ...facts.runArguments,
    "--",
    run.container.image,
    ...run.command,
  ];
  return { args, environment };
}

/** Without swap, as on Fargate; on EC2, `maxSwap` adds swap. */
function renderResources(container: ContainerProperties, cpus: number): string[] {
  const vcpus = findRequirement(container, "VCPU") ?? container.vcpus;
  const memoryMiB = findRequirement(container, "MEMORY") ?? container.memory;
  const swapMiB = container.linuxParameters?.maxSwap ?? 0;
  return [
    // Docker rejects more CPUs than the machine has.
    ...(vcpus === undefined ? [] : ["--cpus", String(Math.min(vcpus, cpus))]),
    ...(memoryMiB === undefined ? [] : ["--memory", `${memoryMiB}m`, "--memory-swap", `${memoryMiB + swapMiB}m`]),
  ];
}

function renderContainer(container: ContainerProperties): string[] {
  const { user, readonlyRootFilesystem, ulimits = [], mountPoints = [], linuxParameters = {} } = container;
  const { initProcessEnabled, sharedMemorySize, tmpfs = [] } = linuxParameters;
  return [
    ...(user === undefined ? [] : ["--user", user]),
    ...(readonlyRootFilesystem === true ? ["--read-only"] : []),
    ...ulimits.flatMap(({ name, softLimit, hardLimit }) => ["--ulimit", `${name}=${softLimit}:${hardLimit}`]),
    ...(initProcessEnabled === true ? ["--init"] : []),
    ...(sharedMemorySize === undefined ? [] : ["--shm-size", `${sharedMemorySize}m`]),
    ...tmpfs.flatMap(({ containerPath, size, mountOptions = [] }) => [
      "--tmpfs",
      `${containerPath}:${[`size=${size}m`, ...mountOptions].join(",")}`,
    ]),
    // An empty volume; Docker rejects one that is read-only.
    ...mountPoints.flatMap(({ containerPath = "", readOnly }) =>
      readOnly === true ? ["--tmpfs", `${containerPath}:ro`] : ["--mount", `type=volume,destination=${containerPath}`],
    ),
  ];
}

function renderSecrets({ secrets = [] }: ContainerProperties, { secrets: values, engine }: CreateFacts): CreateCommand {
  const given = secrets.map(({ name }) => ({ name, value: values.get(name) ?? "" }));
  // The engine's own variables, such as PATH, must keep their values.
  const isOwn = ({ name }: { readonly name: string }): boolean => engine.environment[name] !== undefined;
  return {
    args: given.flatMap((secret) => ["--env", isOwn(secret) ? `${secret.name}=${secret.value}` : secret.name]),
    environment: Object.fromEntries(
      given.filter((secret) => !isOwn(secret)).map(({ name, value }) => [name, value] as const),
    ),
  };
}

function listProblems(container: ContainerProperties, secrets: ReadonlyMap<string, string>): string[] {
  const { volumes = [], mountPoints = [], linuxParameters = {}, runtimePlatform, privileged } = container;
  const family = runtimePlatform?.operatingSystemFamily;
  const paths = [...mountPoints, ...(linuxParameters.tmpfs ?? [])].map(({ containerPath = "" }) => containerPath);
  return [
    ...volumes.flatMap(({ name = "", host, efsVolumeConfiguration }) => {
      if (efsVolumeConfiguration !== undefined) return [`volume ${name} (Amazon EFS)`];
      return host?.sourcePath === undefined ? [] : [`volume ${name} (host path ${host.sourcePath})`];
    }),
    ...(container.secrets ?? [])
      .filter(({ name }) => !secrets.has(name))
      .map(({ name }) => `secret ${name} (start the endpoint with --secret ${name}=VALUE)`),
    ...(privileged === true ? ["privileged"] : []),
    ...((linuxParameters.devices ?? []).length > 0 ? ["linuxParameters.devices"] : []),
    ...(findRequirement(container, "GPU") === undefined ? [] : ["GPU"]),
    ...(family === undefined || family === "LINUX" ? [] : [`operatingSystemFamily ${family}`]),
    // Both characters separate options on the engine's command line.
    ...paths.filter((path) => !/^\/[^:,]*$/.test(path)).map((path) => `containerPath ${JSON.stringify(path)}`),
  ];
}

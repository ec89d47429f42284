import { z } from "zod";
import { EngineError, type ContainerEngine } from "./container-engine";

/** Facts about the machine on which containers run: a virtual machine with Docker Desktop or podman machine. */
export interface EngineInfo {
  readonly version: string;
  readonly cpus: number;
  /** Name in image manifests, such as `amd64`. */
  readonly architecture: string;
}

/** A daemon that does not answer within this time is reported as not available, in milliseconds. */
const INFO_TIMEOUT_MS = 15_000;

const dockerSchema = z
  .object({ NCPU: z.number().min(1), Architecture: z.string().min(1), ServerVersion: z.string() })
  .transform(({ NCPU: cpus, Architecture, ServerVersion: version }) => ({
    cpus,
    architecture: ARCHITECTURES.get(Architecture) ?? Architecture,
    version,
  }));
const podmanSchema = z
  .object({
    host: z.object({ cpus: z.number().min(1), arch: z.string().min(1) }),
    version: z.object({ Version: z.string() }),
  })
  .transform(({ host: { cpus, arch: architecture }, version: { Version: version } }) => ({
    cpus,
    architecture,
    version,
  }));
/** Some installations of podman provide a command named docker. */
const infoSchema = z.union([dockerSchema, podmanSchema]);

/** Architectures of `uname -m` by their names in image manifests. */
const ARCHITECTURES = new Map([
  ["x86_64", "amd64"],
  ["aarch64", "arm64"],
]);

/** @throws EngineError if the engine is not installed or its daemon does not answer */
export async function readEngineInfo(engine: ContainerEngine): Promise<EngineInfo> {
  const output = await engine
    .run(["info", "--format", "{{json .}}"], { timeoutMs: INFO_TIMEOUT_MS })
    .catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      const known = /is not installed|does not answer/.test(message);
      throw new EngineError(known ? message : `${engine.name} does not answer: ${message}`);
    });
  const info = infoSchema.safeParse(parseJson(output));
  if (info.success) return info.data;
  // Docker 20.10 exits with 0 if its daemon does not answer.
  const failed = z.object({ ServerErrors: z.array(z.string()).min(1) }).safeParse(parseJson(output));
  throw new EngineError(
    failed.success
      ? `${engine.name} does not answer: ${failed.data.ServerErrors.join("; ")}`
      : `${engine.name} info has an unknown format`,
  );
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

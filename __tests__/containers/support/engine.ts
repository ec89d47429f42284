import { createContainerEngine, readEngineInfo, type ContainerEngine, type EngineInfo } from "local-aws";

/** Options of the engine on machines that need some, such as a container of a CI system; see docs/containers.md. */
export const RUN_ARGUMENTS = splitWords(process.env["LOCAL_CONTAINER_RUN_ARGS"]);
const ENGINE_ARGUMENTS = splitWords(process.env["LOCAL_CONTAINER_ENGINE_ARGS"]);

/** Images that the tier imports. Nothing is pulled. */
export const IMAGE = "localhost/job-status-poller-test:plain";
export const ENTRYPOINT_IMAGE = "localhost/job-status-poller-test:entrypoint";
export const COMMAND_IMAGE = "localhost/job-status-poller-test:command";
export const OTHER_ARCHITECTURE_IMAGE = "localhost/job-status-poller-test:other-architecture";

export interface TestEngine {
  readonly engine: ContainerEngine;
  readonly info: EngineInfo;
}

/**
 * Finds podman or docker. CONTAINER_ENGINE selects one of them.
 * @throws Error with one line if neither answers
 */
export async function findTestEngine(): Promise<TestEngine> {
  const wanted = process.env["CONTAINER_ENGINE"];
  const problems: string[] = [];
  for (const name of ["podman", "docker"] as const) {
    if (wanted !== undefined && wanted !== name) continue;
    const engine = createContainerEngine({ name, engineArguments: ENGINE_ARGUMENTS, environment: process.env });
    try {
      return { engine, info: await readEngineInfo(engine) };
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(`npm run test:containers requires podman or docker: ${problems.join("; ")}`);
}

function splitWords(text = ""): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

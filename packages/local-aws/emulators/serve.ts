import { parseArgs } from "node:util";
import { createContainerEngine, ENGINE_NAMES } from "../src/batch/runner/container-engine";
import { removeLeftoverContainers } from "../src/batch/runner/container-owner";
import { createContainerRunner } from "../src/batch/runner/container-runner";
import { readEngineInfo } from "../src/batch/runner/engine-info";
import { SPEED, startEmulators, type EmulatorOptions } from "./start-emulators";

/** Serves the emulated account until Ctrl-C: `serve.ts PROGRAMS [--runner docker|podman]`. */
async function serve(args: readonly string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args: [...args],
    options: { runner: { type: "string", default: "process" } },
    allowPositionals: true,
  });
  const [programs] = positionals;
  if (programs === undefined || programs === "")
    throw new Error("the first argument must be the folder of a Python with requirements.txt installed");
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.on(signal, () => {
        resolve();
      });
  });
  process.stderr.write("Starting the emulators...\n");
  const emulators = await startEmulators({ programs, ...(await chooseRunner(values.runner)) });
  const exports = Object.entries(emulators.environment).map(([name, value]) => `export ${name}=${value}\n`);
  process.stdout.write(exports.join(""));
  process.stderr.write(`
Serving an empty AWS account on this machine until Ctrl-C. Paste the lines above into another terminal.
IAM is not enforced: a permission that is missing on AWS is not missing here.
The clocks of Step Functions and Batch run ${SPEED} times faster. They start ${SPEED - 1} days in the past: no time is in the future.
The account and everything in it are deleted on Ctrl-C.
`);
  await interrupted;
  await emulators.stop();
}

/** @throws Error if the runner is unknown or the engine does not answer */
async function chooseRunner(runner: string): Promise<Pick<EmulatorOptions, "createRunner">> {
  if (runner === "process") return {};
  const name = ENGINE_NAMES.find((known) => known === runner);
  if (name === undefined) throw new Error(`--runner must be process, ${ENGINE_NAMES.join(" or ")}, got ${runner}`);
  const engine = createContainerEngine({
    name,
    engineArguments: splitWords(process.env["LOCAL_CONTAINER_ENGINE_ARGS"]),
    environment: process.env,
  });
  const info = await readEngineInfo(engine);
  await removeLeftoverContainers(engine);
  const runArguments = splitWords(process.env["LOCAL_CONTAINER_RUN_ARGS"]);
  return { createRunner: (clock) => createContainerRunner({ clock, engine, info, runArguments }) };
}

const splitWords = (text = ""): string[] => text.split(/\s+/).filter((word) => word !== "");

serve(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`emulators: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

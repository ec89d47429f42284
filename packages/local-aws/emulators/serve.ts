import { parseArgs } from "node:util";
import { findRunner } from "../src/command/find-runner";
import { SPEED, startEmulators } from "./start-emulators";

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
  const createRunner = await findRunner(values.runner, process.env);
  const emulators = await startEmulators({ programs, ...(createRunner !== undefined && { createRunner }) });
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

serve(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`emulators: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

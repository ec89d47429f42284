import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout } from "node:timers/promises";

/** Maximum startup time of a server on a busy machine, in milliseconds. */
const STARTING_MS = 60_000;
const POLL_INTERVAL_MS = 50;

interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts a server in the foreground and waits until it responds.
 * @throws Error with the output of the server if it ends or does not respond within a minute
 */
export async function startServer(
  command: string,
  args: readonly string[],
  options: { readonly port: number; readonly healthPath: string; readonly environment: NodeJS.ProcessEnv },
): Promise<Server> {
  const child = spawn(command, args, { env: options.environment, stdio: ["ignore", "ignore", "pipe"], detached: true });
  let output = "";
  let problem: string | undefined;
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output = `${output}${text}`.slice(-10_000)));
  child.once("error", ({ message }) => (problem = message));
  child.once("exit", (exitCode) => (problem ??= `ended with exit code ${String(exitCode)}`));
  const closed = new Promise<void>((resolve) => {
    child.once("close", () => {
      resolve();
    });
  });
  const url = `http://127.0.0.1:${options.port}`;
  const deadline = performance.now() + STARTING_MS;
  while (!(await responds(`${url}${options.healthPath}`))) {
    if (performance.now() > deadline) {
      problem ??= `did not respond within ${STARTING_MS} ms`;
      child.kill("SIGKILL");
    }
    if (problem !== undefined) throw new Error(`${command} ${args.join(" ")} ${problem}:\n${output}`);
    await setTimeout(POLL_INTERVAL_MS);
  }
  return {
    url,
    stop: async () => {
      child.kill("SIGTERM");
      await closed;
    },
  };
}

const responds = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

/** Returns an unused port on loopback. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === "string") reject(new Error("no port"));
        else resolve(address.port);
      });
    });
  });
}

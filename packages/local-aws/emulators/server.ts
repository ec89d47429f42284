import { spawn } from "node:child_process";
import { createServer } from "node:net";
import type { Environment } from "./command";
import { waitUntil } from "../../../testing/wait-until";

/** Maximum startup time of a server on a busy machine, in milliseconds. */
const STARTING_MS = 60_000;

export interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a server in the foreground and waits until it responds. */
export async function startServer(
  command: string,
  args: readonly string[],
  { port, healthPath, environment }: { port: number; healthPath: string; environment: Environment },
): Promise<Server> {
  const child = spawn(command, args, { env: { ...environment }, stdio: ["ignore", "ignore", "pipe"], detached: true });
  let written = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (written = `${written}${text}`.slice(-10_000)));
  const ended = new Promise<void>((resolve) =>
    child.once("close", () => {
      resolve();
    }),
  );
  const url = `http://127.0.0.1:${port}`;
  await waitUntil(
    `${command} answers`,
    async () => {
      if (child.exitCode !== null) throw new Error(`${command} ended with exit code ${child.exitCode}:\n${written}`);
      return fetch(`${url}${healthPath}`).then(
        ({ ok }) => ok,
        () => false,
      );
    },
    STARTING_MS,
  );
  return {
    url,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

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

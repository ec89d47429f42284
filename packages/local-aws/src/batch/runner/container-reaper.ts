import { spawn } from "node:child_process";
import { Socket } from "node:net";
import type { ContainerEngine } from "./container-engine";
import { OWNER_LABEL } from "./container-owner";

/**
 * POSIX shell script that removes the containers of an endpoint that was ended with SIGKILL. Standard input is a pipe
 * whose other end only the endpoint holds, as for the supervisor of a process. A line on it means that the endpoint
 * has removed its containers itself.
 *
 * A command that creates a container may still be running. The script therefore ends only after it has found no
 * container three times.
 */
const REAPER_SCRIPT = `
read -r _ && exit 0
label=$1; shift
empty=0; round=0
while [ "$empty" -lt 3 ] && [ "$round" -lt 60 ]; do
  ids=$("$@" ps --all --quiet --no-trunc --filter "label=$label")
  if [ -z "$ids" ]; then empty=$((empty + 1)); else empty=0; "$@" rm --force --volumes $ids; fi
  round=$((round + 1)); sleep 1
done
`;

/**
 * Starts the script in its own process group.
 * @returns a function that ends it; call it when all containers have been removed
 */
export function startReaper(engine: ContainerEngine, owner: string): () => void {
  const child = spawn("/bin/sh", ["-c", REAPER_SCRIPT, "sh", `${OWNER_LABEL}=${owner}`, ...engine.command], {
    env: engine.environment,
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  // Without a reaper, the next start removes the containers.
  child.once("error", () => undefined);
  child.stdin.on("error", () => undefined);
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();
  return () => {
    child.stdin.end("done\n");
  };
}

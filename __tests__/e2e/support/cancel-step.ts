import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Environment } from "./command";

/** Pauses before the second and the third signal of a cancellation on GitHub, in milliseconds. */
const PAUSES_MS = [7_500, 2_500];

export interface CancelledStep {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly output: string;
  /** Time between the cancellation and the end, in milliseconds. */
  readonly endedAfterMs: number;
}

/**
 * Runs a script like a step of a workflow, and cancels it like GitHub: SIGINT, SIGTERM and SIGKILL to the entry
 * process of the step only.
 * @param until - resolves when the step is to be cancelled
 */
export async function cancelStep(
  script: string,
  { cwd, environment }: { readonly cwd: string; readonly environment: Environment },
  until: (output: () => string, hasEnded: () => boolean) => Promise<unknown>,
): Promise<CancelledStep> {
  const file = join(cwd, "step.sh");
  writeFileSync(file, script);
  const child = spawn("bash", ["--noprofile", "--norc", "-e", "-o", "pipefail", file], {
    cwd,
    env: { ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  let hasEnded = false;
  const end = new Promise<Pick<CancelledStep, "exitCode" | "signal">>((resolve) => {
    child.once("close", (exitCode, signal) => {
      hasEnded = true;
      resolve({ exitCode, signal });
    });
  });
  await until(
    () => output,
    () => hasEnded,
  );
  const cancelledAt = performance.now();
  void sendSignals(child.kill.bind(child), () => hasEnded);
  const ended = await end;
  return { ...ended, output, endedAfterMs: performance.now() - cancelledAt };
}

async function sendSignals(kill: (signal: NodeJS.Signals) => boolean, hasEnded: () => boolean): Promise<void> {
  kill("SIGINT");
  for (const [index, pause] of PAUSES_MS.entries()) {
    await setTimeout(pause);
    if (hasEnded()) return;
    kill(index === 0 ? "SIGTERM" : "SIGKILL");
  }
}

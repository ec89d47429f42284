import { constants } from "node:os";
import { runCommand } from "./run-command";

const listeners = new Set<(signal: NodeJS.Signals) => void>();
let signals = 0;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => {
    signals += 1;
    // The first signal ends the command, and the second one kills it. Only the cleanup is left.
    if (signals > 2) process.exit(128 + constants.signals[signal]);
    for (const notify of listeners) notify(signal);
  });

runCommand(process.argv.slice(2), {
  environment: process.env,
  write: (text) => process.stdout.write(text),
  onSignal: (listener) => {
    listeners.add(listener);
  },
  isTerminal: process.stdin.isTTY,
}).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    process.stderr.write(`local-aws: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);

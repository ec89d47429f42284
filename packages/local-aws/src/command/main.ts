import { runCommand } from "./run-command";

const interrupt = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => {
    interrupt.abort();
  });

runCommand(process.argv.slice(2), {
  environment: process.env,
  write: (text) => process.stdout.write(text),
  interrupt: interrupt.signal,
}).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    process.stderr.write(`local-aws: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);

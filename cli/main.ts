import type { CliContext } from "./cli-context";
import { endOnBrokenPipe } from "./end-on-broken-pipe";
import { runPoller } from "./run-poller";

const interrupt = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    // A second signal skips cleanup.
    if (interrupt.signal.aborted) process.exit(130);
    interrupt.abort(new Error(`interrupted by ${signal}`));
  });

const { stdin, stdout, stderr, env: environment } = process;
// Handled like Ctrl-C, because jobs and endpoints have to be stopped first.
endOnBrokenPipe([stdout, stderr], () => {
  interrupt.abort(new Error("the output was closed"));
});
const context: CliContext = { stdin, stdout, stderr, environment, interrupt: interrupt.signal };
void runPoller(process.argv.slice(2), context).then((exitCode) => {
  process.exitCode = exitCode;
});

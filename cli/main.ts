import type { CliContext } from "./cli-context";
import { endOnBrokenPipe } from "./end-on-broken-pipe";
import { runPoller } from "./run-poller";

const interrupt = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    if (!interrupt.signal.aborted) interrupt.abort(new Error(`interrupted by ${signal}`));
    // A second Ctrl-C skips cleanup. GitHub cancels with SIGINT, SIGTERM after 7.5 s and SIGKILL after another 2.5 s:
    // SIGTERM must not end this process while Terraform saves its state and releases the lock.
    else if (signal === "SIGINT") process.exit(130);
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

import type { CliContext } from "./cli-context";
import { endOnBrokenPipe } from "./end-on-broken-pipe";
import { runPoller } from "./run-poller";

const interrupt = new AbortController();
let ctrlC = 0;
process.on("SIGINT", () => {
  ctrlC += 1;
  // A second Ctrl-C skips cleanup.
  if (ctrlC > 1) process.exit(130);
  interrupt.abort(new Error("interrupted by SIGINT"));
});
// GitHub cancels with SIGINT, SIGTERM after 7.5 s and SIGKILL after another 2.5 s. SIGTERM must not end the process
// while Terraform saves its state and releases the lock. Under load, the two signals may arrive in reverse order.
process.on("SIGTERM", () => {
  interrupt.abort(new Error("interrupted by SIGTERM"));
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

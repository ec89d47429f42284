/**
 * Loads a handler and invokes it like the Lambda runtime in a new execution environment. Prints one line of JSON: the
 * time from process start to the first result, its CPU time, and the time of each further call, in milliseconds.
 * Usage: node call-handler.cjs HANDLER_FILE EVENT_JSON [CALLS]
 */
const [, , file, event, calls = "1"] = process.argv;
// The log of the handler must not mix with the figures.
for (const level of ["info", "warn", "error"]) console[level] = () => undefined;

async function measure() {
  const { handler } = require(file);
  const result = await handler(JSON.parse(event));
  const coldMs = performance.now();
  const { user, system } = process.cpuUsage();
  const warmMs = [];
  for (let call = 1; call < Number(calls); call += 1) {
    const startedAt = performance.now();
    await handler(JSON.parse(event));
    warmMs.push(performance.now() - startedAt);
  }
  return { coldMs, cpuMs: (user + system) / 1_000, warmMs, result };
}

measure().then(
  (figures) => {
    process.stdout.write(`${JSON.stringify(figures)}\n`);
    // Open keep-alive connections would delay the exit.
    process.exit(0);
  },
  (error) => {
    process.stderr.write(`${error.name}: ${error.message}\n`);
    process.exit(1);
  },
);

/**
 * Loads a handler and calls it, as the Lambda runtime does in a new execution environment. Writes, as one line of JSON,
 * the time from the start of this process to the first result, what the processor worked for it, and the time of each
 * further call, in milliseconds.
 * Usage: node call-handler.cjs HANDLER_FILE EVENT_JSON [CALLS]
 */
const [, , file, event, calls = "1"] = process.argv;
// What the handler logs must not mix with the figures.
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
    // Connections are kept for the next call, which there is none.
    process.exit(0);
  },
  (error) => {
    process.stderr.write(`${error.name}: ${error.message}\n`);
    process.exit(1);
  },
);

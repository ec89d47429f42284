// Runs one Lambda function in a worker thread, as the Node.js runtime of Lambda does. Plain CommonJS, because a
// worker thread starts without the TypeScript loader of the thread that made it.
const { parentPort, workerData } = require("node:worker_threads");
const { dirname } = require("node:path");
const timers = require("node:timers/promises");

const { codeFile, handlerName, fn } = workerData;

const toDocument = (thrown) =>
  thrown instanceof Error
    ? { errorType: thrown.name, errorMessage: thrown.message, trace: toTrace(thrown.stack ?? "") }
    : { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };

/** Returns a trace as Lambda shows it: without frames of this file, and with the code in /var/task. */
const toTrace = (stack) =>
  stack
    .split("\n")
    .filter((line) => !line.includes(__filename) && !line.includes("(node:internal/"))
    .map((line) => line.replaceAll(dirname(codeFile), "/var/task"));

/** @param fatal - whether this thread can no longer accept invocations */
const fail = (document, fatal) => parentPort.postMessage({ kind: "failed", document, fatal });

// Lambda's runtime reports these errors and then ends with these exit codes.
process.on("uncaughtException", (error) => {
  fail(toDocument(error), true);
  process.exit(129);
});
process.on("unhandledRejection", (reason) => {
  const { errorMessage, trace } = toDocument(reason);
  const name = reason instanceof Error ? `${reason.name}: ${errorMessage}` : errorMessage;
  fail({ errorType: "Runtime.UnhandledPromiseRejection", errorMessage: name, trace }, true);
  process.exit(128);
});

/** Callbacks that end the pending pauses, by ID. */
const pauses = new Map();
let pauseCount = 0;
/** Pauses that were not yet sent to the main thread. */
let begun = [];
/** Real time at which the time limit of the invocation is reached, in milliseconds. */
let deadlineMs = 0;

// A function pauses on the clock of the local endpoints. Other timers, such as those of the AWS SDK, run in real
// time.
timers.setTimeout = (durationMs = 1, value = undefined, options = undefined) => {
  if (options !== undefined)
    throw new TypeError("local mode does not support the options of setTimeout in node:timers/promises");
  return new Promise((resolve) => {
    pauseCount += 1;
    pauses.set(pauseCount, () => resolve(value));
    // Sent in one message: the clock can jump as soon as the main thread receives a pause.
    if (begun.push({ id: pauseCount, durationMs }) === 1) setImmediate(postPauses);
  });
};

function postPauses() {
  if (begun.length > 0) parentPort.postMessage({ kind: "paused", pauses: begun });
  begun = [];
}

/** Discards every pause. Lambda freezes a function after its response. */
function freeze() {
  pauses.clear();
  begun = [];
}

function wake({ id, remainingMs }) {
  deadlineMs = Date.now() + remainingMs;
  pauses.get(id)?.();
  pauses.delete(id);
}

function load() {
  const exported = require(codeFile)[handlerName];
  if (typeof exported === "function") return exported;
  throw Object.assign(new Error(`index.${handlerName} is undefined or not exported`), {
    name: "Runtime.HandlerNotFound",
  });
}

function makeContext(requestId) {
  return {
    awsRequestId: requestId,
    functionName: fn.functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: fn.functionArn,
    memoryLimitInMB: String(fn.memoryMiB),
    logGroupName: `/aws/lambda/${fn.functionName}`,
    logStreamName: "local",
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
  };
}

function run(handler, event, context) {
  return new Promise((resolve, reject) => {
    const answer = handler(event, context, (error, value) => (error ? reject(error) : resolve(value)));
    if (handler.length < 3 || typeof answer?.then === "function") resolve(answer);
  });
}

// With the log format JSON, the runtime writes an object as one line, with time, level and request ID.
let currentRequestId = "";
for (const level of ["debug", "info", "warn", "error"]) {
  const write = console[level];
  console[level] = (...values) => {
    const [message] = values;
    if (values.length !== 1 || typeof message !== "object" || message instanceof Error) return write(...values);
    const timestamp = new Date().toISOString();
    return write(JSON.stringify({ timestamp, level: level.toUpperCase(), requestId: currentRequestId, message }));
  };
}

async function invoke(handler, { requestId, event, remainingMs }) {
  deadlineMs = Date.now() + remainingMs;
  currentRequestId = requestId;
  try {
    const answer = await run(handler, JSON.parse(event), makeContext(requestId));
    freeze();
    parentPort.postMessage({ kind: "answered", answer: JSON.stringify(answer) ?? "null" });
  } catch (error) {
    freeze();
    fail(toDocument(error), false);
  }
}

try {
  const handler = load();
  parentPort.on("message", (message) => (message.kind === "wake" ? wake(message) : void invoke(handler, message)));
  parentPort.postMessage({ kind: "ready" });
} catch (error) {
  fail(toDocument(error), true);
}

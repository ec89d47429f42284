import { createScaledClock, VirtualClock, type Clock } from "../../src/clock";
import { createWorkerLambdas, type WorkerLambdas, type WorkerLambdasOptions } from "../../src/lambda/worker-lambdas";
import type { LambdaLogLine, WorkerFunction } from "../../src/lambda/worker-function";
import { FUNCTION_ARN, failureOf, givenCodeFolder, givenFunction, never, payloadOf } from "./fixtures";
import { containing, matching } from "../../../../testing/matchers";

const code = givenCodeFolder();
let lambdas: WorkerLambdas | undefined;
let count = 0;

function given(
  source: string,
  changes: Partial<WorkerFunction> = {},
  options: Partial<WorkerLambdasOptions> = {},
): WorkerLambdas {
  lambdas = createWorkerLambdas([givenFunction(code.write(`fn${count++}`, source), changes)], {
    clock: createScaledClock(1),
    ...options,
  });
  return lambdas;
}

/** Returns whether the response is the first one of a new worker. */
function isFirst(result: unknown): boolean {
  return JSON.stringify(result) === JSON.stringify({ ok: true, payload: 1 });
}

const includingLine = (text: string): unknown => expect.arrayContaining([containing(text)]);

afterEach(async () => {
  await lambdas?.close();
  lambdas = undefined;
});

afterAll(() => {
  code.remove();
});

describe("a Lambda function in a worker", () => {
  it("receives the event and returns its response", async () => {
    const fn = given("exports.handler = async (event) => ({ doubled: event.n * 2 });");

    const result = await fn.invoke(FUNCTION_ARN, { n: 21 }, never());

    expect(payloadOf(result)).toEqual({ doubled: 42 });
  });

  it("returns null if the handler returns nothing", async () => {
    const fn = given("exports.handler = async () => undefined;");

    expect(payloadOf(await fn.invoke(FUNCTION_ARN, {}, never()))).toBeNull();
  });

  it("can respond through a callback", async () => {
    const fn = given("exports.handler = (event, context, callback) => { callback(null, context.functionName); };");

    expect(payloadOf(await fn.invoke(FUNCTION_ARN, {}, never()))).toBe("probe");
  });

  it("accepts an ARN with a qualifier", async () => {
    const fn = given("exports.handler = async () => 1;");

    expect(payloadOf(await fn.invoke(`${FUNCTION_ARN}:live`, {}, never()))).toBe(1);
  });

  it("has its own variables, those of Lambda and the extra ones, without the environment of this process", async () => {
    const fn = given(
      "exports.handler = async () => process.env;",
      { environment: { QUEUE: "q" } },
      { extraEnvironment: { AWS_ENDPOINT_URL_BATCH: "http://127.0.0.1:1" } },
    );

    const environment = payloadOf(await fn.invoke(FUNCTION_ARN, {}, never()));

    expect(environment).toMatchObject({
      QUEUE: "q",
      AWS_ENDPOINT_URL_BATCH: "http://127.0.0.1:1",
      AWS_LAMBDA_FUNCTION_NAME: "probe",
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "local",
    });
    expect(environment).not.toHaveProperty("HOME");
    expect(environment).not.toHaveProperty("JEST_WORKER_ID");
  });

  it("does not expose AWS settings of the user to the AWS SDK", async () => {
    const fn = given(`
      const { readFileSync } = require("fs");
      exports.handler = async () =>
        [process.env.AWS_CONFIG_FILE, process.env.AWS_SHARED_CREDENTIALS_FILE].map((file) => readFileSync(file, "utf8"));
    `);

    expect(payloadOf(await fn.invoke(FUNCTION_ARN, {}, never()))).toEqual(["", ""]);
  });

  it("requires no options, and uses the region of the ARN", async () => {
    const functionArn = "arn:aws:lambda:us-west-2:123456789012:function:plain";
    const codeFile = code.write(
      "plain",
      "exports.handler = async () => { console.log('x'); return process.env.AWS_REGION; };",
    );
    lambdas = createWorkerLambdas([givenFunction(codeFile, { functionArn, functionName: "plain" })], {
      clock: createScaledClock(1),
    });

    expect(payloadOf(await lambdas.invoke(functionArn, {}, never()))).toBe("us-west-2");
  });

  it("replaces a worker that has ended between invocations", async () => {
    const fn = given("let n = 0; setTimeout(() => process.exit(1), 50); exports.handler = async () => ++n;");
    const answers: unknown[] = [];

    do answers.push(await fn.invoke(FUNCTION_ARN, {}, never()));
    while (answers.length < 2 || !isFirst(answers.at(-1)));

    expect(answers.length).toBeGreaterThan(1);
  });

  it("reuses its worker between invocations", async () => {
    const fn = given("let n = 0; exports.handler = async () => ++n;");

    await fn.invoke(FUNCTION_ARN, {}, never());
    const second = await fn.invoke(FUNCTION_ARN, {}, never());

    expect(payloadOf(second)).toBe(2);
  });

  it("starts another worker for a concurrent invocation", async () => {
    const fn = given(
      "let n = 0; exports.handler = async () => { n += 1; await new Promise((r) => setTimeout(r, 200)); return n; };",
    );

    const results = await Promise.all([fn.invoke(FUNCTION_ARN, {}, never()), fn.invoke(FUNCTION_ARN, {}, never())]);

    expect(results.map(payloadOf)).toEqual([1, 1]);
  });

  it("queues invocations while all workers are busy", async () => {
    const fn = given("let n = 0; exports.handler = async () => ++n;", {}, { maxConcurrency: 1 });

    const results = await Promise.all([1, 2, 3].map(() => fn.invoke(FUNCTION_ARN, {}, never())));

    expect(results.map(payloadOf)).toEqual([1, 2, 3]);
  });

  it("forwards its output line by line", async () => {
    const lines: LambdaLogLine[] = [];
    const fn = given(
      "exports.handler = async () => { console.log('one\\ntwo'); console.error('three'); };",
      {},
      { onLog: (line) => lines.push(line) },
    );

    await fn.invoke(FUNCTION_ARN, {}, never());
    await fn.close();

    expect(lines.map(({ line }) => line).sort()).toEqual(["one", "three", "two"]);
    expect(lines[0]?.functionName).toBe("probe");
  });

  it("writes a logged object as one line, in the JSON log format of Lambda", async () => {
    const lines: string[] = [];
    const fn = given(
      "exports.handler = async () => console.warn({ message: 'late', list: [1, 2] });",
      {},
      { onLog: ({ line }) => lines.push(line) },
    );

    await fn.invoke(FUNCTION_ARN, {}, never());
    await fn.close();

    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      { level: "WARN", message: { message: "late", list: [1, 2] } },
    ]);
  });

  it("names an unknown function and lists the existing ones", async () => {
    const fn = given("exports.handler = async () => 1;");

    const result = await fn.invoke("arn:aws:lambda:eu-west-1:123456789012:function:other", {}, never());

    expect(result).toEqual({
      ok: false,
      error: "Lambda.ResourceNotFoundException",
      cause: containing("local functions: probe"),
    });
  });
});

describe("a failing Lambda function in a worker", () => {
  it("returns name, message and trace of the error", async () => {
    const fn = given(
      "class BatchApiClient extends Error { name = 'BatchApi.Client' } exports.handler = async () => { throw new BatchApiClient('no such queue'); };",
    );

    const failure = failureOf(await fn.invoke(FUNCTION_ARN, {}, never()));

    expect(failure).toEqual({
      error: "BatchApi.Client",
      cause: {
        errorType: "BatchApi.Client",
        errorMessage: "no such queue",
        trace: includingLine("no such queue"),
      },
    });
  });

  it("returns a trace without paths of this machine", async () => {
    const fn = given("exports.handler = async () => { throw new Error('no'); };");

    const { cause } = failureOf(await fn.invoke(FUNCTION_ARN, {}, never()));

    expect(JSON.stringify(cause)).toMatch(/at [\w. ]*handler \(\/var\/task\/[\w.]+:1:\d+\)/u);
    expect(JSON.stringify(cause)).not.toMatch(/worker-main|node:internal/u);
  });

  it("returns the type as error name if the thrown value is not an Error", async () => {
    const fn = given("exports.handler = async () => { throw 'text'; };");

    expect(failureOf(await fn.invoke(FUNCTION_ARN, {}, never()))).toEqual({
      error: "string",
      cause: { errorType: "string", errorMessage: "text", trace: [] },
    });
  });

  it("stops at its time limit, and the next invocation starts in a new worker", async () => {
    const fn = given("let n = 0; exports.handler = async (event) => { n += 1; if (event.hang) for (;;); return n; };", {
      timeoutSeconds: 1,
    });

    const hung = failureOf(await fn.invoke(FUNCTION_ARN, { hang: true }, never()));
    const next = await fn.invoke(FUNCTION_ARN, {}, never());

    expect(hung).toEqual({
      error: "Sandbox.Timedout",
      cause: {
        errorType: "Sandbox.Timedout",
        errorMessage: matching(/^RequestId: \S+ Error: Task timed out after 1\.00 seconds$/u),
      },
    });
    expect(payloadOf(next)).toBe(1);
  });

  it.each([
    [0, "Runtime exited without providing a reason"],
    [3, "Runtime exited with error: exit status 3"],
  ])("ends only its own worker when it exits with code %d", async (exitCode, problem) => {
    const fn = given("exports.handler = async (event) => { if (event.exit) process.exit(event.code); return 'ok'; };");

    const gone = failureOf(await fn.invoke(FUNCTION_ARN, { exit: true, code: exitCode }, never()));
    const next = await fn.invoke(FUNCTION_ARN, {}, never());

    expect(gone).toEqual({
      error: "Runtime.ExitError",
      cause: { errorType: "Runtime.ExitError", errorMessage: containing(problem) },
    });
    expect(payloadOf(next)).toBe("ok");
  });

  it("reports an uncaught exception as that exception", async () => {
    const fn = given(
      "exports.handler = (event) => new Promise((answer) => setImmediate(() => { if (event.fail) throw new RangeError('too far'); answer('ok'); }));",
    );

    const failed = failureOf(await fn.invoke(FUNCTION_ARN, { fail: true }, never()));
    const next = await fn.invoke(FUNCTION_ARN, {}, never());

    expect(failed.error).toBe("RangeError");
    expect(payloadOf(next)).toBe("ok");
  });

  it("reports an unhandled rejection like the Lambda runtime", async () => {
    const fn = given("exports.handler = () => new Promise(() => { Promise.reject(new TypeError('lost')); });");

    expect(failureOf(await fn.invoke(FUNCTION_ARN, {}, never()))).toMatchObject({
      error: "Runtime.UnhandledPromiseRejection",
      cause: { errorMessage: "TypeError: lost" },
    });
  });

  it("reports a function that exceeds its memory as killed", async () => {
    const fn = given(
      "exports.handler = async () => { const all = []; for (;;) all.push(new Array(1e5).fill(0.5)); };",
      {
        memoryMiB: 24,
      },
    );

    expect(failureOf(await fn.invoke(FUNCTION_ARN, {}, never()))).toMatchObject({
      error: "Runtime.ExitError",
      cause: { errorMessage: containing("signal: killed") },
    });
  });

  it("reports why the code cannot be loaded", async () => {
    const fn = given("throw new SyntaxError('half a file');");

    expect(failureOf(await fn.invoke(FUNCTION_ARN, {}, never())).error).toBe("SyntaxError");
  });

  it("names the handler that is not exported", async () => {
    const fn = given("exports.other = 1;");

    expect(failureOf(await fn.invoke(FUNCTION_ARN, {}, never()))).toMatchObject({
      error: "Runtime.HandlerNotFound",
      cause: { errorMessage: "index.handler is undefined or not exported" },
    });
  });

  it("rejects a response above 6 MB", async () => {
    const fn = given("exports.handler = async () => 'x'.repeat(7e6);");

    expect(failureOf(await fn.invoke(FUNCTION_ARN, {}, never())).error).toBe("Function.ResponseSizeTooLarge");
  });

  it("does not run with an event above 6 MB", async () => {
    const fn = given("exports.handler = async () => 1;");

    const result = await fn.invoke(FUNCTION_ARN, "x".repeat(7e6), never());

    expect(result).toMatchObject({ ok: false, error: "Lambda.RequestTooLargeException" });
  });
});

describe("a caller that aborts its wait", () => {
  it("does not stop the function, like in Lambda", async () => {
    const lines: string[] = [];
    const fn = given(
      "exports.handler = async () => { console.log('started'); await new Promise((r) => setTimeout(r, 300)); console.log('ended'); };",
      {},
      { maxConcurrency: 1, onLog: ({ line }) => lines.push(line) },
    );
    const caller = new AbortController();
    const invocation = fn.invoke(FUNCTION_ARN, {}, caller.signal);

    caller.abort(new Error("execution stopped"));

    await expect(invocation).rejects.toThrow("execution stopped");
    await fn.invoke(FUNCTION_ARN, {}, never());
    await fn.close();
    expect(lines).toEqual(["started", "ended", "started", "ended"]);
  });

  it("leaves the queue of waiting invocations", async () => {
    const fn = given("let n = 0; exports.handler = async () => ++n;", {}, { maxConcurrency: 1 });
    const caller = new AbortController();
    const first = fn.invoke(FUNCTION_ARN, {}, never());
    const queued = fn.invoke(FUNCTION_ARN, {}, caller.signal);
    const last = fn.invoke(FUNCTION_ARN, {}, never());

    caller.abort(new Error("no longer wanted"));

    await expect(queued).rejects.toThrow("no longer wanted");
    expect([payloadOf(await first), payloadOf(await last)]).toEqual([1, 2]);
  });

  it("receives an error if the functions are closed while it waits", async () => {
    const fn = given(
      "exports.handler = () => new Promise(() => setTimeout(() => undefined, 60000));",
      {},
      { maxConcurrency: 1 },
    );
    const running = fn.invoke(FUNCTION_ARN, {}, never());
    const queued = fn.invoke(FUNCTION_ARN, {}, never());
    const refusal = expect(queued).rejects.toThrow("the local Lambda probe was closed");

    await fn.close();

    await refusal;
    expect(failureOf(await running).error).toBe("Runtime.ExitError");
    await expect(fn.invoke(FUNCTION_ARN, {}, never())).rejects.toThrow("was closed");
  });
});

describe("a Lambda function that pauses with setTimeout of node:timers/promises", () => {
  const pausing = (body: string): string => `
    const timers = require("node:timers/promises");
    exports.handler = async (event, context) => { ${body} };
  `;
  const elapsedOn = async (clock: Clock, work: Promise<unknown>): Promise<number> => {
    const startedAt = clock.now();
    await work;
    return clock.now() - startedAt;
  };

  it("pauses on a virtual clock that continues to advance", async () => {
    const clock = new VirtualClock();
    const fn = given(pausing("return timers.setTimeout(event.ms, 'rested');"), {}, { clock });
    let answer: unknown;

    const elapsedMs = await elapsedOn(
      clock,
      fn.invoke(FUNCTION_ARN, { ms: 13_000 }, never()).then((result) => (answer = payloadOf(result))),
    );

    expect({ elapsedMs, answer }).toEqual({ elapsedMs: 13_000, answer: "rested" });
  });

  it("holds the virtual clock while it works, before and after the pause", async () => {
    const clock = new VirtualClock();
    const work = "await new Promise((done) => setTimeout(done, 50));";
    const fn = given(pausing(`${work} await timers.setTimeout(2_000); ${work}`), {}, { clock });
    const woken: number[] = [];
    const startedAt = clock.now();
    for (const ms of [1_000, 2_000, 3_000]) void clock.sleep(ms).then(() => woken.push(clock.now() - startedAt));

    const elapsedMs = await elapsedOn(clock, fn.invoke(FUNCTION_ARN, {}, never()));

    expect({ elapsedMs, woken }).toEqual({ elapsedMs: 2_000, woken: [1_000, 2_000] });
  });

  it("lets other invocations work while it pauses", async () => {
    const clock = new VirtualClock();
    const fn = given(pausing("await timers.setTimeout(event.ms); return event.ms;"), { timeoutSeconds: 30 }, { clock });
    const answers: unknown[] = [];
    const run = async (ms: number): Promise<void> => {
      answers.push([payloadOf(await fn.invoke(FUNCTION_ARN, { ms }, never())), clock.now()]);
    };
    const startedAt = clock.now();

    await Promise.all([run(20_000), run(5_000), run(10_000)]);

    expect(answers).toEqual([5_000, 10_000, 20_000].map((ms) => [ms, startedAt + ms]));
  });

  it("does not block an invocation that waits for its worker", async () => {
    const clock = new VirtualClock();
    const fn = given(pausing("await timers.setTimeout(1_000);"), {}, { clock, maxConcurrency: 1 });
    const invoke = () => fn.invoke(FUNCTION_ARN, {}, never());

    expect(await elapsedOn(clock, Promise.all([invoke(), invoke(), invoke()]))).toBe(3_000);
  });

  it("supports concurrent pauses", async () => {
    const clock = new VirtualClock();
    const both = pausing("await Promise.all([timers.setTimeout(1_000), timers.setTimeout(4_000)]);");
    const fn = given(both, { timeoutSeconds: 5 }, { clock });

    expect(await elapsedOn(clock, fn.invoke(FUNCTION_ARN, {}, never()))).toBe(4_000);
  });

  it("pauses on a clock that runs faster than real time", async () => {
    const clock = createScaledClock(1_000);
    const fn = given(pausing("await timers.setTimeout(60_000);"), { timeoutSeconds: 120 }, { clock });
    const startedAt = performance.now();

    const elapsedMs = await elapsedOn(clock, fn.invoke(FUNCTION_ARN, {}, never()));

    expect(elapsedMs).toBeGreaterThanOrEqual(60_000);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  it("has less time after each pause", async () => {
    const note = "remaining.push(Math.round(context.getRemainingTimeInMillis() / 1_000));";
    const fn = given(
      pausing(
        `const remaining = []; for (let n = 0; n < 3; n += 1) { ${note} await timers.setTimeout(3_000); } return remaining;`,
      ),
      { timeoutSeconds: 10 },
      { clock: new VirtualClock() },
    );

    expect(payloadOf(await fn.invoke(FUNCTION_ARN, {}, never()))).toEqual([10, 7, 4]);
  });

  it("stops when its pauses exceed the time limit", async () => {
    const clock = new VirtualClock();
    const fn = given(pausing("for (;;) await timers.setTimeout(4_000);"), { timeoutSeconds: 10 }, { clock });
    let error: unknown;

    const elapsedMs = await elapsedOn(
      clock,
      fn.invoke(FUNCTION_ARN, {}, never()).then((result) => ({ error } = failureOf(result))),
    );

    expect(error).toBe("Sandbox.Timedout");
    expect(Math.round(elapsedMs / 1_000)).toBe(10);
  });

  it("stops when its work after a pause exceeds the time limit", async () => {
    const fn = given(
      pausing("await timers.setTimeout(9_500); for (;;);"),
      { timeoutSeconds: 10 },
      {
        clock: new VirtualClock(),
      },
    );

    expect(failureOf(await fn.invoke(FUNCTION_ARN, {}, never())).error).toBe("Sandbox.Timedout");
  });

  it("removes its sleeper from the clock when it is closed during a pause", async () => {
    const clock = new VirtualClock();
    const release = clock.hold();
    const fn = given(
      pausing("console.log('paused'); await timers.setTimeout(60_000);"),
      {},
      {
        clock,
        onLog: () => void fn.close(),
      },
    );

    const result = await fn.invoke(FUNCTION_ARN, {}, never());
    release();

    expect(failureOf(result).error).toBe("Runtime.ExitError");
    expect(await elapsedOn(clock, clock.sleep(1_000))).toBe(1_000);
  });

  it("does not resume after its response, and its worker is reused", async () => {
    const clock = new VirtualClock();
    const fn = given(
      pausing("if (event.leave) void timers.setTimeout(1_000).then(() => console.log('woken')); return 'ok';"),
      {},
      { clock, onLog: ({ line }) => woken.push(line) },
    );
    const woken: string[] = [];

    const first = await fn.invoke(FUNCTION_ARN, { leave: true }, never());
    await clock.sleep(10_000);
    const second = await fn.invoke(FUNCTION_ARN, {}, never());
    await fn.close();

    expect([payloadOf(first), payloadOf(second), woken]).toEqual(["ok", "ok", []]);
  });

  it("rejects the options of setTimeout", async () => {
    const fn = given(pausing("await timers.setTimeout(1, null, { ref: false });"));

    expect(failureOf(await fn.invoke(FUNCTION_ARN, {}, never())).error).toBe("TypeError");
  });
});

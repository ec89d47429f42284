/**
 * Measures the console page in a browser: first paint, layout shift, heap and requests, of the list and of a running
 * execution. Writes the figures to docs/console.md. Usage: npm run bench:page (requires Chromium)
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import * as z from "zod";
import { AWS_PACE } from "../cli/watch/watch-pace";
import { startConsoleServer, type ConsoleServer } from "../console/server/console-server";
import { givenApp } from "../testing/given-app";
import { givenBrowser, type GivenBrowser, type GivenPage } from "../testing/console/given-browser";
import { givenConsole, givenInput, type GivenConsole } from "../testing/console/given-console";
import { WritingRunner } from "../testing/console/writing-runner";
import { replaceSection } from "./bench/replace-section";
import { count, renderTable } from "./bench/render-table";

const PAGE = join(__dirname, "..", "docs", "console.md");
const NAME = "measured";
/** Endpoint seconds per real second, while the heap is measured. */
const SPEED = 20;
/** Duration of the updates after which the heap is measured, in endpoint minutes. */
const HEAP_MINUTES = 30;
const WAIT_SECONDS = 30;
const MAX_LAYOUT_SHIFT = 0.1;

const metricsSchema = z.object({ metrics: z.array(z.object({ name: z.string(), value: z.number() })) });
/** Sums layout shifts as the Web Vital does: the worst window of at most 5 s, without a pause of 1 s. */
const VITALS = `(() => {
  window.shift = 0;
  let [sum, first, last] = [0, -Infinity, -Infinity];
  new PerformanceObserver((list) => {
    for (const { startTime, value, hadRecentInput } of list.getEntries()) {
      if (hadRecentInput) continue;
      if (startTime - last > 1000 || startTime - first > 5000) [sum, first] = [0, startTime];
      last = startTime;
      sum += value;
      window.shift = Math.max(window.shift, sum);
    }
  }).observe({ type: "layout-shift", buffered: true });
})()`;

interface Measured {
  readonly paintMs: number;
  readonly shift: number;
  readonly heapBefore: number;
  readonly heapAfter: number;
}

/** Runs an action with a console at a speed, on which a job is running. */
async function withJob<Result>(
  appPath: string,
  speed: number,
  act: (given: GivenConsole) => Promise<Result>,
): Promise<Result> {
  const runner = new WritingRunner();
  const lifeCycle = { submittedMs: 0, pendingMs: 0, runnableMs: 0, startingMs: 0 };
  const given = await givenConsole(appPath, { speed, lifeCycle, makeRunner: () => runner });
  const stopWriting = await startJob(given, runner);
  try {
    return await act(given);
  } finally {
    stopWriting();
    await given.close();
  }
}

/** Starts an execution of which the job writes a line every endpoint second. */
async function startJob(given: GivenConsole, runner: WritingRunner): Promise<() => void> {
  await given.post("/api/executions", {
    name: NAME,
    input: givenInput(NAME, { wait_time: WAIT_SECONDS, run_timeout: 86_400, overall_timeout: 90_000 }),
  });
  await runner.untilRunning(NAME);
  let lines = 0;
  const writing = setInterval(() => {
    lines += 1;
    runner.write(NAME, `line ${lines}: working on item ${lines}`);
  }, 1_000 / given.speed);
  return () => {
    clearInterval(writing);
  };
}

/** Returns the size of the JavaScript heap after garbage collection, in bytes. */
async function measureHeap({ page, context }: GivenPage): Promise<number> {
  const session = await context.newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  await session.send("Performance.enable");
  const { metrics } = metricsSchema.parse(await session.send("Performance.getMetrics"));
  await session.detach();
  return metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? NaN;
}

async function measurePage(browser: GivenBrowser, given: GivenConsole, path: string): Promise<Measured> {
  const opened = await browser.open(`${given.origin}${path}?token=${given.token}`);
  const { page, context } = opened;
  await page.evaluate(VITALS);
  await page.getByText(/^Updated just now/).waitFor();
  await page.waitForTimeout(3_000);
  const heapBefore = await measureHeap(opened);
  await page.waitForTimeout((HEAP_MINUTES * 60_000) / SPEED);
  const heapAfter = await measureHeap(opened);
  const shift = Number(await page.evaluate("window.shift"));
  const paintMs = Number(await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"));
  await context.close();
  return { paintMs, shift, heapBefore, heapAfter };
}

/** Counts the requests of the page, and the calls of the server to AWS, in a real minute at the pace for AWS. */
async function countRequests(browser: GivenBrowser, given: GivenConsole, path: string) {
  let calls = 0;
  const { stepFunctions, batch, logs } = given.clients;
  const options = { step: "initialize", name: "countCalls", override: true } as const;
  const countCalls =
    <Input, Output>(next: (args: Input) => Promise<Output>) =>
    (args: Input): Promise<Output> => {
      calls += 1;
      return next(args);
    };
  stepFunctions.middlewareStack.add(countCalls, options);
  batch.middlewareStack.add(countCalls, options);
  logs.middlewareStack.add(countCalls, options);
  const server = await openPaced(given);
  const { page, context, requested } = await browser.open(server.url.replace("/?", `${path}?`));
  await page.getByText(/^Updated/).waitFor();
  await page.waitForTimeout(5_000);
  const before = { requests: requested.length, calls };
  await page.waitForTimeout(60_000);
  const result = { requests: requested.length - before.requests, calls: calls - before.calls };
  await context.close();
  await server.close();
  return result;
}

/** Serves the page at the pace for AWS. */
const openPaced = ({ access }: GivenConsole): Promise<ConsoleServer> =>
  startConsoleServer({
    access: {
      ...access,
      pace: AWS_PACE,
      listRefreshMs: 5_000,
      ...(access.log && { log: { ...access.log, pace: AWS_PACE.log } }),
    },
  });

const row = (name: string, texts: readonly string[]): readonly string[] => [name, ...texts];
const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

async function main(): Promise<void> {
  const app = await givenApp();
  const browser = await givenBrowser();
  const paths = ["/executions", `/executions/${NAME}`];
  try {
    const { pages, script } = await withJob(app.path, SPEED, async (given) => ({
      pages: await Promise.all(paths.map((path) => measurePage(browser, given, path))),
      script: await (await given.ask("/page.js")).text(),
    }));
    const requests = await withJob(app.path, 1, async (given) => {
      const counted = [];
      for (const path of paths) counted.push(await countRequests(browser, given, path));
      return counted;
    });
    const table = renderTable(
      ["", "executions", "running execution"],
      [
        row(
          "first paint of content",
          pages.map(({ paintMs }) => `${count(Math.round(paintMs))} ms`),
        ),
        row(
          "layout shift",
          pages.map(({ shift }) => shift.toFixed(3)),
        ),
        row(
          "heap after the start",
          pages.map(({ heapBefore }) => mebibytes(heapBefore)),
        ),
        row(
          `heap after ${HEAP_MINUTES} min of updates`,
          pages.map(({ heapAfter }) => mebibytes(heapAfter)),
        ),
        row(
          "requests per minute to the server",
          requests.map(({ requests: each }) => count(each)),
        ),
        row(
          "calls per minute to AWS",
          requests.map(({ calls }) => count(calls)),
        ),
      ],
    );
    const text = [
      `The page's script has ${count(Math.round(gzipSync(script).length / 1000))} KB compressed. In Chromium, with one running job that writes a line every second:`,
      "",
      table,
      "",
      `The ${HEAP_MINUTES} minutes are those of the endpoints' clock, which ran ${SPEED} times faster. Requests and calls are counted in a real`,
      `minute at the intervals for AWS, with wait_time ${WAIT_SECONDS}. A running execution has one stream, which needs no more requests.`,
    ].join("\n");
    process.stdout.write(`\n${text}\n`);
    writeFileSync(PAGE, replaceSection(readFileSync(PAGE, "utf8"), "page", text));
    if (pages.some(({ shift }) => shift >= MAX_LAYOUT_SHIFT)) process.exitCode = 1;
  } finally {
    await browser.close();
    await app.remove();
  }
}

void main();

/**
 * Measures how soon the console page shows that a job has ended: on the local endpoints in real time, in a browser,
 * with wait_time 1. Writes the figures to docs/console.md. Usage: npm run bench:console [-- RUNS]
 */
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import { givenApp } from "../testing/given-app";
import { GatedRunner } from "../testing/console/gated-runner";
import { givenBrowser, type GivenBrowser } from "../testing/console/given-browser";
import { givenConsole, givenInput, type GivenConsole } from "../testing/console/given-console";
import { replaceSection } from "./bench/replace-section";
import { summarizeDelays } from "./bench/summarize-delays";

const PAGE = join(__dirname, "..", "docs", "console.md");
const DEFAULT_RUNS = 20;

/** Delays until the page shows SUCCEEDED, in milliseconds. */
interface Delay {
  readonly sinceJobMs: number;
  readonly sinceExecutionMs: number;
}

async function measure(name: string, given: GivenConsole, browser: GivenBrowser, runner: GatedRunner): Promise<Delay> {
  await given.post("/api/executions", { name, input: givenInput(name, { wait_time: 1 }) });
  const { page, context } = await browser.open(`${given.origin}/executions/${name}?token=${given.token}`);
  await page.getByText(/^The job is running/).waitFor();
  // Varies the end of the job relative to the polls.
  await page.waitForTimeout(Math.random() * 1_000);
  const shown = page.evaluate(`new Promise((resolve) => {
    const look = () => document.title.startsWith("SUCCEEDED") ? resolve(Date.now()) : requestAnimationFrame(look);
    look();
  })`);
  const jobEndedAtMs = Date.now();
  await runner.finish(name, 0);
  const shownAtMs = Number(await shown);
  const executionArn = `${given.environment.stateMachineArn.replace(":stateMachine:", ":execution:")}:${name}`;
  const { stopDate } = await given.clients.stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
  await context.close();
  return { sinceJobMs: shownAtMs - jobEndedAtMs, sinceExecutionMs: shownAtMs - (stopDate?.getTime() ?? NaN) };
}

function describe(times: readonly number[]): string {
  const { median, worst } = summarizeDelays(times);
  return `median ${median}, worst ${worst}`;
}

async function main(): Promise<void> {
  const runs = Number(process.argv[2] ?? DEFAULT_RUNS);
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`RUNS must be a whole number of at least 1, got ${runs}`);
  const runner = new GatedRunner();
  const app = await givenApp();
  const lifeCycle = { submittedMs: 0, pendingMs: 0, runnableMs: 0, startingMs: 0 };
  const given = await givenConsole(app.path, { speed: 1, lifeCycle, makeRunner: () => runner });
  const browser = await givenBrowser();
  try {
    const delays: Delay[] = [];
    for (let run = 1; run <= runs; run += 1) {
      const delay = await measure(`run-${run}`, given, browser, runner);
      delays.push(delay);
      process.stdout.write(
        `run ${run}: ${delay.sinceJobMs} ms after the job, ${delay.sinceExecutionMs} ms after the execution\n`,
      );
    }
    const lines = [
      `Over ${runs} runs on ${availableParallelism()} cores with wait_time 1, until the page said SUCCEEDED:`,
      "",
      `- after the job's end: ${describe(delays.map(({ sinceJobMs }) => sinceJobMs))}, of which up to wait_time is the workflow's own;`,
      `- after the execution's end: ${describe(delays.map(({ sinceExecutionMs }) => sinceExecutionMs))}.`,
    ];
    process.stdout.write(`\n${lines.join("\n")}\n`);
    writeFileSync(PAGE, replaceSection(readFileSync(PAGE, "utf8"), "console", lines.join("\n")));
  } finally {
    await browser.close();
    await given.close();
    await app.remove();
  }
}

void main();

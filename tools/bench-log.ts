/**
 * Measures how soon `poller watch` and the console page show a line that a job writes: on the local endpoints in real
 * time, with a job that is a real process. Writes the figures to docs/console.md. Usage: npm run bench:log
 */
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { createProcessRunner } from "local-aws";
import * as z from "zod";
import { runPoller } from "../cli/run-poller";
import { givenBrowser } from "../testing/console/given-browser";
import { givenConsole, givenInput, type GivenConsole } from "../testing/console/given-console";
import { givenApp } from "../testing/given-app";
import { replaceSection } from "./bench/replace-section";
import { summarizeDelays } from "./bench/summarize-delays";

const PAGE = join(__dirname, "..", "docs", "console.md");
const LINES = 20;
const NAME = "logged";
/** Maximum delay, in milliseconds. */
const MAX_DELAY_MS = 2_000;
/** Writes lines with the time of writing, at intervals that vary relative to the reads, once both show the job. */
const SCRIPT = `sleep 8; i=0; while [ $i -lt ${LINES} ]; do i=$((i+1)); sleep 1.$((i * 37 % 90 + 10)); echo "line $i at $(date +%s%3N)"; done; sleep 2`;
const LINE = /line (\d+) at (\d{13})/g;

const seenSchema = z.record(z.string(), z.number());
/** Time at which each line was shown first, in milliseconds since 1970, by number of the line. */
type Seen = Map<number, number>;
/** Time at which each line was written. */
const written: Seen = new Map();

/** Records the lines of the log in a text. */
function record(text: string, seen: Seen): void {
  for (const [, number, writtenAtMs] of text.matchAll(LINE)) {
    written.set(Number(number), Number(writtenAtMs));
    if (!seen.has(Number(number))) seen.set(Number(number), Date.now());
  }
}

async function watch({ environment }: GivenConsole, seen: Seen): Promise<void> {
  const discard = { write: () => true };
  await runPoller(["watch", NAME, "--local"], {
    stdin: Readable.from([]),
    stdout: discard,
    stderr: {
      write: (text) => {
        record(text, seen);
      },
    },
    environment: {
      AWS_ENDPOINT_URL_SFN: environment.stepFunctionsUrl,
      AWS_ENDPOINT_URL_BATCH: environment.batchUrl,
      AWS_REGION: environment.region,
    },
    interrupt: new AbortController().signal,
  });
}

const findDelays = (seen: Seen): readonly number[] =>
  [...written].map(([number, atMs]) => (seen.get(number) ?? NaN) - atMs);

function summarize(what: string, seen: Seen): string {
  const { median, worst } = summarizeDelays(findDelays(seen));
  return `| ${what} | ${median} | ${worst} |`;
}

async function main(): Promise<void> {
  const app = await givenApp();
  const lifeCycle = { submittedMs: 0, pendingMs: 0, runnableMs: 0, startingMs: 0 };
  const given = await givenConsole(app.path, {
    speed: 1,
    lifeCycle,
    makeRunner: (clock) => createProcessRunner({ clock }),
  });
  const browser = await givenBrowser();
  try {
    const containerOverrides = { command: ["sh", "-c", SCRIPT] };
    await given.post("/api/executions", { name: NAME, input: givenInput(NAME, { wait_time: 60, containerOverrides }) });
    const { page } = await browser.open(`${given.origin}/executions/${NAME}?token=${given.token}`);
    await page.evaluate(`(() => {
      window.seen = {};
      const look = () => {
        for (const [, number] of (document.querySelector('[aria-label="Log of the job"]')?.textContent ?? "").matchAll(${String(LINE)}))
          window.seen[number] ??= Date.now();
        requestAnimationFrame(look);
      };
      look();
    })()`);
    const inTerminal: Seen = new Map();
    await watch(given, inTerminal);
    const seen = seenSchema.parse(await page.evaluate("window.seen"));
    const onPage: Seen = new Map(Object.entries(seen).map(([number, atMs]) => [Number(number), atMs]));
    for (const [number, atMs] of written)
      process.stdout.write(
        `line ${number}: watch ${(inTerminal.get(number) ?? NaN) - atMs} ms, page ${(onPage.get(number) ?? NaN) - atMs} ms\n`,
      );
    if (written.size !== LINES) throw new Error(`${written.size} of ${LINES} lines were shown`);
    const lines = [
      `From a job's write to its line being shown, over ${LINES} lines on ${availableParallelism()} cores, on the local endpoints:`,
      "",
      "| shown by | median | worst |",
      "| --- | --- | --- |",
      summarize("`poller watch`", inTerminal),
      summarize("the page", onPage),
    ];
    process.stdout.write(`\n${lines.join("\n")}\n`);
    if (![...findDelays(inTerminal), ...findDelays(onPage)].every((ms) => ms <= MAX_DELAY_MS))
      throw new Error(`a line was shown later than ${MAX_DELAY_MS} ms after it was written`);
    writeFileSync(PAGE, replaceSection(readFileSync(PAGE, "utf8"), "log", lines.join("\n")));
  } finally {
    await browser.close();
    await given.close();
    await app.remove();
  }
}

void main();

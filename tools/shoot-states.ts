// cspell:ignore mwarning
/**
 * Takes screenshots of the console page in its states, to look at before a release: build/screenshots/*.png.
 * Usage: npm run shoot:console [-- PART], PART being a part of the name of a state (requires Chromium)
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createSimulatedRunner, type Clock, type JobRun, type SimulatedRun } from "local-aws";
import type { Page } from "playwright-core";
import { FARGATE_TIMES } from "../cli/local/open-local-environment";
import { renderReport } from "../console/report/render-report";
import { givenBrowser, type GivenBrowser } from "../testing/console/given-browser";
import { givenConsole, givenInput, type GivenConsole } from "../testing/console/given-console";
import { after, FAILED_RESULT, givenFailure, number, poll, submitted } from "../testing/console/given-history";
import { givenApp } from "../testing/given-app";
import { startConsoleServer } from "../console/server/console-server";
import { serveLongList } from "../testing/console/serve-long-list";
import { FAILURE_CATEGORIES, type FailureCategory } from "../workflow/result/failure";

const FOLDER = join(__dirname, "..", "build", "screenshots");
const SPEED = 60;
const ARRAY_SIZE = 60;
const LIST_LENGTH = 500;
/** Polls of a history of 12,600 events. */
const POLLS = 1_399;

/** Emulated media of a screenshot. */
const LOOKS = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  forced: { forcedColors: "active" },
  print: { media: "print" },
} as const;
type Look = keyof typeof LOOKS;

/** Page to take screenshots of. */
interface State {
  readonly name: string;
  readonly path: string;
  /** Text that is visible when the page is complete. */
  readonly text: string | RegExp;
  readonly act?: (page: Page) => Promise<void>;
  readonly widths?: readonly number[];
  readonly looks?: readonly Look[];
  /** Whether only the visible part is taken. @default false */
  readonly clips?: boolean;
}

const logLines = ["step 1 of 3: working", "\u001B[33mwarning\u001B[0m: no cache", "step 2 of 3: working"];

function simulate({ jobName, arrayIndex: index = 0 }: JobRun): SimulatedRun {
  const lasts = { runsForMs: 90_000 + index * 1_000, logLines };
  if (jobName.startsWith("endless")) return { ...lasts, runsForMs: Infinity };
  if (jobName.startsWith("array")) return { ...lasts, exitCode: index % 17 === 3 ? 3 : 0 };
  return { ...lasts, exitCode: jobName.startsWith("failing") ? 3 : 0 };
}

const STATES: readonly State[] = [
  {
    name: "list",
    path: `/executions?count=${LIST_LENGTH}`,
    text: /^\d+ executions/,
    act: (page) => page.getByText("Durations by job").click(),
    clips: true,
    widths: [390, 1_280, 1_920],
    looks: ["light", "dark", "forced", "print"],
  },
  { name: "new", path: "/new", text: "Memory (MiB)", widths: [390, 1_280, 1_920] },
  { name: "state-machine", path: "/state-machine", text: "Visual workflow", widths: [390, 1_280] },
  {
    name: "running",
    path: "/executions/endless",
    text: /^The job is running/,
    widths: [390, 1_280, 1_920],
    looks: ["light", "dark", "forced", "print"],
  },
  {
    name: "failed",
    path: "/executions/failing",
    text: "Next steps",
    widths: [390, 1_280, 1_920],
    looks: ["light", "dark", "forced", "print"],
  },
  { name: "succeeded", path: "/executions/succeeding", text: "The job succeeded." },
  { name: "stopped", path: "/executions/endless-stopped", text: /^The execution was stopped\. Its job was terminated/ },
  {
    name: "stop-dialog",
    path: "/executions/endless",
    text: /^The job is running/,
    act: (page) => page.getByRole("button", { name: "Stop execution" }).click(),
    clips: true,
  },
  {
    name: "state-open",
    path: "/executions/failing",
    text: "Next steps",
    act: (page) => page.getByRole("button", { name: /^Submit Job Task/ }).click(),
  },
  { name: "array", path: "/executions/array", text: "Next steps", widths: [390, 1_280], looks: ["light", "dark"] },
  { name: "missing", path: "/executions/missing", text: /ExecutionDoesNotExist/ },
];

async function shoot(browser: GivenBrowser, given: GivenConsole, state: State): Promise<void> {
  const { name, path, text, act, widths = [1_280], looks = ["light"], clips = false } = state;
  const { page, context, errors } = await browser.open(
    `${given.origin}${path}${path.includes("?") ? "&" : "?"}token=${given.token}`,
  );
  await page.getByText(text).first().waitFor();
  await act?.(page);
  await page.waitForTimeout(1_500);
  for (const width of widths)
    for (const look of looks) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ media: null, colorScheme: null, forcedColors: null, ...LOOKS[look] });
      await page.screenshot({ path: join(FOLDER, `${name}-${width}-${look}.png`), fullPage: !clips });
    }
  if (errors.length > 0) process.stdout.write(`${name}: ${errors.join("; ")}\n`);
  await context.close();
}

/** Categories of jobs of which a container ended. */
const WITH_EXIT_CODE: readonly FailureCategory[] = ["UserError", "OutOfMemory", "Timeout", "RunTimeout", "Terminated"];

/** Takes screenshots of the result of each category, as reports: they share their parts with the page. */
async function shootCategories(browser: GivenBrowser): Promise<void> {
  // The Content-Security-Policy of the console would block the style of the report.
  const { page, context } = await browser.open("about:blank");
  for (const category of FAILURE_CATEGORIES) {
    const result = WITH_EXIT_CODE.includes(category) ? {} : { exitCode: null, attempts: [] };
    const model = givenFailure({ ...FAILED_RESULT, category, ...result });
    await page.setContent(renderReport(model, { now: after(60), showLinks: true, logLines }));
    await page.screenshot({
      path: join(FOLDER, `category-${category}.png`),
      clip: { x: 0, y: 0, width: 1_280, height: 620 },
    });
  }
  await context.close();
}

/** Takes screenshots of a history of 12,600 events. */
async function shootLong(browser: GivenBrowser, given: GivenConsole): Promise<void> {
  const polls = Array.from({ length: POLLS }, (_, index) => poll(index + 1, index < 100 ? "RUNNABLE" : "RUNNING"));
  const events = number([...submitted, ...polls.flat()]);
  const fetchEventsAfter = (_arn: string, lastId: number) => Promise.resolve(events.slice(lastId, lastId + 1_000));
  const server = await startConsoleServer({ access: { ...given.access, fetchEventsAfter } });
  const { origin, searchParams } = new URL(server.url);
  const token = searchParams.get("token") ?? "";
  const state = { name: "long", path: "/executions/endless", text: /Checked 1,399 times/ };
  await shoot(browser, { ...given, origin, token }, { ...state, widths: [390, 1_280, 1_920] });
  await server.close();
}

async function startJobs(given: GivenConsole): Promise<void> {
  const start = (name: string, jobName: string, more: object = {}) =>
    given.post("/api/executions", { name, input: givenInput(jobName, { wait_time: 60, ...more }) });
  await start("endless", "endless", { run_timeout: 86_400, overall_timeout: 900_000 });
  await start("endless-stopped", "endless-stopped", { run_timeout: 86_400 });
  await start("failing", "failing");
  await start("succeeding", "succeeding");
  await start("array", "array", { arrayProperties: { size: ARRAY_SIZE } });
}

async function main(): Promise<void> {
  const [part = ""] = process.argv.slice(2);
  mkdirSync(FOLDER, { recursive: true });
  const app = await givenApp();
  let startMs = 0;
  const makeRunner = (clock: Clock) => {
    startMs = clock.now();
    return createSimulatedRunner(clock, simulate);
  };
  let list: Awaited<ReturnType<typeof serveLongList>> | undefined;
  const findStepFunctions = async (url: string): Promise<string> => {
    list = await serveLongList(url, LIST_LENGTH, startMs - 3_600_000);
    return list.url;
  };
  const given = await givenConsole(app.path, { speed: SPEED, lifeCycle: FARGATE_TIMES, makeRunner, findStepFunctions });
  const browser = await givenBrowser();
  try {
    await startJobs(given);
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    await given.post("/api/executions/endless-stopped/stop", { reason: "" });
    for (const state of STATES) if (state.name.includes(part)) await shoot(browser, given, state);
    if ("long".includes(part)) await shootLong(browser, given);
    if ("category".includes(part)) await shootCategories(browser);
  } finally {
    await browser.close();
    await given.close();
    list?.close();
    await app.remove();
  }
}

void main();

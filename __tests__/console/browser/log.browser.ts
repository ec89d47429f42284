import type { SynthesizedApp } from "../../../cli/local/synthesize-app";
import { givenApp } from "../../../testing/given-app";
import { givenConsole, givenInput, type GivenConsole } from "../../../testing/console/given-console";
import { WritingRunner } from "../../../testing/console/writing-runner";
import { givenBrowser, type GivenBrowser, type GivenPage } from "../../../testing/console/given-browser";

const runner = new WritingRunner();
let app: SynthesizedApp;
let given: GivenConsole;
let browser: GivenBrowser;
beforeAll(async () => {
  app = await givenApp();
  [given, browser] = await Promise.all([
    givenConsole(app.path, { speed: 20, makeRunner: () => runner }),
    givenBrowser(),
  ]);
});
afterAll(async () => {
  await browser.close();
  await given.close();
  await app.remove();
});

/** Starts a job, waits until it runs, and opens its page. */
async function open(name: string): Promise<GivenPage> {
  const response = await given.post("/api/executions", { name, input: givenInput(name, { wait_time: 5 }) });
  expect(response.status).toBe(201);
  await runner.untilRunning(name);
  return browser.open(`${given.origin}/executions/${name}?token=${given.token}`);
}
const logOf = ({ page }: GivenPage) => page.getByRole("region", { name: "Log of the job" });
const numbered = (count: number, from = 1): readonly string[] =>
  Array.from({ length: count }, (_, index) => `line ${from + index}.`);
/** The children of an array job have a log of their own. */
const LOG = "document.querySelector('[aria-label=\"Log of the job\"]')";
/** Distance of the visible part from the end of the log, in pixels. */
const distanceToEnd = ({ page }: GivenPage): Promise<number> =>
  page.evaluate(`(() => { const b = ${LOG}; return b.scrollHeight - b.scrollTop - b.clientHeight; })()`);
const topLine = ({ page }: GivenPage): Promise<string> =>
  page.evaluate(`(() => {
    const box = ${LOG}.getBoundingClientRect();
    return document.elementFromPoint(box.left + 100, box.top + 30).closest(".line").textContent;
  })()`);

it("shows lines while the job runs, and the rest after its end", async () => {
  const opened = await open("live");
  const { page, errors } = opened;
  await page.getByText("No log lines yet.").waitFor();

  runner.write("live", "first line");
  await logOf(opened).getByText("first line").waitFor();
  expect(await page.title()).toMatch(/^RUNNING/);
  runner.write("live", "last line");
  runner.end("live");

  await page.getByText(/^Log stream job-status-poller-dev\/default\/\w+ in log group/).waitFor();
  expect(await logOf(opened).locator(".line").allTextContents()).toEqual([
    expect.stringMatching(/^\d\d:\d\d:\d\d first line$/),
    expect.stringMatching(/^\d\d:\d\d:\d\d last line$/),
  ]);
  expect(errors).toEqual([]);
});

it("shows markup and control characters as text", async () => {
  const opened = await open("evil");
  const { page, errors } = opened;

  runner.write("evil", '<img src="x" onerror="window.smuggled = true">\u001B[31m red\u0007', "x".repeat(60_000));

  await logOf(opened).getByText('<img src="x" onerror="window.smuggled = true"> red^G').waitFor();
  await logOf(opened).getByText("... (56000 more characters)").waitFor();
  expect(await page.evaluate("window.smuggled")).toBeUndefined();
  expect(await page.locator('img[src="x"]').count()).toBe(0);
  expect(errors).toEqual([]);
});

it("follows the newest line, except while the reader has scrolled up", async () => {
  const opened = await open("scrolled");
  const { page } = opened;
  runner.write("scrolled", ...numbered(300));
  await logOf(opened).getByText("line 300.").waitFor();
  expect(await distanceToEnd(opened)).toBeLessThan(2);

  await page.evaluate(`${LOG}.scrollTop = 1000`);
  await page.waitForTimeout(100);
  await logOf(opened).scrollIntoViewIfNeeded();
  const before = await topLine(opened);
  runner.write("scrolled", ...numbered(3_000, 301));
  await logOf(opened).getByText("line 3300.").waitFor({ state: "attached" });
  expect(await topLine(opened)).toBe(before);
  await page.getByRole("button", { name: "Newest lines" }).click();

  expect(await distanceToEnd(opened)).toBeLessThan(2);
  runner.write("scrolled", "the newest");
  await logOf(opened).getByText("the newest").waitFor();
  expect(await distanceToEnd(opened)).toBeLessThan(2);
  expect(await logOf(opened).locator(".line").count()).toBeLessThanOrEqual(2_000);
});

it("continues after a reload, without missing or repeated lines", async () => {
  const opened = await open("reloaded");
  runner.write("reloaded", ...numbered(5));
  await logOf(opened).getByText("line 5.").waitFor();

  await opened.page.reload();
  await logOf(opened).getByText("line 5.").waitFor();
  runner.write("reloaded", "line 6.");

  await logOf(opened).getByText("line 6.").waitFor();
  const lines = await logOf(opened).locator(".line").allTextContents();
  expect(lines.map((text) => text.replace(/^\S+ /, ""))).toEqual(numbered(6));
});

it("stays responsive and shows the end of a job that writes 5,000 lines per second", async () => {
  const opened = await open("flood");
  let count = 0;
  const startedAtMs = Date.now();
  const writing = setInterval(() => {
    const due = (Date.now() - startedAtMs) * 5;
    runner.write("flood", ...numbered(due - count, count + 1));
    count = due;
  }, 100);
  await opened.page.waitForTimeout(5_000);
  clearInterval(writing);
  runner.write("flood", "the last of many");
  const endedAtMs = Date.now();
  runner.end("flood");

  await logOf(opened).getByText("the last of many").waitFor();
  await opened.page.getByText("The job succeeded.").waitFor();
  expect(count).toBeGreaterThan(10_000);
  expect(Date.now() - endedAtMs).toBeLessThan(10_000);
});

it("fits a width of 390 pixels", async () => {
  const opened = await open("narrow");
  const { page } = opened;
  await page.setViewportSize({ width: 390, height: 844 });

  runner.write("narrow", `a long line ${"without_spaces_".repeat(60)}`, ...numbered(50));

  await logOf(opened).getByText("line 50.").waitFor();
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
  expect(await page.evaluate(`${LOG}.scrollWidth <= ${LOG}.clientWidth`)).toBe(true);
});

// cspell:ignore mfailure
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

async function open(name: string, input: object = {}): Promise<GivenPage> {
  await given.post("/api/executions", { name, input: givenInput(name, { wait_time: 5, ...input }) });
  await runner.untilRunning(name);
  return browser.open(`${given.origin}/executions/${name}?token=${given.token}`);
}
const logOf = ({ page }: GivenPage) => page.getByRole("region", { name: "Log of the job" });
const numbered = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `line ${index + 1}.`);

it("shows the input and output of a state, by click and by keyboard", async () => {
  const { page, errors } = await open("states");
  const state = page.getByRole("button", { name: "Submit Job Task · succeeded" });

  await state.click();
  await page.getByRole("region", { name: "Output of Submit Job" }).getByText('"jobId"').waitFor();
  expect(await state.getAttribute("aria-pressed")).toBe("true");
  await page.getByRole("button", { name: "Close" }).click();
  expect(await page.evaluate("document.activeElement.dataset.state")).toBe("Submit Job");
  await page.keyboard.press("Enter");

  await page.getByRole("region", { name: "Input of Submit Job" }).waitFor();
  // Updates of the running execution keep the focus.
  await page.waitForTimeout(1_500);
  expect(await page.evaluate("document.activeElement.dataset.state")).toBe("Submit Job");
  expect(errors).toEqual([]);
});

it("copies the ARN of the execution and the ID of its job", async () => {
  const { page, context } = await open("copied");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByText(/^The job is running/).waitFor();

  await page.getByRole("button", { name: "Copy ARN" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  expect(await page.evaluate("navigator.clipboard.readText()")).toMatch(/^arn:aws:states:.*:copied$/);
  await page.getByRole("button", { name: "Copy job ID" }).click();

  await page.waitForFunction("navigator.clipboard.readText().then((text) => /^[0-9a-f-]{36}$/.test(text))");
});

it("searches the log, and shows its colors", async () => {
  const opened = await open("searched");
  const { page } = opened;
  runner.write("searched", ...numbered(20), "\u001B[31mfailure\u001B[0m in line 7");
  await logOf(opened).getByText("failure").waitFor();

  await page.getByRole("searchbox", { name: "Search the log" }).fill("LINE 7");
  await page.getByText("2 of 21 lines.").waitFor();
  expect(await logOf(opened).locator(".line:visible").count()).toBe(2);
  expect(await logOf(opened).locator(".ansi-red").textContent()).toBe("failure");
  runner.write("searched", "line 7 again", "line 8 again");

  await page.getByText("3 of 23 lines.").waitFor();
});

it("loads earlier lines of a long log, and downloads all of it", async () => {
  const name = "long-log";
  await given.post("/api/executions", { name, input: givenInput(name, { wait_time: 5 }) });
  await runner.untilRunning(name);
  runner.write(name, ...numbered(2_500));
  const opened = await browser.open(`${given.origin}/executions/${name}?token=${given.token}`);
  await logOf(opened).getByText("line 2500.").waitFor();

  await opened.page.getByRole("button", { name: "Earlier lines" }).click();
  await logOf(opened).getByText("line 1.", { exact: false }).first().waitFor({ state: "attached" });
  const [download] = await Promise.all([
    opened.page.waitForEvent("download"),
    opened.page.getByRole("link", { name: "Download", exact: true }).click(),
  ]);

  const lines = await logOf(opened).locator(".line:not(.note)").allTextContents();
  expect(lines.map((text) => text.replace(/^\S+ /, ""))).toEqual(numbered(2_500));
  expect(download.suggestedFilename()).toBe("long-log.log");
});

it("shows local time on request", async () => {
  const { page } = await open("zoned");
  await page.getByText(/ UTC$/).first().waitFor();

  await page.getByLabel("Time zone").selectOption("Local time");

  await page
    .getByText(/\d [+-]\d\d:\d\d$/)
    .first()
    .waitFor();
  expect(await page.locator("main").getByText(/ UTC$/).count()).toBe(0);
});

it("filters the history by state and by failure", async () => {
  const { page } = await open("filtered");
  runner.end("filtered", 3);
  await page.getByText("The job's program exited with exit code 3.").waitFor();

  await page.getByLabel("State", { exact: true }).selectOption("Submit Job");
  await page.getByText("matching events 1–5 of 5").waitFor();
  await page.getByLabel("State", { exact: true }).selectOption("All states");
  await page.getByLabel("Failures only").check();

  await page.getByText("matching events 1–1 of 1").waitFor();
  expect(await page.locator(".history tbody tr").textContent()).toContain("ExecutionFailed");
});

it("shows polls, deadlines and the delay until noticed on one axis", async () => {
  const { page } = await open("axis", { run_timeout: 3_600, overall_timeout: 86_400 });
  await page.getByText(/^The job is running/).waitFor();
  await page.getByText("Marks:").getByText("deadlines (flags), run_timeout at").waitFor();

  await page.waitForTimeout(500);
  runner.end("axis", 3);
  await page.getByText("The job's program exited with exit code 3.").waitFor();

  await page.getByText(/^Marks: \d+ polls \(ticks\), time until the end was noticed \(dashed box\)\.$/).waitFor();
  expect(await page.locator(".time-axis .notice").count()).toBe(1);
  expect(await page.locator(".time-axis .poll").count()).toBeGreaterThan(0);
});

it("names the same end of the job everywhere", async () => {
  const { page } = await open("ended");
  await page.getByText(/^The job is running/).waitFor();
  runner.end("ended", 3);
  await page.getByText("The job's program exited with exit code 3.").waitFor();

  const end = page.locator(".timeline li", { hasText: "FAILED" }).first();
  expect(await end.textContent()).toMatch(/exit code 3, noticed .* by poll \d+/);
  await page
    .locator(".history")
    .getByText(/^poll \d+ found FAILED$/)
    .waitFor();
});

it("shows what happens to the job of a stopped execution", async () => {
  const { page } = await open("fate", { run_timeout: 31_536_000 });
  await page.getByText(/^The job is running/).waitFor();

  await page.getByRole("button", { name: "Stop execution" }).click();
  const dialog = page.getByRole("dialog");
  expect(await dialog.textContent()).toMatch(/Its job fate \([0-9a-f-]{36}\), last seen RUNNING, is terminated/);
  await dialog.getByRole("button", { name: "Stop execution" }).click();

  await page.getByText(/^The execution was stopped\. Its job was terminated .* later with exit code 143\.$/).waitFor();
  expect(await page.locator(".verdict").textContent()).toMatch(/fate [0-9a-f-]{36}, FAILED/);
  await page.locator(".timeline .dot-bad", { hasText: "FAILED" }).waitFor();
});

it("keeps the filter, the search and the position of the list in the address", async () => {
  await given.post("/api/executions", { name: "kept-import", input: givenInput("import") });
  await runner.untilRunning("import");
  runner.end("import", 3);
  const { page } = await browser.open(`${given.origin}/?token=${given.token}`);
  await page.getByRole("row", { name: /kept-import FAILED import UserError/ }).waitFor();

  await page.getByLabel("Search").fill("import");
  await page.getByLabel("Status").selectOption("FAILED");
  await page.getByText(/^1 of \d+ executions?$/).waitFor();
  expect(new URL(page.url()).search).toBe("?status=FAILED&search=import");
  await page.getByRole("link", { name: "kept-import" }).click();
  await page.getByRole("heading", { name: "kept-import" }).waitFor();
  await page.goBack();

  await page.getByText(/^1 of \d+ executions?$/).waitFor();
  expect(await page.getByLabel("Search").inputValue()).toBe("import");
});

it("sorts the list and filters it by day, with both in the address", async () => {
  for (const name of ["sorted-b", "sorted-a"]) {
    await given.post("/api/executions", { name, input: givenInput(name) });
    await runner.untilRunning(name);
    runner.end(name, 0);
  }
  const { page } = await browser.open(`${given.origin}/?search=sorted&token=${given.token}`);
  await page.getByText(/^2 of \d+ executions$/).waitFor();
  const names = () => page.locator(".executions tbody th").allTextContents();
  expect(await names()).toEqual(["sorted-a", "sorted-b"]);

  await page.getByRole("button", { name: "Name" }).click();
  await page.getByRole("button", { name: "Name" }).click();
  expect(await names()).toEqual(["sorted-b", "sorted-a"]);
  expect(await page.getByRole("columnheader", { name: "Name" }).getAttribute("aria-sort")).toBe("descending");
  await page.getByLabel("to", { exact: true }).fill("2000-01-01");

  await page.getByText(/loaded executions contains "sorted" and started on these days\.$/).waitFor();
  expect(new URL(page.url()).search).toBe("?search=sorted&to=2000-01-01&sort=-name");
});

it("shows the durations of each job name, and searches for one", async () => {
  await given.post("/api/executions", { name: "trend-1", input: givenInput("trend") });
  await runner.untilRunning("trend");
  runner.end("trend", 0);
  const { page } = await browser.open(`${given.origin}/?token=${given.token}`);
  await page.getByRole("row", { name: /^trend-1 SUCCEEDED/ }).waitFor();

  await page.getByText("Durations by job").click();
  await page.getByRole("button", { name: "trend" }).click();

  await page.getByText(/^1 of \d+ executions?$/).waitFor();
  expect(new URL(page.url()).search).toBe("?search=trend");
});

it("compares an execution with the last success of the same job", async () => {
  const startCompared = async (name: string, waitTime: number, exitCode: number): Promise<void> => {
    await given.post("/api/executions", { name, input: givenInput("compared", { wait_time: waitTime }) });
    await runner.untilRunning("compared");
    runner.end("compared", exitCode);
  };
  await startCompared("compared-1", 5, 0);
  const { page } = await browser.open(`${given.origin}/executions/compared-1?token=${given.token}`);
  await page.getByText("The job succeeded.").waitFor();
  runner.forget("compared");
  await startCompared("compared-2", 6, 3);

  await page.goto(`${given.origin}/executions/compared-2`);
  await page.getByText("The job's program exited with exit code 3.").waitFor();

  const comparison = page.getByRole("region", { name: "Comparison" });
  await comparison.getByRole("row", { name: "wait_time 6 5" }).waitFor();
  expect(await comparison.getByRole("row", { name: /^Job ran \d.* s / }).count()).toBe(1);
  await page.getByRole("link", { name: "compared-1" }).click();
  await page.getByRole("heading", { name: "compared-1" }).waitFor();
});

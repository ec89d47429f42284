import { createSimulatedRunner, type Clock, type JobRun, type SimulatedRun } from "local-aws";
import type { Locator, Page } from "playwright-core";
import type { SynthesizedApp } from "../../../cli/local/synthesize-app";
import { givenApp } from "../../../testing/given-app";
import { givenConsole, givenInput, type GivenConsole } from "../../../testing/console/given-console";
import { givenBrowser, type GivenBrowser } from "../../../testing/console/given-browser";
import { serveLongList } from "../../../testing/console/serve-long-list";

/** Listed executions that are not run: jobs import, nightly-report and failing-upload, half an hour apart. */
const LIST_LENGTH = 500;
const HOUR_MS = 3_600_000;
const HEIGHT = 800;

const OUT_OF_MEMORY = "OutOfMemoryError: Container killed due to memory usage";

function simulate({ jobName, arrayIndex }: JobRun): SimulatedRun {
  const logLines = [`I am ${jobName}${arrayIndex === undefined ? "" : ` ${arrayIndex}`}`, "cannot open rows.csv"];
  if (jobName === "endless") return { logLines, runsForMs: Infinity };
  if (jobName === "greedy") return { logLines, exitCode: 137, reason: OUT_OF_MEMORY };
  return { logLines, exitCode: arrayIndex === undefined || arrayIndex === 7 ? 3 : 0 };
}

let app: SynthesizedApp;
let given: GivenConsole;
let browser: GivenBrowser;
let list: Awaited<ReturnType<typeof serveLongList>>;
let nowMs = 0;
beforeAll(async () => {
  app = await givenApp();
  const makeRunner = (clock: Clock) => {
    nowMs = clock.now();
    return createSimulatedRunner(clock, simulate);
  };
  const findStepFunctions = async (url: string): Promise<string> => {
    list = await serveLongList(url, LIST_LENGTH, nowMs - HOUR_MS);
    return list.url;
  };
  [given, browser] = await Promise.all([
    givenConsole(app.path, { speed: 20, makeRunner, findStepFunctions }),
    givenBrowser(),
  ]);
  const start = (name: string, more: object = {}) =>
    given.post("/api/executions", { name, input: givenInput(name, { wait_time: 60, ...more }) });
  const resourceRequirements = [{ type: "MEMORY", value: "1024" }];
  await start("failing", { wait_time: 1 });
  await start("endless");
  await start("array", { wait_time: 1, arrayProperties: { size: 40 } });
  await start("greedy", { wait_time: 1, containerOverrides: { resourceRequirements } });
});
afterAll(async () => {
  await browser.close();
  await given.close();
  list.close();
  await app.remove();
});

/** Opens a page at 1,280 x 800, and counts the clicks and the filled fields. */
async function begin(path: string) {
  const { page } = await browser.open(`${given.origin}${path}${path.includes("?") ? "&" : "?"}token=${given.token}`);
  await page.setViewportSize({ width: 1_280, height: HEIGHT });
  let actions = 0;
  return {
    page,
    actions: () => actions,
    click: async (locator: Locator): Promise<void> => {
      actions += 1;
      await locator.click();
    },
    fill: async (locator: Locator, text: string): Promise<void> => {
      actions += 1;
      await locator.fill(text);
    },
  };
}

/** Waits until an answer is completely within the window, without scrolling by the user. */
async function untilVisible({ page }: { readonly page: Page }, answer: Locator): Promise<void> {
  await answer.waitFor();
  const isWithin = async (): Promise<boolean> => {
    const { y, height } = (await answer.boundingBox()) ?? { y: -1, height: 0 };
    return y >= 0 && y + height <= HEIGHT;
  };
  const giveUpAtMs = Date.now() + 10_000;
  while (!(await isWithin()) && Date.now() < giveUpAtMs) await page.waitForTimeout(50);
  expect(await isWithin()).toBe(true);
}

const link = (page: Page, name: string): Locator => page.getByRole("link", { name, exact: true });

it("answers why an execution failed, with one click", async () => {
  const person = await begin("/executions");
  const { page } = person;

  await person.click(link(page, "failing"));

  await untilVisible(person, page.getByText("The job's program exited with exit code 3."));
  await untilVisible(person, page.getByText("cannot open rows.csv"));
  await untilVisible(person, page.getByRole("heading", { name: "Next steps" }));
  expect(person.actions()).toBe(1);
});

it("answers whether an execution is stuck and when the job is checked next, with one click", async () => {
  const person = await begin("/executions");
  const { page } = person;

  await person.click(link(page, "endless"));

  await untilVisible(person, page.getByText(/^The job is running, .* next check \d\d:\d\d:\d\d \(in \d+:\d\d\)\./));
  await untilVisible(person, page.getByText(/^Updated (just now|\d+ s ago)$/));
  expect(person.actions()).toBe(1);
});

it("answers which child of an array job failed, with its log, with two clicks", async () => {
  const person = await begin("/executions");
  const { page } = person;

  await person.click(link(page, "array"));
  await untilVisible(
    person,
    page.getByText("1 of 40 children failed. Child 7: the job's program exited with exit code 3."),
  );
  await person.click(page.getByRole("button", { name: "7 FAILED" }));

  await untilVisible(person, page.getByRole("region", { name: "Log of the child" }).getByText("I am array 7"));
  expect(person.actions()).toBe(2);
});

it("finds the run of a job on a day, with three fields and one click", async () => {
  const person = await begin("/executions");
  const { page } = person;
  const tuesday = findLastTuesday();

  await person.fill(page.getByLabel("Search"), "import");
  await person.fill(page.getByLabel("Started from"), tuesday);
  await person.fill(page.getByLabel("to", { exact: true }), tuesday);
  await page.getByText(/^16 of \d+ executions/).waitFor();
  const row = page.getByRole("row", { name: new RegExp(`^import-\\d+ .* Tue ${tuesday} `) }).first();
  await untilVisible(person, row);
  const name = (await row.getByRole("link").textContent()) ?? "";
  await person.click(row.getByRole("link"));

  await untilVisible(person, page.getByRole("heading", { name, exact: true }));
  expect(person.actions()).toBe(4);
});

it("runs an execution again with more memory, with three clicks", async () => {
  const person = await begin("/executions");
  const { page } = person;

  await person.click(link(page, "greedy"));
  await person.click(page.getByRole("link", { name: "Fix and retry..." }));
  await untilVisible(
    person,
    page.getByText("Memory was increased from 1024 to 2048 MiB, because the last execution exceeded it."),
  );
  expect(await page.getByLabel("Memory (MiB)").inputValue()).toBe("2048");
  await person.click(page.getByRole("button", { name: "Start execution" }));

  await page.waitForURL(/\/executions\/[0-9a-f-]{36}$/);
  expect(person.actions()).toBe(3);
});

it("limits the list to a category and a reason, and remembers it in the address", async () => {
  const person = await begin("/executions?search=import&count=200");
  const { page } = person;
  const group = page.getByRole("button", {
    name: /^\d+ × OutOfMemory: OutOfMemoryError: Container killed .* all in import$/,
  });

  await person.click(group);

  await page.getByText(/^\d+ of \d+ executions/).waitFor();
  expect(await group.getAttribute("aria-pressed")).toBe("true");
  expect(new URL(page.url()).searchParams.get("failure")).toBe(`OutOfMemory: ${OUT_OF_MEMORY}`);
  const statuses = await page.locator(".executions .status").allTextContents();
  expect(new Set(statuses.map((text) => text.trim()))).toEqual(new Set(["FAILED"]));
  await person.click(group);

  expect(new URL(page.url()).searchParams.has("failure")).toBe(false);
});

it("sorts the list on a narrow screen, where it has no column headers", async () => {
  const { page } = await begin("/executions?search=import&count=100");
  await page.setViewportSize({ width: 390, height: 844 });
  const names = (): Promise<string[]> => page.locator(".executions tbody th").allTextContents();
  await page.getByText(/^\d+ of \d+ executions/).waitFor();
  expect(await page.getByRole("button", { name: "Name" }).isVisible()).toBe(false);

  await page.getByLabel("Sort by").selectOption("Oldest first");

  const oldestFirst = await names();
  expect(new URL(page.url()).searchParams.get("sort")).toBe("started");
  await page.getByLabel("Sort by").selectOption("Newest first");
  expect(await names()).toEqual([...oldestFirst].reverse());
});

/** Last Tuesday before the list's end that is complete. */
function findLastTuesday(): string {
  const day = new Date(nowMs - HOUR_MS - 24 * HOUR_MS);
  while (day.getUTCDay() !== 2) day.setTime(day.getTime() - 24 * HOUR_MS);
  return day.toISOString().slice(0, 10);
}

import type { SynthesizedApp } from "../../../cli/local/synthesize-app";
import { givenApp } from "../../../testing/given-app";
import { givenConsole, givenInput, type GivenConsole } from "../../../testing/console/given-console";
import { GatedRunner } from "../../../testing/console/gated-runner";
import { givenBrowser, type GivenBrowser, type GivenPage } from "../../../testing/console/given-browser";

/** Endpoint seconds per real second: a wait of one second takes 50 ms. */
const SPEED = 20;

const runner = new GatedRunner();
let app: SynthesizedApp;
let given: GivenConsole;
let browser: GivenBrowser;
beforeAll(async () => {
  app = await givenApp();
  [given, browser] = await Promise.all([
    givenConsole(app.path, { speed: SPEED, makeRunner: () => runner }),
    givenBrowser(),
  ]);
});
afterAll(async () => {
  await browser.close();
  await given.close();
  await app.remove();
});

const start = async (name: string): Promise<void> => {
  const response = await given.post("/api/executions", { name, input: givenInput(name, { wait_time: 5 }) });
  expect(response.status).toBe(201);
};
const open = (path: string): Promise<GivenPage> => browser.open(`${given.origin}${path}?token=${given.token}`);
const status = ({ page }: GivenPage, text: string) =>
  page.locator(".panel", { hasText: "Execution details" }).getByText(text, { exact: true }).waitFor();
const classOf = ({ page }: GivenPage, state: string) =>
  page.locator(`.graph [data-state="${state}"]`).getAttribute("class");

it("follows a job to SUCCEEDED without a reload", async () => {
  await start("good");
  const opened = await open("/executions/good");
  const { page, errors, requested } = opened;
  await status(opened, "RUNNING");
  await page.getByText(/^The job is running, .* Checked .*, next check /).waitFor();
  expect(await page.getByRole("button", { name: "Stop execution" }).isVisible()).toBe(true);
  expect(await classOf(opened, "Job Complete?")).toContain("state-good");

  await runner.finish("good", 0);

  await status(opened, "SUCCEEDED");
  expect(await classOf(opened, "Get Final Job Status")).toContain("state-good");
  expect(await classOf(opened, "Job Failed")).toContain("state-none");
  expect(await page.getByRole("button", { name: "Stop execution" }).isVisible()).toBe(false);
  expect(await page.getByRole("region", { name: "Output" }).last().textContent()).toContain('"status": "SUCCEEDED"');
  await page.getByText("good has started").waitFor();
  expect(await page.getByRole("status").last().textContent()).toBe("Execution ended: SUCCEEDED");
  expect(await page.title()).toMatch(/^SUCCEEDED: good /);
  expect(requested.filter((url) => new URL(url).pathname === "/executions/good")).toHaveLength(1);
  expect(errors).toEqual([]);
});

it("shows why a job failed", async () => {
  await start("bad");
  const opened = await open("/executions/bad");
  const { page } = opened;

  await runner.finish("bad", 3);

  await status(opened, "FAILED");
  await page.getByText("The job's program exited with exit code 3.").waitFor();
  expect(await classOf(opened, "Job Failed")).toContain("state-bad");
  expect(await page.locator(".verdict").textContent()).toContain("BatchJob.UserError");
});

it("downloads the report", async () => {
  await start("reported");
  await runner.finish("reported", 3);
  const opened = await open("/executions/reported");
  await status(opened, "FAILED");

  const [download] = await Promise.all([
    opened.page.waitForEvent("download"),
    opened.page.getByRole("link", { name: "Download report" }).click(),
  ]);

  expect(download.suggestedFilename()).toBe("reported.html");
});

it("stops an execution only after confirmation", async () => {
  await start("stopped");
  const opened = await open("/executions/stopped");
  const { page } = opened;
  await status(opened, "RUNNING");

  await page.getByRole("button", { name: "Stop execution" }).click();
  const dialog = page.getByRole("dialog", { name: "Stop execution stopped?" });
  await dialog.waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await status(opened, "RUNNING");
  await page.getByRole("button", { name: "Stop execution" }).click();
  await dialog.getByLabel("Reason").fill("wrong input");
  await page.keyboard.press("Enter");

  await status(opened, "ABORTED");
  expect(await page.getByRole("region", { name: "Cause" }).textContent()).toContain("wrong input");
});

it("follows two executions on two pages", async () => {
  await Promise.all([start("left"), start("right")]);
  const left = await open("/executions/left");
  const page = await left.context.newPage();
  await page.goto(`${given.origin}/executions/right`);
  const right = { ...left, page };
  await Promise.all([status(left, "RUNNING"), status(right, "RUNNING")]);

  await runner.finish("left", 0);
  await status(left, "SUCCEEDED");
  await status(right, "RUNNING");
  await runner.finish("right", 1);

  await status(right, "FAILED");
  await status(left, "SUCCEEDED");
});

it("continues after a reload", async () => {
  await start("reloaded");
  const opened = await open("/executions/reloaded");
  const { page } = opened;
  await page.getByText(/ Checked (twice|[3-9] times), /).waitFor();

  await page.reload();

  await page.getByText(/ Checked /).waitFor();
  await page.locator(".history .tone-plain", { hasText: "ExecutionStarted" }).waitFor();
  await runner.finish("reloaded", 0);
  await status(opened, "SUCCEEDED");
});

it("refreshes and filters the list of executions", async () => {
  const { page } = await open("/executions");
  await page.getByRole("heading", { name: "Executions" }).waitFor();
  await start("listed");

  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: "listed", exact: true }) });
  await row.getByText("RUNNING").waitFor();
  await runner.finish("listed", 0);
  await row.getByText("SUCCEEDED").waitFor();
  await page.getByLabel("Status").selectOption("ABORTED");
  await row.waitFor({ state: "detached" });
  await page.getByLabel("Status").selectOption("SUCCEEDED");
  await row.getByRole("link").click();

  await page.getByRole("heading", { name: "listed" }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { name: "Executions" }).waitFor();
});

it("expands a loop row into its events, and an event into its data", async () => {
  await start("unfolded");
  const opened = await open("/executions/unfolded");
  const { page } = opened;
  await runner.finish("unfolded", 0);
  await status(opened, "SUCCEEDED");

  await page.locator(".history .loop button").first().click();
  const event = page.getByRole("button", { name: "WaitStateEntered" }).first();
  await event.click();

  expect(await page.getByLabel("Collapse loops").isChecked()).toBe(false);
  expect(await event.getAttribute("aria-expanded")).toBe("true");
  await page
    .getByRole("region", { name: /^Event \d+$/ })
    .getByText('"Wait X Seconds"')
    .waitFor();
});

it("reports that an execution does not exist", async () => {
  const { page } = await open("/executions/missing");

  await page.getByText(/ExecutionDoesNotExist/).waitFor();
});

import { DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import type { SynthesizedApp } from "../../../cli/local/synthesize-app";
import { givenApp } from "../../../testing/given-app";
import { givenVirtualEnvironment, type VirtualEnvironment } from "../../cli/given-virtual-environment";
import { serveConsole, type GivenConsole } from "../../../testing/console/given-console";
import { givenBrowser, type GivenBrowser, type GivenPage } from "../../../testing/console/given-browser";

/**
 * Duration that needs more than 2,000 polls: 1,200 polls every 5 seconds, then one after every 1 % of the job's age.
 */
const JOB_HOURS = 24 * 300;

let app: SynthesizedApp;
let virtual: VirtualEnvironment;
let given: GivenConsole;
let browser: GivenBrowser;
beforeAll(async () => {
  app = await givenApp();
  const runsForMs = JOB_HOURS * 3_600_000;
  // No schedules: 28,800 sweeps in 300 days would take ten times as long as the polls.
  virtual = await givenVirtualEnvironment(app.path, () => ({ runsForMs, exitCode: 0 }), { schedules: false });
  const executionArn = await virtual.start("long", { wait_time: 5, run_timeout: 31_000_000 });
  const isRunning = async (): Promise<boolean> =>
    (await virtual.clients.stepFunctions.send(new DescribeExecutionCommand({ executionArn }))).status === "RUNNING";
  while (await isRunning()) await new Promise((resolve) => setTimeout(resolve, 200));
  [given, browser] = await Promise.all([serveConsole({ ...virtual, speed: 1 }), givenBrowser()]);
}, 400_000);
afterAll(async () => {
  await browser.close();
  await given.close();
  await app.remove();
});

async function open(): Promise<GivenPage> {
  const opened = await browser.open(`${given.origin}/executions/long?token=${given.token}`);
  await opened.page.getByText("The job succeeded.").waitFor();
  return opened;
}

it("collapses more than 2,000 polls into fewer than 30 rows", async () => {
  const { page } = await open();

  expect(await page.locator(".history tbody tr").count()).toBeLessThan(30);
  const output = await page.getByRole("region", { name: "Output" }).last().textContent();
  expect(Number(/"polls": (\d+)/.exec(output ?? "")?.[1])).toBeGreaterThan(2_000);
});

it("shows every event in pages of 100", async () => {
  const { page, errors } = await open();
  const rows = page.locator(".history tbody tr");

  await page.getByLabel("Collapse loops").uncheck();
  await page.getByText(/^events [\d,]+–[\d,]+ of 1\d,\d{3}$/).waitFor();
  expect(await rows.count()).toBeLessThanOrEqual(100);
  await page.getByRole("button", { name: "First" }).click();
  await page.getByText(/^events 1–100 of /).waitFor();
  expect(await rows.first().textContent()).toContain("ExecutionStarted");
  await page.getByRole("button", { name: "Next" }).click();

  await page.getByText(/^events 101–200 of /).waitFor();
  expect(await rows.count()).toBe(100);
  expect(errors).toEqual([]);
});

it("opens a collapsed row at its first event", async () => {
  const { page } = await open();

  await page.locator(".history .loop button").last().click();

  const focused = await page.evaluate("Number(document.activeElement.closest('tr').dataset.first)");
  expect(focused).toBeGreaterThan(10_000);
});

it("shows the complete history again after a reload", async () => {
  const { page } = await open();

  await page.reload();

  await page.getByText("The job succeeded.").waitFor();
  expect(await page.locator(".history tbody tr").count()).toBeLessThan(30);
});

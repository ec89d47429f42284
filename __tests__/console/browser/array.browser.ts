import axe from "axe-core";
import { createSimulatedRunner, type Clock } from "local-aws";
import type { SynthesizedApp } from "../../../cli/local/synthesize-app";
import { givenApp } from "../../../testing/given-app";
import { givenConsole, givenInput, type GivenConsole } from "../../../testing/console/given-console";
import { givenBrowser, type GivenBrowser } from "../../../testing/console/given-browser";

const FAILING = [7, 31];

let app: SynthesizedApp;
let given: GivenConsole;
let browser: GivenBrowser;
beforeAll(async () => {
  app = await givenApp();
  const makeRunner = (clock: Clock) =>
    createSimulatedRunner(clock, ({ arrayIndex = 0 }) => ({
      runsForMs: 1_000,
      exitCode: FAILING.includes(arrayIndex) ? 3 : 0,
      logLines: [`I am child ${arrayIndex}`],
    }));
  [given, browser] = await Promise.all([givenConsole(app.path, { speed: 100, makeRunner }), givenBrowser()]);
  const input = givenInput("import", { wait_time: 5, arrayProperties: { size: 40 } });
  await given.post("/api/executions", { name: "array", input });
});
afterAll(async () => {
  await browser.close();
  await given.close();
  await app.remove();
});

it("lists the children of an array job, the failed ones first, and opens the log of one", async () => {
  const { page, errors } = await browser.open(`${given.origin}/executions/array?token=${given.token}`);
  await page.getByRole("button", { name: "FAILED 2" }).waitFor();
  await page.getByRole("button", { name: "SUCCEEDED 38" }).waitFor();
  const texts = await page.locator(".child").allTextContents();
  expect(texts).toHaveLength(40);
  expect(texts.slice(0, 3).map((text) => text.replaceAll(/\s+/g, " ").trim())).toEqual([
    "7 FAILED exit code 3",
    "31 FAILED exit code 3",
    "0 SUCCEEDED exit code 0",
  ]);

  await page.getByRole("button", { name: "31 FAILED" }).click();

  await page.getByRole("heading", { name: "Child 31: FAILED, exit code 3" }).waitFor();
  await page.getByRole("region", { name: "Log of the child" }).getByText("I am child 31").waitFor();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download log" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("array-31.log");
  expect(errors).toEqual([]);
});

it("filters the children by status, and has no axe-core violations", async () => {
  const { page } = await browser.open(`${given.origin}/executions/array?token=${given.token}`);

  await page.getByRole("button", { name: "FAILED 2" }).click();

  await page.waitForFunction("document.querySelectorAll('.child').length === 2");
  await page.getByRole("button", { name: "7 FAILED" }).click();
  await page.getByRole("region", { name: "Log of the child" }).getByText("I am child 7").waitFor();
  await page.setViewportSize({ width: 390, height: 900 });
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
  await page.evaluate(axe.source);
  expect(await page.evaluate("axe.run().then(({ violations }) => violations.map(({ id }) => id))")).toEqual([]);
});

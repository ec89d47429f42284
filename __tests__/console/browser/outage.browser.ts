import type { SynthesizedApp } from "../../../cli/local/synthesize-app";
import { givenApp } from "../../../testing/given-app";
import { givenConsole, givenInput, type GivenConsole } from "../../../testing/console/given-console";
import { GatedRunner } from "../../../testing/console/gated-runner";
import { givenBrowser, type GivenBrowser, type GivenPage } from "../../../testing/console/given-browser";
import { startSwitchableProxy, type SwitchableProxy } from "./switchable-proxy";

const runner = new GatedRunner();
let app: SynthesizedApp;
let given: GivenConsole;
let browser: GivenBrowser;
let proxy: SwitchableProxy;
beforeAll(async () => {
  app = await givenApp();
  const findStepFunctions = async (endpointUrl: string): Promise<string> => {
    proxy = await startSwitchableProxy(endpointUrl);
    return proxy.url;
  };
  [given, browser] = await Promise.all([
    givenConsole(app.path, { speed: 20, makeRunner: () => runner, findStepFunctions }),
    givenBrowser(),
  ]);
});
afterEach(() => {
  proxy.isUp = true;
});
afterAll(async () => {
  await browser.close();
  await given.close();
  await proxy.close();
  await app.remove();
});

const open = (path: string): Promise<GivenPage> => browser.open(`${given.origin}${path}?token=${given.token}`);
/** Node's message for a closed connection. In Jest, the SDK does not recognize this error. */
const CUT = /socket hang up/;
const problem = ({ page }: GivenPage) => page.getByRole("alert").filter({ hasText: CUT });
const start = (name: string): Promise<Response> =>
  given.post("/api/executions", { name, input: givenInput(name, { wait_time: 5 }) });

it("reports an unreachable endpoint on the execution page, and resumes after it recovers", async () => {
  await start("cut");
  const opened = await open("/executions/cut");
  const { page } = opened;
  await page.getByText(/^The job is running, /).waitFor();

  proxy.isUp = false;
  await problem(opened).waitFor();
  await runner.finish("cut", 0);
  proxy.isUp = true;

  await page.locator(".panel", { hasText: "Execution details" }).getByText("SUCCEEDED", { exact: true }).waitFor();
  await problem(opened).waitFor({ state: "hidden" });
});

it("reports an unreachable endpoint on the list, keeps the rows, and resumes after it recovers", async () => {
  await start("before");
  const opened = await open("/executions");
  await opened.page.getByRole("link", { name: "before" }).waitFor();

  proxy.isUp = false;
  await problem(opened).waitFor();
  expect(await opened.page.getByRole("link", { name: "before" }).isVisible()).toBe(true);
  proxy.isUp = true;
  await start("after");

  await opened.page.getByRole("link", { name: "after" }).waitFor();
  await problem(opened).waitFor({ state: "hidden" });
});

it("loads a page that was opened during an outage after the endpoint recovers", async () => {
  proxy.isUp = false;
  const { page } = await open("/state-machine");
  await page.getByText(CUT).waitFor();

  proxy.isUp = true;

  await page.getByRole("heading", { name: "Visual workflow" }).waitFor();
});

it("reports that an execution was not started, and keeps the form", async () => {
  const opened = await open("/new");
  const { page } = opened;
  await page.getByLabel("Name (optional)").fill("kept");

  proxy.isUp = false;
  await page.getByRole("button", { name: "Start execution" }).click();
  await page
    .getByRole("alert")
    .filter({ hasText: /^The execution was not started: .*socket hang up/ })
    .waitFor();
  proxy.isUp = true;
  expect(await page.getByLabel("Name (optional)").inputValue()).toBe("kept");
  await page.getByRole("button", { name: "Start execution" }).click();

  await page.getByRole("heading", { name: "kept" }).waitFor();
});

it("reports that the console server does not respond", async () => {
  await start("last");
  const { page } = await open("/executions/last");
  await page.getByText(/^The job is running, /).waitFor();

  await given.server.close();

  await page.getByRole("alert").filter({ hasText: "The console server does not respond." }).waitFor();
});

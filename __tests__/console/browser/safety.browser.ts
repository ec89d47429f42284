import { createServer, type Server } from "node:http";
import { StartExecutionCommand } from "@aws-sdk/client-sfn";
import type { SynthesizedApp } from "../../../cli/local/synthesize-app";
import { givenApp } from "../../../testing/given-app";
import { givenConsole, givenInput, type GivenConsole } from "../../../testing/console/given-console";
import { givenBrowser, type GivenBrowser } from "../../../testing/console/given-browser";

let app: SynthesizedApp;
let given: GivenConsole;
let browser: GivenBrowser;
beforeAll(async () => {
  app = await givenApp();
  [given, browser] = await Promise.all([givenConsole(app.path), givenBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await given.close();
  await app.remove();
});

it("sends no requests to other hosts", async () => {
  const { page, requested, errors } = await browser.open(`${given.origin}/state-machine?token=${given.token}`);
  await page.getByRole("heading", { name: "Code" }).waitFor();
  await page.getByRole("navigation").getByRole("link", { name: "New execution" }).click();
  await page.getByLabel("Name (optional)").fill("walk");
  await page.getByRole("button", { name: "Start execution" }).click();
  await page.locator(".title-status").getByText("SUCCEEDED", { exact: true }).waitFor();
  await page.getByRole("heading", { name: "Log" }).waitFor();
  await page.getByRole("navigation").getByRole("link", { name: "Executions" }).click();
  await page.getByRole("link", { name: "walk" }).waitFor();

  const foreign = requested.filter((url) => new URL(url).origin !== given.origin);
  expect(foreign).toEqual([]);
  expect(requested.length).toBeGreaterThan(8);
  expect(errors).toEqual([]);
});

it("runs no injected scripts", async () => {
  const { page, errors } = await browser.open(`${given.origin}/state-machine?token=${given.token}`);
  await page.getByRole("heading", { name: "Code" }).waitFor();

  await page.evaluate(`(() => {
    const script = document.createElement("script");
    script.textContent = "window.smuggled = true";
    document.body.append(script);
    document.querySelector("main").innerHTML += '<img src="x" onerror="window.smuggled = true">';
  })()`);

  await page.waitForTimeout(0);
  expect(await page.evaluate("window.smuggled")).toBeUndefined();
  expect(errors.join("\n")).toContain("Content Security Policy");
});

it("shows markup in data as text", async () => {
  const markup = '<img src="x" onerror="window.smuggled = true"><script>window.smuggled = true</script>';
  await given.clients.stepFunctions.send(
    new StartExecutionCommand({
      stateMachineArn: given.environment.stateMachineArn,
      name: "markup",
      input: JSON.stringify({ jobName: markup, jobDefinition: markup, jobQueue: markup, [markup]: 1 }),
    }),
  );

  const { page, errors } = await browser.open(`${given.origin}/executions/markup?token=${given.token}`);

  await page.locator(".title-status").getByText("FAILED", { exact: true }).waitFor();
  expect(await page.locator(".verdict").textContent()).toContain("<img src=");
  expect(await page.locator('img[src="x"]').count()).toBe(0);
  expect(await page.evaluate("window.smuggled")).toBeUndefined();
  expect(errors).toEqual([]);
});

describe("requests from a page on another port, in a browser with the cookie", () => {
  let foreign: Server;
  let address: string;
  beforeAll(async () => {
    foreign = createServer((_request, response) => {
      response.writeHead(200, { "content-type": "text/html" });
      response.end("<!doctype html><title>elsewhere</title>");
    });
    await new Promise<void>((resolve) => foreign.listen(0, "127.0.0.1", resolve));
    const listening = foreign.address();
    address = `http://127.0.0.1:${typeof listening === "object" && listening !== null ? listening.port : 0}/`;
  });
  afterAll(() => new Promise((resolve) => foreign.close(resolve)));

  /** Runs a script on the other page. Returns the statuses of the console server's responses. */
  async function attack(script: string): Promise<readonly number[]> {
    const { page, context } = await browser.open(`${given.origin}/state-machine?token=${given.token}`);
    await page.getByRole("heading", { name: "Code" }).waitFor();
    const elsewhere = await context.newPage();
    await elsewhere.goto(address);
    // The page cannot read the status of a cross-origin response, but the DevTools protocol can.
    const network = await context.newCDPSession(elsewhere);
    await network.send("Network.enable");
    const asked = new Set<string>();
    // The two events can arrive in either order.
    const statusById = new Map<string, number>();
    network.on("Network.requestWillBeSent", ({ requestId, request }) => {
      // After the rejected form, the browser also requests an icon.
      if (request.url.startsWith(given.origin) && !request.url.endsWith(".ico")) asked.add(requestId);
    });
    network.on("Network.responseReceivedExtraInfo", ({ requestId, statusCode }) => {
      statusById.set(requestId, statusCode);
    });
    const findStatuses = (): readonly number[] =>
      [...statusById].filter(([id]) => asked.has(id)).map(([, status]) => status);
    await elsewhere.evaluate(`(() => { ${script.replaceAll("CONSOLE", given.origin)} })()`).catch(() => undefined);
    const giveUpAtMs = Date.now() + 20_000;
    while (findStatuses().length === 0 && Date.now() < giveUpAtMs) await elsewhere.waitForTimeout(20);
    return findStatuses();
  }
  const body = JSON.stringify({ name: "attack", input: givenInput("my-job") });

  it.each([
    ["reads with a script", `fetch("CONSOLE/api/executions", { credentials: "include" })`],
    [
      "loads a script",
      `{ const s = document.createElement("script"); s.src = "CONSOLE/page.js"; document.head.append(s); }`,
    ],
    ["follows a history", `{ new EventSource("CONSOLE/api/executions/x/stream", { withCredentials: true }); }`],
    [
      "starts an execution",
      `fetch("CONSOLE/api/executions", { method: "POST", mode: "no-cors", credentials: "include", body: ${JSON.stringify(body)} })`,
    ],
    [
      "sends a form",
      `{ const f = document.createElement("form"); f.method = "post"; f.action = "CONSOLE/api/executions"; document.body.append(f); f.submit(); }`,
    ],
  ])("rejects a page that %s", async (_what, script) => {
    expect(new Set(await attack(script))).toEqual(new Set([403]));

    const list: unknown = await (await given.ask("/api/executions")).json();
    expect(JSON.stringify(list)).not.toContain("attack");
  });
});

it("denies access without the token", async () => {
  const { page } = await browser.open(`${given.origin}/executions`);

  await page.getByRole("heading", { name: "Access denied" }).waitFor();
  expect(await page.locator("script").count()).toBe(0);
});

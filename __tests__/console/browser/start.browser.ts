import type { SynthesizedApp } from "../../../cli/local/synthesize-app";
import { givenApp } from "../../../testing/given-app";
import { givenConsole, givenInput, type GivenConsole } from "../../../testing/console/given-console";
import { givenBrowser, type GivenBrowser, type GivenPage } from "../../../testing/console/given-browser";

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

async function openForm(query = ""): Promise<GivenPage> {
  const opened = await browser.open(`${given.origin}/new?token=${given.token}${query}`);
  await opened.page.getByRole("button", { name: "Start execution" }).waitFor();
  return opened;
}

it("shows the state machine's code and diagram, and opens the form for a new execution", async () => {
  const { page, errors } = await browser.open(`${given.origin}/state-machine?token=${given.token}`);

  await page.getByRole("heading", { name: "job-status-poller-dev" }).waitFor();
  expect(await page.getByRole("region", { name: "Code" }).last().textContent()).toContain('"StartAt": "Submit Job"');
  expect(await page.locator(".graph [data-state]").count()).toBe(10);
  await page.getByRole("main").getByRole("link", { name: "New execution" }).click();

  await page.getByRole("heading", { name: "New execution" }).waitFor();
  expect(new URL(page.url()).pathname).toBe("/new");
  expect(errors).toEqual([]);
});

it("removes the token from the address", async () => {
  const { page } = await openForm();

  expect(page.url()).toBe(`${given.origin}/new`);
});

it("starts an execution of the sample input with a name", async () => {
  const { page, errors } = await openForm();

  await page.getByLabel("Name (optional)").fill("by-name");
  await page.getByRole("button", { name: "Start execution" }).click();

  await page.getByRole("heading", { name: "by-name" }).waitFor();
  await page.locator(".title-status").getByText("SUCCEEDED", { exact: true }).waitFor();
  expect(new URL(page.url()).pathname).toBe("/executions/by-name");
  expect(errors).toEqual([]);
});

it("starts an execution without a name, with the keyboard only", async () => {
  const { page } = await openForm();

  await page.getByRole("tab", { name: "JSON" }).focus();
  await page.keyboard.press("Shift+Tab");
  await page.getByLabel("Job name").focus();
  await page.keyboard.press("Enter");

  await page.waitForURL(/\/executions\/[0-9a-f-]{36}$/);
  await page.locator(".title-status").getByText("SUCCEEDED", { exact: true }).waitFor();
});

it("shows problems of the input next to the field, and selects the wrong value", async () => {
  const { page } = await openForm();
  const input = page.getByLabel("Input", { exact: true });

  await page.getByRole("tab", { name: "JSON" }).click();
  await input.fill('{\n  "jobName": "x",\n  "jobDefinition": "d",\n  "jobQueue": "q",\n  "wait_time": 0\n}');
  await page.getByRole("button", { name: "Start execution" }).click();

  const message = page.locator("#input-problems");
  await message.getByText(/^wait_time must .*, got 0/).waitFor();
  expect(await input.getAttribute("aria-invalid")).toBe("true");
  expect(await input.getAttribute("aria-describedby")).toContain("input-problems");
  const selected = await page.evaluate(`(() => {
    const { value, selectionStart, selectionEnd } = document.activeElement;
    return value.slice(selectionStart, selectionEnd);
  })()`);
  expect(selected).toBe('"wait_time": 0');
});

it("shows problems of the name next to the field, and starts after a correction", async () => {
  const { page } = await openForm();
  const name = page.getByLabel("Name (optional)");

  await name.fill("not a name");
  await page.keyboard.press("Enter");
  await page
    .locator("#name-problems")
    .getByText(/may hold only/)
    .waitFor();
  expect(await page.evaluate("document.activeElement.id")).toBe("name");
  await name.fill("a-name");
  await page.keyboard.press("Enter");

  await page.getByRole("heading", { name: "a-name" }).waitFor();
});

it("reports the position of a JSON error, and resets to the sample input", async () => {
  const { page } = await openForm();
  const input = page.getByLabel("Input", { exact: true });

  await page.getByRole("tab", { name: "JSON" }).click();
  await input.fill('{ "jobName": }');
  await page.getByRole("button", { name: "Start execution" }).click();
  await page.getByText("the input is not JSON: a value is missing at line 1, column 14").waitFor();
  await page.getByRole("button", { name: "Reset to sample input" }).click();

  expect(await input.inputValue()).toContain('"jobName": "my-job"');
  expect(await input.getAttribute("aria-invalid")).toBeNull();
});

it("copies the input of another execution", async () => {
  await given.post("/api/executions", { name: "first", input: givenInput("another-job") });

  const { page } = await openForm("&like=first");

  await page.waitForFunction("document.querySelector('#input').value.includes('another-job')");
  expect(await page.getByLabel("Input", { exact: true }).inputValue()).toContain('"wait_time": 1');
});

it("writes the fields into the JSON, and keeps its other values", async () => {
  const { page } = await openForm();
  const json = page.getByLabel("Input", { exact: true });
  await page.getByRole("tab", { name: "JSON" }).click();
  await json.fill(JSON.stringify({ jobName: "a", tags: { owner: "me" } }));

  await page.getByRole("tab", { name: "Fields" }).click();
  await page.getByLabel("Memory (MiB)").fill("4096");
  await page.getByLabel("Job name").fill("b");
  await page.getByRole("tab", { name: "JSON" }).click();

  expect(JSON.parse(await json.inputValue())).toEqual({
    jobName: "b",
    tags: { owner: "me" },
    containerOverrides: { resourceRequirements: [{ type: "MEMORY", value: "4096" }] },
  });
});

it("marks the field of a problem, and keeps a draft while another page is open", async () => {
  const { page } = await openForm();

  await page.getByLabel("Name (optional)").fill("draft");
  await page.getByLabel("wait_time (s)").fill("0");
  await page.getByRole("button", { name: "Start execution" }).click();
  await page.getByRole("button", { name: /^wait_time must .*, got 0/ }).waitFor();
  expect(await page.getByLabel("wait_time (s)").getAttribute("aria-invalid")).toBe("true");
  await page.getByRole("navigation").getByRole("link", { name: "Executions" }).click();
  await page.getByRole("navigation").getByRole("link", { name: "New execution" }).click();

  expect(await page.getByLabel("wait_time (s)").inputValue()).toBe("0");
  expect(await page.getByLabel("Name (optional)").inputValue()).toBe("draft");
});

it("asks before a reload discards the form, and reports text that is not JSON while it is edited", async () => {
  const { page } = await openForm();
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  await page.getByRole("tab", { name: "JSON" }).click();
  await page.getByLabel("Input", { exact: true }).fill('{"jobName": ');
  await page.getByText("the input must be a JSON object").waitFor();

  await page.reload({ timeout: 3_000 }).catch(() => undefined);

  expect(asked).toEqual(["beforeunload"]);
  expect(await page.getByLabel("Input", { exact: true }).inputValue()).toBe('{"jobName": ');
});

it("estimates the run next to the form, and checks the input while it is edited", async () => {
  const { page, errors } = await browser.open(`${given.origin}/new?token=${given.token}`);
  const estimate = page.locator(".panel", { has: page.getByRole("heading", { name: "Estimate" }) });
  await page.getByLabel("Expected duration of the job (s)").fill("3600");

  await page.getByLabel("wait_time (s)").fill("60");
  await estimate.getByText("61", { exact: true }).waitFor();
  expect(await estimate.textContent()).toMatch(/after the job's end \(median\), at most 1 min/);
  await page.getByLabel("wait_time (s)").fill("600");
  await estimate.getByText("7", { exact: true }).waitFor();
  await page.getByLabel("wait_time (s)").fill("0");

  await page.getByText(/^wait_time must /).waitFor();
  expect(await page.getByLabel("wait_time (s)").getAttribute("aria-invalid")).toBe("true");
  await page.getByLabel("wait_time (s)").fill("5");
  await page.getByText(/^wait_time must /).waitFor({ state: "detached" });
  await page.getByLabel("Expected duration of the job (s)").fill("soon");
  await estimate.getByText(/^Enter a whole number of seconds/).waitFor();
  expect(errors).toEqual([]);
});

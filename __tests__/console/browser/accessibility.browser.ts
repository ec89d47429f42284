import axe from "axe-core";
import * as z from "zod";
import type { SynthesizedApp } from "../../../cli/local/synthesize-app";
import { givenApp } from "../../../testing/given-app";
import { givenConsole, givenInput, type GivenConsole } from "../../../testing/console/given-console";
import { GatedRunner } from "../../../testing/console/gated-runner";
import { givenBrowser, type GivenBrowser, type GivenPage } from "../../../testing/console/given-browser";

const runner = new GatedRunner();
let app: SynthesizedApp;
let given: GivenConsole;
let browser: GivenBrowser;
beforeAll(async () => {
  app = await givenApp();
  [given, browser] = await Promise.all([
    givenConsole(app.path, { speed: 20, makeRunner: () => runner }),
    givenBrowser(),
  ]);
  for (const name of ["running", "failed", "succeeded"])
    await given.post("/api/executions", { name, input: givenInput(name, { wait_time: 5 }) });
  await runner.finish("failed", 3);
  await runner.finish("succeeded", 0);
});
afterAll(async () => {
  await browser.close();
  await given.close();
  await app.remove();
});

type Prepare = (opened: GivenPage) => Promise<void>;

const shows =
  (text: string | RegExp): Prepare =>
  ({ page }) =>
    page.getByText(text).first().waitFor();

const showsList: Prepare = ({ page }) => page.getByRole("link", { name: "succeeded" }).waitFor();

const PAGES: readonly (readonly [name: string, path: string, prepare: Prepare])[] = [
  ["state machine", "/state-machine", shows("Visual workflow")],
  ["executions", "/executions", showsList],
  [
    "new execution, with problems",
    "/new",
    async ({ page }) => {
      await page.getByLabel("Name (optional)").fill("not a name");
      await page.getByRole("tab", { name: "JSON" }).click();
      await page.getByLabel("Input", { exact: true }).fill('{\n  "wait_time": 0\n}');
      await page.getByRole("button", { name: "Start execution" }).click();
      await page.getByText(/^wait_time must /).waitFor();
    },
  ],
  ["new execution, as fields", "/new", shows("Memory (MiB)")],
  [
    "running execution, with a state open",
    "/executions/running",
    async ({ page }) => {
      await page.getByText(/^The job is running/).waitFor();
      await page.getByRole("button", { name: /^Submit Job Task/ }).click();
      await page.getByRole("region", { name: "Output of Submit Job" }).waitFor();
    },
  ],
  ["running execution", "/executions/running", shows(/^The job is running/)],
  ["failed execution", "/executions/failed", shows("Next steps")],
  [
    "succeeded execution, with an event open",
    "/executions/succeeded",
    async ({ page }) => {
      await page.getByText("The job succeeded.").waitFor();
      await page.getByRole("button", { name: "ExecutionSucceeded" }).click();
    },
  ],
  [
    "stop dialog",
    "/executions/running",
    async ({ page }) => {
      await page.getByRole("button", { name: "Stop execution" }).click();
      await page.getByRole("dialog").waitFor();
    },
  ],
  ["missing execution", "/executions/missing", shows(/ExecutionDoesNotExist/)],
];
const LOOKS = [
  { colorScheme: "light", width: 1280 },
  { colorScheme: "dark", width: 1280 },
  { colorScheme: "light", width: 390 },
  { colorScheme: "dark", width: 390 },
] as const;

const findingsSchema = z.object({
  violations: z.array(
    z.object({ id: z.string(), impact: z.string().nullable(), nodes: z.array(z.object({ html: z.string() })) }),
  ),
});

async function open(path: string, prepare: Prepare): Promise<GivenPage> {
  const opened = await browser.open(`${given.origin}${path}?token=${given.token}`);
  await prepare(opened);
  return opened;
}

it.each(PAGES)(
  "has no axe-core violations and no horizontal scrolling on a phone: %s",
  async (_name, path, prepare) => {
    const { page, context } = await open(path, prepare);
    await page.evaluate(axe.source);
    const found: unknown[] = [];

    for (const { colorScheme, width } of LOOKS) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      const { violations } = findingsSchema.parse(await page.evaluate("axe.run()"));
      for (const { id, impact, nodes } of violations)
        found.push({ id, impact, first: nodes[0]?.html, colorScheme, width });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    }

    expect(found).toEqual([]);
    await context.close();
  },
);

it("moves the keyboard focus to the content with the skip link, and outlines it", async () => {
  const { page } = await open("/executions", showsList);

  await page.keyboard.press("Tab");
  expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to content");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");

  expect(await page.evaluate("document.activeElement.closest('main') !== null")).toBe(true);
  expect(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).toBe("solid");
});

it("moves the focus to a new page, and sets the document title", async () => {
  const { page } = await open("/state-machine", shows("Visual workflow"));

  await page.getByRole("navigation").getByRole("link", { name: "Executions" }).click();

  await page.getByRole("heading", { name: "Executions" }).waitFor();
  expect(await page.evaluate("document.activeElement.id")).toBe("main");
  expect(await page.title()).toBe("Executions · Job Status Poller");
});

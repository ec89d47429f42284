import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";

/** Browser page with its requests and errors. */
export interface GivenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Requested URLs. */
  readonly requested: readonly string[];
  /** Exceptions and console errors. */
  readonly errors: readonly string[];
}

export interface GivenBrowser {
  /** Opens a URL in a new browser context. */
  open(url: string): Promise<GivenPage>;
  close(): Promise<void>;
}

export async function givenBrowser(): Promise<GivenBrowser> {
  // Root in a container has no user namespaces for the sandbox. Only local pages are opened.
  const browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
  return {
    open: (url) => open(browser, url),
    close: () => browser.close(),
  };
}

async function open(browser: Browser, url: string): Promise<GivenPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const requested: string[] = [];
  const errors: string[] = [];
  page.on("request", (request) => requested.push(request.url()));
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  await page.goto(url);
  return { page, context, requested, errors };
}

/** Returns the path of chromium. @throws Error if chromium is not installed */
function findChromium(): string {
  const { CHROMIUM_PATH: given, PATH: path = "" } = process.env;
  if (given !== undefined && given !== "") return given;
  const found = path
    .split(delimiter)
    .flatMap((folder) => [join(folder, "chromium"), join(folder, "chromium-browser")])
    .find((program) => existsSync(program));
  if (found === undefined)
    throw new Error(
      "the browser tests require chromium in PATH (apt-get install chromium) or its path in CHROMIUM_PATH",
    );
  return found;
}

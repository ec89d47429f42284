import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";

/** A page, and what went wrong in it. */
export interface GivenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Addresses that it asked for. */
  readonly requested: readonly string[];
  /** Exceptions, and errors on the console. */
  readonly errors: readonly string[];
}

export interface GivenBrowser {
  /** Opens an address in a browser profile of its own. */
  open(url: string): Promise<GivenPage>;
  close(): Promise<void>;
}

export async function givenBrowser(): Promise<GivenBrowser> {
  // A container's root has no user namespaces for the sandbox, and what is opened here is our own.
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

/** @throws Error when there is no chromium */
function findChromium(): string {
  const { CHROMIUM_PATH: given, PATH: path = "" } = process.env;
  if (given !== undefined && given !== "") return given;
  const found = path
    .split(delimiter)
    .flatMap((folder) => [join(folder, "chromium"), join(folder, "chromium-browser")])
    .find((program) => existsSync(program));
  if (found === undefined)
    throw new Error("the browser tests need chromium in PATH (apt-get install chromium), or its path in CHROMIUM_PATH");
  return found;
}

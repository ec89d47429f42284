/**
 * Takes screenshots of a failed job in the console page: docs/pictures/console-*.png.
 * Usage: npm run docs:console (requires Chromium)
 */
import { join } from "node:path";
import { givenApp } from "../testing/given-app";
import { givenBrowser } from "../testing/console/given-browser";
import { givenConsole, givenInput } from "../testing/console/given-console";
import { FARGATE_TIMES } from "../cli/local/open-local-environment";
import { createSimulatedRunner } from "local-aws";
import { THEMES } from "./figures/draw-state-machine";

const PICTURES = join(__dirname, "..", "docs", "pictures");
const NAME = "nightly-report";
const JOB = {
  runsForMs: 90_000,
  exitCode: 3,
  logLines: ["step 1 of 3: working", "step 2 of 3: working", "step 3 of 3: working", "error: no input for 21 November"],
};

async function main(): Promise<void> {
  const app = await givenApp();
  const given = await givenConsole(app.path, {
    speed: 30,
    lifeCycle: FARGATE_TIMES,
    makeRunner: (clock) => createSimulatedRunner(clock, () => JOB),
  });
  const browser = await givenBrowser();
  try {
    await given.post("/api/executions", { name: NAME, input: givenInput(NAME, { wait_time: 60 }) });
    const { page } = await browser.open(`${given.origin}/executions/${NAME}?token=${given.token}`);
    await page.getByText(JOB.logLines.at(-1) ?? "").waitFor();
    await page.getByText("The job's program exited with exit code 3.").waitFor();
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(PICTURES, `console-${colorScheme}.png`) });
    }
  } finally {
    await browser.close();
    await given.close();
    await app.remove();
  }
}

void main();

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { errorProperty } from "../cli/error-properties";
import { synthesizeApp, type SynthesizedApp } from "../cli/local/synthesize-app";
import type { WaitIntegration } from "../workflow/integration";
import { SHARED_APPS_VARIABLE } from "./shared-apps";

/** The real stacks, synthesized as `poller demo` does it, for a test that changes them or asks how old they are. */
export const givenOwnApp = (integration: WaitIntegration = "poll"): Promise<SynthesizedApp> =>
  synthesizeApp(integration, new AbortController().signal, { PATH: process.env["PATH"], HOME: process.env["HOME"] });

/**
 * Shared stacks for tests that only read them. The first caller synthesizes them, in about two seconds, for all test
 * files of the run. They are deleted at its end.
 */
export async function givenApp(integration: WaitIntegration = "poll"): Promise<SynthesizedApp> {
  const folder = process.env[SHARED_APPS_VARIABLE];
  if (folder === undefined) return givenOwnApp(integration);
  const file = join(folder, integration);
  if (isFirst(`${file}.lock`)) {
    // Each in one step, so that no reader sees half of it. An empty file means that there is nothing to wait for.
    const publish = (path: string): void => {
      writeFileSync(`${file}.new`, path);
      renameSync(`${file}.new`, file);
    };
    try {
      publish((await givenOwnApp(integration)).path);
    } catch (error) {
      publish("");
      throw error;
    }
  }
  while (!existsSync(file)) await setTimeout(50);
  const path = readFileSync(file, "utf8");
  if (path === "") throw new Error("the stacks could not be synthesized; the test file that tried it first says why");
  return { path, remove: () => Promise.resolve() };
}

function isFirst(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch (error) {
    if (errorProperty(error, "code") !== "EEXIST") throw error;
    return false;
  }
}

import { synthesizeApp, type SynthesizedApp } from "../cli/local/synthesize-app";
import type { WaitIntegration } from "../workflow/integration";

/** Synthesizes the stacks as `poller demo` does, into a folder of this caller. */
export const givenApp = (integration: WaitIntegration = "poll"): Promise<SynthesizedApp> =>
  synthesizeApp(integration, new AbortController().signal, { PATH: process.env["PATH"], HOME: process.env["HOME"] });

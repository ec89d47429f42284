import type { Pipeline } from "../support/pipeline";
import { CANARIES, scenario } from "../support/story";

/** What all runs together have shown. */
export function showNoSecret(pipeline: () => Pipeline): void {
  scenario("no log, summary, comment, issue or artefact of any run has held a secret-looking value", () => {
    const shown = pipeline().everythingShown();

    expect(shown.length).toBeGreaterThan(100_000);
    expect(CANARIES.filter((canary) => shown.includes(canary))).toEqual([]);
    return Promise.resolve();
  });
}

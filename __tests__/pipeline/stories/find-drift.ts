import type { ActEnd } from "../support/act";
import type { Pipeline } from "../support/pipeline";
import { expectEnd, scenario } from "../support/story";

/** As it runs before anything is merged that is not deployed yet, which would be drift too. */
const lookForDrift = (pipeline: Pipeline): Promise<ActEnd> =>
  pipeline.start("drift.yml", { event: "schedule", commit: pipeline.mergeCommit(1) });

export const drift = scenario("drift: an issue says what somebody changed by hand", async (pipeline) => {
  const end = await lookForDrift(pipeline);

  expectEnd(end, "green");
  expect(end.log).toContain("assumed job-status-poller-dev-drift-us-east-1 in us-east-1");
  expect(pipeline.github.issues.map(({ state }) => state)).toEqual(["open"]);
  expect(pipeline.github.issues[0]?.title).toContain("batch-dev");
  expect(pipeline.github.issues[0]?.body).toContain("retention_in_days");
});

export const noDrift = scenario("drift that is gone: the issue is closed", async (pipeline) => {
  const end = await lookForDrift(pipeline);

  expectEnd(end, "green");
  expect(pipeline.github.issues.map(({ state }) => state)).toEqual(["closed"]);
});

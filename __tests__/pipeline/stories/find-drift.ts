import type { ActEnd } from "../support/act";
import type { Pipeline } from "../support/pipeline";
import { expectEnd, needed, scenario, setRetentionByHand } from "../support/story";

/** @param number - of the pull request that was deployed last; what is merged and not deployed would be drift too */
const lookForDrift = (pipeline: Pipeline, number: number): Promise<ActEnd> =>
  pipeline.start("drift.yml", { event: "schedule", commit: pipeline.mergeCommit(number) });

export const changedByHand = needed("somebody keeps the job's log for a week, by hand", (pipeline) =>
  setRetentionByHand(pipeline, 7),
);

export const drift = scenario("drift: an issue says what somebody changed by hand", async (pipeline) => {
  const end = await lookForDrift(pipeline, 1);

  expectEnd(end, "green");
  expect(end.log).toContain("assumed job-status-poller-dev-drift-us-east-1 in us-east-1");
  expect(pipeline.github.issues.map(({ state }) => state)).toEqual(["open"]);
  expect(pipeline.github.issues[0]?.title).toContain("batch-dev");
  expect(pipeline.github.issues[0]?.body).toContain("retention_in_days");
});

export const noDrift = scenario("drift that a deployment has undone: the issue is closed", async (pipeline) => {
  const end = await lookForDrift(pipeline, 2);

  expectEnd(end, "green");
  expect(pipeline.github.issues.map(({ state }) => state)).toEqual(["closed"]);
});

import { expectEnd, setRetentionByHand, scenario } from "../support/story";

export const drift = scenario("drift: an issue says what somebody changed by hand", async (pipeline) => {
  await setRetentionByHand(pipeline, 7);

  const end = await pipeline.start("drift.yml", { event: "schedule" });

  expectEnd(end, "green");
  expect(end.log).toContain("assumed job-status-poller-dev-drift-us-east-1 in us-east-1");
  expect(pipeline.github.issues.map(({ state }) => state)).toEqual(["open"]);
  expect(pipeline.github.issues[0]?.title).toContain("batch-dev");
  expect(pipeline.github.issues[0]?.body).toContain("retention_in_days");
});

export const noDrift = scenario("drift that is gone: the issue is closed", async (pipeline) => {
  await setRetentionByHand(pipeline, 30);

  const end = await pipeline.start("drift.yml", { event: "schedule" });

  expectEnd(end, "green");
  expect(pipeline.github.issues.map(({ state }) => state)).toEqual(["closed"]);
});

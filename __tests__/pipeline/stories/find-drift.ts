import type { Pipeline } from "../support/pipeline";
import { expectEnd, setRetentionByHand, scenario } from "../support/story";

/** What somebody changes by hand, until it is as it was. */
export function findDrift(pipeline: () => Pipeline): void {
  scenario("drift: an issue says what somebody changed by hand", async () => {
    await setRetentionByHand(pipeline(), 7);

    const end = await pipeline().start("drift.yml", { event: "schedule" });

    expectEnd(end, "green");
    expect(end.log).toContain("assumed job-status-poller-dev-drift-us-east-1 in us-east-1");
    expect(pipeline().github.issues.map(({ state }) => state)).toEqual(["open"]);
    expect(pipeline().github.issues[0]?.title).toContain("batch-dev");
    expect(pipeline().github.issues[0]?.body).toContain("retention_in_days");
  });

  scenario("drift that is gone: the issue is closed", async () => {
    await setRetentionByHand(pipeline(), 30);

    const end = await pipeline().start("drift.yml", { event: "schedule" });

    expectEnd(end, "green");
    expect(pipeline().github.issues.map(({ state }) => state)).toEqual(["closed"]);
  });
}

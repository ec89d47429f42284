import { estimatePoll, estimateSync } from "../../console/estimate/estimate-run";
import { firstWaitSeconds } from "../../workflow/pacing";
import { syncDefinition } from "../../workflow/definitions/sync-definition";
import { countRun } from "../../testing/workflow/count-run";

const DAY_SECONDS = 86_400;

it.each([
  [60, 1],
  [60, 60],
  [60, 900],
  [3_600, 1],
  [3_600, 10],
  [DAY_SECONDS, 10],
  [DAY_SECONDS, 60],
  [7 * DAY_SECONDS, 900],
  [365 * DAY_SECONDS, 1],
])(
  "estimates a run of %d s at wait_time %d as it is counted on the local endpoints",
  async (runTimeSeconds, waitTimeSeconds) => {
    const { status, jobId, delaySeconds, ...counted } = await countRun(runTimeSeconds, waitTimeSeconds);

    const firstWait = firstWaitSeconds(waitTimeSeconds, jobId);
    const estimated = estimatePoll({ runTimeSeconds, waitTimeSeconds, firstWaitSeconds: firstWait });
    expect(status).toBe("SUCCEEDED");
    expect(estimated).toMatchObject({ ...counted, fitsHistory: true });
    expect(delaySeconds).toBeLessThanOrEqual(estimated.worstDelaySeconds ?? NaN);
  },
);

it("estimates a run that Step Functions waits for as it is counted", async () => {
  const { status, ...counted } = await countRun(3_600, 60, { definition: syncDefinition() });

  const { polls, transitions, historyEvents, lambdaCalls } = estimateSync();
  expect(status).toBe("SUCCEEDED");
  expect(counted).toMatchObject({ polls, transitions, historyEvents, lambdaCalls });
});

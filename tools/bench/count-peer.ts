import * as z from "zod";
import { NO_QUEUE } from "../../testing/workflow/count-run";
import { givenWorkflow, INPUT } from "../../testing/workflow/workflow-fixture";
import { createSeededRandom } from "../../testing/load/seeded-random";
import { createSimulatedRunner, VirtualClock } from "local-aws";
import type { Pacing } from "./pacings";

const submitted = z.object({ jobId: z.string() });
const described = z.object({ jobs: z.tuple([z.object({ status: z.string() })]) });

/** Counts the DescribeJobs calls of a client until it finds the end of the job on the local endpoint. */
export async function countPeer(pacing: Pacing, runTimeSeconds: number): Promise<number> {
  const clock = new VirtualClock();
  const runner = createSimulatedRunner(clock, () => ({ runsForMs: runTimeSeconds * 1_000 - 500, exitCode: 0 }));
  const workflow = await givenWorkflow({ clock, runner, batch: { lifeCycle: NO_QUEUE } });
  try {
    const { jobId } = submitted.parse((await workflow.batch.call("SubmitJob", INPUT)).body);
    let calls = 0;
    for (const waitSeconds of pacing.waits(createSeededRandom(1))) {
      await clock.sleep(waitSeconds * 1_000);
      calls += 1;
      const { jobs } = described.parse((await workflow.batch.call("DescribeJobs", { jobs: [jobId] })).body);
      if (jobs[0].status === "SUCCEEDED") break;
    }
    return calls;
  } finally {
    await workflow.close();
  }
}

import * as z from "zod";
import { isTerminal as isEnded } from "../../workflow/result/job";
import { INPUT } from "../../testing/workflow/workflow-fixture";
import { withRun } from "./given-run";
import { findSpans, findStatuses, sumOverlapSeconds } from "./measure-jobs";
import { findDocumented } from "./reliability-document";
import { renderMarkdownTable } from "./render-table";

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
const LOST_REPLIES = [1, 5];
const LAGS_SECONDS = [0, 3, 30, 120];
/** Run time of a job. It exceeds the delay of ListJobs, so that other submissions are found while the job runs. */
const JOB_SECONDS = 300;

const jobResult = z.looseObject({ jobId: z.string(), duplicates: z.array(z.string()) });

/** Runs an execution that loses its first replies to SubmitJob. */
async function run(lostReplies: number, lagSeconds: number, seed: number) {
  return withRun({ jobSeconds: JOB_SECONDS, seed }, async ({ workflow, changes, load }) => {
    load([
      { fault: "ReplyLost", operation: "SubmitJob", times: lostReplies },
      { fault: "ListJobsLag", forSeconds: lagSeconds },
    ]);

    const { status, output } = await workflow.run({ ...INPUT, wait_time: 60 });

    const { duplicates } = jobResult.parse(JSON.parse(output ?? "null"));
    const statuses = [...findStatuses(changes).values()];
    return {
      status,
      submitted: statuses.length,
      ran: findSpans(changes).size,
      duplicates: duplicates.length,
      overlapSeconds: sumOverlapSeconds(changes),
      left: statuses.filter((jobStatus) => !isEnded(jobStatus)).length,
    };
  });
}

it("ends with one successful job and reports all other jobs, as documented", async () => {
  const rows: string[][] = [];
  for (const lostReplies of LOST_REPLIES)
    for (const lagSeconds of LAGS_SECONDS) {
      const runs: Awaited<ReturnType<typeof run>>[] = [];
      for (const seed of SEEDS) runs.push(await run(lostReplies, lagSeconds, seed));

      const largest = (pick: (one: (typeof runs)[number]) => number): number => Math.max(...runs.map(pick));
      expect(runs.filter(({ status }) => status !== "SUCCEEDED")).toEqual([]);
      expect(runs.filter(({ left }) => left > 0)).toEqual([]);
      expect(runs.filter(({ submitted, duplicates }) => duplicates !== submitted - 1)).toEqual([]);
      rows.push(
        [
          lostReplies,
          lagSeconds,
          runs.length,
          runs.filter(({ status }) => status === "SUCCEEDED").length,
          largest(({ submitted }) => submitted),
          largest(({ ran }) => ran),
          largest(({ duplicates }) => duplicates),
          Math.round(largest(({ overlapSeconds }) => overlapSeconds)),
          largest(({ left }) => left),
        ].map(String),
      );
    }

  const head = [
    "replies lost",
    "ListJobs lags by, s",
    "runs",
    "runs SUCCEEDED",
    "most jobs submitted",
    "most jobs that ran",
    "most duplicates reported",
    "longest time side by side, s",
    "jobs left running",
  ];
  const { documented, measured } = findDocumented("lost-replies", renderMarkdownTable([head, ...rows]));
  expect(documented).toBe(measured);
});

import { completeTimeline, describeNotice } from "../../../console/model/exact-timeline";
import { EMPTY_RESULT } from "../../../workflow/result/job-result";
import type { ExecutionModel } from "../../../console/model/execution-model";
import {
  after,
  FAILED_RESULT,
  givenFailure,
  givenModel,
  poll,
  submitted,
  type EventParts,
} from "../../../testing/console/given-history";

const short = ({ timeline }: Pick<ExecutionModel, "timeline">) =>
  timeline.map(({ at, label, text }) => [(at.getTime() - after(0).getTime()) / 1000, label, text]);

describe("the timeline", () => {
  it("has the times of the polls while the execution is running", () => {
    expect(short(givenModel([...submitted, ...poll(1, "RUNNING")])).slice(1)).toEqual([
      [5, "SUBMITTED", "my-job, 0c4f6c9e"],
      [12, "RUNNING", "poll 1"],
    ]);
  });

  it("has the same end of the job as the phases, and when it was noticed", () => {
    const model = givenFailure();

    expect(short(model).slice(1)).toEqual([
      [1, "SUBMITTED", "my-job, 0c4f6c9e"],
      [12, "RUNNABLE", "poll 1"],
      [18, "RUNNING", "poll 2"],
      [38, "FAILED", "exit code 3, noticed 1 s later by poll 4"],
      [43, "CLOSED", "execution FAILED, BatchJob.UserError"],
    ]);
    expect(model.phases.at(-1)).toMatchObject({ status: "FAILED", from: after(38), noticedAt: after(39) });
    expect(model.rows.find((row) => row.kind === "loop" && row.lastIteration === 4)).toMatchObject({ found: "FAILED" });
  });

  it("adds the start of a job that no poll found RUNNING", () => {
    const end = { status: "SUCCEEDED", closedAt: after(43), error: undefined, cause: undefined, output: "" } as const;

    const entries = completeTimeline([], {
      end,
      job: { ...FAILED_RESULT, status: "SUCCEEDED", exitCode: 0 },
      noticedAt: undefined,
    });

    expect(short({ timeline: entries })).toEqual([
      [18, "RUNNING", ""],
      [38, "SUCCEEDED", "exit code 0"],
      [43, "CLOSED", "execution SUCCEEDED"],
    ]);
  });

  it("ends a stopped execution with the job that AWS Batch describes", () => {
    const aborted: EventParts = { type: "ExecutionAborted", executionAbortedEventDetails: {} };
    const model = givenModel([...submitted, ...poll(1, "RUNNING"), aborted]);
    expect(short(model).at(-1)).toEqual([15, "CLOSED", "execution ABORTED"]);

    model.setJobAfterEnd({ ...FAILED_RESULT, startedAt: null, stoppedAt: after(20).toISOString(), exitCode: null });

    expect(short(model).slice(-2)).toEqual([
      [15, "CLOSED", "execution ABORTED"],
      [20, "FAILED", ""],
    ]);
    expect(model.phases.at(-1)).toMatchObject({ status: "FAILED", from: after(20) });
  });

  it("ends a job that AWS Batch does not have", () => {
    const model = givenFailure({ ...EMPTY_RESULT, category: "NotFound", polls: 4 });

    expect(model.phases.at(-1)).toMatchObject({ status: "NOT FOUND", from: after(39), poll: 4 });
    expect(model.rows.find((row) => row.kind === "loop" && row.lastIteration === 4)).toMatchObject({ found: "no job" });
  });
});

describe("describeNotice", () => {
  it.each([
    [297, 2, "noticed 4 min 57 s later by poll 2"],
    [0.5, 1_200, "noticed at once by poll 1,200"],
    [3, undefined, "noticed 3 s later"],
    [3, 0, "noticed 3 s later"],
  ])("describes %d s and poll %s", (seconds, poll, text) => {
    expect(describeNotice(after(0), after(seconds), poll)).toBe(text);
  });
});

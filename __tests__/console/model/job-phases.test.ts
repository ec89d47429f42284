import { findJobPhases, type SeenStatus } from "../../../console/model/job-phases";
import { EMPTY_RESULT } from "../../../workflow/result/job-result";
import {
  after,
  FAILED_RESULT,
  givenFailure,
  givenModel,
  poll,
  submitted,
} from "../../../testing/console/given-history";

/** Result of a job that ran from second 50 to second 200. */
const RESULT = { ...FAILED_RESULT, startedAt: after(50).toISOString(), stoppedAt: after(200).toISOString() };

const seen = (status: string, seconds: number, poll?: number): SeenStatus => ({ status, at: after(seconds), poll });
const short = (phases: ReturnType<typeof findJobPhases>) =>
  phases.map(({ status, from, to, isExact }) => [
    status,
    (from.getTime() - after(0).getTime()) / 1000,
    to && (to.getTime() - after(0).getTime()) / 1000,
    isExact,
  ]);

describe("findJobPhases", () => {
  it("returns the statuses from the polls while the job is running", () => {
    const { phases } = givenModel([
      ...submitted,
      ...poll(1, "RUNNABLE"),
      ...poll(2, "RUNNABLE"),
      ...poll(3, "RUNNING"),
    ]);

    expect(phases.map(({ status, poll }) => [status, poll])).toEqual([
      ["SUBMITTED", undefined],
      ["RUNNABLE", 1],
      ["RUNNING", 3],
    ]);
    expect(phases.at(-1)?.to).toBeUndefined();
    expect(phases.every(({ isExact }) => !isExact)).toBe(true);
  });

  it("uses the times from Batch after the job has ended", () => {
    const phases = findJobPhases(
      [seen("SUBMITTED", 5), seen("RUNNABLE", 30, 1), seen("RUNNING", 90, 2), seen("FAILED", 230, 4)],
      RESULT,
    );

    expect(short(phases)).toEqual([
      ["SUBMITTED", 1, 30, true],
      ["RUNNABLE", 30, 50, false],
      ["RUNNING", 50, 200, true],
      ["FAILED", 200, undefined, true],
    ]);
  });

  it("drops statuses that contradict the times from Batch, and keeps an earlier attempt", () => {
    const phases = findJobPhases(
      [seen("RUNNING", 20, 1), seen("RUNNABLE", 30, 2), seen("STARTING", 60, 3), seen("RUNNING", 210, 4)],
      RESULT,
    );

    expect(short(phases)).toEqual([
      ["SUBMITTED", 1, 20, true],
      ["RUNNING", 20, 30, false],
      ["RUNNABLE", 30, 50, false],
      ["RUNNING", 50, 200, true],
      ["FAILED", 200, undefined, true],
    ]);
  });

  it("ends with the stop time of a job that never ran, or else with the poll that saw the end", () => {
    const never = { ...RESULT, startedAt: null };

    expect(short(findJobPhases([seen("SUBMITTED", 5), seen("RUNNABLE", 300, 1)], never))).toEqual([
      ["SUBMITTED", 1, 200, true],
      ["FAILED", 200, undefined, true],
    ]);
    expect(short(findJobPhases([seen("SUBMITTED", 5), seen("FAILED", 230, 4)], EMPTY_RESULT))).toEqual([
      ["SUBMITTED", 5, 230, false],
      ["FAILED", 230, undefined, false],
    ]);
  });

  it("reads the phases from a complete history", () => {
    const last = givenFailure().phases.at(-1);

    expect(last).toMatchObject({ status: "FAILED", isExact: true, poll: 4, from: after(38) });
    expect(givenFailure({ ...FAILED_RESULT, polls: 0 }).phases.at(-1)?.poll).toBeUndefined();
  });
});

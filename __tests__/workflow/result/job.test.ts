import { isKnownStatus, isQueued, isTerminal, progressStatus } from "../../../workflow/result/job";

it.each([
  ["SUBMITTED", false, true, true],
  ["PENDING", false, true, true],
  ["RUNNABLE", false, true, true],
  ["STARTING", false, true, true],
  ["RUNNING", false, true, false],
  ["SUCCEEDED", true, true, false],
  ["FAILED", true, true, false],
  ["PREEMPTED", false, false, false],
  [undefined, false, false, false],
])("classifies status %s", (status, terminal, known, queued) => {
  expect(isTerminal(status)).toBe(terminal);
  expect(isKnownStatus(status)).toBe(known);
  expect(isQueued({ status })).toBe(queued);
});

describe("the parent of an array job, PENDING while its children run", () => {
  it.each([
    [{ RUNNABLE: 3 }, "RUNNABLE"],
    [{ RUNNABLE: 2, STARTING: 1 }, "STARTING"],
    [{ RUNNABLE: 2, RUNNING: 1 }, "RUNNING"],
    [{ RUNNABLE: 2, SUCCEEDED: 1 }, "RUNNING"],
    [{ RUNNABLE: 2, FAILED: 1 }, "RUNNING"],
    [{ PENDING: 3, RUNNING: 0 }, "PENDING"],
    [{}, "PENDING"],
  ])("returns the status of the child that has progressed furthest: %j", (statusSummary, expected) => {
    expect(progressStatus({ status: "PENDING", arrayProperties: { size: 3, statusSummary } })).toBe(expected);
  });

  it("returns its own status after PENDING", () => {
    const arrayProperties = { size: 2, statusSummary: { RUNNING: 1 } };

    expect(progressStatus({ status: "FAILED", arrayProperties })).toBe("FAILED");
    expect(progressStatus({ status: "PENDING", arrayProperties: {} })).toBe("PENDING");
  });
});

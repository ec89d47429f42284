import { summarizeCause } from "../../../console/model/summarize-cause";
import type { JobResult } from "../../../workflow/result/job-result";
import { FAILED_RESULT } from "../../../testing/console/given-history";

const summarize = (result: Partial<JobResult>) => summarizeCause(JSON.stringify({ ...FAILED_RESULT, ...result }));

describe("summarizeCause", () => {
  it("names the exit code of a program that failed", () => {
    expect(summarize({})).toBe("exit code 3");
  });

  it("prefers the reason of the container to that of the job", () => {
    const containerReason = "OutOfMemoryError: Container killed due to memory usage";

    expect(summarize({ category: "OutOfMemory", containerReason })).toBe(containerReason);
    expect(summarize({ category: "Unknown", exitCode: null })).toBe("Essential container in task exited");
  });

  it.each([
    ["Host EC2 (instance i-0123456789abcdef0) terminated.", "Host EC2 (instance …) terminated."],
    ["job 0c4f6c9e-1111-2222-3333-444455556666 in arn:aws:batch:us-east-1:1:job/x, failed", "job … in …, failed"],
    ["after 3,600 s at 2026-11-24T02:00:00Z", "after … s at …"],
    ["first line\nsecond line", "first line"],
    ["x".repeat(500), "x".repeat(160)],
  ])("summarizes %j without what differs between equal failures", (statusReason, summary) => {
    expect(summarize({ category: "Unknown", exitCode: null, statusReason })).toBe(summary);
  });

  it("summarizes a Cause that is no result, and none", () => {
    expect(summarizeCause('{"errorMessage":"no queue q","errorType":"E"}')).toBe("no queue q");
    expect(summarizeCause("plain text")).toBe("plain text");
    expect(summarizeCause("")).toBeNull();
    expect(summarizeCause(undefined)).toBeNull();
  });
});

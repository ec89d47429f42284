import { describeSuccess } from "../../../console/model/describe-success";
import { EMPTY_RESULT } from "../../../workflow/result/job-result";

const attempt = (reason: string | null) => ({
  number: 1,
  exitCode: null,
  reason,
  startedAt: null,
  stoppedAt: null,
  logStreamName: null,
});
const SPOT = "Host EC2 (instance i-0) terminated due to Spot interruption";

it.each([
  [[], "The job succeeded"],
  [[null], "The job succeeded"],
  [[SPOT, "Your Spot Task was interrupted.", null], "The job succeeded on attempt 3 of 3 after 2 Spot interruptions"],
  [["Host EC2 (instance i-0) terminated.", null], "The job succeeded on attempt 2 of 2 after 1 host termination"],
  [
    ["Host EC2 (instance i-0) terminated.", "Essential container in task exited", null],
    "The job succeeded on attempt 3 of 3 after 1 host termination and 1 failed attempt",
  ],
])("describes attempts that ended with %j", (reasons, text) => {
  expect(describeSuccess({ ...EMPTY_RESULT, attempts: reasons.map(attempt) })).toBe(text);
});

it("describes an execution without a result", () => {
  expect(describeSuccess(undefined)).toBe("The execution succeeded");
});

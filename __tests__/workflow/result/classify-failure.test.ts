import { explainFailure, lastContainer } from "../../../workflow/result/classify-failure";
import { FAILURE_CATEGORIES, isRetryable } from "../../../workflow/result/failure";
import type { Job } from "../../../workflow/result/job";
import { REASON_TEXTS } from "../../../workflow/result/reason-texts";
import { FAILURES, givenJob } from "../../../testing/workflow/job-fixture";

const classify = (job: Job) => explainFailure(job).category;

it.each(FAILURES)("classifies %s as %s", (_title, category, fields) => {
  expect(classify(givenJob(fields))).toBe(category);
});

it.each(REASON_TEXTS)("recognizes $text in every reason field", ({ text, category }) => {
  const reason = `${text}: details`;

  expect(classify(givenJob({ statusReason: reason }))).toBe(category);
  expect(classify(givenJob({ container: { reason } }))).toBe(category);
  expect(classify(givenJob({ attempts: [{ statusReason: reason }] }))).toBe(category);
  expect(classify(givenJob({ attempts: [{ container: { reason } }] }))).toBe(category);
});

it("does not match a text across two reasons", () => {
  const job = givenJob({ statusReason: "Host", container: { exitCode: 1, reason: "EC2" }, attempts: [] });

  expect(classify(job)).toBe("UserError");
});

it("takes missing container fields from the last attempt", () => {
  const job = givenJob({
    container: { logConfiguration: { logDriver: "awslogs" } },
    attempts: [
      { container: { exitCode: 1, logStreamName: "first" } },
      { container: { exitCode: 2, reason: "second", logStreamName: "second" } },
    ],
  });

  expect(lastContainer(job)).toEqual({
    logConfiguration: { logDriver: "awslogs" },
    exitCode: 2,
    reason: "second",
    logStreamName: "second",
  });
});

it("returns retryable only for failures that the same request may avoid", () => {
  expect(FAILURE_CATEGORIES.filter(isRetryable)).toEqual([
    "HostTerminated",
    "ImagePull",
    "StartFailure",
    "QueueTimeout",
  ]);
});

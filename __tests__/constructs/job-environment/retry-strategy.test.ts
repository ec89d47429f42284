import { DEFAULT_RETRY_STRATEGY } from "../../../constructs/job-environment/retry-strategy";
import { givenInput, violationsOf } from "../../../testing/workflow/input-fixture";

/** Action of Batch after an attempt: that of the first rule that matches, or RETRY without a match. */
function decide(attempt: { onReason?: string; onStatusReason?: string }): string {
  const matches = (pattern: string, text = ""): boolean =>
    pattern.endsWith("*") ? text.startsWith(pattern.slice(0, -1)) : text === pattern;
  const rule = DEFAULT_RETRY_STRATEGY.evaluateOnExit.find((each) =>
    "onReason" in each
      ? matches(each.onReason, attempt.onReason)
      : matches(each.onStatusReason, attempt.onStatusReason),
  );
  return rule?.action ?? "RETRY";
}

it("satisfies the limits of Batch", () => {
  expect(violationsOf(givenInput({ retryStrategy: DEFAULT_RETRY_STRATEGY }))).toEqual([]);
});

it.each([
  { onStatusReason: "Host EC2 (instance i-0abc) terminated." },
  { onStatusReason: "Your Spot Task was interrupted." },
  { onStatusReason: "CannotPullContainerError: pull image manifest has been retried" },
  { onStatusReason: "Timeout waiting for network interface provisioning to complete." },
  { onStatusReason: "Timeout waiting for EphemeralStorage provisioning to complete." },
  { onStatusReason: "Task failed to start", onReason: "CannotPullContainerError: Error response from daemon" },
])("retries failures that the job did not cause: %j", (attempt) => {
  expect(decide(attempt)).toBe("RETRY");
});

it.each([
  { onStatusReason: "Essential container in task exited" },
  { onStatusReason: "ResourceInitializationError: unable to pull secrets or registry auth" },
  { onReason: "OutOfMemoryError: Container killed due to memory usage" },
  {},
])("does not retry failures that would recur: %j", (attempt) => {
  expect(decide(attempt)).toBe("EXIT");
});

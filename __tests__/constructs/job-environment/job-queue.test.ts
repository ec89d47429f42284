import "cdktf/lib/testing/adapters/jest";
import { BatchJobQueue } from "@cdktf/provider-aws/lib/batch-job-queue";
import { Testing } from "cdktf";
import { JobQueue } from "../../../constructs/job-environment/job-queue";

Testing.setupJest();

describe("JobQueue", () => {
  it("uses its compute environments in the given order", () => {
    const stack = Testing.synthScope((scope) => {
      new JobQueue(scope, "job-queue", { name: "poller-dev", computeEnvironmentArns: ["arn:spot", "arn:on-demand"] });
    });

    expect(stack).toHaveResourceWithProperties(BatchJobQueue, {
      compute_environment_order: [
        { compute_environment: "arn:spot", order: 1 },
        { compute_environment: "arn:on-demand", order: 2 },
      ],
    });
  });

  it("cancels jobs that can never start after ten minutes, but waits for capacity", () => {
    const stack = Testing.synthScope((scope) => {
      new JobQueue(scope, "job-queue", { name: "poller-dev", computeEnvironmentArns: ["arn:spot"] });
    });

    expect(stack).toHaveResourceWithProperties(BatchJobQueue, {
      job_state_time_limit_action: [
        "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
        "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
      ].map((reason) => ({ action: "CANCEL", state: "RUNNABLE", max_time_seconds: 600, reason })),
    });
  });
});

import { explainFailure } from "../../../workflow/result/classify-failure";
import { givenJob } from "../../../testing/workflow/job-fixture";

const byContainer = (reason: string) => explainFailure(givenJob({ container: { reason }, attempts: [] }));
const byStatus = (statusReason: string, fields = {}) =>
  explainFailure(givenJob({ statusReason, container: {}, attempts: [], ...fields }));

it.each([
  ["CannotPullContainerError: manifest for x:y not found: manifest unknown: manifest unknown", "ImagePull", false],
  [
    "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref docker.io/x: not found",
    "ImagePull",
    false,
  ],
  ["CannotPullContainerError: The repository with name 'x' does not exist in the registry", "ImagePull", false],
  ["CannotPullContainerError: invalid reference format", "ImagePull", false],
  ["CannotPullContainerError: pull access denied for x, repository does not exist", "ImagePull", false],
  ["CannotPullECRContainerError: AccessDeniedException: User is not authorized", "ImagePull", false],
  ["CannotPullContainerError: toomanyrequests: You have reached your pull rate limit", "ImagePull", true],
  ["CannotPullContainerError: dial tcp 1.2.3.4:443: i/o timeout", "ImagePull", true],
  ["CannotStartContainerError: OCI runtime create failed: unable to find user worker2", "StartFailure", false],
  ["CannotStartContainerError: exec: permission denied: unknown", "StartFailure", false],
  ["CannotStartContainerError: Error response from daemon: EOF", "StartFailure", true],
  [
    "ResourceInitializationError: failed to validate logger args: The specified log group does not exist.",
    "StartFailure",
    false,
  ],
  [
    "ResourceInitializationError: unable to pull secrets or registry auth: AccessDeniedException",
    "StartFailure",
    false,
  ],
  [
    "ResourceInitializationError: unable to pull secrets or registry auth: ResourceNotFoundException: Secrets Manager can't find the specified secret.",
    "StartFailure",
    false,
  ],
  [
    "ResourceInitializationError: unable to pull secrets or registry auth: context deadline exceeded",
    "StartFailure",
    true,
  ],
  ["Fetching secret data from SSM Parameter Store in us-east-1: invalid parameters: /x", "StartFailure", false],
  ["CgroupError: failed to create cgroup", "StartFailure", true],
  ["DockerTimeoutError: Could not transition to created; timed out after waiting 4m0s", "StartFailure", true],
  ["TaskFailedToStart: AGENT", "StartFailure", true],
  ["ErrImagePull", "ImagePull", true],
  ["InvalidImageName", "ImagePull", false],
  ["CreateContainerConfigError", "StartFailure", false],
  ["StartError", "StartFailure", false],
  ["Evicted", "HostTerminated", true],
])("classifies a container's reason and whether it is retryable: %s", (reason, category, retryable) => {
  expect(byContainer(reason)).toEqual({ category, retryable });
});

it.each([
  ["AGENT", "StartFailure", true],
  ["RESOURCE:MEMORY", "StartFailure", true],
  ["The container instance is DRAINING", "HostTerminated", true],
  ["Container instance deregistration forced by user", "HostTerminated", true],
  ["the container instance was deregistered", "HostTerminated", true],
  ["ECS is performing maintenance on the underlying infrastructure hosting the task.", "HostTerminated", true],
  ["USER AGENT string is not valid", "Unknown", false],
])("classifies a job's reason and whether it is retryable: %s", (reason, category, retryable) => {
  expect(byStatus(reason)).toEqual({ category, retryable });
});

it.each([
  ["Draining the queue, resubmit tomorrow", "Terminated"],
  ["AGENT", "Terminated"],
  ["OutOfMemoryError seen twice, stopping it", "Terminated"],
  ["Host EC2 fleet is too expensive", "Terminated"],
  ["Host EC2 (instance i-0) terminated.", "HostTerminated"],
  ["Job attempt duration exceeded timeout", "Timeout"],
])("treats the reason of a terminated job as user text unless it starts like Batch's: %s", (statusReason, category) => {
  expect(byStatus(statusReason, { isTerminated: true }).category).toBe(category);
});

it("does not use the container's stop reason for a terminated job", () => {
  const container = { exitCode: 137, reason: "DockerTimeoutError: Could not transition to stopped" };

  expect(byStatus("stop", { isTerminated: true, container }).category).toBe("Terminated");
});

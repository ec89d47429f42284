const CONSUMABLE_RESOURCES = "consumable resources are not counted";
const QUOTA_SHARES = "quota shares are not simulated";
const SERVICE_JOBS = "service jobs run on SageMaker AI, not on this machine";

/** Reasons why operations of the Batch API are not served, by the name of the operation. */
export const UNSUPPORTED_OPERATIONS: ReadonlyMap<string, string> = new Map([
  ["CreateConsumableResource", CONSUMABLE_RESOURCES],
  ["DeleteConsumableResource", CONSUMABLE_RESOURCES],
  ["DescribeConsumableResource", CONSUMABLE_RESOURCES],
  ["ListConsumableResources", CONSUMABLE_RESOURCES],
  ["ListJobsByConsumableResource", CONSUMABLE_RESOURCES],
  ["UpdateConsumableResource", CONSUMABLE_RESOURCES],
  ["CreateQuotaShare", QUOTA_SHARES],
  ["DeleteQuotaShare", QUOTA_SHARES],
  ["DescribeQuotaShare", QUOTA_SHARES],
  ["ListQuotaShares", QUOTA_SHARES],
  ["UpdateQuotaShare", QUOTA_SHARES],
  ["CreateServiceEnvironment", SERVICE_JOBS],
  ["DeleteServiceEnvironment", SERVICE_JOBS],
  ["DescribeServiceEnvironments", SERVICE_JOBS],
  ["UpdateServiceEnvironment", SERVICE_JOBS],
  ["DescribeServiceJob", SERVICE_JOBS],
  ["ListServiceJobs", SERVICE_JOBS],
  ["SubmitServiceJob", SERVICE_JOBS],
  ["TerminateServiceJob", SERVICE_JOBS],
  ["TerminateServiceJobs", SERVICE_JOBS],
  ["UpdateServiceJob", SERVICE_JOBS],
  ["GetJobQueueSnapshot", "the position of a job in its queue is not recorded"],
]);

/** Finds the name of an unsupported operation by its route: `POST /v1/` and the name in lower case. */
export const findUnsupported = (route: string): string | undefined =>
  [...UNSUPPORTED_OPERATIONS.keys()].find((name) => route === `POST /v1/${name.toLowerCase()}`);

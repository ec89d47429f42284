import { formatArn, parseArn } from "../../arn";
import type { BatchReply } from "../endpoint/operation";
import type { FaultNamed } from "./fault-schemas";
import { GATEWAY_PAGE } from "./fault-texts";
import type { ShownJob } from "./reshape-job";

/** ID of a job that was not requested. */
const ANOTHER_JOB_ID = "ffffffff-ffff-4fff-8fff-ffffffffffff";
const OTHER_REGIONS = ["eu-central-1", "us-west-2"] as const;

/**
 * Returns an unexpected reply to DescribeJobs.
 * @param jobs - jobs of the correct reply
 * @param findFirst - returns a job as it was first described
 */
export function createWrongAnswer(
  answer: FaultNamed<"WrongAnswer">["answer"],
  jobs: readonly ShownJob[],
  findFirst: (job: ShownJob) => ShownJob,
): BatchReply {
  switch (answer) {
    case "NULL":
      return { status: 200, body: { jobs: [null] } };
    case "ANOTHER_JOB":
      return { status: 200, body: { jobs: jobs.map(toAnotherJob) } };
    case "TWO_JOBS":
      return { status: 200, body: { jobs: jobs.flatMap((job) => [toAnotherJob(job), job]) } };
    case "OTHER_REGION":
      return { status: 200, body: { jobs: jobs.map(toOtherRegion) } };
    case "NO_JOBS_MEMBER":
      return { status: 200, body: {} };
    case "NOT_JSON":
      return { status: 200, body: GATEWAY_PAGE, html: GATEWAY_PAGE };
    case "STALE":
      return { status: 200, body: { jobs: jobs.map(findFirst) } };
  }
}

/** A job that has succeeded. A client that does not compare IDs mistakes its result for the result of its own job. */
const toAnotherJob = (job: ShownJob): ShownJob => ({
  ...job,
  jobId: ANOTHER_JOB_ID,
  jobArn: job.jobArn.replace(job.jobId, ANOTHER_JOB_ID),
  jobName: "another-job",
  status: "SUCCEEDED",
  tags: {},
});

function toOtherRegion(job: ShownJob): ShownJob {
  const parts = parseArn(job.jobArn);
  const region = OTHER_REGIONS.find((other) => other !== parts?.region);
  return parts === undefined || region === undefined ? job : { ...job, jobArn: formatArn({ ...parts, region }) };
}
